"""The published figures of 2023 come back to the last number (KplusV, chapter 3)."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict

from ontschot.kern.scope import scope
from ontschot.monitor import queries
from ontschot.monitor.kplusv import contradictions
from ontschot.monitor.levering.laden import load_reconstructie
from ontschot.monitor.management.commands.kplusv_tabel import document
from ontschot.monitor.rules import hele_procenten
from ontschot.monitor.selectie import read_selectie
from tests.monitor.factories import alles

pytestmark = pytest.mark.django_db
VERWACHT = Path(__file__).parent / "data" / "rmt-monitor-2023-reconstructie.expected.json"


def _figures(regio: str) -> dict[str, Any]:
    """A report in the shape of the expected file: zeros left out."""
    wie = alles()
    namen = queries.codelijsten().labels("regio")
    found = queries.rapport(
        read_selectie(wie, QueryDict(f"regio={regio}&jaar=2023"), namen), vergelijk=False
    )
    tabellen: dict[str, Any] = {
        naam: {regel.waarde: regel.aantal for regel in found.tabellen[naam].regels if regel.aantal}
        for naam in (
            "doelgroep",
            "interventie",
            "geslacht",
            "kwalificatie",
            "inkopende_partij",
            "sector",
        )
    }
    kosten = found.tabellen["inkopende_partij"].regels
    eigen = {regel.waarde: regel.aantal for regel in found.tabellen["eigen_andere"].regels}
    return tabellen | {
        "aantal": found.aantal,
        "kosten_cent": {regel.waarde: regel.kosten_cent for regel in kosten if regel.aantal},
        **eigen,
    }


def test_every_table_of_every_region_is_the_expected_one() -> None:
    uitslag = load_reconstructie()
    assert (uitslag.geladen, uitslag.geweigerd, uitslag.fouten) == (20_515, 0, ())
    keuzes = {"selectiegroep": "zes"}
    with scope(alles()):
        for naam, verwacht in json.loads(VERWACHT.read_text())["tabellen"].items():
            assert _figures(keuzes.get(naam, naam)) == verwacht, naam


def test_the_same_file_twice_changes_nothing() -> None:
    load_reconstructie()
    again = load_reconstructie()
    assert (again.al_bekend, again.geladen, again.overgeslagen) == (True, 0, 20_515)
    with scope(alles()):
        assert _figures("nederland")["aantal"] == 20_515


PERCENTAGES = {
    # doelgroep: selectiegroep, Nederland, difference in the mockup
    "werknemer": (53, 48, 5),
    "nug": (15, 11, 4),
    "ww": (15, 22, -7),
    "zelfstandige": (6, 5, 1),
    "participatiewet": (5, 10, -5),
    "ag": (3, 2, 1),
    "banenafspraak": (2, 1, 1),
    "schoolverlater": (1, 1, 0),
}


def test_table_2_has_its_printed_percentages() -> None:
    load_reconstructie()
    wie = alles()
    with scope(wie):
        namen = queries.codelijsten().labels("regio")
        selectie = read_selectie(wie, QueryDict("regio=zes&jaar=2023&bron=levering"), namen)
        found = queries.rapport(selectie, vergelijk=True)
    tabel = found.tabellen["doelgroep"]
    assert (found.aantal, found.nl_aantal) == (3_191, 20_515)
    assert {
        regel.waarde: (
            hele_procenten(regel.aandeel),
            hele_procenten(regel.nl_aandeel),
            regel.verschil,
        )
        for regel in tabel.regels
    } == PERCENTAGES
    assert [regel.waarde for regel in tabel.regels] == list(PERCENTAGES)


def test_the_unions_bought_60_percent_of_the_number_for_22_percent_of_the_money() -> None:
    load_reconstructie()
    wie = alles()
    with scope(wie):
        namen = queries.codelijsten().labels("regio")
        found = queries.rapport(read_selectie(wie, QueryDict("regio=zes&jaar=2023"), namen))
    partijen = {regel.waarde: regel for regel in found.tabellen["inkopende_partij"].regels}
    bonden = [partijen[code] for code in ("fnv", "cnv", "vcp")]
    assert hele_procenten(sum(r.aandeel for r in bonden if r.aandeel)) == 60
    # The parts give 22,6 %; KplusV prints 22. Both stand on the page, neither is bent.
    kosten = sum(r.aandeel_kosten for r in bonden if r.aandeel_kosten)
    assert kosten == Fraction(63_688_200, 281_675_000)
    assert partijen["gemeente"].gemiddeld_cent == 142_000
    assert partijen["uwv"].gemiddeld_cent == 332_900
    assert {32_800, 33_300, 33_800} == {r.gemiddeld_cent for r in bonden}
    eigen = {regel.waarde: regel for regel in found.tabellen["eigen_andere"].regels}
    assert eigen["andere"].aandeel == Fraction(719, 3_191)  # 22,5 %; printed: 22


def test_the_page_in_docs_is_what_the_reconstruction_gives() -> None:
    load_reconstructie()
    written = Path(settings.ROOT_DIR, "docs", "kplusv.md").read_text("utf-8")
    assert document() == written
    for zin in contradictions():
        assert zin in written
