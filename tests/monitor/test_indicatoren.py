"""An indicator is one relation: its total, its tables and its rows are the same rows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope
from ontschot.monitor.definities import DEFINITIES
from ontschot.monitor.indicatoren import INDICATOREN
from ontschot.monitor.indicatoren.basis import rows
from ontschot.monitor.models import LEZERS
from tests.monitor.factories import actor, rol
from tests.monitor.wereld import selectie, tel, totaal
from tests.trajecten import factories as trajecten

pytestmark = pytest.mark.django_db
Als = Callable[[Any], Client]


def _twice(gids: Actor) -> str:
    """Somebody with two interventies; the key."""
    with scope(gids):
        person = trajecten.kandidaat(gids)
        trajecten.committed(gids, person=person)
    return person.sleutel


def test_somebody_with_two_interventies_is_one_person() -> None:
    gids, wie = actor("gids"), actor("monitor")
    with scope(gids):
        trajecten.committed(gids)
        trajecten.committed(gids)
    assert totaal(wie, "unieke_personen").rijen == 2


def test_a_figure_as_known_yesterday_does_not_know_what_came_today() -> None:
    gids, wie = actor("gids"), actor("monitor")
    with scope(gids):
        trajecten.committed(gids)
    gisteren = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert totaal(wie, "unieke_personen").rijen == 1
    assert totaal(wie, "unieke_personen", peil=gisteren).rijen == 0


@pytest.mark.parametrize("code", sorted(INDICATOREN))
def test_every_indicator_answers_on_an_empty_region(code: str) -> None:
    wie = actor("monitor")
    dimensies = INDICATOREN[code].definitie.dimensies
    assert tel(wie, code, *((d,) for d in dimensies)).get(()).rijen == 0  # type: ignore[union-attr]
    with scope(wie):
        assert rows(INDICATOREN[code], selectie(wie, code)) == []


@pytest.mark.parametrize("soort", sorted(Rolsoort))
def test_a_page_opens_for_who_has_figures_and_for_nobody_else(als: Als, soort: str) -> None:
    gids = actor("gids")
    with scope(gids):
        trajecten.committed(gids)
    client = als(rol(soort))
    for pad in ("", "rijen/", "doelgroep/csv/", "doelgroep/xlsx/"):
        answer = client.get(f"/monitor/indicator/unieke_personen/{pad}")
        assert answer.status_code == (200 if soort in LEZERS else 403), pad
    assert client.get("/monitor/indicatoren/").status_code == (200 if soort in LEZERS else 403)


def test_there_are_four_meanings_and_none_is_called_just_uitstroom() -> None:
    from ontschot.trajecten.models import Uitkomst

    assert {code for code, _ in Uitkomst.BETEKENISSEN} <= set(INDICATOREN)
    for definitie in DEFINITIES.values():
        assert definitie.code != "uitstroom"
        assert definitie.naam.casefold().strip() != "uitstroom"
