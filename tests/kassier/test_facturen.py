"""E-invoices: recomputed to the cent, laid beside the order, and never more than is open."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ontschot.kassier import actions, ubl
from ontschot.kassier.controle import check
from ontschot.kassier.models import (
    Declaratie,
    Factuur,
    Factuurbestand,
    Factuurregel,
    Verplichting,
)
from ontschot.kassier.ubl import Afgekeurd, order_numbers, spread
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.queries import actor_in_role
from tests.kassier import factories
from tests.kassier.factories import Wereld
from tests.kassier.ubl import PDF, Nota, Regel, invoice

GOOD = Nota((Regel(10_000, "V2026-000001"), Regel(333, "V2026-000001", aantal="3", tarief="9")))


@pytest.fixture
def w(db: None) -> Any:
    world = factories.wereld(10_000_000)
    with scope(world.ruim):
        yield world


def order(w: Wereld, cent: int = 10_000) -> Verplichting:
    return factories.ordered(w, cent)


def handed_in(w: Wereld, nota: Nota, naam: str = "gids") -> Factuur:
    return actions.read_invoice(w.wie(naam), inhoud=invoice(nota))


def test_an_invoice_is_recomputed_to_the_cent() -> None:
    found = ubl.read(invoice(replace(GOOD, korting=50)))
    assert (found.netto_cent, found.btw_cent) == (10_000 - 50 + 999, 2090 + 90)
    assert sum(r.netto_cent for r in found.regels) == found.netto_cent
    assert sum(r.btw_cent for r in found.regels) == found.btw_cent
    assert found.leverancier.sleutel == "kvk:12345678"


def test_a_credit_note_and_one_by_its_code() -> None:
    assert ubl.read(invoice(replace(GOOD, soort="CreditNote"))).soort == "creditnota"
    coded = replace(
        GOOD,
        anders=(("<cbc:Note>", "<cbc:InvoiceTypeCode>381</cbc:InvoiceTypeCode><cbc:Note>"),),
    )
    assert ubl.read(invoice(coded)).soort == "creditnota"


@pytest.mark.parametrize("waar", ["order", "noot", "naam"])
def test_the_order_number_is_found_where_suppliers_write_it(waar: str) -> None:
    found = ubl.read(invoice(Nota((Regel(100, "V2026-000042", waar=waar),))))
    assert found.regels[0].ordernummers == ("V2026-000042",)


def test_the_order_number_of_the_whole_invoice() -> None:
    found = ubl.read(invoice(Nota((Regel(100),), order="V2026-000042")))
    assert (found.regels[0].ordernummers, found.ordernummers) == ((), ("V2026-000042",))


def test_what_looks_like_an_order_number_and_is_none() -> None:
    assert order_numbers("NV2026-000001 V2026-0000011234 V1999-000001 V2026-1") == ()
    assert order_numbers("v2026-000001", "(V2026000007), V2026-000007.") == ("V2026-000007",)


WRONG: list[tuple[Nota, str]] = [
    (replace(GOOD, munt="USD"), "niet in euro"),
    (replace(GOOD, nummer=""), "factuurnummer"),
    (replace(GOOD, nummer="x" * 61), "factuurnummer"),
    (replace(GOOD, datum="2026-02-30"), "factuurdatum"),
    (replace(GOOD, datum="0001-01-01"), "factuurdatum"),
    (replace(GOOD, verval="2001-01-01"), "vervaldatum"),
    (replace(GOOD, kvk="123"), "KvK-nummer"),
    (replace(GOOD, btw_nummer="NL123456789B01"), "btw-nummer"),
    (replace(GOOD, iban="NL00INGB0001234567"), "IBAN"),
    (replace(GOOD, naam=""), "naam van de leverancier"),
    (replace(GOOD, kvk="", btw_nummer="", iban=""), "geen KvK-nummer, btw-nummer"),
    (replace(GOOD, regels=()), "geen regels"),
    (Nota((Regel(100, netto=101),)), "Regel 1: aantal keer prijs is € 1,00, en er staat € 1,01"),
    (Nota((Regel(-100), Regel(900))), "Regel 1: een negatieve regel"),
    (Nota((Regel(100), Regel(-900))), "Regel 1: deze regel telt de andere kant op"),
    (Nota((Regel(-100),), soort="CreditNote"), "telt de verkeerde kant op"),
    (Nota((Regel(0),)), "Het totaal is € 0"),
    (Nota((Regel(100, soort="X"),)), "Regel 1: het soort btw"),
    (Nota((Regel(100, soort="E"),)), "Regel 1: bij dit soort btw hoort een tarief van 0 %"),
    (Nota((Regel(100, tarief="101"),)), "btw-tarief"),
    (Nota((Regel(100, aantal="veel", netto=100),)), "geen getal"),
    (Nota((Regel(10**14, aantal="1000000000000", netto=1),)), "onmogelijk hoog"),
    (Nota((Regel(100),), korting=200), "Korting: die is hoger"),
    (replace(GOOD, anders=((">21.00<", ">20.99<"),)), "Btw 21 %: over € 100,00 is de btw € 21,00"),
    (
        replace(GOOD, anders=(('<cbc:TaxExclusiveAmount currencyID="EUR">109.99', "<cbc:X>"),)),
        "XML",
    ),
    (
        replace(GOOD, anders=(('PayableAmount currencyID="EUR">131.89', 'PayableAmount>131.88'),)),
        "om te betalen is € 131,89, en er staat € 131,88",
    ),
    (
        replace(
            GOOD,
            anders=(("<cbc:PayableAmount", ("<cbc:PrepaidAmount>1.00</cbc:PrepaidAmount>"
                     "<cbc:PayableAmount")),),
        ),
        "vooruitbetaald",
    ),
    (replace(GOOD, anders=(("nlcius", "anders"), ("2017#", "2016#"))), "NLCIUS"),
    (replace(GOOD, anders=(("<Invoice ", "<X "), ("</Invoice>", "</X>"))), "geen e-factuur"),
    (replace(GOOD, pdf=b"<html>"), "geen pdf"),
]  # fmt: skip


@pytest.mark.parametrize(("nota", "said"), WRONG)
def test_nonsense_is_refused_with_what_and_where(nota: Nota, said: str) -> None:
    with pytest.raises(Weigering) as refusal:
        ubl.read(invoice(nota))
    assert said in refusal.value.zin.replace("\xa0", " ")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Afgekeurd) as refusal:
        ubl.read(invoice(Nota((Regel(100, netto=1), Regel(100, soort="X")), munt="USD")))
    assert len(refusal.value.bezwaren) >= 3


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**7), min_size=1, max_size=20))
def test_parts_add_up_and_are_near_their_share(total: int, weights: list[int]) -> None:
    parts = spread(total, weights)
    assert sum(parts) == total
    if whole := sum(weights):
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - total * weight / whole) <= 1 + 1e-6


regels = st.builds(
    Regel,
    prijs=st.integers(1, 10**6),
    aantal=st.sampled_from(["1", "2", "0.5", "1.333", "40"]),
    tarief=st.sampled_from(["21", "9", "0"]),
    soort=st.just("S"),
)


@given(st.lists(regels, min_size=1, max_size=8).map(tuple))
def test_whatever_a_supplier_charges_the_lines_add_up(lines: tuple[Regel, ...]) -> None:
    found = ubl.read(invoice(Nota(lines)))
    assert sum(r.netto_cent for r in found.regels) == found.netto_cent
    assert sum(r.btw_cent for r in found.regels) == found.btw_cent


FULL = invoice(replace(GOOD, pdf=PDF))


@given(st.integers(0, len(FULL) - 1), st.integers(0, len(FULL) - 1), st.binary(max_size=4))
def test_an_invoice_with_a_hole_in_it_is_read_or_refused(begin: int, end: int, bit: bytes) -> None:
    with suppress(Weigering):
        found = ubl.read(FULL[:begin] + bit + FULL[end:])
        assert found.netto_cent > 0


hostile = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\u202e\u200b=+-@😀"),
    max_size=10_000,
)


@given(hostile, hostile)
def test_hostile_text_of_a_supplier_stays_short_and_plain(naam: str, tekst: str) -> None:
    nota = Nota((Regel(100, tekst=tekst),), naam=f"B{naam}", noot=tekst)
    found = ubl.read(invoice(nota))
    assert len(found.leverancier.naam) <= 140
    assert found.leverancier.naam.isprintable()


def test_a_partner_gets_the_lines_with_the_amount_filled_in(w: Wereld) -> None:
    first, second = order(w, 10_000), order(w, 5_000)
    made = handed_in(w, Nota((Regel(8_000, first.nummer), Regel(6_000, second.nummer)), pdf=PDF))
    one, two = made.regels.all()
    assert (one.voorstel_cent, one.uitleg) == (8_000, "")
    assert two.voorstel_cent == 5_000
    assert "is nog" in two.uitleg
    (claim,) = actions.declare_invoice(w.wie("gids"), factuur_id=made.pk)
    assert sorted(claim.regels.values_list("cent", flat=True)) == [5_000, 8_000]
    made.refresh_from_db()
    assert made.status == "voorgesteld"
    assert {line.factuur_id for line in claim.regels.all()} == {made.pk}
    with pytest.raises(Weigering, match="kan niet meer"):
        actions.declare_invoice(w.wie("gids"), factuur_id=made.pk)
    assert check().verschillen == ()


def test_an_order_with_vat_in_its_price_takes_the_amount_with_vat(w: Wereld) -> None:
    interventie = factories.granted(w, 20_000)
    actions.reserve(
        w.wie("coordinator"),
        interventie_id=interventie.pk,
        fondsregel_id=w.regel.pk,
        cent=20_000,
    )
    incl = actions.commit_verplichting(
        w.wie("gids"),
        interventie_id=interventie.pk,
        bedrag_cent=20_000,
        btw="incl",
        aanbieder="Bureau Loopbaan",
    )
    made = handed_in(w, Nota((Regel(10_000, incl.nummer),)))
    assert made.regels.get().voorstel_cent == 12_100


def test_what_was_declared_meanwhile_is_not_declared_again(w: Wereld) -> None:
    one = order(w, 1_000)
    made = handed_in(w, Nota((Regel(1_000, one.nummer),)))
    actions.create_declaratie(
        w.wie("gids"), fonds_id=w.fonds.pk, periode=one.boekdatum, verplichting_ids=[one.pk]
    )
    with pytest.raises(Weigering, match="niets"):
        actions.declare_invoice(w.wie("gids"), factuur_id=made.pk)
    made.refresh_from_db()
    assert made.status == "ingelezen"


def test_two_lines_for_one_order_never_ask_more_than_it_has(w: Wereld) -> None:
    one = order(w, 1_000)
    made = handed_in(w, Nota((Regel(700, one.nummer), Regel(700, one.nummer))))
    assert list(made.regels.values_list("voorstel_cent", flat=True)) == [700, 300]


def test_another_supplier_another_partner_and_no_number_at_all(w: Wereld) -> None:
    one = order(w, 1_000)
    other = handed_in(w, Nota((Regel(500, one.nummer), Regel(1)), naam="Heel Anders"))
    said = list(other.regels.values_list("uitleg", flat=True))
    assert "niet bij deze leverancier" in said[0]
    assert "noemt geen verplichting" in said[1]
    uwv = actor_in_role(factories.medewerker("uwv", Rolsoort.GIDS))
    with pytest.raises(Afgekeurd, match="besteld door FNV"):
        actions.read_invoice(uwv, inhoud=invoice(Nota((Regel(500, one.nummer),), nummer="F-2")))
    with pytest.raises(Afgekeurd, match="bestaat niet in deze regio"):
        handed_in(w, Nota((Regel(5, "V2026-999999"),), nummer="F-3"))


def test_the_same_invoice_twice_and_again_after_it_was_refused(w: Wereld) -> None:
    one = order(w, 1_000)
    nota = Nota((Regel(500, one.nummer),))
    made = handed_in(w, nota)
    with pytest.raises(Weigering, match="al ingelezen"):
        handed_in(w, replace(nota, iban="", noot="nog eens"))
    actions.refuse_invoice(w.wie("gids"), factuur_id=made.pk, reden="verkeerde maand")
    assert handed_in(w, nota).pk != made.pk


def test_a_kassier_hands_in_and_never_reads_a_name(w: Wereld) -> None:
    one = order(w, 1_000)
    nota = Nota((Regel(500, one.nummer, tekst="Voor Jan Geheim"),), noot="Jan Geheim", pdf=PDF)
    made = handed_in(w, nota, "kassier")
    assert made.organisatie_id == w.gids.organisatie_id
    assert set(made.bestanden.values_list("soort", flat=True)) == {"xml", "pdf"}
    stored = repr([list(m._default_manager.values()) for m in (Factuur, Factuurregel)])
    assert "Geheim" not in stored
    with scope(w.wie("kassier")):
        assert not Factuurbestand.objects.exists()
        assert Factuur.objects.filter(pk=made.pk).exists()
    with scope(w.wie("gids")):
        assert Factuurbestand.objects.count() == 2


def test_an_invoice_in_a_declaratie_is_refused_only_after_that_is_withdrawn(w: Wereld) -> None:
    one = order(w, 1_000)
    made = handed_in(w, Nota((Regel(500, one.nummer),)))
    (claim,) = actions.declare_invoice(w.wie("gids"), factuur_id=made.pk)
    with pytest.raises(Weigering, match="Trek die eerst in"):
        actions.refuse_invoice(w.wie("gids"), factuur_id=made.pk, reden="fout")
    actions.withdraw_declaratie(w.wie("gids"), declaratie_id=claim.pk)
    assert Declaratie.objects.get(pk=claim.pk).status == "ingetrokken"
    actions.refuse_invoice(w.wie("gids"), factuur_id=made.pk, reden="fout")


FORBIDDEN = [
    "UPDATE kassier_factuur SET totaal_cent = totaal_cent + 1, netto_cent = netto_cent + 1",
    "UPDATE kassier_factuur SET nummer = 'anders'",
    "UPDATE kassier_factuur SET status = 'voorgesteld'",
    "UPDATE kassier_factuur SET status = 'afgekeurd'",
    "DELETE FROM kassier_factuur",
    (
        "INSERT INTO kassier_factuur (regio_id, organisatie_id, soort, nummer, leverancier, "
        "leverancier_naam, kvk, btw_nummer, iban, factuurdatum, netto_cent, btw_cent, "
        "totaal_cent, sha256, status, reden_afkeuring, ingelezen_door_id, ingelezen_op) SELECT "
        "regio_id, organisatie_id, soort, nummer, leverancier, leverancier_naam, '', '', '', "
        "factuurdatum, 1, 0, 1, '', 'ingelezen', '', ingelezen_door_id, now() FROM kassier_factuur"
    ),
    "UPDATE kassier_factuurregel SET voorstel_cent = 0",
    "DELETE FROM kassier_factuurregel",
    "UPDATE kassier_factuurbestand SET inhoud = '\\x00'",
    "DELETE FROM kassier_factuurbestand",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_refuses_it_whoever_asks(w: Wereld, statement: str) -> None:
    handed_in(w, Nota((Regel(500, order(w, 1_000).nummer),)))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
