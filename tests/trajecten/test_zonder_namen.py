"""Words that roles without names read too do not name the person they are about."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.trajecten import actions, verplichten
from ontschot.trajecten.models import Interventie
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def wie(ruim: Actor) -> Actor:
    return f.actor(f.rol())


def planned(wie: Actor, omschrijving: str = "Rijopleiding", **over: Any) -> Interventie:
    """For Samira Verhoeven, born on 3 February 1980."""
    person = f.kandidaat(wie, geboortedatum=date(1980, 2, 3))
    plan = actions.start_arrangement(wie, kandidaat_id=person.pk, doel="Werk")
    actions.add_stap(wie, arrangement_id=plan.pk, omschrijving=omschrijving)
    actions.agree_arrangement(wie, arrangement_id=plan.pk, op=timezone.localdate(), wijze="gesprek")
    return f.interventie(wie, person, plan, **over)


@pytest.mark.parametrize(
    "omschrijving", ["Rijles voor Samira", "Traject VERHOEVEN", "Cursus (3-2-1980)"]
)
def test_a_step_that_names_the_person_is_not_bought_under_that_name(
    wie: Actor, omschrijving: str
) -> None:
    with pytest.raises(Weigering, match="Geef de stap in het plan een andere naam"):
        planned(wie, omschrijving)


def test_a_provider_that_is_called_like_the_person_stands_on_the_menukaart_first(
    wie: Actor,
) -> None:
    with pytest.raises(Weigering, match="menukaart") as refusal:
        planned(wie, aanbieder="Verhoeven Opleidingen")
    assert refusal.value.veld == "aanbieder"
    assert planned(wie, aanbieder="Rijschool Maas en Waal").pk


def test_a_reason_does_not_name_the_person_wherever_it_is_written(wie: Actor) -> None:
    found = planned(wie)
    with pytest.raises(Weigering, match="de naam ‘Samira’"):
        actions.cancel(wie, interventie_id=found.pk, reden="Samira wil niet meer")
    actions.ask_longer(wie, interventie_id=found.pk)
    boss = f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    with pytest.raises(Weigering, match="Verhoeven"):
        actions.allow_longer(boss, interventie_id=found.pk, reden="Mw. Verhoeven is er bijna")
    bought = f.committed(wie)
    with pytest.raises(Weigering, match="Samira"):
        actions.break_off(wie, interventie_id=bought.pk, reden="Samira kreeg werk")
    granted = f.granted(wie)
    with pytest.raises(Weigering, match="Samira"):
        verplichten.lapse(granted, afbreekreden="anders", reden="Samira stopt")
    assert actions.cancel(wie, interventie_id=found.pk, reden="Wil niet meer").status == "vervallen"
