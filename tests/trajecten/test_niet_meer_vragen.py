"""Nothing is sent to who died or went to another region, and consent that is withdrawn stops it."""

from typing import Any

import pytest
from django.utils import timezone

from ontschot.berichten import actions as berichten
from ontschot.kandidaten import actions as kandidaten
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Bericht
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Rol
from ontschot.trajecten import actions, queries
from ontschot.trajecten.actions.periodiek import follow_up
from ontschot.trajecten.models import Nazorgmoment, Nazorgschema
from tests.berichten import factories as maak
from tests.netwerk.factories import actor, rol
from tests.trajecten.test_vervolg import work

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def gids(ruim: Actor) -> Rol:
    return rol()


@pytest.fixture
def samira(gids: Rol) -> Kandidaat:
    person = maak.person(gids)
    work(actor(gids), person)
    return person


def open_nazorg(person: Kandidaat) -> Any:
    return Nazorgmoment.objects.filter(kandidaat=person, gedaan_op=None)


def lapsed(person: Kandidaat) -> set[str]:
    rows = Nazorgmoment.objects.filter(kandidaat=person)
    return set(rows.values_list("vervallen_omdat", flat=True))


def nazorg_waits(gids: Rol) -> bool:
    return any(item.soort == "nazorg" for item in queries.waiting_for(actor(gids)))


def test_after_a_death_everything_stops_at_once(gids: Rol, samira: Kandidaat) -> None:
    client, wie = maak.own_page(samira), actor(gids)
    assert nazorg_waits(gids)
    kandidaten.record_overleden(wie, kandidaat=samira, dag=TODAY)
    assert lapsed(samira) == {"overleden"}
    assert not nazorg_waits(gids)
    assert queries.ground_of(samira.pk) is None or not open_nazorg(samira).exists()
    assert client.get("/mijn/").status_code == 302
    with pytest.raises(Weigering, match="leeft niet meer"):
        berichten.send_link(wie, sleutel=samira.sleutel, kanaal="mail", basis="https://x.nl")
    with pytest.raises(Weigering, match="leeft niet meer"):
        berichten.write_to_kandidaat(wie, sleutel=samira.sleutel, tekst="Dag.")
    assert not Bericht.objects.exists()


def test_work_that_is_told_after_a_death_plans_no_nazorg(gids: Rol) -> None:
    person = maak.person(gids)
    Kandidaat.objects.filter(pk=person.pk).update(overleden_op=TODAY)
    work(actor(gids), person)
    assert not open_nazorg(person).exists()


@pytest.mark.parametrize("known", [False, True])
def test_the_morning_round_asks_nobody_who_died_and_lets_it_lapse(
    gids: Rol, samira: Kandidaat, known: bool
) -> None:
    Nazorgschema.objects.create(
        regio_id="AM08", momenten=["7d"], antwoord_dagen=14, automatisch=True, van="2020-01-01"
    )
    moment = open_nazorg(samira).earliest("gepland_op")
    if known:
        actions.ask_by_message(actor(gids), nazorgmoment_id=moment.pk)
    before = Bericht.objects.count()
    # As a row that came in from elsewhere, past the action.
    Kandidaat.objects.filter(pk=samira.pk).update(overleden_op=TODAY)
    assert not nazorg_waits(gids)
    assert follow_up("AM08", TODAY) > 0
    assert lapsed(samira) == {"overleden"}
    assert Bericht.objects.count() == before


def test_who_went_to_another_region_hears_nothing_from_here() -> None:
    assert Kandidaat().is_bereikbaar
    assert not Kandidaat(overgegaan_op=TODAY).is_bereikbaar


def test_who_moved_is_asked_by_a_person_and_not_by_itself(gids: Rol, samira: Kandidaat) -> None:
    Nazorgschema.objects.create(
        regio_id="AM08", momenten=["7d"], antwoord_dagen=14, automatisch=True, van="2020-01-01"
    )
    kandidaten.record_verhuisd(actor(gids), kandidaat=samira, dag=TODAY, naar="Arnhem")
    follow_up("AM08", TODAY)
    assert not Bericht.objects.exists()
    moment = open_nazorg(samira).earliest("gepland_op")
    actions.ask_by_message(actor(gids), nazorgmoment_id=moment.pk)
    assert Bericht.objects.count() == 1


def test_no_more_questions_asked_for_on_the_own_page_ends_the_following(
    gids: Rol, samira: Kandidaat
) -> None:
    client = maak.own_page(samira)
    assert client.post("/mijn/stoppen/", {"onderwerp": "nazorg"}).status_code == 302
    assert lapsed(samira) == {"wil_niet"}
    assert samira.volggronden.get().tot <= TODAY
    assert not nazorg_waits(gids)
