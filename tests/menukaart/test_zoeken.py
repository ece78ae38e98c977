"""Plain words: synonyms of the region, the beginning of a word, and typing errors."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ontschot.kern.scope import Actor
from ontschot.menukaart import actions, queries
from ontschot.menukaart.models import Dienst
from ontschot.menukaart.queries import Filter
from tests.meldingen.factories import rol
from tests.menukaart.factories import actor, coordinator, dienst, gids

Als = Callable[[Any], Client]


def found(**over: Any) -> list[str]:
    chosen = Filter(**over)
    order = queries.VOLGORDE_GEZOCHT if chosen.q else queries.VOLGORDE
    rows = queries.search(chosen, timezone.localdate()).order_by(*order)
    return [row.naam for row in rows]


@pytest.mark.parametrize("q", ["webinras", "wbinars", "webinar", "webi", "WEBINARS"])
def test_a_typing_error_or_a_beginning_finds_the_word(ruim: Actor, q: str) -> None:
    assert "Online webinars van UWV" in found(q=q)


def test_a_word_that_is_right_brings_no_likeness_along(ruim: Actor) -> None:
    assert queries.understand("webinars").lijken == ()
    assert queries.understand("xyzzyx").lijken == ()


def test_words_that_mean_the_same_in_this_region_find_each_other(ruim: Actor) -> None:
    dienst(gids(), naam="Hulp bij rekeningen")
    assert "Hulp bij rekeningen" not in found(q="geldzorgen")
    actions.save_instelling(
        actor(coordinator()),
        vers_maanden=3,
        verouderd_maanden=6,
        synoniemen="geldzorgen, rekeningen, niet rond komen",
    )
    assert "Hulp bij rekeningen" in found(q="geldzorgen")
    assert "Hulp bij rekeningen" in found(q="ik kan niet rond komen")


def test_the_synonyms_of_another_region_stay_there(
    ruim: Actor, binnen: Callable[[Actor], Any]
) -> None:
    actions.save_instelling(
        actor(coordinator()), vers_maanden=3, verouderd_maanden=6, synoniemen="aap, webinars"
    )
    with binnen(actor(rol(regio="AM10"))):
        assert queries.understand("aap").synoniemen == ()


def test_language_and_waiting_time_narrow(ruim: Actor) -> None:
    dienst(gids(), naam="In het Engels", talen=["en"], wachttijd_dagen=3)
    assert found(taal="en") == ["In het Engels"]
    assert "In het Engels" in found(wacht=14)
    assert "In het Engels" not in found(wacht=0)


def test_who_keeps_finds_own_concepts_and_what_is_stale(ruim: Actor, als: Als) -> None:
    van = gids()
    dienst(van, op=None, naam="Nog niet klaar")
    Dienst.objects.filter(sleutel="uwv-webinars").update(gecontroleerd_op="2020-01-01")
    client = als(van)
    assert "Nog niet klaar" in client.get("/menukaart/?bijhouden=concept").content.decode()
    stale = client.get("/menukaart/?bijhouden=verouderd").content.decode()
    assert "Online webinars van UWV" in stale
    assert "Nog niet klaar" not in stale
    own = client.get("/menukaart/?bijhouden=van_ons&wacht=abc&taal=zz").content.decode()
    assert "loopbaancoach van FNV" not in own


def test_what_we_searched_besides_is_said(ruim: Actor, als: Als) -> None:
    page = als(gids()).get("/menukaart/?q=webinras").content.decode()
    assert "We zochten ook naar" in page


def test_words_cost_the_same_number_of_queries(ruim: Actor, count_queries: type) -> None:
    def cost(q: str) -> int:
        with count_queries() as counted:
            found(q=q)
        return int(counted.aantal)

    assert cost("webinars") == cost("geld schuld fiets training webinras") == 3
