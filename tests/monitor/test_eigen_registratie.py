"""What Ontschot itself registers counts from the moment of the verplichting, and once."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.http import QueryDict
from django.utils import timezone

from ontschot.kern.scope import scope
from ontschot.monitor import queries
from ontschot.monitor.models import Monitorrij
from ontschot.monitor.selectie import read_selectie
from ontschot.web.format import maand
from tests.monitor.factories import actor, alles, csv_bestand, lever, rol
from tests.trajecten import factories as trajecten

pytestmark = pytest.mark.django_db


def _vandaag(**over: str) -> QueryDict:
    params = QueryDict(mutable=True)
    params.update({"regio": "AM08", "jaar": str(timezone.localdate().year), **over})
    return params


def test_an_interventie_counts_once_its_verplichting_is_entered_and_not_before() -> None:
    gids = actor("gids")
    with scope(gids):
        trajecten.granted(gids)
        assert not Monitorrij.objects.exists()
        gekocht = trajecten.committed(gids)
    with scope(alles()):
        gekocht.refresh_from_db()
        rij = Monitorrij.objects.get()
    assert rij.sleutel == f"I{gekocht.pk}"
    assert rij.geldig_op == timezone.localdate(gekocht.verplicht_op)
    assert rij.geregistreerd_op == gekocht.verplicht_op
    assert rij.kandidaat_sleutel == gekocht.kandidaat_sleutel
    assert (rij.interventie, rij.rubriek) == ("scholing_beroep", "aanvullend")
    assert (rij.doelgroep, rij.inkopende_partij, rij.eigen_andere) == ("ww", "uwv", "eigen")
    assert rij.kosten_cent == gekocht.kosten_cent


@pytest.mark.parametrize("soort", ["monitor", "beleid", "kassier"])
def test_roles_without_names_count_their_own_region_and_no_other(soort: str) -> None:
    gids = actor("gids")
    with scope(gids):
        trajecten.committed(gids)
    with scope(actor(soort)):
        assert Monitorrij.objects.count() == 1
    with scope(actor(soort, "AM10")):
        assert Monitorrij.objects.count() == 0


def test_a_report_as_known_yesterday_does_not_know_what_was_entered_today() -> None:
    gids = actor("gids")
    with scope(gids):
        trajecten.committed(gids)
    wie = actor("monitor")
    gisteren = (timezone.localdate() - timedelta(days=1)).isoformat()
    with scope(wie):
        codes = queries.codelijsten()
        namen = codes.labels("regio")
        nu = queries.rapport(read_selectie(wie, _vandaag(), namen), codes=codes)
        toen = queries.rapport(read_selectie(wie, _vandaag(peil=gisteren), namen), codes=codes)
    assert (nu.aantal, toen.aantal) == (1, 0)


def test_a_region_that_is_counted_from_two_sources_is_named() -> None:
    gids = actor("gids")
    with scope(gids):
        trajecten.committed(gids)
    lever(csv_bestand({"datum": timezone.localdate().isoformat()}))
    wie = actor("monitor")
    with scope(wie):
        codes = queries.codelijsten()
        namen = codes.labels("regio")
        found = queries.rapport(read_selectie(wie, _vandaag(), namen), codes=codes)
        eigen = queries.rapport(read_selectie(wie, _vandaag(bron="eigen"), namen), codes=codes)
    assert (found.aantal, found.dubbel) == (2, ("Rijk van Nijmegen",))
    assert (eigen.aantal, eigen.dubbel) == (1, ())


def test_the_rows_of_own_interventies_show_a_schuilnaam_and_no_key_or_name(als: Any) -> None:
    gids = actor("gids")
    with scope(gids):
        gekocht = trajecten.committed(gids)
    pagina = als(rol("monitor")).get("/monitor/rijen/?regio=AM08").content.decode()
    assert gekocht.kandidaat_sleutel not in pagina
    assert re.search(r"P-[0-9A-Z]{7}", pagina)
    assert "Verhoeven" not in pagina
    dag = timezone.localdate(gekocht.verplicht_op)
    assert _dag_in(pagina) == maand(dag)
    eigen = als(rol("coordinator")).get("/monitor/rijen/?regio=AM08").content.decode()
    assert _dag_in(eigen).startswith(f"{dag.day} ")
    assert f"/kandidaten/{gekocht.kandidaat_sleutel}" not in pagina


def _dag_in(pagina: str) -> str:
    """What stands in the first column of the first row."""
    found = re.search(r'<th scope="row">\s*(?:<time[^>]*>)?([^<]*)', pagina)
    assert found
    return found[1].strip().replace("\xa0", " ")


@pytest.mark.parametrize(
    ("moment", "jaar"), [("2025-12-31 23:59:59", 2025), ("2026-01-01 00:00", 2026)]
)
def test_a_verplichting_counts_on_its_day_in_amsterdam(moment: str, jaar: int) -> None:
    gids, wie = actor("gids"), actor("monitor")
    op = timezone.make_aware(datetime.fromisoformat(moment))
    with time_machine.travel(op, tick=False), scope(gids):
        trajecten.committed(gids)
    with time_machine.travel("2026-06-01", tick=False):
        for year in (2025, 2026):
            params = QueryDict(f"regio=AM08&jaar={year}")
            with scope(wie):
                selectie = read_selectie(wie, params, {"AM08": "Rijk van Nijmegen"})
                rows = Monitorrij.objects.filter(geldig_op__range=(selectie.van, selectie.tot))
                assert queries.count(selectie) == rows.count() == int(year == jaar)


def test_a_page_that_shows_some_tables_counts_what_the_whole_report_counts() -> None:
    gids = actor("gids")
    with scope(gids):
        trajecten.committed(gids)
    wie = actor("monitor")
    with scope(wie):
        selectie = read_selectie(wie, _vandaag(), {"AM08": "Rijk van Nijmegen"})
        whole = queries.rapport(selectie, vergelijk=True)
        for some in (("doelgroep", "maand"), ("maand",), ("sector",)):
            found = queries.rapport(selectie, vergelijk=True, alleen=some)
            assert found.aantal == whole.aantal == 1
            assert found.tabellen == {name: whole.tabellen[name] for name in some}
