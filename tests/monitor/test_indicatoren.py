"""An indicator is one relation: its total, its tables and its rows are the same rows."""

import csv
import html
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.monitor.definities import GEEN_NEDERLAND
from ontschot.monitor.indicatoren import INDICATOREN, rijen
from ontschot.monitor.indicatoren.basis import (
    DELEN_VAN,
    Sleutel,
    Soort,
    Stand,
    counts,
    rows,
    year_before,
)
from ontschot.monitor.models import LEZERS
from ontschot.monitor.selectie import Selectie
from ontschot.trajecten.models import Uitkomst
from tests.monitor.factories import actor, rol
from tests.monitor.wereld import (
    Wereld,
    alle_standen,
    dagen_geleden,
    geleverd,
    selectie,
    totaal,
)

pytestmark = pytest.mark.django_db
GEMEENTE = "gemeente/"
Als = Callable[[Any], Client]


def _check_cell(code: str, periode: Selectie, key: Sleutel, stand: Stand, deel: str) -> None:
    """The rows behind a cell are as many as the cell says, each once, but for who is hidden."""
    listed = rows(INDICATOREN[code], replace(periode, cel=dict(key)), deel=deel, size=500)
    assert len({rij.sleutel for rij in listed}) == len(listed)
    assert len(listed) + stand.verborgen == stand.rijen
    if INDICATOREN[code].soort == Soort.DUUR:
        assert stand.klaar + stand.wacht + stand.weg + stand.verborgen == stand.rijen


def _check_tables(code: str, found: dict[Sleutel, Stand]) -> None:
    """Each table adds up to the total."""
    for dimensie in INDICATOREN[code].definitie.dimensies:
        parts = [stand for key, stand in found.items() if key and key[0][0] == dimensie]
        assert sum(part.rijen for part in parts) == found[()].rijen, (code, dimensie)
        assert sum(part.teller for part in parts) == found[()].teller, (code, dimensie)


@pytest.mark.parametrize("code", sorted(INDICATOREN))
def test_every_table_adds_up_and_every_cell_opens_its_rows(code: str, wereld: Wereld) -> None:
    found = alle_standen(wereld.monitor, code)
    _check_tables(code, found)
    with scope(wereld.monitor):
        for key, stand in found.items():
            _check_cell(code, selectie(wereld.monitor, code), key, stand, "")


def test_so_does_every_part_of_every_figure_in_any_period(wereld: Wereld) -> None:
    @given(
        code=st.sampled_from(sorted(INDICATOREN)),
        einde=st.integers(0, 130),
        lengte=st.integers(0, 130),
        data=st.data(),
    )
    def law(code: str, einde: int, lengte: int, data: st.DataObject) -> None:
        indicator = INDICATOREN[code]
        deel = data.draw(st.sampled_from(DELEN_VAN[indicator.soort]))
        tot = dagen_geleden(einde).date()
        periode = Selectie("AM08", ("AM08",), "12m", tot - timedelta(days=lengte), tot)
        found = counts(indicator, periode, [(d,) for d in indicator.definitie.dimensies], deel=deel)
        _check_tables(code, found)
        key = data.draw(st.sampled_from(sorted(found)))
        _check_cell(code, periode, key, found[key], deel)

    with scope(wereld.monitor):
        law()


