"""The own page in words: how far each step is, and what was shared with whom on what ground."""

from typing import Any

import pytest
from django.core.cache import cache

from ontschot.berichten import actions as berichten
from ontschot.berichten.queries import waiting_for
from ontschot.kern.scope import Actor
from ontschot.portaal.mijn import woorden
from ontschot.portaal.mijn.queries import as_my_step
from ontschot.trajecten import actions
from ontschot.trajecten.models import Interventie
from ontschot.trajecten.queries.plan import Stapdeel
from ontschot.trajecten.rules.overdracht import DEELBAAR
from tests.berichten import factories as maak
from tests.netwerk.factories import actor, rol
from tests.trajecten import factories as trajecten
from tests.trajecten.test_vervolg import agreed, outside

pytestmark = pytest.mark.django_db


@pytest.fixture
def gids(ruim: Actor) -> Any:
    cache.clear()
    return rol()


@pytest.fixture
def samira(gids: Any) -> Any:
    return maak.person(gids)


@pytest.mark.parametrize("status", ["", *dict(Interventie.STAPPEN.choices)])
@pytest.mark.parametrize("akkoord", [False, True])
def test_every_step_says_how_far_it_is(status: str, akkoord: bool) -> None:
    step = Stapdeel(1, "Leren lassen", "", "", None, None, status=status)
    assert str(as_my_step(step, prijzen=False, akkoord=akkoord).stand)


def test_everything_that_can_be_shared_has_its_word() -> None:
    assert set(woorden.DEELBAAR) == set(DEELBAAR)


def test_a_step_without_a_purchase_says_how_far_the_plan_is(gids: Any, samira: Any) -> None:
    plan = trajecten.plan(actor(gids), samira, agreed=False)
    client = maak.own_page(samira)
    assert "dit stellen we voor" in client.get("/mijn/plan/").content.decode()
    client.post("/mijn/plan/akkoord/", {"plan": str(plan.pk)})
    assert "dit spraken we af" in client.get("/mijn/plan/").content.decode()


def test_the_contact_hears_that_the_plan_was_agreed_until_it_is_read(
    gids: Any, samira: Any, als: Any
) -> None:
    plan = trajecten.plan(actor(gids), samira, agreed=False)
    assert not waiting_for(actor(gids))
    maak.own_page(samira).post("/mijn/plan/akkoord/", {"plan": str(plan.pk)})
    assert [item.soort for item in waiting_for(actor(gids))] == ["bericht"]
    talk = als(gids).get(f"/kandidaten/{samira.sleutel}/berichten/").content.decode()
    assert "Ik ga akkoord met het plan (versie 1)." in talk
    berichten.mark_seen(actor(gids), sleutel=samira.sleutel)
    assert not waiting_for(actor(gids))


def test_shared_shows_what_to_whom_and_on_which_ground(gids: Any, samira: Any) -> None:
    wie = actor(gids)
    first, _ = outside(wie, samira)
    actions.withdraw_overdracht(wie, overdracht_id=first.pk)
    actions.offer_outside(
        wie,
        kandidaat_id=samira.pk,
        aan=actions.Partner("Jan Bos", "Wijkteam", "jan@wijkteam.example"),
        afspraak=agreed(kandidaat_akkoord_op=None, andere_grond="Er is gevaar."),
    )
    page = maak.own_page(samira).get("/mijn/gedeeld/").content.decode()
    assert "Els Vos (Schuldhulp Nijmegen)" in page
    assert "een korte samenvatting" in page
    assert "Jij vond dit goed op" in page
    assert "Dit stopte op" in page
    assert "zonder jouw akkoord, omdat: Er is gevaar." in page
