"""Which facility is in which gemeente, what its absence cost, and who uses a service."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.menukaart import gebruik
from ontschot.menukaart.models import Dienst
from ontschot.menukaart.rules import Plek, few
from ontschot.netwerk.models import Gemeente
from ontschot.trajecten.gemis import gemis_per_gemeente
from ontschot.trajecten.models import Interventie, Toetsregel
from ontschot.werkplek.voorzieningen import Cel, voorzieningen
from tests.netwerk.factories import actor, rol
from tests.trajecten import factories as f

Als = Callable[[Any], Client]
REGIO = "AM08"


def missing(gemeente: str) -> Dienst:
    """A facility that this gemeente does not have."""
    return Dienst.objects.filter(
        soort="voorliggend", gemeenten__gemeente__naam=gemeente, gemeenten__beschikbaar=False
    ).order_by("pk")[0]


def bought_for_want_of(dienst: Dienst, gemeente: str, count: int = 1) -> list[Interventie]:
    """Verplichtingen of so many people of this gemeente whose toets said that it was not there."""
    wie = actor(rol())
    found = []
    for _ in range(count):
        bought = f.ready(wie, f.kandidaat(wie, gemeente=gemeente))
        line = bought.toets.first()
        assert line is not None
        Toetsregel.objects.filter(pk=line.pk).update(dienst=dienst, antwoord="niet_beschikbaar")
        others = bought.toets.exclude(pk=line.pk)
        others.update(antwoord="ontoereikend")
        found.append(_commit(bought))
    return found


def _commit(bought: Interventie) -> Interventie:
    f.sql(
        "UPDATE trajecten_interventie SET verplicht_op = now(), kosten_cent = gevraagd_cent, "
        "regeling_id = (SELECT code FROM regelingen_regeling LIMIT 1) WHERE id = %s",
        bought.pk,
    )
    bought.refresh_from_db()
    return bought


def cell(wie: Actor, dienst: Dienst, gemeente: str) -> Cel:
    today = timezone.localdate()
    with scope(wie):
        kaart = voorzieningen(wie, today, today - timedelta(days=365), today)
    row = next(row for row in kaart.rijen if row.dienst.pk == dienst.pk)
    return row.cellen[kaart.gemeenten.index(gemeente)]


def test_the_money_stands_where_the_facility_was_not_there(ruim: Actor) -> None:
    dienst = missing("Mook en Middelaar")
    bought = bought_for_want_of(dienst, "Mook en Middelaar", 2)
    found = cell(actor(rol(Rolsoort.COORDINATOR)), dienst, "Mook en Middelaar")
    assert found.plek is Plek.NEE
    assert (found.cent, found.interventies) == (sum(b.kosten_cent or 0 for b in bought), 2)
    assert cell(actor(rol()), dienst, "Nijmegen").cent is None


@pytest.mark.parametrize("soort", [Rolsoort.BELEID, Rolsoort.MONITOR])
def test_roles_without_names_read_no_money_of_fewer_than_five_people(
    ruim: Actor, soort: Rolsoort
) -> None:
    dienst, wie = missing("Mook en Middelaar"), actor(rol(soort))
    bought_for_want_of(dienst, "Mook en Middelaar", 4)
    few_people = cell(wie, dienst, "Mook en Middelaar")
    assert (few_people.verborgen, few_people.cent) == (True, None)
    bought_for_want_of(dienst, "Mook en Middelaar", 1)
    enough = cell(wie, dienst, "Mook en Middelaar")
    assert (enough.verborgen, enough.interventies) == (False, 5)


def test_people_who_are_afgeschermd_and_other_periods_do_not_count(ruim: Actor) -> None:
    dienst, today = missing("Mook en Middelaar"), timezone.localdate()
    [bought] = bought_for_want_of(dienst, "Mook en Middelaar")
    with scope(actor(rol())):
        assert len(gemis_per_gemeente(REGIO, today, today)) == 1
        before = today - timedelta(days=1)
        assert gemis_per_gemeente(REGIO, before, before) == []
    Kandidaat.objects.filter(pk=bought.kandidaat_id).update(afgeschermd=True)
    with scope(actor(rol())):
        assert gemis_per_gemeente(REGIO, today, today) == []


def test_nobody_counts_another_region(ruim: Actor) -> None:
    today = timezone.localdate()
    with scope(systeem("AM10")), pytest.raises(PermissionError):
        gemis_per_gemeente(REGIO, today, today)


def test_the_page_says_it_in_words_and_costs_the_same_with_twice_as_much(
    ruim: Actor, als: Als, count_queries: type
) -> None:
    client = als(rol(Rolsoort.COORDINATOR))

    def cost() -> int:
        with count_queries() as counted:
            page = client.get("/voorzieningen/").content.decode()
        assert "onder voorwaarde" in page
        assert "Mook en Middelaar" in page
        return int(counted.aantal)

    before = cost()
    places = list(Gemeente.objects.filter(naam__in=["Nijmegen", "Wijchen", "Druten"]))
    for dienst in list(Dienst.objects.filter(soort="voorliggend")):
        dienst.pk, dienst.sleutel = None, f"{dienst.sleutel}-2"
        dienst.save(force_insert=True)
        for gemeente in places:
            dienst.gemeenten.create(gemeente=gemeente, voorwaarde="anders")
    assert cost() == before


@pytest.mark.parametrize(
    "query", ["?van=kapot&tot=9999", "?stap=EW99", "?van=1-1-2030&tot=1-1-2020"]
)
def test_a_strange_filter_is_no_error(ruim: Actor, als: Als, query: str) -> None:
    assert als(rol(Rolsoort.BELEID)).get(f"/voorzieningen/{query}").status_code == 200


def test_only_where_it_differs(ruim: Actor, als: Als) -> None:
    client = als(rol())
    assert "Online webinars van UWV" in client.get("/voorzieningen/").content.decode()
    page = client.get("/voorzieningen/?verschil=on").content.decode()
    assert "Online webinars van UWV" not in page


# Who else uses it


def test_use_is_counted_per_organisatie_and_a_small_count_is_not_told(
    ruim: Actor, als: Als
) -> None:
    van = rol()
    wie = actor(van)
    bought = f.ready(wie)
    line = bought.toets.exclude(dienst=None).first()
    assert line is not None
    Toetsregel.objects.filter(pk=line.pk).update(antwoord="gebruikt", op=timezone.now())
    assert line.dienst is not None
    rows = gebruik.use_of(line.dienst.pk, timezone.localdate())
    assert [(row.organisatie, row.tekst) for row in rows] == [("UWV", "minder dan 5")]
    page = als(van).get(f"/menukaart/{line.dienst.sleutel}/").content.decode()
    assert "minder dan 5" in page
    kassier = als(rol(Rolsoort.KASSIER)).get(f"/menukaart/{line.dienst.sleutel}/").content.decode()
    assert "Wie gebruikt dit" not in kassier


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (1, "minder dan 5"), (4, "minder dan 5"), (5, "5")]
)
def test_few(count: int, words: str) -> None:
    assert few(count) == words
