"""The start page of each role: what it says, whom it is for, and two clicks to the rows."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from ontschot.casusoverleg.actions import report_signaal
from ontschot.kassier.models import Journaalpost
from ontschot.kern.rollen import HULPVERLENERS, Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.monitor.definities import DEFINITIES
from ontschot.monitor.indicatoren import INDICATOREN
from ontschot.monitor.indicatoren.basis import counts, year_before
from ontschot.monitor.indicatoren.samen import Vraag, counts_together
from ontschot.monitor.sturing.geld import KWARTAAL, money_of
from ontschot.monitor.sturing.rollen import KEUZES
from tests.kassier import factories as kassier
from tests.monitor.factories import rol
from tests.monitor.wereld import Wereld, selectie

pytestmark = pytest.mark.django_db
Als = Callable[[Any], Client]
# Pages of rows: behind a cell of an indicator, a table of the monitor, or a line of a fonds.
RIJEN = re.compile(r"^/monitor/indicator/[a-z_0-9]+/rijen/|^/monitor/rijen/|/journaal/\?regel=")


# A figure of nothing has no rows behind it.
NIETS = ("0", "–", "€\u00a00")


def _page(client: Client, pad: str) -> Any:
    answer = client.get(pad)
    assert answer.status_code == 200, pad
    return html.fromstring(answer.content.decode())


def _figures(client: Client) -> dict[str, tuple[str, str]]:
    """Per figure of the start page its value and where it leads."""
    page = _page(client, "/cijfers/")
    found = {}
    for stat in page.xpath("//li[@class='os-stat']"):
        (link,) = stat.xpath("p[@class='os-value']/a")
        found[stat[0].text] = (link.text, link.get("href"))
    return found


# The three kinds of professional see the same figures.
@pytest.mark.parametrize("soort", sorted(set(KEUZES) - HULPVERLENERS | {Rolsoort.GIDS}))
def test_from_every_figure_it_is_two_clicks_to_its_rows(
    als: Als, wereld: Wereld, soort: str
) -> None:
    kassier.wereld()
    with scope(wereld.gids):
        report_signaal(wereld.gids, onderwerp="wachttijd", wat="Het duurt te lang.")
    client = als(wereld.rol if soort == Rolsoort.GIDS else rol(soort))
    found = _figures(client)
    counted = {titel: url for titel, (value, url) in found.items() if value not in NIETS}
    assert 5 <= len(counted) <= len(found) <= 8 or soort == Rolsoort.KASSIER
    tables = set(counted.values())
    for table in tables:
        links = {a.get("href") for a in _page(client, table).xpath("//main//table//a")}
        behind = sorted(link for link in links if RIJEN.search(link))
        assert behind, f"no rows behind {table}"
        assert client.get(behind[0]).status_code == 200


def test_every_figure_says_one_sentence_and_leads_to_a_definition_that_its_role_may_read() -> None:
    for soort, keuzes in KEUZES.items():
        for keuze in keuzes:
            definitie = DEFINITIES[keuze.code]
            assert definitie.voor(soort), (soort, keuze.code)
            assert keuze.zin.endswith(".")
            assert keuze.zin.count(".") == 1


def test_the_page_of_the_kassier_has_no_persons_and_asks_no_table_of_persons(
    als: Als, wereld: Wereld, count_queries: Any
) -> None:
    kassier.wereld()
    client = als(rol("kassier"))
    with count_queries() as counted:
        page = client.get("/cijfers/").content.decode()
    assert "AM08-" not in page
    asked = " ".join(counted.statements)
    for table in ("kandidaten_", "meldingen_", "trajecten_", "monitor_sluis"):
        assert table not in asked
    assert client.get("/monitor/indicator/werklast/").status_code == 403


def test_somebody_sees_the_own_work_beside_that_of_the_region(als: Als, wereld: Wereld) -> None:
    wereld.vraag(3)
    own = _figures(als(wereld.rol))["Mijn vragen"]
    other = _figures(als(rol("gids")))["Mijn vragen"]
    assert int(own[0]) > 0
    assert other[0] == "0"


@pytest.mark.parametrize("soort", [Rolsoort.GIDS, Rolsoort.KASSIER, Rolsoort.MONITOR])
def test_a_new_region_reads_what_to_do_instead_of_a_wall_of_zeros(als: Als, soort: str) -> None:
    page = als(rol(soort, "AM10")).get("/cijfers/").content.decode()
    assert "In deze regio is nog niets geteld." in page
    may_begin = soort in HULPVERLENERS | {Rolsoort.KASSIER}
    links = html.fromstring(page).xpath("//main//a/@href")
    assert any("nieuw" in link for link in links) == may_begin


def test_the_pages_ask_as_many_statements_with_twice_the_rows(
    als: Als, wereld: Wereld, count_queries: Any
) -> None:
    client, asked = als(rol(Rolsoort.COORDINATOR)), []
    kassier.wereld()
    for _ in range(2):
        for pad in ("/cijfers/", "/cijfers/geld/", "/monitor/nog-aan-het-werk/"):
            with count_queries() as counted:
                assert client.get(pad).status_code == 200
            asked.append(counted.aantal)
        kassier.wereld()
        wereld.vraag(5)
        wereld.aan_het_werk(6, wereld.persoon(achternaam="Mulder"))
    assert asked[:3] == asked[3:]
    assert max(asked) <= 30


def test_a_balance_of_before_is_that_of_now_without_what_was_booked_since(ruim: Actor) -> None:
    world, today = kassier.wereld(100_000), timezone.localdate()
    with scope(kassier.actor_in_role(world.kassier)):
        before = money_of("AM08")
    with scope(systeem("AM08")):
        for cent, days in ((5_000, 10), (300, KWARTAAL.days)):
            kassier.toekennen(
                systeem("AM08"), fondsregel_id=world.regel.pk, cent=cent, sleutel=f"{cent}",
                reden="erbij", dag=today - timedelta(days=days),
            )  # fmt: skip
    with scope(kassier.actor_in_role(world.kassier)):
        stand = money_of("AM08")
        assert stand.nu("vrij_cent") == before.nu("vrij_cent") + 5_300
        then = before.toen("vrij_cent", "beschikbaar")
        assert stand.toen("vrij_cent", "beschikbaar") == then + 300
        [line] = [line for line in stand.regels if line.regel.pk == world.regel.pk]
        posts = Journaalpost.objects.filter(fondsregel=world.regel)
        came = sum(p.cent for p in posts if p.naar == "beschikbaar")
        went = sum(p.cent for p in posts if p.van == "beschikbaar")
    assert line.regel.vrij_cent == came - went == 105_300


def test_figures_counted_together_are_what_each_of_them_counts_alone(wereld: Wereld) -> None:
    with scope(wereld.monitor):
        asked = []
        for code, indicator in INDICATOREN.items():
            groepen = tuple((d,) for d in indicator.definitie.dimensies)
            now = selectie(wereld.monitor, code)
            asked += [Vraag(indicator, now, groepen), Vraag(indicator, now)]
            asked.append(Vraag(indicator, year_before(now, now.tot), groepen[:1]))
        together = counts_together(asked)
        alone = [counts(v.indicator, v.selectie, v.groepen) for v in asked]
    assert together == alone
    assert sum(bool(found[()].rijen) for found in alone) > len(INDICATOREN)


def test_figures_as_known_on_different_days_are_not_mixed(wereld: Wereld) -> None:
    now = selectie(wereld.monitor, "gemis")
    then = selectie(wereld.monitor, "gemis", peil="2026-10-01")
    asked = [Vraag(INDICATOREN["gemis"], s) for s in (now, then)]
    with scope(wereld.monitor), pytest.raises(ValueError, match="different peildata"):
        counts_together(asked)


def test_every_number_of_lasting_work_opens_as_many_rows(als: Als, wereld: Wereld) -> None:
    client = als(rol("beleid"))
    links = _page(client, "/monitor/nog-aan-het-werk/").xpath("//table[@id='tabel']//a")
    assert links
    for link in links[:6]:
        rows_page = _page(client, link.get("href"))
        assert rows_page.xpath("//dl[@class='os-figures']//dd")[0].text == link.text
