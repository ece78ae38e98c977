"""The screens of the bank, the e-invoices and the partner, in the browser of each."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.models import (
    Bankbestand,
    Bankregel,
    Declaratie,
    Factuur,
    Journaalpost,
    Saldo,
)
from ontschot.kassier.queries import waiting_for
from ontschot.kassier.queries.bank import statements
from ontschot.kern.models import Bericht
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.models import Rol
from tests.kassier import factories
from tests.kassier.bank import Boeking, Stand, camt, pain002
from tests.kassier.factories import Wereld, drawn
from tests.kassier.test_bank import back, lines, message, paid, read, released
from tests.kassier.ubl import PDF, Nota, Regel, invoice

pytestmark = pytest.mark.django_db
Als = Callable[[Rol], Client]


@pytest.fixture
def w(db: None) -> Wereld:
    world = factories.wereld(1_000_000)
    factories.accounts(world)
    return world


def page(client: Client, name: str, *args: Any, status: int = 200, **query: str) -> str:
    response = client.get(reverse(f"kassier:{name}", args=args), query)
    assert response.status_code == status
    return drawn(response)


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"kassier:{name}", args=args), data, follow=True)


def upload(client: Client, name: str, content: bytes, naam: str = "a.xml") -> Any:
    return post(client, name, bestand=SimpleUploadedFile(naam, content))


def test_a_statement_is_looked_at_first_and_then_read(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        (line,) = lines(released(w, 1000))
    kassier = als(w.kassier)
    content = camt(Stand((paid(line), Boeking(250, naam="Onbekende bv"))))
    shown = drawn(upload(kassier, "bank", content))
    assert "Er is nog niets veranderd" in shown
    with scope(w.ruim):
        assert not Bankregel.objects.exists()
        bestand = Bankbestand.objects.get()
    done = drawn(post(kassier, "bank_inlezen", bestand.pk))
    assert "Ingelezen" in done
    assert "op een plaats" in done
    with scope(w.ruim):
        assert Saldo.objects.get(fondsregel=w.regel).betaald_cent == 1000
    assert "Onbekende bv" in page(kassier, "plaatsen")
    assert "is al" not in drawn(upload(kassier, "bank", content))


def test_two_kassiers_place_a_receipt(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        regel = read(w, camt(Stand((Boeking(250, naam="Onbekende bv"),)))).regels.get()
    een, ander = als(w.kassier), als(w.kassier_2)
    assert "geen betaling of terugvordering" in page(een, "plaats", regel.pk)
    wrong = post(een, "plaats", regel.pk, soort="niet_van_ons", reden="")
    assert wrong.status_code == 422
    assert "waarom" in drawn(wrong)
    post(een, "plaats", regel.pk, soort="niet_van_ons", reden="hoort bij de gemeente")
    assert "Een andere kassier beslist" in page(een, "plaatsen")
    assert "Stem in" in page(ander, "plaatsen")
    with scope(w.wie("kassier_2")):
        assert "Bekijk" in [item.actie for item in waiting_for(w.wie("kassier_2"))]
    with scope(w.ruim):
        proposal = regel.plaatsingen.get()
    post(ander, "plaatsing_akkoord", proposal.pk)
    assert "Al het geld is geplaatst" in page(een, "plaatsen")
    late = een.post(reverse("kassier:plaats", args=[regel.pk]), {"reden": "x"}, follow=True)
    assert "intussen al een plaats gekozen" in drawn(late)


@pytest.mark.parametrize("content", [b"", b"<a>", b"\x00" * 20, b"<!DOCTYPE a><a/>", b"PK\x03\x04"])
@pytest.mark.parametrize("name", ["bank", "facturen"])
def test_a_wrong_file_gets_a_sentence_in_the_form(
    w: Wereld, als: Als, name: str, content: bytes
) -> None:
    answer = upload(als(w.kassier), name, content)
    assert answer.status_code == 422


def test_a_bad_invoice_says_line_by_line_what_is_wrong(w: Wereld, als: Als) -> None:
    nota = Nota((Regel(100, netto=101), Regel(100, soort="X")), munt="USD")
    answer = upload(als(w.gids), "facturen", invoice(nota))
    shown = drawn(answer)
    assert answer.status_code == 422
    assert "Regel 1: aantal keer prijs" in shown
    assert "Regel 2: het soort btw" in shown


def test_an_invoice_becomes_a_declaratie_and_the_kassier_reads_no_text_of_it(
    w: Wereld, als: Als
) -> None:
    order = factories.ordered(w, 5_000)
    nota = Nota(
        (Regel(4_000, order.nummer, tekst="Coaching Jan Geheim"),), noot="Jan Geheim", pdf=PDF
    )
    gids, kassier = als(w.gids), als(w.kassier)
    assert "klopt tot op de cent" in drawn(upload(gids, "facturen", invoice(nota)))
    with scope(w.ruim):
        factuur = Factuur.objects.get()
    with scope(w.wie("gids")):
        assert "Declareer" in [item.actie for item in waiting_for(w.wie("gids"))]
    for name, args in [("facturen", []), ("factuur", [factuur.pk])]:
        assert "Geheim" not in page(kassier, name, *args)
    assert kassier.get(reverse("kassier:factuur_pdf", args=[factuur.pk])).status_code == 403
    assert gids.get(reverse("kassier:factuur_pdf", args=[factuur.pk])).content == PDF
    other = als(factories.medewerker("uwv", Rolsoort.GIDS))
    page(other, "factuur", factuur.pk, status=404)
    page(other, "factuur_pdf", factuur.pk, status=404)
    assert f"{timezone.localdate():%Y}-" in drawn(post(gids, "factuur_declareren", factuur.pk))
    with scope(w.ruim):
        assert Declaratie.objects.get().regels.get().cent == 4_000


def test_the_payment_that_failed_says_why_on_the_batch(w: Wereld, als: Als) -> None:
    batch = released(w, 1000)
    with scope(w.ruim):
        read(w, pain002(message(batch), [(lines(batch)[0].end_to_end_id, "RJCT", "AC04")]))
    assert "de rekening is opgeheven (AC04)" in page(als(w.kassier), "batch", batch.pk)


def test_a_gap_between_two_statements_is_shown(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        read(w, camt(Stand(nummer="A1", begin=100)))
        read(w, camt(Stand(nummer="A2", begin=100), nummer="2"))
        read(w, camt(Stand(nummer="A3", begin=90), nummer="3"))
        assert [row.sluit_aan for row in statements()] == [False, True, None]
    assert "Er ontbreekt een afschrift" in page(als(w.kassier), "bank")


def test_the_partner_is_told_by_pdf_and_by_mail_once(w: Wereld, als: Als) -> None:
    batch = released(w, 1000, 2500)
    kassier = als(w.kassier)
    file = kassier.get(reverse("kassier:specificatie", args=[batch.pk, "fnv"]))
    assert file.content.startswith(b"%PDF")
    for _ in range(2):
        post(kassier, "specificatie_mailen", batch.pk)
    with scope(w.ruim):
        mail = Bericht.objects.get()
        orders = [p.declaratieregel.verplichting for p in lines(batch)]
    assert mail.aan == w.gids.medewerker.email
    assert all(order.nummer in mail.tekst for order in orders)
    assert all(order.kandidaat_sleutel not in mail.tekst for order in orders)


def test_the_statement_of_a_partner_is_what_the_journal_says(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        batch = released(w, 1000, 2500)
        first, second = lines(batch)
        read(w, camt(Stand((paid(first), paid(second)))))
        read(w, camt(Stand((back(first),), nummer="A2", begin=996_500), nummer="2"))
    gids = als(w.gids)
    shown = page(gids, "partneroverzicht", "fnv").replace("\xa0", " ")
    for amount in ("€ 35,00", "€ 25,00", "€ 10,00"):
        assert amount in shown
    book = openpyxl.load_workbook(
        io.BytesIO(gids.get(reverse("kassier:partner_bestand", args=["fnv", "xlsx"])).content)
    )
    total = [cell.value for cell in list(book.active)[-1]]  # type: ignore[arg-type]
    assert total[3:] == [35, 25, 0, 10]
    with scope(w.ruim):
        saldo = Saldo.objects.get(fondsregel=w.regel)
    assert (saldo.betaald_cent, saldo.gedeclareerd_cent) == (2500, 1000)
    paper = gids.get(reverse("kassier:partner_bestand", args=["fnv", "pdf"]))
    assert paper.content.startswith(b"%PDF")
    other = als(factories.medewerker("uwv", Rolsoort.GIDS))
    page(other, "partneroverzicht", "fnv", status=404)


def test_hostile_names_are_text_in_the_sheet_and_in_the_paper(w: Wereld, als: Als) -> None:
    evil = "=cmd|' /C calc'!A0 \u202egnp 😀 </w>" + "x" * 60
    interventie = factories.granted(w, 1_000)
    with scope(w.ruim):
        actions.reserve(
            w.wie("coordinator"),
            interventie_id=interventie.pk,
            fondsregel_id=w.regel.pk,
            cent=1_000,
        )
        order = actions.commit_verplichting(
            w.wie("gids"),
            interventie_id=interventie.pk,
            bedrag_cent=1_000,
            btw="excl",
            aanbieder=evil,
        )
        made = actions.create_declaratie(
            w.wie("gids"), fonds_id=w.fonds.pk, periode=order.boekdatum, verplichting_ids=[order.pk]
        )
        actions.submit_declaratie(w.wie("gids"), declaratie_id=made.pk)
    gids = als(w.gids)
    sheet = gids.get(reverse("kassier:partner_bestand", args=["fnv", "xlsx"])).content
    cells = [c for row in openpyxl.load_workbook(io.BytesIO(sheet)).active for c in row]  # type: ignore[union-attr]
    assert all(cell.data_type != "f" for cell in cells)
    paper = gids.get(reverse("kassier:partner_bestand", args=["fnv", "pdf"]))
    assert paper.status_code == 200


def test_collecting_until_a_day(w: Wereld, als: Als) -> None:
    order = factories.ordered(w, 1_000)
    with scope(w.ruim):
        made = actions.create_declaratie(
            w.wie("gids"), fonds_id=w.fonds.pk, periode=order.boekdatum, verplichting_ids=[order.pk]
        )
        actions.submit_declaratie(w.wie("gids"), declaratie_id=made.pk)
        actions.approve_declaratie(w.wie("kassier"), declaratie_id=made.pk)
        naam = made.naam
    kassier = als(w.kassier)
    assert naam in page(kassier, "nieuwe_batch")
    assert naam not in page(kassier, "nieuwe_batch", tot="1-1-2020")
    late = post(kassier, "nieuwe_batch", declaraties=[made.pk, 999_999])
    assert late.status_code == 422
    assert "een ander was je voor" in drawn(late)
    assert naam in page(kassier, "nieuwe_batch", tot="onzin")


def fill(w: Wereld, number: int) -> None:
    """A read file with three lines of which two wait, and an invoice."""
    (line,) = lines(released(w, 1000))
    stand = Stand((paid(line), Boeking(60), Boeking(70)), nummer=f"N{number}")
    read(w, camt(stand, nummer=f"M{number}"))
    order = factories.ordered(w, 1_000)
    nota = Nota((Regel(400, order.nummer), Regel(100, order.nummer)), nummer=f"F{number}")
    actions.read_invoice(w.wie("gids"), inhoud=invoice(nota))


@pytest.mark.parametrize(
    "name", ["bank", "bankbestand", "plaatsen", "facturen", "factuur", "partneroverzicht", "batch"]
)
def test_twice_the_rows_take_no_more_queries(
    w: Wereld, als: Als, count_queries: Any, name: str
) -> None:
    with scope(w.ruim):
        fill(w, 1)
        args: dict[str, list[Any]] = {
            "bankbestand": [Bankbestand.objects.get().pk],
            "factuur": [Factuur.objects.get().pk],
            "partneroverzicht": ["fnv"],
            "batch": [released(w, 50).pk],
        }
    client = als(w.kassier)
    page(client, name, *args.get(name, []))
    with count_queries() as first:
        page(client, name, *args.get(name, []))
    with scope(w.ruim):
        fill(w, 2)
        if name == "bankbestand":
            several = lines(released(w, 100, 200, 300))
            stand = Stand((*map(paid, several), Boeking(1), Boeking(2)), nummer="X")
            args[name] = [read(w, camt(stand, nummer="X")).pk]
        if name == "batch":
            args[name] = [released(w, 100, 200, 300).pk]
    with count_queries() as second:
        page(client, name, *args.get(name, []))
    assert second.aantal <= first.aantal


def test_only_the_kassier_comes_near_the_bank(w: Wereld, als: Als) -> None:
    for rol in (w.gids, w.coordinator):
        page(als(rol), "bank", status=403)
        page(als(rol), "plaatsen", status=403)
    with scope(w.ruim):
        assert Journaalpost.objects.filter(soort="terugboeking").count() == 0
