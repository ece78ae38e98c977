"""Chapter 3 in full: every table beside Nederland and the year before, in words."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client

from ontschot.kern.scope import scope
from ontschot.monitor import queries
from ontschot.monitor.definities import DEFINITIES
from ontschot.monitor.levering.laden import load_reconstructie
from ontschot.monitor.rapport import hoofdstuk, regios
from ontschot.monitor.rapport.hoofdstuk import Hoofdstuk, Onderdeel, year_before
from ontschot.monitor.rapport.samenvatting import five_sentences
from ontschot.monitor.rules import procent
from ontschot.monitor.selectie import read_selectie
from tests.monitor.factories import actor, alles, csv_bestand, lever, rol

pytestmark = pytest.mark.django_db
DEZELFDE, TWAALF = "dezelfde periode in ", "de twaalf maanden ervoor"
Als = Callable[[Any], Client]
EEN_MINUUT = """\
Zes regio's, 2023: er zijn 3.191 interventies ingekocht, voor € 2.816.750.
De grootste doelgroep is ‘Werknemer’: 53 % van 3.191 interventies. \
Dat is 5 procentpunt hoger dan landelijk.
De meest ingekochte soort is ‘Arbeidsmarktoriëntatie en loopbaanbegeleiding’: \
56 % van 3.191 interventies. Dat is vergelijkbaar met heel Nederland.
FNV, CNV en VCP samen kochten 60 % van het aantal in, voor 23 % van de kosten; \
landelijk 62 % van het aantal, voor 24 % van de kosten.
23 % is ingekocht door een andere partij dan wie het eerst verantwoordelijk is voor de doelgroep. \
Dat is vergelijkbaar met heel Nederland."""


def tekst_van(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"[\s\u00a0]+", " ", plain)


def gemaakt(vraag: str) -> Hoofdstuk:
    wie = alles()
    with scope(wie):
        codes = queries.codelijsten()
        selectie = read_selectie(wie, QueryDict(vraag), codes.labels("regio"))
        return hoofdstuk.make(
            queries.rapport(selectie, vergelijk=True, codes=codes, alleen=hoofdstuk.VOLGORDE),
            queries.rapport(year_before(selectie), codes=codes, alleen=hoofdstuk.VOLGORDE),
            hoofdstuk.soorten_van_rubriek_1(),
            hoofdstuk.VOLGORDE,
        )


def deel(samen: Hoofdstuk, code: str) -> Onderdeel:
    found = samen.onderdeel(code)
    assert found is not None
    return found


def woorden(onderdeel: Onderdeel) -> dict[str, str]:
    return {lijn.waarde: lijn.vs_nl.replace("\u00a0", " ") for lijn in onderdeel.lijnen}


def test_the_differences_of_the_report_come_back_in_its_words() -> None:
    load_reconstructie()
    samen = gemaakt("regio=zes&jaar=2023&bron=levering")
    assert [o.code for o in samen.onderdelen] == [
        "rubriek", "doelgroep", "geslacht", "kwalificatie", "sector", "inkopende_partij",
        "aantal_kosten", "eigen_andere", "interventie", "rubriek_1",
    ]  # fmt: skip
    doelgroep = woorden(deel(samen, "doelgroep"))
    assert doelgroep["werknemer"] == "5 procentpunt hoger"
    assert doelgroep["ww"] == "7 procentpunt lager"
    assert doelgroep["zelfstandige"] == "vergelijkbaar"
    niveau = woorden(deel(samen, "kwalificatie"))
    assert niveau["hbo_wo"] == "licht hoger (3 procentpunt)"
    assert niveau["bo_vmbo_mbo1"] == "licht lager (3 procentpunt)"
    # 3.3: of rubriek 1, where 4.1.2 takes all interventies.
    eerste = {r.waarde: procent(r.aandeel) for r in deel(samen, "rubriek_1").lijnen}
    assert len(eerste) == 8
    assert eerste["orientatie_loopbaan"] == "58\u00a0%"
    assert "60 % van het aantal in, voor 23 % van de kosten; landelijk 62 % van het aantal" in (
        deel(samen, "aantal_kosten").zinnen[0].replace("\u00a0", " ")
    )
    assert deel(samen, "sector").onbekend.replace("\u00a0", " ").startswith("Van 2.234 van de")
    assert samen.eerder == ""
    # And the first page that a wethouder reads in a minute.
    zinnen = [z.replace("\u00a0", " ") for z in five_sentences(samen, "Zes regio's", "2023")]
    assert "\n".join(zinnen) == EEN_MINUUT


def test_beside_the_year_before_only_what_both_years_know() -> None:
    lever(csv_bestand(*[{"datum": "2022-05-01"}] * 4))
    nu = [{"id": f"B{n}", "doelgroep": "ww" if n < 2 else "werknemer"} for n in range(4)]
    lever(csv_bestand(*nu), bron="Later")
    samen = gemaakt("regio=AM08&jaar=2023")
    assert samen.eerder == "2022"
    doelgroep = deel(samen, "doelgroep")
    assert (
        doelgroep.zinnen[-1]
        .replace("\u00a0", " ")
        .startswith(
            "Vergeleken met 2022 ligt het aandeel ‘WW-er’ 50 procentpunt hoger en het aandeel "
            "‘Werknemer’ 50 procentpunt lager."
        )
    )


@pytest.mark.parametrize(
    ("vraag", "vandaag", "van", "tot", "naam"),
    [
        ("jaar=2023", "2026-03-01", date(2022, 1, 1), date(2022, 12, 31), "2022"),
        ("jaar=2024", "2024-02-29", date(2023, 1, 1), date(2023, 2, 28), DEZELFDE + "2023"),
        ("jaar=2025", "2025-02-28", date(2024, 1, 1), date(2024, 2, 29), DEZELFDE + "2024"),
        (
            "jaar=2025&peil=2025-06-30",
            "2026-01-01",
            date(2024, 1, 1),
            date(2024, 6, 30),
            DEZELFDE + "2024",
        ),
        ("jaar=12m", "2025-11-30", date(2023, 12, 1), date(2024, 11, 30), TWAALF),
    ],
)
def test_a_year_that_still_runs_is_compared_with_the_same_days(
    vraag: str, vandaag: str, van: date, tot: date, naam: str
) -> None:
    with time_machine.travel(f"{vandaag} 12:00+00:00"):
        vroeger = year_before(read_selectie(alles(), QueryDict(vraag), {}))
    assert (vroeger.van, vroeger.tot) == (van, tot)
    assert hoofdstuk.period_name(vroeger) == naam


def test_the_definition_names_the_limits_that_are_configured() -> None:
    grens = hoofdstuk.grenzen()
    tekst = DEFINITIES["verschil_in_woorden"].tekst
    assert f"Tot en met {grens.gelijk} procentpunt" in tekst
    assert f"{grens.gelijk + 1} en {grens.licht} procentpunt heet licht" in tekst
    assert f"vanaf {grens.licht + 1} noemen" in tekst


def test_a_part_that_may_not_be_shown_hides_every_sum_it_is_in() -> None:
    load = [{"inkopende_partij": p} for p in ("fnv", "cnv", "gemeente") for _ in range(3)]
    lever(csv_bestand(*load))
    wie = alles()
    with scope(wie):
        selectie = read_selectie(wie, QueryDict("regio=AM08&jaar=2023"), {"AM08": "Nijmegen"})
        found = queries.rapport(selectie, alleen=("inkopende_partij",))
    del found.tabellen["inkopende_partij"]
    samen = hoofdstuk.make(found, None, (), ("inkopende_partij",))
    assert [(o.code, o.achtergehouden) for o in samen.onderdelen] == [("inkopende_partij", True)]
    zinnen = five_sentences(samen, "Nijmegen", "2023")
    assert zinnen[0] == "Nijmegen, 2023: het aantal interventies is te klein om te laten zien."
    assert all(zin.endswith("hiervan mogen we niets laten zien.") for zin in zinnen[1:])


def test_a_hidden_part_hides_every_sum_average_and_sentence_it_is_in() -> None:
    load = [{"inkopende_partij": p} for p in ("fnv", "cnv", "gemeente") for _ in range(3)]
    lever(csv_bestand(*load))
    wie = alles()
    with scope(wie):
        selectie = read_selectie(wie, QueryDict("regio=AM08&jaar=2023"), {"AM08": "Nijmegen"})
        found = queries.rapport(selectie, alleen=("inkopende_partij", "interventie"))
    for naam, waarde in (("inkopende_partij", "fnv"), ("interventie", "matching")):
        tabel = found.tabellen[naam]
        found.tabellen[naam] = replace(tabel, regels=tuple(
            replace(r, aantal=None, aandeel=None, kosten_cent=None, gemiddeld_cent=None,
                    aandeel_kosten=None) if r.waarde == waarde else r
            for r in tabel.regels
        ))  # fmt: skip
    soorten = {"matching", "orientatie_loopbaan"}
    samen = hoofdstuk.make(found, None, soorten, ("inkopende_partij", "interventie"))
    bonden, anderen = deel(samen, "aantal_kosten").lijnen
    assert (bonden.aantal, bonden.gemiddeld_cent, bonden.aandeel_kosten) == (None, None, None)
    assert anderen.aantal == 3
    assert deel(samen, "rubriek_1").noemer is None
    assert {r.aandeel for r in deel(samen, "rubriek_1").lijnen} == {None}
    zinnen = five_sentences(samen, "Nijmegen", "2023")
    assert zinnen[3].startswith("De grootste getoonde inkopende partij is ‘")


# The pages.


def test_the_page_has_every_table_and_says_the_unknown_before_the_sectors(als: Als) -> None:
    lever(csv_bestand({}, {"regio": "AM10", "doelgroep": "ww"}, {"sector": "overig"}))
    response = als(rol("monitor")).get("/monitor/hoofdstuk-3/?jaar=2023&regio=AM08")
    html, tekst = response.content.decode(), tekst_van(response)
    for code in (*hoofdstuk.VOLGORDE, "aantal_kosten", "rubriek_1"):
        assert f'id="{code}"' in html
    assert "Van 1 van de 2 interventies (50 %) is dit niet bekend." in tekst
    assert html.index("Van 1 van de 2") < html.index('id="sector"')
    assert "Vergeleken met heel Nederland ligt het aandeel ‘WW-er’ 33 procentpunt lager" in tekst


def test_a_professional_reads_the_chapter_of_the_own_region_without_nederland(als: Als) -> None:
    lever(csv_bestand({}, {"regio": "AM10"}))
    tekst = tekst_van(als(rol("gids")).get("/monitor/hoofdstuk-3/?jaar=2023&regio=AM10"))
    assert "Aandeel van 1 " in tekst
    assert "heel Nederland" not in tekst
    assert "Vergeleken met" not in tekst
    assert "Dit is je eigen regio." in tekst, "and why nothing stands beside it"
    assert als(rol("gids")).get("/monitor/regios/").status_code == 403


def test_the_regions_stand_side_by_side_with_what_stands_out(als: Als) -> None:
    lever(csv_bestand({}, {"regio": "AM10", "doelgroep": "ww"}, {"regio": "AM10"}))
    client = als(rol("beleid"))
    tekst = tekst_van(client.get("/monitor/regios/?jaar=2023&regio=nederland&onderwerp=doelgroep"))
    assert "Rijk van Nijmegen (1)" in tekst
    assert "het aandeel ‘WW-er’ 33 procentpunt lager" in tekst
    volume = tekst_van(client.get("/monitor/regios/?jaar=2023&regio=AM08,AM10"))
    assert "Selectie samen 3 3 · 100 %" in volume
    assert client.get("/monitor/regios/?onderwerp=maand").status_code == 200
    gekanteld = tekst_van(client.get("/monitor/regios/?jaar=2023&regio=AM08,AM10&onderwerp=sector"))
    assert "Rivierenland (2)" in gekanteld
    assert "Onbekend 1 · 100 % 2 · 100 % 3 · 100 %" in gekanteld
    leeg = tekst_van(client.get("/monitor/regios/?jaar=2021"))
    assert "In deze selectie is niets geteld" in leeg


def test_regions_are_ticked_one_by_one(als: Als) -> None:
    lever(csv_bestand({}, {"regio": "AM10"}, {"regio": "AM11"}))
    client = als(rol("monitor"))
    antwoord = client.get("/monitor/hoofdstuk-3/?jaar=2023&regio=AM10&regio=AM08")
    assert "Rijk van Nijmegen, Rivierenland" in tekst_van(antwoord)
    assert "Aandeel van 2 " in tekst_van(antwoord)
    assert len(re.findall("checked", antwoord.content.decode())) == 2


def test_the_cross_table_adds_up_to_the_report() -> None:
    load_reconstructie()
    wie = actor("monitor")
    with scope(wie):
        codes = queries.codelijsten()
        selectie = read_selectie(wie, QueryDict("regio=zes&jaar=2023"), codes.labels("regio"))
        kruis = regios.cross_table(selectie, codes, "rubriek")
    assert [r.aantal for r in kruis.totalen] == [3_191, 20_515]
    assert sum(r.aantal for r in kruis.rijen) == 3_191
    assert [c.aantal for c in kruis.totalen[0].cellen] == [3_087, 92, 12]


@pytest.mark.parametrize("pad", ["/monitor/hoofdstuk-3/", "/monitor/regios/"])
def test_more_regions_cost_no_more_queries(als: Als, count_queries: Any, pad: str) -> None:
    client = als(rol("monitor"))
    lever(csv_bestand({}, {"regio": "AM10"}))
    adres = f"{pad}?jaar=2023&regio=nederland"
    client.get(adres)
    with count_queries() as first:
        client.get(adres)
    lever(csv_bestand(*[{"id": f"M{n}", "regio": f"AM{n:02d}"} for n in range(1, 30)]), bron="Meer")
    with count_queries() as second:
        assert client.get(adres).status_code == 200
    assert second.aantal == first.aantal
