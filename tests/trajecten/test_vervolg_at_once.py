"""Two answers to one offer or one question at the same moment: one wins, the other hears it."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kern.models import Bericht
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Regio
from ontschot.trajecten import actions
from ontschot.trajecten.models import Nazorgmoment, Overdracht, Regioaanbod
from tests.tegelijk import at_once, one_won
from tests.trajecten import factories as f
from tests.trajecten.test_vervolg import ELDERS, agreed, outside, work

pytestmark = pytest.mark.django_db(transaction=True)
ONTSCHOT = systeem("AM08", ELDERS)
R = TypeVar("R")


def kept(make: Callable[[], R]) -> R:
    """Run this in one transaction that sees both regions, committed at its end."""
    cache.clear()
    with transaction.atomic(), scope(ONTSCHOT):
        return make()


def offered_outside() -> tuple[Actor, Overdracht, str]:
    wie = f.actor(f.rol())
    return wie, *outside(wie, f.kandidaat(wie))


def test_a_partners_link_is_used_twice_at_the_same_moment() -> None:
    _, offer, secret = kept(offered_outside)
    answers = [
        lambda naam=naam: actions.answer_outside(ONTSCHOT, geheim=secret, aannemen=True, naam=naam)
        for naam in ("Els", "Bob")
    ]
    told = at_once(*answers)
    assert "link" in one_won(told)
    after = kept(lambda: Overdracht.objects.get(pk=offer.pk))
    winner = ("Els", "Bob")[told.index("")]
    assert (after.status, after.beantwoord_door[:3]) == ("aangenomen", winner)


def test_a_partner_accepts_while_the_giver_withdraws() -> None:
    wie, offer, secret = kept(offered_outside)
    told = at_once(
        lambda: actions.answer_outside(ONTSCHOT, geheim=secret, aannemen=True, naam="Els"),
        lambda: actions.withdraw_overdracht(wie, overdracht_id=offer.pk),
    )
    assert one_won(told)
    after = kept(lambda: Overdracht.objects.get(pk=offer.pk))
    assert after.status == ("aangenomen" if not told[0] else "ingetrokken")


def test_two_colleagues_of_another_region_accept_at_the_same_moment() -> None:
    def world() -> tuple[Regioaanbod, list[Actor]]:
        Regio.objects.filter(pk=ELDERS).update(doet_mee=True)
        wie = f.actor(f.rol())
        person = f.kandidaat(wie)
        offer = actions.offer_regio(
            wie, kandidaat_id=person.pk, naar_regio=ELDERS, afspraak=agreed()
        )
        there = [f.actor(f.rol(Rolsoort.COORDINATOR, regio_id=ELDERS)) for _ in "ab"]
        return offer, there

    offer, there = kept(world)
    told = at_once(
        lambda: actions.accept_regio(there[0], aanbod_id=offer.pk),
        lambda: actions.accept_regio(there[1], aanbod_id=offer.pk),
    )
    assert one_won(told).startswith("Dit kan niet meer: "), told

    def after() -> tuple[list[int], int]:
        contacts = Betrokkenheid.objects.filter(regio=ELDERS, tot=None).order_by("pk")
        number = Kandidaat.objects.filter(regio=ELDERS).count()
        return list(contacts.values_list("medewerker_id", flat=True)), number

    assert kept(after) == ([there[told.index("")].medewerker_id], 1)


def test_the_kandidaat_answers_while_a_colleague_records_the_answer() -> None:
    def world() -> tuple[Actor, Nazorgmoment, str]:
        wie = f.actor(f.rol())
        person = f.kandidaat(wie, email="samira@voorbeeld.example")
        moment = work(wie, person).nazorg.earliest("gepland_op")
        actions.ask_by_message(wie, nazorgmoment_id=moment.pk)
        text = Bericht.objects.get(sleutel=f"nazorg-{moment.pk}").tekst
        return wie, moment, text.rpartition("/n/")[2].strip().strip("/")

    wie, moment, secret = kept(world)
    own = actions.Zelfantwoord(antwoord="werkt_niet_meer", hulp_nodig=True, mag_vragen=True)
    told = at_once(
        lambda: actions.answer_by_link(ONTSCHOT, geheim=secret, zelf=own),
        lambda: actions.record_nazorg(
            wie, nazorgmoment_id=moment.pk, antwoord="werkt_nog", op=timezone.localdate()
        ),
    )
    assert one_won(told)
    after = kept(lambda: Nazorgmoment.objects.get(pk=moment.pk))
    expected: tuple[Any, ...] = ("werkt_nog", False) if told[0] else ("werkt_niet_meer", True)
    assert (after.antwoord, after.via_link) == expected
