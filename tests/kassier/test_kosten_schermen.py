"""The screens of the organisation costs: who may come, what they show, how many queries."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.models import (
    Betaalbatch,
    Journaalpost,
    Kostenbewijs,
    Kostendeclaratie,
    Saldo,
    Terugvordering,
)
from ontschot.kassier.queries import waiting_for
from ontschot.kassier.queries.kosten import quarterly_statement
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.models import Rol
from tests.kassier import factories, kosten
from tests.kassier.factories import drawn
from tests.kassier.kosten import PDF, Kostenwereld

pytestmark = pytest.mark.django_db
Als = Callable[[Rol], Client]


@pytest.fixture
def w(db: None) -> Kostenwereld:
    return kosten.kostenwereld()


def page(client: Client, name: str, *args: Any, status: int = 200) -> str:
    response = client.get(reverse(f"kassier:{name}", args=args))
    assert response.status_code == status
    return drawn(response)


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"kassier:{name}", args=args), data, follow=True)


def staat(w: Kostenwereld) -> tuple[str, int, int]:
    day = kosten.dit_kwartaal()
    return w.fonds.sleutel, day.year, (day.month + 2) // 3


def test_from_costs_to_payment_in_the_browser_of_each(w: Kostenwereld, als: Als) -> None:
    partner, kassier, kassier_2 = als(w.werkbedrijf), als(w.kassier), als(w.kassier_2)
    assert "Organisatiebudget" in page(partner, "nieuwe_kosten")
    post(partner, "nieuwe_kosten", fonds=w.fonds.pk, kwartaal=kosten.dit_kwartaal().isoformat())
    with scope(w.ruim):
        made = Kostendeclaratie.objects.get()
    shown = drawn(
        post(
            partner,
            "kostenregel_zetten",
            made.pk,
            **{
                "regel-fondsregel": w.regel(),
                "regel-omschrijving": "Drukwerk voorjaar",
                "regel-cent": "123,45",
                "regel-bestand": SimpleUploadedFile("bon.pdf", PDF),
                "regel-zonder_namen": "on",
            },
        )
    )
    assert "De kosten staan erop" in shown
    assert "bon.pdf" in shown
    with scope(w.ruim):
        proof = Kostenbewijs.objects.get()
    post(partner, "kosten_indienen", made.pk)
    file = kassier.get(reverse("kassier:kostenbewijs", args=[made.pk, proof.pk]))
    assert file.content == PDF
    assert "attachment" in file["Content-Disposition"]
    assert "Drukwerk voorjaar" in page(kassier, "kosten", made.pk)
    post(kassier, "kosten_goedkeuren", made.pk)
    assert "organisatiekosten" in page(kassier, "nieuwe_batch")
    post(kassier, "nieuwe_batch", kosten=made.pk)
    with scope(w.ruim):
        batch = Betaalbatch.objects.get()
    assert f"AM08-B{batch.pk}-K" in page(kassier, "batch", batch.pk)
    post(kassier_2, "vrijgeven", batch.pk)
    sent = kassier_2.post(reverse("kassier:bestand", args=[batch.pk]))
    assert b'<InstdAmt Ccy="EUR">123.45</InstdAmt>' in sent.content
    post(kassier, "bevestigen", batch.pk)
    assert "betaald" in page(kassier, "kosten", made.pk)
    assert reverse("kassier:kosten", args=[made.pk]) in page(kassier, "journaal", w.fonds.sleutel)
    spec = kassier.get(reverse("kassier:specificatie", args=[batch.pk, "werkbedrijf"]))
    assert spec.content.startswith(b"%PDF")


def test_what_is_refused_is_said_at_the_form_and_nothing_is_lost(w: Kostenwereld, als: Als) -> None:
    with scope(w.ruim):
        made = kosten.begonnen(w)
    answer = post(
        als(w.werkbedrijf),
        "kostenregel_zetten",
        made.pk,
        **{
            "regel-fondsregel": w.regel(),
            "regel-omschrijving": "Met een naam erin",
            "regel-cent": "10",
            "regel-bestand": SimpleUploadedFile("bon.pdf", PDF),
        },
    )
    assert answer.status_code == 422
    text = drawn(answer)
    assert "geen namen" in text
    assert "Met een naam erin" in text
    with scope(w.ruim):
        assert not made.regels.exists()
        done = kosten.ingediend(w, 100)
        line = done.regels.get()
    kassier = als(w.kassier)
    assert post(kassier, "kosten_terugsturen", done.pk, toelichting="").status_code == 422
    refused = post(kassier, "kostenregel_afwijzen", done.pk, line.pk, reden="")
    assert "Vul “Waarom wijs je deze regel af?” in." in drawn(refused)


def test_only_the_kassier_of_the_fonds_gets_buttons(w: Kostenwereld, als: Als) -> None:
    with scope(w.ruim):
        made = kosten.ingediend(w, 100)
    approve = reverse("kassier:kosten_goedkeuren", args=[made.pk])
    assert approve in page(als(w.kassier), "kosten", made.pk)
    elsewhere = page(als(w.elders), "kosten", made.pk)
    assert approve not in elsewhere
    assert "beoordeelt deze declaratie" in elsewhere
    assert "andere kassier" in drawn(post(als(w.elders), "kosten_goedkeuren", made.pk))
    with scope(w.ruim):
        assert [item.actie for item in waiting_for(w.wie("kassier"))] == ["Beoordeel"]
        assert waiting_for(w.wie("elders")) == []


def test_others_do_not_see_the_concept_or_open_its_evidence(w: Kostenwereld, als: Als) -> None:
    with scope(w.ruim):
        made = kosten.begonnen(w, 100)
    page(als(w.kassier), "kosten", made.pk, status=404)
    page(als(factories.medewerker("fnv", Rolsoort.GIDS)), "kosten", made.pk, status=404)
    page(als(factories.medewerker("uwv", Rolsoort.KASSIER, "AM10")), "kosten", made.pk, status=404)
    beleid = als(factories.medewerker("gemeente-nijmegen", Rolsoort.BELEID))
    response = beleid.get(reverse("kassier:kostenbewijs", args=[made.pk, 1]))
    assert response.status_code == 403


def test_the_statement_of_a_quarter_is_the_journaal(w: Kostenwereld, als: Als) -> None:
    last = kosten.dit_kwartaal().replace(year=kosten.dit_kwartaal().year - 1)
    with scope(w.ruim):
        kosten.betaald(w, 1000, kwartaal=last)
        kosten.ingediend(w, 300, 200)
        made = quarterly_statement(w.fonds, kosten.dit_kwartaal())
        told = Journaalpost.objects.filter(fonds=w.fonds, soort="kosten")
        assert made.samen.gedeclareerd_cent == sum(told.values_list("cent", flat=True))
    first, second = made.regels
    assert (first.budget_cent, first.eerder_cent, first.dit_cent) == (100_000, 1000, 500)
    assert (first.over_cent, second.over_cent) == (98_500, 100_000)
    assert made.samen.over_cent == 198_500
    kassier = als(w.kassier)
    shown = page(kassier, "kwartaalstaat", *staat(w))
    assert "985,00" in shown
    sheet = kassier.get(reverse("kassier:kwartaalstaat_bestand", args=[*staat(w), "xlsx"]))
    rows = list(openpyxl.load_workbook(BytesIO(sheet.content)).active.values)  # type: ignore[union-attr]
    assert ("Samen", 2000, 10, 5, 0, 0, 0, 1985) in rows
    paper = kassier.get(reverse("kassier:kwartaalstaat_bestand", args=[*staat(w), "pdf"]))
    assert paper.content.startswith(b"%PDF")
    page(kassier, "kwartaalstaat", w.fonds.sleutel, 1999, 1, status=404)


def counted(client: Client, count_queries: Any, name: str, *args: Any) -> int:
    with count_queries() as found:
        page(client, name, *args)
    return len(found)


def test_a_partner_finds_its_costs_in_its_own_statement(w: Kostenwereld, als: Als) -> None:
    with scope(w.ruim):
        line = kosten.betaald(w, 3000, 500).regels.order_by("pk")[0]
        asked = kosten.teruggevraagd(w, line, 1000)
        actions.settle_terugvordering(
            w.wie("kassier"), terugvordering_id=asked.pk, cent=400, sleutel="b"
        )
        open_one = kosten.goedgekeurd(w, 200)
        actions.offset_terugvordering(
            w.wie("kassier"),
            terugvordering_id=asked.pk,
            kostenregel_id=open_one.regels.get().pk,
        )
        kosten.begonnen(w, 900)
    partner = als(w.werkbedrijf)
    url = reverse("kassier:partneroverzicht", args=["werkbedrijf"])
    assert url in page(partner, "kostenlijst")
    own = reverse("kassier:eigen_overzicht")
    assert own in page(partner, "lijst")
    assert partner.get(own)["Location"] == url
    shown = page(partner, "partneroverzicht", "werkbedrijf").replace("\xa0", " ")
    assert reverse("kassier:kosten", args=[open_one.pk]) in shown
    assert "Van geen verplichting" in shown
    file = reverse("kassier:partner_bestand", args=["werkbedrijf", "xlsx"])
    sheet = openpyxl.load_workbook(BytesIO(partner.get(file).content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet]
    first, total = rows[-3], rows[-1]
    assert first[1:] == ["Organisatiekosten", "Organisatiebudget", 35, 35, 6, 0]
    assert total[3:] == [37, 37, 6, 0], "what was offset is paid, and came back"
    with scope(w.ruim):
        saldi = Saldo.objects.filter(fondsregel__fonds=w.fonds)
        assert sum(s.betaald_cent for s in saldi) == 3100
    wrong = partner.get(url, {"van": "onzin", "tot": "1-1-2020"})
    assert (wrong.status_code, "is geen datum" in wrong.content.decode()) == (200, True)
    stranger = als(factories.medewerker("fnv", Rolsoort.GIDS))
    page(stranger, "partneroverzicht", "werkbedrijf", status=404)


def test_no_page_asks_more_when_there_is_twice_as_much(
    w: Kostenwereld, als: Als, count_queries: Any
) -> None:
    kassier, partner = als(w.kassier), als(w.werkbedrijf)
    with scope(w.ruim):
        made, concept = kosten.ingediend(w, 100), kosten.begonnen(w, 100)
        kosten.goedgekeurd(w, 100)
        paid = kosten.betaald(w, *[100] * 4)
        lines = list(paid.regels.all())
        owed = kosten.teruggevraagd(w, lines[0], 50)
    pages = [
        (kassier, "kosten", paid.pk),
        (kassier, "terugvorderingen"),
        (kassier, "terugvordering", owed.pk),
        (kassier, "kostenlijst"),
        (partner, "partneroverzicht", "werkbedrijf"),
        (kassier, "kosten", made.pk),
        (partner, "kosten", concept.pk),
        (kassier, "kwartaalstaat", *staat(w)),
        (kassier, "nieuwe_batch"),
    ]
    for client, name, *args in pages:
        page(client, name, *args)  # what is remembered is remembered now
    before = [counted(client, count_queries, *rest) for client, *rest in pages]
    with scope(w.ruim):
        for _ in range(3):
            kosten.add(w, concept, 100)
            kosten.ingediend(w, 100)
            kosten.goedgekeurd(w, 100)
        for line in lines[1:]:
            kosten.teruggevraagd(w, line, 50)
    assert [counted(client, count_queries, *rest) for client, *rest in pages] == before


def test_a_cost_that_was_paid_is_asked_back_on_its_own_page(w: Kostenwereld, als: Als) -> None:
    kassier, other, partner = als(w.kassier), als(w.kassier_2), als(w.werkbedrijf)
    with scope(w.ruim):
        made = kosten.betaald(w, 3000)
        line = made.regels.get()
        later = kosten.goedgekeurd(w, 500).regels.get()
    asked_for = {"terugvraag-regel": line.pk, "terugvraag-reden": "Te veel betaald."}
    wrong = post(kassier, "kosten_terugvragen", made.pk, **asked_for, **{"terugvraag-cent": "31"})
    assert wrong.status_code == 422
    assert "kan nog €\xa030,00 worden teruggevraagd" in drawn(wrong)
    post(kassier, "kosten_terugvragen", made.pk, **asked_for, **{"terugvraag-cent": "10"})
    with scope(w.ruim):
        asked = Terugvordering.objects.get()
    assert asked.nummer in page(kassier, "kosten", made.pk)
    assert "is de kassier van dit fonds en beslist" in page(
        als(w.elders), "terugvordering", asked.pk
    )
    day = timezone.localdate() + timedelta(days=9)
    post(other, "terugvordering_besluiten", asked.pk, besluit="ja", uiterlijk=day)
    assert "Drukwerk" in page(partner, "terugvordering", asked.pk)
    letter = partner.get(reverse("kassier:terugvordering_brief", args=[asked.pk]))
    assert letter.content.startswith(b"%PDF")
    assert later.nummer in page(kassier, "terugvordering", asked.pk)
    post(kassier, "terugvordering_verrekenen", asked.pk, regel=later.pk)
    shown = page(kassier, "terugvordering", asked.pk)
    assert f"verrekend met {later.nummer}" in shown
    assert "verrekend" in page(kassier, "kosten", later.declaratie_id)
