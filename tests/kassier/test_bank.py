"""What the bank says: matched to the cent, read once and whole, placed by two people."""

import re
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ontschot.kassier import actions, bankbericht
from ontschot.kassier.controle import check
from ontschot.kassier.models import (
    Bankafschrift,
    Bankbestand,
    Bankregel,
    Betaalbatch,
    Betaalregel,
    Declaratie,
    Journaalpost,
    Plaatsing,
    Saldo,
)
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope
from tests.kassier import bank, factories, test_sepa
from tests.kassier.bank import Boeking, Stand, camt, pain002
from tests.kassier.factories import Wereld

NIJMEGEN = "NL91ABNA0417164300"


@pytest.fixture
def w(db: None) -> Wereld:
    world = factories.wereld(1_000_000)
    factories.accounts(world)
    return world


@pytest.fixture
def binnen_de_regio(w: Wereld) -> Any:
    with scope(w.ruim):
        yield w


def released(w: Wereld, *bedragen: int) -> Betaalbatch:
    """A released batch with one declaratie that has a line per amount."""
    with scope(w.ruim):
        orders = [factories.ordered(w, cent) for cent in bedragen]
        made = actions.create_declaratie(
            w.wie("gids"),
            fonds_id=w.fonds.pk,
            periode=orders[0].boekdatum,
            verplichting_ids=[o.pk for o in orders],
        )
        actions.submit_declaratie(w.wie("gids"), declaratie_id=made.pk)
        actions.approve_declaratie(w.wie("kassier"), declaratie_id=made.pk)
        batch = actions.build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[made.pk])
        return actions.release_batch(w.wie("kassier_2"), batch_id=batch.pk)


def lines(batch: Betaalbatch) -> list[Betaalregel]:
    return list(batch.regels.order_by("pk"))


def paid(line: Betaalregel) -> Boeking:
    return Boeking(-line.cent, line.end_to_end_id, line.iban)


def back(line: Betaalregel, reden: str = "AC04") -> Boeking:
    return Boeking(line.cent, line.end_to_end_id, reden=reden)


def read(w: Wereld, content: bytes, naam: str = "afschrift.xml") -> Bankbestand:
    kept = actions.stage_bank_file(w.wie("kassier"), naam=naam, inhoud=content)
    return actions.read_bank_file(w.wie("kassier"), bestand_id=kept.pk)


def outcomes(bestand: Bankbestand) -> list[str]:
    return list(bestand.regels.order_by("volgnummer").values_list("uitkomst", flat=True))


def message(batch: Betaalbatch) -> str:
    return f"ONTSCHOT-AM08-{batch.pk}"


def betaald(w: Wereld) -> int:
    return Saldo.objects.get(fondsregel=w.regel).betaald_cent


@pytest.mark.parametrize("versie", ["02", "08"])
def test_a_statement_confirms_each_payment_and_closes_what_is_paid(
    binnen_de_regio: Wereld, versie: str
) -> None:
    w = binnen_de_regio
    batch = released(w, 1000, 2500)
    bestand = read(w, camt(Stand(tuple(paid(line) for line in lines(batch))), versie=versie))
    assert outcomes(bestand) == ["betaald", "betaald"]
    batch.refresh_from_db()
    assert batch.status == "bevestigd"
    assert Declaratie.objects.get(fonds=w.fonds).status == "betaald"
    assert betaald(w) == 3500
    assert check().verschillen == ()


def test_the_file_of_a_batch_is_valid_and_says_what_the_lines_say(binnen_de_regio: Wereld) -> None:
    batch = released(binnen_de_regio, 1000, 2500)
    back_again = test_sepa.read(bytes(batch.bestand.inhoud))
    assert (back_again.kenmerk, back_again.totaal_cent) == (message(batch), batch.totaal_cent)
    said = [(b.end_to_end_id, b.cent, b.iban) for b in back_again.betalingen]
    assert said == [(line.end_to_end_id, line.cent, line.iban) for line in lines(batch)]


