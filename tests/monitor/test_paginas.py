"""The pages of the figures, with the eyes of each role."""

import csv
import html
import io
import random
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.http import QueryDict
from django.test import Client

from ontschot.kern.models import Auditregel
from ontschot.kern.scope import scope
from ontschot.monitor import queries
from ontschot.monitor.definities import DEFINITIES, TABELLEN
from ontschot.monitor.levering.laden import load_reconstructie
from ontschot.monitor.models import LANDELIJKE_ROLLEN, LEZERS
from ontschot.monitor.selectie import read_selectie
from tests.monitor.factories import (
    GOED,
    actor,
    alles,
    csv_bestand,
    lever,
    rol,
)

pytestmark = pytest.mark.django_db
Als = Callable[[Any], Client]


def _tekst(response: Any) -> str:
    """The visible text, with ordinary spaces."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"[\s\u00a0]+", " ", plain)


def _rijen(aantal: int) -> list[dict[str, str]]:
    """Rows that differ in every dimension, the same every time."""
    dobbel = random.Random(7)
    keuzes = {
        "regio": ["AM08", "AM10", "AM11"],
        "datum": ["2023-01-31", "2023-06-12", "2023-12-31"],
        "interventie": ["orientatie_loopbaan", "matching", "mbo_diploma", "jobcoaching"],
        "doelgroep": ["werknemer", "ww", "nug", "zelfstandige"],
        "geslacht": ["vrouw", "man", "onbekend"],
        "kwalificatie": ["hbo_wo", "onbekend"],
        "sector": ["sector_01", "overig", "onbekend"],
        "inkopende_partij": ["gemeente", "uwv", "fnv", "cnv", "vcp"],
        "eerstverantwoordelijke": ["gemeente", "uwv", "vakbond"],
        "kosten": ["0.00", "330.00", "1420.50"],
    }
    return [{k: dobbel.choice(v) for k, v in keuzes.items()} for _ in range(aantal)]


def test_every_cell_of_every_table_opens_exactly_its_rows() -> None:
    lever(csv_bestand(*_rijen(300)))
    wie = actor("monitor")
    dobbel = random.Random(11)
    with scope(wie):
        namen = queries.codelijsten().labels("regio")
        for _ in range(6):
            keuze = dobbel.choice(["AM08", "AM10", "AM08,AM11", "nederland", "zes"])
            tekst = f"regio={keuze}&jaar={dobbel.choice(['2023', '2022'])}"
            selectie = read_selectie(wie, QueryDict(tekst), namen)
            found = queries.rapport(selectie, vergelijk=True)
            for naam, tabel in found.tabellen.items():
                assert sum(r.aantal for r in tabel.regels) == found.aantal == tabel.noemer
                assert sum(r.kosten_cent for r in tabel.regels) == found.kosten_cent
                for regel in dobbel.sample(tabel.regels, min(3, len(tabel.regels))):
                    cel = read_selectie(
                        wie, QueryDict(selectie.query(**{naam: regel.waarde})[1:]), namen
                    )
                    assert queries.count(cel) == regel.aantal, (naam, regel.waarde)


def test_paging_through_the_rows_meets_each_row_once() -> None:
    lever(csv_bestand(*_rijen(130)))
    wie = actor("beleid")
    with scope(wie):
        selectie = read_selectie(wie, QueryDict("regio=nederland&jaar=2023"), {})
        gezien: list[str] = []
        params = QueryDict("regio=nederland&jaar=2023")
        while True:
            page = queries.rows(selectie, params)
            gezien += [rij.sleutel for rij in page.rows]
            if not page.next:
                break
            params = QueryDict(page.next[1:])
    assert len(gezien) == len(set(gezien)) == 130


def test_a_report_as_known_on_a_day_stays_what_it_was() -> None:
    lever(csv_bestand({}), naam="Eerste")
    with scope(alles()):
        codes = queries.codelijsten()
        gisteren = read_selectie(alles(), QueryDict("jaar=2023&peil=2020-01-01"), {})
        assert queries.rapport(gisteren, codes=codes).aantal == 0
        nu = read_selectie(alles(), QueryDict("jaar=2023"), {})
        assert queries.rapport(nu, codes=codes).aantal == 1


@pytest.mark.parametrize("soort", ["kassier", "beheer"])
def test_roles_without_figures_are_turned_away(als: Als, soort: str) -> None:
    client = als(rol(soort))
    for pad in ("/monitor/", "/monitor/rijen/", "/monitor/kplusv/", "/monitor/leveringen/"):
        assert client.get(pad).status_code == 403


def test_a_visitor_is_asked_to_sign_in() -> None:
    for pad in ("/monitor/", "/monitor/rijen/", "/monitor/kplusv/", "/monitor/definities/"):
        assert Client().get(pad).status_code == 302


@pytest.mark.parametrize("soort", sorted(LEZERS))
def test_readers_see_the_overview_and_only_national_roles_the_table_of_kplusv(
    als: Als, soort: str
) -> None:
    lever(csv_bestand({}, {"regio": "AM10"}))
    client = als(rol(soort))
    overzicht = client.get("/monitor/?jaar=2023&regio=nederland")
    assert overzicht.status_code == 200
    landelijk = soort in LANDELIJKE_ROLLEN
    assert f"interventies {2 if landelijk else 1} " in _tekst(overzicht)
    alleen = html.unescape(client.get("/monitor/?jaar=2023").content.decode())
    assert ("Dit is je eigen regio." in alleen) == (not landelijk)
    assert client.get("/monitor/kplusv/").status_code == (200 if landelijk else 403)


def test_a_professional_cannot_ask_for_another_region(als: Als) -> None:
    lever(csv_bestand({}, {"regio": "AM10"}, {"regio": "AM10"}))
    client = als(rol("gids"))
    assert "interventies 1 " in _tekst(client.get("/monitor/rijen/?regio=AM10&jaar=2023"))


def test_a_percentage_never_stands_without_its_denominator_and_the_unknown(als: Als) -> None:
    lever(csv_bestand({}, {}, {"sector": "overig"}))
    tekst = _tekst(als(rol("monitor")).get("/monitor/?jaar=2023&onderwerp=sector"))
    assert "Aandeel van 3" in tekst
    assert "Van 2 interventies (67 %) is dit niet bekend." in tekst


def test_the_page_of_kplusv_shows_the_printed_beside_the_computed(als: Als) -> None:
    load_reconstructie()
    tekst = _tekst(als(rol("monitor")).get("/monitor/kplusv/"))
    for regel in (
        "Werknemer 1.676 53 % 48 % + 5 1.676 · 53 % 9.860 · 48 % gelijk",
        "WW-er 467 15 % 22 % − 7 467 · 15 % 4.582 · 22 % gelijk",
        "Schoolverlater 19 1 % 1 % ± 0 19 · 1 % 198 · 1 % gelijk",
        "Ingekocht door vakbonden samen 60 % 60 % 62 % 62 % 3.2 onder 7 gelijk",
        "Aandeel van de vakbonden in de kosten 22 % 23 % 22 % 24 % 3.2 onder 7 wijkt af",
        "Praktijkleren in het mbo 93 92 – 577 4.1.2 wijkt af",
        "De drie rubrieken tellen op tot 3.192",
    ):
        assert regel in tekst
    assert "het aandeel WW-er ligt 7 procentpunt lager" in tekst


def test_without_a_delivery_the_page_of_kplusv_says_what_to_do(als: Als) -> None:
    assert "nog geen levering over 2023" in _tekst(als(rol("monitor")).get("/monitor/kplusv/"))


def test_definitions_name_unit_numerator_denominator_and_version(als: Als) -> None:
    response = als(rol("coordinator")).get("/monitor/definities/")
    for definitie in DEFINITIES.values():
        assert definitie.tekst
        assert definitie.teller
        assert definitie.noemer
        assert f'id="{definitie.code}"' in response.content.decode()


@pytest.mark.parametrize("tabel", TABELLEN)
def test_a_table_downloads_as_csv_and_xlsx_with_the_same_cells(als: Als, tabel: str) -> None:
    lever(csv_bestand(*_rijen(40)))
    client = als(rol("monitor"))
    adres = f"/monitor/tabel/{tabel}/{{}}/?jaar=2023&regio=nederland"
    lines = client.get(adres.format("csv")).content.decode("utf-8-sig").splitlines()
    found = list(csv.reader(lines, delimiter=";"))
    assert found[-1][:2] == ["Totaal", "40"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(adres.format("xlsx")).content))
    cells = list(book.active.iter_rows(min_row=4, values_only=True))
    assert [str(row[1]) for row in cells[1:]] == [line[1] for line in found[1:]]


def test_a_download_is_logged_without_figures(als: Als) -> None:
    wie = rol("monitor")
    als(wie).get("/monitor/tabel/doelgroep/csv/?jaar=2023")
    with scope(alles()):
        line = Auditregel.objects.get(gebeurtenis="monitor_tabel_gedownload")
    assert (line.object_sleutel, line.keten) == ("doelgroep", "AM08")


def test_an_unknown_table_or_format_does_not_exist(als: Als) -> None:
    client = als(rol("monitor"))
    assert client.get("/monitor/tabel/namen/csv/").status_code == 404
    assert client.get("/monitor/tabel/doelgroep/exe/").status_code == 404


NONSENS = "regio=AM99&jaar=99999999999&bron=x&onderwerp=zz&maand=x&na=%%%&sector='--&doelgroep=%00"


def test_nonsense_in_the_address_falls_back_instead_of_breaking(als: Als) -> None:
    client = als(rol("monitor"))
    for pad in ("/monitor/", "/monitor/rijen/"):
        assert client.get(f"{pad}?{NONSENS}").status_code == 200


@pytest.mark.parametrize(
    ("dag", "zin"),
    [("31-12-9999", "kennen we niet"), ("1-1-0001", "kennen we niet"), ("1-1-9000", "later")],
)
def test_a_day_that_nobody_knows_anything_of_is_refused(als: Als, dag: str, zin: str) -> None:
    client = als(rol("monitor"))
    for pad in ("/monitor/", "/monitor/hoofdstuk-3/"):
        answer = client.get(f"{pad}?jaar=2023&peil={dag}", follow=True)
        assert zin in answer.content.decode()
        assert answer.redirect_chain[-1][0] == f"{pad}?jaar=2023"


@pytest.mark.parametrize(
    ("pad", "zegt_het"),
    [
        ("/monitor/", "/monitor/"),
        ("/monitor/rijen/", "/monitor/rijen/"),
        ("/monitor/hoofdstuk-3/", "/monitor/hoofdstuk-3/"),
        ("/monitor/regios/", "/monitor/regios/"),
        ("/monitor/tabel/doelgroep/csv/", "/monitor/"),
    ],
)
def test_a_day_that_cannot_be_read_is_not_silently_today(als: Als, pad: str, zegt_het: str) -> None:
    client = als(rol("monitor"))
    answer = client.get(f"{pad}?jaar=2023&peil=gisteren&onderwerp=geslacht", follow=True)
    address, _ = answer.redirect_chain[0]
    assert address.startswith(f"{zegt_het}?")
    assert "peil" not in address
    assert "jaar=2023" in address
    assert "onderwerp=geslacht" in address, "what else was chosen stays chosen"
    assert "De datum ‘gisteren’ kennen we niet" in answer.content.decode()


@pytest.mark.parametrize(
    "pad", ["/monitor/?jaar=2023&regio=nederland", "/monitor/rijen/?jaar=2023&regio=nederland"]
)
def test_twice_the_rows_cost_no_more_queries(als: Als, count_queries: Any, pad: str) -> None:
    client = als(rol("monitor"))
    lever(csv_bestand(*_rijen(20)))
    client.get(pad)
    with count_queries() as first:
        client.get(pad)
    meer = [{**GOED, **rij, "datum": "2023-03-03"} for rij in _rijen(40)]
    lever(csv_bestand(*[r | {"id": f"M{n}"} for n, r in enumerate(meer)]), bron="Meer")
    with count_queries() as second:
        assert client.get(pad).status_code == 200
    assert second.aantal == first.aantal


def test_the_list_of_deliveries_costs_the_same_with_more_deliveries(
    als: Als, count_queries: Any
) -> None:
    client = als(rol("monitor"))
    lever(csv_bestand({}))
    with count_queries() as first:
        client.get("/monitor/leveringen/")
    for maand in range(1, 6):
        lever(csv_bestand({"id": f"M{maand}"}), bron=f"Bron {maand}")
    with count_queries() as second:
        client.get("/monitor/leveringen/")
    assert second.aantal == first.aantal
