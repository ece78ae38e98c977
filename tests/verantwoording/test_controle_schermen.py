"""A controle on the screen: from setting up to the report, as the people who do it."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.models import Rol
from ontschot.verantwoording import actions, controlerapport
from ontschot.verantwoording.models import Bevinding, Controle, Controlebewijs, Controleregel
from ontschot.verantwoording.queries import controle_page, lines_of, rows_of
from ontschot.werkplek.queries import werkvoorraad
from tests.kassier import factories
from tests.kassier.factories import Wereld
from tests.verantwoording.controles import (
    PDF,
    agreed,
    answered,
    final,
    found,
    getrokken,
    lines,
    opgezet,
    paid,
)

pytestmark = pytest.mark.django_db
Als = Callable[[Rol], Client]


@pytest.fixture
def w(db: None) -> Wereld:
    return factories.wereld(1_000_000)


def url(naam: str, *args: object) -> str:
    return reverse(f"verantwoording:{naam}", args=args)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def asked(w: Wereld) -> dict[str, object]:
    return {
        "naam": "Najaar",
        "doel": "Is er geleverd?",
        "fondsen": [w.fonds.pk],
        "periode": str(timezone.localdate().year),
        "soort": "aantal",
        "aantal": "2",
        "antwoord_dagen": "14",
        "uitstel_dagen": "5",
        "reactie_dagen": "7",
        "tolerantie_procent": "1,5",
        "betrouwbaarheid_procent": "95",
    }


def test_from_setting_up_to_asking_money_back(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        paid(w, 1_000, 1_000, 1_000)
    response = als(w.kassier).post(url("controle_nieuw"), asked(w))
    assert response.status_code == 302, response.content.decode()
    with scope(w.ruim):
        controle = Controle.objects.get()
    page = url("controle", controle.pk)
    assert "Een andere kassier" in text(als(w.kassier), page)
    assert controle.zaad not in text(als(w.kassier_2), page)
    als(w.kassier_2).post(url("controle_trekken", controle.pk))
    assert controle.zaad in text(als(w.kassier_2), page)
    with scope(w.ruim):
        line, other = lines(controle)
    mine = url("controleregel", line.pk)
    assert "Geef uitleg" in text(als(w.gids), mine)
    papers = {"bestand": SimpleUploadedFile("bon.pdf", PDF), "zonder_namen": "on"}
    assert als(w.gids).post(url("controlebewijs_toevoegen", line.pk), papers).status_code == 302
    als(w.gids).post(url("controle_uitstel", line.pk), {"reden": "Vakantie."})
    als(w.gids).post(url("controle_antwoord", line.pk), {"antwoord": "Alles is geleverd."})
    with scope(w.ruim):
        piece = Controlebewijs.objects.get()
    assert als(w.kassier_2).get(url("controlebewijs", piece.pk)).content == PDF
    stranger = factories.medewerker("cnv", Rolsoort.LOOPBAANCOACH)
    assert als(stranger).get(url("controlebewijs", piece.pk)).status_code == 404
    assert als(stranger).get(mine).status_code == 404
    wrong = {"oordeel": "fout", "foutsoort": "bedrag", "cent": "4,00", "nummer": "1"}
    refused = als(w.kassier_2).post(url("bevinding_vastleggen", line.pk), wrong)
    assert refused.status_code == 422
    assert "Schrijf erbij wat je zag." in refused.content.decode()
    als(w.kassier_2).post(
        url("bevinding_vastleggen", line.pk), wrong | {"toelichting": "Eén te weinig."}
    )
    als(w.gids).post(url("bevinding_reactie", line.pk), {"eens": "ja", "nummer": "1"})
    als(w.kassier_2).post(
        url("bevinding_vastleggen", other.pk), {"oordeel": "in_orde", "nummer": "1"}
    )
    assert "Tweede paar ogen" in text(als(w.coordinator), page)
    als(w.coordinator).post(url("controle_in_orde", controle.pk))
    als(w.coordinator).post(url("bevinding_definitief", line.pk, 1))
    als(w.kassier_2).post(url("controle_terugvragen", line.pk))
    als(w.kassier).post(url("controle_afsluiten", controle.pk), {"conclusie": "Eén fout."})
    with scope(w.ruim):
        asked_back = Bevinding.objects.get(terugvordering__isnull=False).terugvordering
    shown = text(als(w.kassier), page)
    assert "Eén fout." in shown
    assert asked_back.nummer in shown
    # And the other way: the terugvordering says where it came from.
    back = reverse("kassier:terugvordering", args=[asked_back.pk])
    assert controle.nummer in text(als(w.kassier), back)
    for soort in ("xlsx", "pdf"):
        assert als(w.kassier).get(url("controle_bestand", controle.pk, soort)).status_code == 200
    assert als(w.kassier).get(url("controle_bestand", controle.pk, "exe")).status_code == 404


def test_nothing_typed_is_lost_and_the_error_stands_at_its_field(w: Wereld, als: Als) -> None:
    client = als(w.kassier)
    response = client.post(url("controle_nieuw"), asked(w) | {"aantal": "", "doel": "Mijn doel"})
    assert response.status_code == 422
    shown = response.content.decode()
    assert "Vul in hoeveel." in shown
    assert "Mijn doel" in shown


def test_the_report_says_what_the_screen_says(w: Wereld) -> None:
    with scope(w.ruim):
        paid(w, *[1_000] * 4)
        controle = getrokken(w)
        for number, line in enumerate(lines(controle)):
            final(w, line, 250 if number == 0 else 0)
        page = controle_page(w.wie("kassier"), controle.pk)
        assert page
        rijen = rows_of(list(lines_of(page.controle).order_by("pk")))
        book = load_workbook(BytesIO(controlerapport.as_xlsx(page, rijen)))
        assert controlerapport.as_pdf(page, rijen).startswith(b"%PDF")
        assert page.boven_tolerantie
        said = controlerapport.rate(page.samen).replace("\xa0", " ")
        assert "In euro’s: € 2,50 van € 40,00 (6,3 %)" in said
    assert book.sheetnames == ["Uitkomst", "Betalingen", "Terugvorderingen"]
    amounts = [row[6].value for row in book["Uitkomst"].iter_rows(min_row=5)]
    assert amounts == [2.5, 2.5]


def test_each_waits_for_the_right_person(w: Wereld) -> None:
    def told(naam: str) -> list[str]:
        with scope(w.wie(naam)):
            items = werkvoorraad(w.wie(naam))
        return [item.uitleg for item in items if item.soort == "controle"]

    with scope(w.ruim):
        paid(w, 1_000, 2_000)
        controle = getrokken(w)
        one, two = lines(controle)
    assert (told("gids"), told("kassier_2"), told("coordinator")) == (
        ["2 betalingen uitleggen"], [], [],
    )  # fmt: skip
    with scope(w.ruim):
        answered(w, one)
        answered(w, two)
    # Who approved the declaratie has nothing to judge.
    assert (told("kassier_2"), told("kassier")) == (["2 betalingen beoordelen"], [])
    with scope(w.ruim):
        found(w, one)
        found(w, two, 100)
    assert (told("coordinator"), told("gids")) == (
        ["1 bevinding definitief maken"], ["1 bevinding om op te reageren"],
    )  # fmt: skip
    with scope(w.ruim):
        agreed(w, two)
        for line in (one, two):
            actions.confirm_bevinding(w.wie("coordinator"), regel_id=line.pk, nummer=1)
    assert told("kassier") == ["alle bevindingen zijn definitief"]


def test_who_reads_along_sees_in_the_list_that_a_partner_is_late(w: Wereld, als: Als) -> None:
    drawn = timezone.localdate() - timedelta(days=20)
    with scope(w.ruim):
        paid(w, 1_000, 2_000)
        made = opgezet(w, dag=drawn)
        actions.draw_controle(w.wie("kassier_2"), controle_id=made.pk, dag=drawn)
        one, _ = lines(made)
        answered(w, one)
    reader = als(w.coordinator)
    shown = reader.get(reverse("verantwoording:controlelijst")).content.decode()
    assert "1 te laat" in shown
    page = reader.get(reverse("verantwoording:controle", args=[made.pk])).content.decode()
    assert page.count("termijn voorbij op") == 1, "who answered is not late"


def test_the_pages_take_as_many_queries_for_more_rows(
    w: Wereld, als: Als, count_queries: type
) -> None:
    client, partner, numbers = als(w.kassier_2), als(w.gids), []
    for _ in range(2):
        with scope(w.ruim):
            paid(w, 1_000, 1_000)
            controle = getrokken(w)
            for line in lines(controle)[:2]:
                answered(w, line)
                found(w, line, 100)
        with count_queries() as counted:
            text(client, url("controlelijst"))
            text(client, url("controle", controle.pk))
            text(client, url("controleregel", line.pk))
            text(partner, url("gevraagd"))
            werkvoorraad(w.wie("kassier_2"))
        numbers.append(counted.aantal)
    assert numbers[0] == numbers[1]
    assert Controleregel.objects.count() == 0, "no scope, no rows"
