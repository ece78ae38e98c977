"""Two people at once on the last euro, on a period that closes, on money that expires."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ontschot.kassier.actions import (
    commit_verplichting,
    decide_budgetbesluit,
    expire_reservering,
    propose_budgetbesluit,
    reserve,
)
from ontschot.kassier.controle import check
from ontschot.kassier.models import Fonds, Fondsregel, Journaalpost, Reservering, Saldo
from ontschot.kassier.rules.budgetbesluiten import Verplaatsing
from ontschot.kern.scope import scope
from tests.kassier import factories
from tests.kassier.factories import REGIO, Wereld
from tests.tegelijk import alone, beside, held_open

pytestmark = pytest.mark.django_db(transaction=True)


def shift(w: Wereld, target: Fondsregel, cent: int) -> int:
    return propose_budgetbesluit(
        w.wie("kassier"),
        fonds_id=w.fonds.pk,
        soort="verschuiving",
        reden="afgesproken",
        verplaatsingen=[Verplaatsing(cent, w.regel.pk, target.pk)],
    ).pk


def test_of_two_shifts_of_the_last_euro_one_wins() -> None:
    w = factories.wereld(100)
    with transaction.atomic(), scope(w.ruim):
        target = Fondsregel.objects.create(
            regio_id=REGIO, fonds=w.fonds, code="x", omschrijving="x"
        )
    first, second = shift(w, target, 100), shift(w, target, 100)
    by = w.wie("kassier_2")
    with ThreadPoolExecutor(1) as pool:
        with held_open(lambda: decide_budgetbesluit(by, besluit_id=first)):
            other = beside(pool, lambda: decide_budgetbesluit(by, besluit_id=second))
        assert other.result(30) is False
    with transaction.atomic(), scope(w.ruim):
        assert Saldo.objects.get(fondsregel=w.regel).beschikbaar_cent == 0
        assert Saldo.objects.get(fondsregel=target).beschikbaar_cent == 100
        assert check().verschillen == ()


def test_booking_and_closing_the_period_stand_in_one_order() -> None:
    w = factories.wereld()
    day = timezone.localdate() - timedelta(days=1)
    closing = propose_budgetbesluit(
        w.wie("kassier"), fonds_id=w.fonds.pk, soort="periode_sluiten", reden="klaar", tot_dag=day
    ).pk
    by, decider = w.wie("kassier_2"), w.wie("coordinator")
    early, late = factories.granted(w).pk, factories.granted(w).pk
    order = {"fondsregel_id": w.regel.pk, "cent": 1000, "dag": day}
    with ThreadPoolExecutor(1) as pool:
        # Who booked first is in; closing waits for it.
        with held_open(lambda: reserve(decider, interventie_id=early, **order)):
            closed = beside(pool, lambda: decide_budgetbesluit(by, besluit_id=closing))
            assert not closed.done()
        assert closed.result(30) is True
    assert not alone(lambda: reserve(decider, interventie_id=late, **order))
    with transaction.atomic(), scope(w.ruim):
        assert Journaalpost.objects.filter(soort="reservering").count() == 1


def test_who_books_while_the_period_closes_is_refused() -> None:
    w = factories.wereld()
    day = timezone.localdate() - timedelta(days=1)
    closing = propose_budgetbesluit(
        w.wie("kassier"), fonds_id=w.fonds.pk, soort="periode_sluiten", reden="klaar", tot_dag=day
    ).pk
    by, decider, interventie = w.wie("kassier_2"), w.wie("coordinator"), factories.granted(w).pk
    with ThreadPoolExecutor(1) as pool:
        with held_open(lambda: decide_budgetbesluit(by, besluit_id=closing)):
            booked = beside(
                pool,
                lambda: reserve(
                    decider, interventie_id=interventie, fondsregel_id=w.regel.pk, cent=1, dag=day
                ),
            )
            assert not booked.done()
        assert booked.result(30) is False
    with transaction.atomic(), scope(w.ruim):
        assert Fonds.objects.get(pk=w.fonds.pk).gesloten_tot == day
        assert not Reservering.objects.exists()
        assert check().verschillen == ()


@pytest.mark.parametrize("first", ["bestellen", "verlopen"])
def test_of_ordering_and_expiring_at_once_one_happens(first: str) -> None:
    w = factories.wereld()
    interventie = factories.granted(w).pk
    last = timezone.localdate() - timedelta(days=1)
    row = reserve(
        w.wie("coordinator"),
        interventie_id=interventie,
        fondsregel_id=w.regel.pk,
        cent=1000,
        verloopt_op=last,
    )
    gids, kassier = w.wie("gids"), w.wie("kassier")
    works = {
        "bestellen": lambda: commit_verplichting(
            gids,
            interventie_id=interventie,
            bedrag_cent=1000,
            btw="excl",
            aanbieder="Bureau",
            dag=last,
        ),
        "verlopen": lambda: expire_reservering(kassier, reservering_id=row.pk),
    }
    (second,) = works.keys() - {first}
    with ThreadPoolExecutor(1) as pool:
        with held_open(works[first]):
            other = beside(pool, works[second])
        assert other.result(30) is False
    with transaction.atomic(), scope(w.ruim):
        row.refresh_from_db()
        assert row.status == {"bestellen": "verplicht", "verlopen": "verlopen"}[first]
        saldo = Saldo.objects.get(fondsregel=w.regel)
        assert saldo.gereserveerd_cent == 0
        assert check().verschillen == ()
