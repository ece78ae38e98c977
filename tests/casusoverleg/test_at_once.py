"""People who collide around a meeting: one wins, the other reads why, and the rule holds."""

from collections.abc import Callable
from typing import Any

import pytest

from ontschot.casusoverleg import actions
from ontschot.casusoverleg.models import Besluit, Overleg
from ontschot.kern.rollen import Rolsoort
from tests.casusoverleg import factories as c
from tests.tegelijk import at_once, one_won
from tests.trajecten import factories as f
from tests.trajecten.test_at_once import regio

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["regio"]


def test_two_decide_in_the_meeting_while_a_partner_leaves(regio: Callable[[], Any]) -> None:
    with regio():
        boss, other = (
            f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")) for _ in "ab"
        )
        wie = f.actor(f.rol())
        besluit = actions.ask_besluit(wie, interventie_id=f.ready(wie).pk)
        overleg = c.bezig(boss)
        one = c.partner_ids()[:1]

    def no(decider: Any) -> Besluit:
        return actions.decide(
            decider,
            besluit_id=besluit.pk,
            toekennen=False,
            motivering="Eerst een stage.",
            consensus=True,
        )

    told = at_once(
        lambda: no(boss),
        lambda: no(other),
        lambda: actions.set_attendance(boss, overleg_id=overleg.pk, aanwezig=one),
    )
    assert told[2] == ""
    assert sum(zin == "" for zin in told[:2]) <= 1, told
    assert all("kan niet meer" in z or "minstens 2" in z for z in told[:2] if z), told
    with regio():
        status = Besluit.objects.get(pk=besluit.pk).uitkomst
    assert (status == "afgewezen") == ("" in told[:2])


def test_two_meetings_do_not_begin_at_once(regio: Callable[[], Any]) -> None:
    with regio():
        boss = f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
        series = c.reeks(boss)
        both = [c.vandaag(series), c.vandaag(series)]
        for overleg in both:
            actions.set_attendance(boss, overleg_id=overleg.pk, aanwezig=c.partner_ids())
    told = at_once(*(lambda pk=o.pk: actions.start_overleg(boss, overleg_id=pk) for o in both))
    assert one_won(told)
    with regio():
        assert Overleg.objects.filter(status="bezig").count() == 1