def test_what_happens_after_a_report_does_not_change_it(wereld: Wereld) -> None:
    codes = [c for c, i in INDICATOREN.items() if i.definitie.peildatum]
    peil = dagen_geleden(12).date().isoformat()

    def report(code: str, peil: str = "") -> Any:
        with scope(wereld.monitor):
            lijst = rows(INDICATOREN[code], selectie(wereld.monitor, code, peil=peil))
        return alle_standen(wereld.monitor, code, peil=peil), lijst

    before = {code: report(code, peil) for code in codes}
    now = {code: report(code) for code in codes}
    # A purchase, a merge, a question closed, hand-overs and outcomes, all after the peildatum.
    nieuw = wereld.koopt(4)
    wereld.vraag(4, person=nieuw)
    wereld.voegt_samen(1, wereld.koopt(3, achternaam="Zijlstra"), nieuw)
    wereld.vraag(9, contact=8, dicht=3)
    wereld.draagt_over(6, wereld.persoon(achternaam="Prins"), "aangenomen")
    for betekenis, _ in Uitkomst.BETEKENISSEN:
        wereld.aan_het_werk(2, nieuw, betekenis)
    geleverd(0)
    signaal = wereld.meldt(8)
    wereld.volgt(7, signaal, "afgewezen", "Hoort bij een ander.")
    assert {code: report(code, peil) for code in codes} == before
    # No facility was missing in this world; test_sturing asks the same of `gemis`.
    assert [code for code in codes if report(code) == now[code]] == ["gemis"]


@pytest.mark.parametrize("code", [c for c, i in INDICATOREN.items() if not i.definitie.peildatum])
def test_a_figure_without_a_history_refuses_the_peildatum_with_a_sentence(
    als: Als, code: str
) -> None:
    wie = actor("monitor")
    with pytest.raises(Weigering, match="kan niet zoals bekend op een eerdere dag"):
        totaal(wie, code, peil="2026-01-01")
    client = als(rol("coordinator"))
    for pad in ("", "rijen/"):
        answer = client.get(f"/monitor/indicator/{code}/{pad}?peil=2026-01-01")
        assert answer.status_code == 422
        assert "kan niet zoals bekend op een eerdere dag" in answer.content.decode()
    # There is no day to pick, and where it would stand the page says why.
    page = client.get(f"/monitor/indicator/{code}/").content.decode()
    assert 'name="peil"' not in page
    assert INDICATOREN[code].definitie.geen_peildatum in html.unescape(page)


# Colleagues are there before anybody knocks.
@pytest.mark.parametrize("code", sorted(set(INDICATOREN) - {"ruimte"}))
def test_every_indicator_answers_in_an_empty_region(als: Als, code: str) -> None:
    wie = actor("monitor", "AM10")
    assert alle_standen(wie, code)[()].rijen == 0
    page = als(rol("coordinator", "AM10")).get(f"/monitor/indicator/{code}/")
    assert "In deze periode is niets geteld" in page.content.decode()


def test_a_full_page_of_every_figure_opens_with_its_rows(als: Als, wereld: Wereld) -> None:
    client = als(rol("coordinator"))
    for code in INDICATOREN:
        page = client.get(f"/monitor/indicator/{code}/").content.decode()
        counted = totaal(wereld.monitor, code).rijen
        assert bool(counted) == ("niets geteld" not in page), code
        assert f"/monitor/definities/#{code}" in page
        alone = bool(counted) and not INDICATOREN[code].van_anderen
        assert alone == (GEEN_NEDERLAND in html.unescape(page)), code
        assert client.get(f"/monitor/indicator/{code}/rijen/").status_code == 200


def test_a_table_as_a_file_says_what_the_page_says(als: Als, wereld: Wereld) -> None:
    client = als(rol("monitor"))
    for code in ("unieke_personen", "hulp_zonder_interventie", "wachttijd_contact"):
        tabel = client.get(f"/monitor/indicator/{code}/{GEMEENTE}csv/").content.decode("utf-8-sig")
        kop, *lines = list(csv.reader(io.StringIO(tabel), delimiter=";"))
        assert kop[0] == "Gemeente"
        counted = {naam: int(getal) for naam, getal, *_ in lines}
        stand = totaal(wereld.monitor, code)
        assert counted.pop("Totaal") == sum(counted.values()) == stand.teller
        assert client.get(f"/monitor/indicator/{code}/{GEMEENTE}xlsx/").status_code == 200
    assert client.get("/monitor/indicator/vragen/naam/csv/").status_code == 404


