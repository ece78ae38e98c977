"""Two people at the same moment: one wins, the other reads a clear sentence, nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from ontschot.casusoverleg.actions import ask_besluit, decide
from ontschot.casusoverleg.models import Besluit
from ontschot.kandidaten.models import Betrokkenheid
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope, systeem
from ontschot.trajecten import actions
from ontschot.trajecten.models import Interventie, Overdracht
from tests.tegelijk import at_once, one_won
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def regio() -> Callable[[], Any]:
    """`with regio():` one transaction that sees the region, committed at its end."""

    class Look:
        def __enter__(self) -> None:
            self.atomic, self.scope = transaction.atomic(), scope(systeem("AM08"))
            self.atomic.__enter__()
            self.scope.__enter__()

        def __exit__(self, *problem: Any) -> None:
            self.scope.__exit__(*problem)
            self.atomic.__exit__(*problem)

    return Look


def test_accept_and_withdraw_at_the_same_moment(regio: Callable[[], Any]) -> None:
    with regio():
        wie, other = f.actor(f.rol()), f.rol(Rolsoort.LOOPBAANCOACH, organisatie="fnv")
        person = f.kandidaat(wie)
        offered = f.overdracht(wie, person, other)
    told = at_once(
        lambda: actions.accept_overdracht(f.actor(other), overdracht_id=offered.pk),
        lambda: actions.withdraw_overdracht(wie, overdracht_id=offered.pk),
    )
    assert one_won(told).startswith("Dit kan niet meer: overdracht staat op")
    with regio():
        status = Overdracht.objects.get(pk=offered.pk).status
        owner = Betrokkenheid.objects.get(kandidaat=person, vaste_contactpersoon=True, tot=None)
    expected = {"aangenomen": other.medewerker_id, "ingetrokken": wie.medewerker_id}
    assert owner.medewerker_id == expected[status]


def test_two_plans_begun_at_the_same_moment(regio: Callable[[], Any]) -> None:
    with regio():
        wie = f.actor(f.rol())
        person = f.kandidaat(wie)
    begin = [
        lambda: actions.start_arrangement(wie, kandidaat_id=person.pk, doel="Werk") for _ in "ab"
    ]
    told = at_once(*begin)
    assert sorted(told) == ["", "Er is al een plan in de maak. Maak dat eerst af."]


def test_two_coordinators_decide_at_the_same_moment(regio: Callable[[], Any]) -> None:
    with regio():
        wie = f.actor(f.rol())
        besluit = ask_besluit(wie, interventie_id=f.ready(wie).pk)
        deciders = [
            f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")) for _ in "ab"
        ]

    def no(decider: Any) -> Besluit:
        return decide(
            decider,
            besluit_id=besluit.pk,
            toekennen=False,
            motivering="Eerst een stage.",
            consensus=True,
        )

    told = at_once(lambda: no(deciders[0]), lambda: no(deciders[1]))
    assert "Dit kan niet meer: besluit staat al op" in one_won(told)


def test_asking_and_replanning_at_the_same_moment_keep_one_price(regio: Callable[[], Any]) -> None:
    with regio():
        wie = f.actor(f.rol())
        ready = f.ready(wie)
    told = at_once(
        lambda: ask_besluit(wie, interventie_id=ready.pk),
        lambda: actions.replan(
            wie,
            interventie_id=ready.pk,
            gevraagd_cent=100_000,
            btw="incl",
            inkoper_id=ready.inkoper_id,
        ),
    )
    assert told[0] == ""
    with regio():
        asked = Besluit.objects.get(interventie_id=ready.pk).gevraagd_cent
        assert asked == Interventie.objects.get(pk=ready.pk).gevraagd_cent