def test_the_bank_may_book_a_whole_file_as_one_amount(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    batch = released(w, 1000, 2500)
    one = Boeking(-3500, bericht=message(batch), aantal=2)
    assert outcomes(read(w, camt(Stand((one,))))) == ["betaald", "betaald"]
    assert betaald(w) == 3500


def test_a_payment_that_came_back_can_be_paid_again_once_the_account_is_mended(
    binnen_de_regio: Wereld,
) -> None:
    w = binnen_de_regio
    batch = released(w, 1000, 2500)
    first, second = lines(batch)
    read(w, camt(Stand((paid(first), paid(second)))))
    back_again = read(w, camt(Stand((back(first),), nummer="A2", begin=996_500)))
    assert outcomes(back_again) == ["terug"]
    assert betaald(w) == 2500
    claim = Declaratie.objects.get(fonds=w.fonds)
    assert claim.status == "goedgekeurd"
    again: dict[str, Any] = {"fonds_id": w.fonds.pk, "declaratie_ids": [claim.pk]}
    with pytest.raises(Weigering, match=r"opgeheven.*andere rekening"):
        actions.build_batch(w.wie("kassier"), **again)
    actions.set_betaalgegeven(
        w.wie("kassier"),
        organisatie_id=w.gids.organisatie_id,
        iban="NL02ABNA0123456789",
        tenaamstelling="FNV nieuw",
        van=bank.today(),
    )
    once_more = actions.build_batch(w.wie("kassier"), **again)
    assert once_more.totaal_cent == 1000
    actions.release_batch(w.wie("kassier_2"), batch_id=once_more.pk)
    read(w, camt(Stand((paid(lines(once_more)[0]),), nummer="A3", begin=997_500)))
    claim.refresh_from_db()
    assert (claim.status, betaald(w)) == ("betaald", 3500)
    assert check().verschillen == ()


def test_paid_and_back_in_one_file(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    (line,) = lines(released(w, 1000))
    assert outcomes(read(w, camt(Stand((paid(line), back(line)))))) == ["betaald", "terug"]
    line.refresh_from_db()
    assert (line.status, line.redencode, betaald(w)) == ("teruggekomen", "AC04", 0)
    assert check().verschillen == ()


def test_what_the_bank_refuses_goes_back_with_its_reason(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    batch = released(w, 1000, 2500)
    first, second = lines(batch)
    answer = pain002(
        message(batch),
        [(first.end_to_end_id, "RJCT", "AC01"), (second.end_to_end_id, "ACSP", "")],
        geheel="PART",
    )
    assert outcomes(read(w, answer)) == ["geweigerd", "aangenomen", "aangenomen"]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.redencode, second.status) == ("geweigerd", "AC01", "open")
    read(w, camt(Stand((paid(second),))))
    batch.refresh_from_db()
    assert (batch.status, betaald(w)) == ("bevestigd", 2500)
    assert Declaratie.objects.get(fonds=w.fonds).status == "goedgekeurd"
    assert check().verschillen == ()


def test_a_whole_file_that_the_bank_refuses(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    batch = released(w, 1000, 2500)
    read(w, pain002(message(batch), geheel="RJCT", reden="FF01"))
    batch.refresh_from_db()
    assert batch.status == "geweigerd"
    assert {line.status for line in lines(batch)} == {"geweigerd"}
    assert betaald(w) == 0
    assert check().verschillen == ()


def test_settled_by_the_answer_and_seen_on_the_statement_is_booked_once(
    binnen_de_regio: Wereld,
) -> None:
    w = binnen_de_regio
    batch = released(w, 1000)
    (line,) = lines(batch)
    read(w, pain002(message(batch), [(line.end_to_end_id, "ACSC", "")]))
    assert outcomes(read(w, camt(Stand((paid(line),))))) == ["bekend"]
    twice = read(w, camt(Stand((paid(line),), nummer="A2", begin=999_000)))
    assert outcomes(twice) == ["onbekend"]
    assert betaald(w) == 1000


def test_the_same_file_read_twice_changes_nothing(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    content = camt(Stand((paid(lines(released(w, 1000))[0]), Boeking(500, naam="X"))))
    one = read(w, content)
    before = Journaalpost.objects.count(), Bankregel.objects.count()
    assert actions.stage_bank_file(w.wie("kassier_2"), naam="b.xml", inhoud=content).pk == one.pk
    with pytest.raises(Weigering, match="ingelezen"):
        actions.read_bank_file(w.wie("kassier_2"), bestand_id=one.pk)
    assert (Journaalpost.objects.count(), Bankregel.objects.count()) == before


def test_the_same_statement_in_another_file_is_refused_whole(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    first, second = lines(released(w, 1000, 2500))
    read(w, camt(Stand((paid(first),), nummer="A1"), nummer="EEN"))
    other = camt(
        Stand((paid(second),), nummer="A2", begin=999_000),
        Stand((paid(first),), nummer="A1"),
        nummer="TWEE",
    )
    before = betaald(w)
    with pytest.raises(Weigering, match="al ingelezen"):
        read(w, other)
    assert betaald(w) == before
    assert Bankafschrift.objects.count() == 1


def test_amount_and_account_must_be_right_too(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    batch = released(w, 1000, 2500, 700)
    first, second, third = lines(batch)
    bestand = read(
        w,
        camt(
            Stand(
                (
                    Boeking(-999, first.end_to_end_id, first.iban),
                    Boeking(-2500, second.end_to_end_id, "NL02ABNA0123456789"),
                    Boeking(700, third.end_to_end_id),
                    Boeking(-5, "NIET-VAN-ONS"),
                )
            )
        ),
    )
    assert outcomes(bestand) == ["onbekend"] * 4
    said = list(bestand.regels.order_by("volgnummer").values_list("uitleg", flat=True))
    for part, sentence in zip(
        ["verschil", "andere rekening", "niet op betaald", "Geen betaling"], said, strict=True
    ):
        assert part in sentence
    assert betaald(w) == 0


def test_pending_entries_and_the_details_of_strangers_are_not_kept(
    binnen_de_regio: Wereld,
) -> None:
    w = binnen_de_regio
    (line,) = lines(released(w, 1000))
    bestand = read(
        w,
        camt(
            Stand(
                (
                    Boeking(-1000, line.end_to_end_id, line.iban, naam="A", tekst="geheim"),
                    Boeking(-30, status="PDNG"),
                    Boeking(400, naam="Onbekende bv", tekst="restitutie", rekening=NIJMEGEN),
                )
            )
        ),
    )
    matched, unknown = bestand.regels.order_by("volgnummer")
    assert (matched.tegenpartij, matched.omschrijving) == ("", "")
    assert (unknown.tegenpartij, unknown.tegenrekening) == ("Onbekende bv", NIJMEGEN)


def test_confirming_by_hand_stays_for_who_has_no_bank_files(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    batch = released(w, 1000, 2500)
    done = actions.confirm_payment(w.wie("kassier"), batch_id=batch.pk)
    assert (done.status, betaald(w)) == ("bevestigd", 3500)
    with pytest.raises(Weigering, match="kan niet meer"):
        actions.confirm_payment(w.wie("kassier"), batch_id=batch.pk)


def test_a_batch_is_cancelled_only_while_the_bank_cannot_have_it(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    batch = released(w, 1000)
    actions.fetch_file(w.wie("kassier_2"), batch_id=batch.pk)
    with pytest.raises(Weigering, match="De bank kan dit bestand al uitvoeren"):
        actions.cancel_batch(w.wie("kassier"), batch_id=batch.pk, reden="fout")
    with pytest.raises(Weigering, match="andere kassier"):
        actions.refuse_batch(w.wie("kassier_2"), batch_id=batch.pk, reden="kapot bestand")
    refused = actions.refuse_batch(w.wie("kassier"), batch_id=batch.pk, reden="kapot bestand")
    assert refused.status == "geweigerd"
    claim = Declaratie.objects.get(fonds=w.fonds)
    again = actions.build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[claim.pk])
    assert again.totaal_cent == 1000
    assert check().verschillen == ()


def test_the_region_says_until_when_a_batch_may_be_cancelled(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    actions.set_annuleren_tot(w.wie("kassier"), annuleren_tot="uitvoerdag")
    batch = released(w, 1000)
    actions.fetch_file(w.wie("kassier_2"), batch_id=batch.pk)
    if batch.uitvoerdatum <= bank.today():
        with pytest.raises(Weigering, match="al uitvoeren"):
            actions.cancel_batch(w.wie("kassier"), batch_id=batch.pk, reden="fout")
    else:
        done = actions.cancel_batch(w.wie("kassier"), batch_id=batch.pk, reden="fout")
        assert done.status == "geannuleerd"


GOOD = camt(Stand((Boeking(-1, "X"),)))
BOMB = b"""<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY c "&a;&a;&a;&a;">]>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">&c;</Document>"""
ENTITY = b"""<?xml version="1.0"?><!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">&x;</Document>"""
WRONG: list[tuple[bytes, str]] = [
    (b"", "leeg"),
    (b"\x00\x01", "geen goed XML"),
    (b"{}", "geen goed XML"),
    (GOOD[:-40], "maar half"),
    (GOOD.replace(b"UTF-8", b"KLINGON"), "geen goed XML"),
    (GOOD.replace(b"<Id>A1", b"<Id>A1\xff"), "geen goed XML"),
    (GOOD.decode().encode("utf-16"), "geen goed XML"),
    (BOMB, "buiten zichzelf"),
    (ENTITY, "buiten zichzelf"),
    (b"<a>" * 100 + b"</a>" * 100, "niet opgebouwd"),
    (b"<Document/>", "geen afschrift"),
    (GOOD.replace(b"camt.053.001.08", b"camt.052.001.08"), "geen afschrift"),
    (camt(), "geen afschrift in"),
    (camt(Stand(begin=100, eind=99)), "saldo passen niet"),
    (camt(Stand(iban="NL00INGB0001234567")), "rekeningnummer klopt niet"),
    (camt(Stand((Boeking(-1, munt="USD"),))), "Afschrift 1, regel 1: het bedrag is niet in euro"),
    (GOOD.replace(b">0.01<", b">0.001<"), "centen"),
    (GOOD.replace(b">0.01<", b">-0.01<"), "centen"),
    (GOOD.replace(b">0.01<", b">1e3<"), "centen"),
    (GOOD.replace(b"CLBD", b"ITBD"), "begin- of eindsaldo ontbreekt"),
    (re.sub(rb"<BookgDt>.*</BookgDt>", b"", GOOD), "datum ontbreekt"),
    (GOOD.replace(b"<Id>A1</Id>", b"<Id></Id>"), "nummer van het afschrift"),
    (pain002("", [("x", "RJCT", "")]), "kenmerk ontbreekt"),
    (pain002("ONTSCHOT-AM08-1"), "geen antwoord"),
]


@pytest.mark.parametrize(("content", "said"), WRONG)
def test_a_wrong_file_gets_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(Weigering) as refusal:
        bankbericht.read(content)
    assert said in refusal.value.zin


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda t: f"<a>{t}</a>".encode()))
def test_whatever_is_handed_in_gives_a_sentence_and_never_a_crash(content: bytes) -> None:
    with pytest.raises(Weigering):
        bankbericht.read(content)


@given(st.integers(0, len(GOOD) - 1), st.integers(0, len(GOOD) - 1), st.binary(max_size=4))
def test_a_file_with_a_hole_in_it_is_read_or_refused(begin: int, end: int, bit: bytes) -> None:
    with suppress(Weigering):
        assert bankbericht.read(GOOD[:begin] + bit + GOOD[end:]).soort == "camt053"


hostile = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\u202e\u200b=+-@"),
    max_size=10_000,
)


@given(hostile, hostile)
def test_hostile_text_of_a_stranger_comes_out_plain_and_short(naam: str, tekst: str) -> None:
    found = bankbericht.read(camt(Stand((Boeking(100, naam=naam or "x", tekst=tekst),))))
    (line,) = found.afschriften[0].regels
    assert len(line.tegenpartij) <= 70
    assert len(line.omschrijving) <= 140
    assert (line.tegenpartij + line.omschrijving).isprintable()


def test_a_statement_of_an_account_that_is_not_ours_is_refused(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    with pytest.raises(Weigering, match="…4300"):
        read(w, camt(Stand(), Stand(iban=NIJMEGEN, nummer="B1")))
    assert not Bankbestand.objects.exists()


def test_a_file_that_was_put_away_keeps_no_contents_and_may_come_again(
    binnen_de_regio: Wereld,
) -> None:
    w = binnen_de_regio
    kept = actions.stage_bank_file(w.wie("kassier"), naam="a", inhoud=GOOD)
    dropped = actions.drop_bank_file(w.wie("kassier"), bestand_id=kept.pk)
    assert bytes(Bankbestand.objects.get(pk=dropped.pk).inhoud) == b""
    assert read(w, GOOD).status == "ingelezen"


def raw(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


FORBIDDEN = [
    "UPDATE kassier_bankbestand SET inhoud = '\\x00'",
    "UPDATE kassier_bankbestand SET status = 'klaargezet'",
    "DELETE FROM kassier_bankbestand",
    ("INSERT INTO kassier_bankbestand (regio_id, soort, naam, bericht_id, inhoud, sha256, status, "
    "klaargezet_op) SELECT regio_id, soort, naam, bericht_id, inhoud, sha256, 'klaargezet', now() "
    "FROM kassier_bankbestand"),
    "UPDATE kassier_bankafschrift SET eind_cent = 1",
    "DELETE FROM kassier_bankafschrift",
    ("INSERT INTO kassier_bankafschrift (regio_id, bestand_id, iban, afschrift_id, van, tot, "
    "begin_cent, eind_cent) SELECT regio_id, bestand_id, iban, afschrift_id, van, tot, 0, 0 "
    "FROM kassier_bankafschrift"),
    "UPDATE kassier_bankregel SET cent = 1",
    "UPDATE kassier_bankregel SET betaalregel_id = NULL WHERE uitkomst = 'betaald'",
    "UPDATE kassier_bankregel SET status = 'geplaatst' WHERE status = 'te_plaatsen'",
    "UPDATE kassier_bankregel SET status = 'geplaatst' WHERE status = 'voorgesteld'",
    "DELETE FROM kassier_bankregel",
    ("INSERT INTO kassier_bankregel (regio_id, bestand_id, volgnummer, richting, cent, dag, "
    "kenmerk, tegenrekening, tegenpartij, omschrijving, redencode, uitkomst, uitleg, status) "
    "SELECT regio_id, id, 99, 'bij', 1, now(), '', '', '', '', '', 'onbekend', '', 'te_plaatsen' "
    "FROM kassier_bankbestand"),
    "UPDATE kassier_plaatsing SET status = 'akkoord', beslist_door_id = voorgesteld_door_id",
    "UPDATE kassier_plaatsing SET status = 'akkoord'",
    "UPDATE kassier_plaatsing SET reden = 'anders'",
    "DELETE FROM kassier_plaatsing",
    "UPDATE kassier_betaalregel SET status = 'teruggekomen' WHERE status = 'bevestigd'",
    "UPDATE kassier_betaalregel SET status = 'open' WHERE status = 'bevestigd'",
    ("UPDATE kassier_betaalregel SET status = 'geweigerd', redencode = 'AC01' "
    "WHERE status = 'bevestigd'"),
    "UPDATE kassier_declaratieregel SET status = 'opgenomen' WHERE status = 'betaald'",
    "UPDATE kassier_betaalbatch SET status = 'bevestigd' WHERE status = 'vrijgegeven'",
    "UPDATE kassier_betaalbatch SET samengesteld_op = now() - interval '1 day'",
    "DELETE FROM kassier_bestandsophaling",
    ("UPDATE kassier_betaalbatch SET status = 'geannuleerd', reden_annulering = 'x', "
    "geannuleerd_door_id = samengesteld_door_id WHERE status = 'vrijgegeven'"),
]  # fmt: skip


@pytest.fixture
def vol(binnen_de_regio: Wereld) -> Wereld:
    """Something of everything: a paid batch, a fetched one, a line with a proposal and one open."""
    w = binnen_de_regio
    (line,) = lines(released(w, 1000))
    bestand = read(w, camt(Stand((paid(line), Boeking(50), Boeking(60)))))
    actions.propose_plaatsing(
        w.wie("kassier"),
        bankregel_id=bestand.regels.get(cent=50).pk,
        soort="niet_van_ons",
        reden="huur",
    )
    actions.fetch_file(w.wie("kassier"), batch_id=released(w, 2000).pk)
    return w


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_refuses_it_whoever_asks(vol: Wereld, statement: str) -> None:
    with pytest.raises(IntegrityError):
        raw(statement)


def test_a_coordinator_sees_no_bank_at_all(vol: Wereld) -> None:
    with scope(vol.wie("gids")):
        for model in (Bankbestand, Bankafschrift, Bankregel, Plaatsing):
            assert not model._default_manager.exists()