def test_a_page_asks_as_many_statements_with_twice_the_rows(
    als: Als, wereld: Wereld, count_queries: Any
) -> None:
    client, asked = als(rol("coordinator")), []
    for _ in range(2):
        for pad in ("vragen/", "vragen/rijen/", "unieke_personen/rijen/", "wachttijd_contact/"):
            with count_queries() as counted:
                client.get(f"/monitor/indicator/{pad}")
            asked.append(counted.aantal)
        for dagen in range(5, 11):
            wereld.vraag(dagen, contact=4)
        wereld.koopt(7, achternaam="Smit")
    assert asked[:4] == asked[4:]
    assert max(asked) <= 20


@pytest.mark.parametrize("soort", sorted(Rolsoort))
def test_a_page_opens_for_who_has_figures_and_for_nobody_else(als: Als, soort: str) -> None:
    client, may = als(rol(soort)), 200 if soort in LEZERS else 403
    for pad in ("", "rijen/", "doelgroep/csv/", "doelgroep/xlsx/"):
        assert client.get(f"/monitor/indicator/unieke_personen/{pad}").status_code == may, pad
    assert client.get("/monitor/indicatoren/").status_code == may


@pytest.mark.parametrize(
    ("peil", "zin"), [("gisteren", "kennen we niet"), ("1-1-2099", "vandaag of een eerdere dag")]
)
def test_a_peildatum_that_cannot_be_is_not_silently_today(als: Als, peil: str, zin: str) -> None:
    client = als(rol("monitor"))
    for pad in ("", "rijen/"):
        answer = client.get(f"/monitor/indicator/unieke_personen/{pad}", {"peil": peil})
        assert answer.status_code == 422
        assert zin in answer.content.decode()
    page = client.get("/monitor/indicator/unieke_personen/", {"peil": peil}).content.decode()
    assert f'value="{peil}"' in page, "what was typed stays"
    answer = client.get("/monitor/indicator/unieke_personen/gemeente/csv/", {"peil": peil})
    assert "csv" not in answer.headers.get("Content-Type", "")


def test_an_unknown_figure_is_not_there(als: Als) -> None:
    client = als(rol("monitor"))
    assert client.get("/monitor/indicator/uitstroom/").status_code == 404
    assert client.get("/monitor/indicator/doelgroep/").status_code == 404


def test_another_region_cannot_be_asked_for(als: Als, wereld: Wereld) -> None:
    page = als(rol("monitor", "AM10")).get("/monitor/indicator/vragen/?regio=AM08")
    assert "niets geteld" in page.content.decode()


def test_paging_through_the_rows_meets_each_row_once(
    als: Als, wereld: Wereld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rijen, "BLAD", 3)
    client = als(rol("monitor"))
    first = client.get("/monitor/indicator/vragen/rijen/")
    second = client.get("/monitor/indicator/vragen/rijen/" + first.context["page"].next)
    found = [rij["sleutel"] for page in (first, second) for rij in page.context["rijen"]]
    assert len(found) == len(set(found)) == 4
    assert (second.context["page"].next, first.context["page"].previous) == ("", "")
    assert client.get("/monitor/indicator/vragen/rijen/?na=morgen_'").status_code == 200
    for nonsens in ("maand=2026-13", "maand=1234567", "deur=%00x", "peil=1-1-0001"):
        answer = client.get(f"/monitor/indicator/vragen/rijen/?{nonsens}")
        assert answer.status_code in (200, 422)


def test_the_year_before_of_a_running_year_stops_on_the_same_day() -> None:
    jaar = Selectie("AM08", None, "2028", date(2028, 1, 1), date(2028, 12, 31))
    eerder = year_before(jaar, date(2028, 2, 29))
    assert (eerder.van, eerder.tot) == (date(2027, 1, 1), date(2027, 2, 28))
