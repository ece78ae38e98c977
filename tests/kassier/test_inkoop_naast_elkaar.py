"""Two people at once on one reservering, and an account that changes while a batch is made."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ontschot.aanbieders import actions as aanbieders
from ontschot.kassier.actions import (
    Afspraken,
    approve_declaratie,
    build_batch,
    commit_verplichting,
    create_declaratie,
    give_inkoopmandaat,
    release_batch,
    release_reservering,
    reserve,
    submit_declaratie,
)
from ontschot.kassier.controle import check
from ontschot.kassier.models import Betaalbatch, Inkoopmandaat, Reservering, Saldo, Verplichting
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope
from tests.kassier import factories
from tests.kassier.factories import Wereld
from tests.tegelijk import beside, held_open

pytestmark = pytest.mark.django_db(transaction=True)


def reserved(w: Wereld) -> Reservering:
    interventie = factories.granted(w)
    return reserve(
        w.wie("coordinator"), interventie_id=interventie.pk, fondsregel_id=w.regel.pk, cent=1000
    )


def order(w: Wereld, row: Reservering, cent: int, betaalwijze: str = "partner") -> Verplichting:
    return commit_verplichting(
        w.wie("gids"),
        interventie_id=row.interventie_id,
        bedrag_cent=cent,
        btw="excl",
        aanbieder="Bureau",
        afspraken=Afspraken(betaalwijze=betaalwijze),
    )


def test_of_two_orders_on_one_reservering_one_happens() -> None:
    w = factories.wereld()
    row = reserved(w)
    with ThreadPoolExecutor(1) as pool:
        with held_open(lambda: order(w, row, 900)):
            other = beside(pool, lambda: order(w, row, 1000))
            assert not other.done()
        assert other.result(30) is False
    with transaction.atomic(), scope(w.ruim):
        assert Verplichting.objects.get().bedrag_cent == 900
        assert Saldo.objects.get(fondsregel=w.regel).gereserveerd_cent == 0
        assert check().verschillen == ()


def test_who_orders_while_the_money_is_given_back_gets_nothing() -> None:
    w = factories.wereld()
    row = reserved(w)
    back = w.wie("coordinator")
    with ThreadPoolExecutor(1) as pool:
        with held_open(
            lambda: release_reservering(back, reservering_id=row.pk, reden="niet meer nodig")
        ):
            other = beside(pool, lambda: order(w, row, 1000))
        assert other.result(30) is False
    with transaction.atomic(), scope(w.ruim):
        assert not Verplichting.objects.exists()
        assert Saldo.objects.get(fondsregel=w.regel).beschikbaar_cent == 100_000


def mandaat(w: Wereld) -> Inkoopmandaat:
    with transaction.atomic(), scope(w.ruim):
        return give_inkoopmandaat(
            w.wie("coordinator"),
            soort="kopen",
            organisatie_id=w.gids.organisatie_id,
            tot_cent=10_000,
            van=date(2026, 1, 1),
        )


def ended_yesterday(w: Wereld, row: Inkoopmandaat) -> None:
    """From beside the application, that lets nobody end a mandaat in the past."""
    with transaction.atomic(), scope(w.ruim):
        yesterday = timezone.localdate() - timedelta(days=1)
        Inkoopmandaat.objects.filter(pk=row.pk).update(tot=yesterday)


def test_a_mandaat_does_not_end_under_an_order_that_is_being_made() -> None:
    w = factories.wereld()
    row, money = mandaat(w), reserved(w)
    with ThreadPoolExecutor(1) as pool:
        with held_open(lambda: order(w, money, 900)):
            end = beside(pool, lambda: ended_yesterday(w, row))
            assert not end.done(), "the order keeps its mandaat until it stands"
        assert end.result(30) is True
    with transaction.atomic(), scope(w.ruim):
        assert Verplichting.objects.get().mandaat_id == row.pk


def test_who_orders_while_the_mandaat_ends_gets_nothing() -> None:
    w = factories.wereld()
    row, money = mandaat(w), reserved(w)
    keep_rules(w)
    with ThreadPoolExecutor(1) as pool:
        with held_open(lambda: ended_yesterday(w, row)):
            other = beside(pool, lambda: order(w, money, 900))
        assert other.result(30) is False
    with transaction.atomic(), scope(w.ruim):
        assert not Verplichting.objects.exists()
        assert Saldo.objects.get(fondsregel=w.regel).gereserveerd_cent == 1000
        assert check().verschillen == ()


def keep_rules(w: Wereld) -> None:
    """A mandaat of somebody else, so that buying still goes by mandaat."""
    with transaction.atomic(), scope(w.ruim):
        give_inkoopmandaat(
            w.wie("coordinator"),
            soort="kopen",
            organisatie_id=w.kassier.organisatie_id,
            tot_cent=10_000,
            van=date(2026, 1, 1),
        )


def test_an_account_does_not_change_under_a_batch_that_is_being_made() -> None:
    w = factories.wereld()
    factories.accounts(w)
    made = order(w, reserved(w), 1000, "aanbieder")
    with transaction.atomic(), scope(w.ruim):
        concept = create_declaratie(
            w.wie("gids"),
            fonds_id=w.fonds.pk,
            periode=date(2026, 3, 1),
            verplichting_ids=[made.pk],
        )
        submit_declaratie(w.wie("gids"), declaratie_id=concept.pk)
        approve_declaratie(w.wie("kassier"), declaratie_id=concept.pk)
        account = aanbieders.enter_rekening(
            w.wie("coordinator"),
            aanbieder_id=made.leverancier_id or 0,
            iban="NL02ABNA0123456789",
            tenaamstelling="Bureau",
            van=date(2026, 1, 1),
        )
        aanbieders.confirm_rekening(w.wie("kassier_2"), rekening_id=account.pk)
    by, other, fonds = w.wie("kassier"), w.wie("kassier_2"), w.fonds.pk
    with ThreadPoolExecutor(1) as pool:
        with held_open(lambda: build_batch(by, fonds_id=fonds, declaratie_ids=[concept.pk])):
            change = beside(
                pool,
                lambda: aanbieders.withdraw_rekening(by, rekening_id=account.pk, reden="fraude"),
            )
            assert not change.done()
        assert change.result(30) is True
    with transaction.atomic(), scope(w.ruim):
        batch = Betaalbatch.objects.get()
        with pytest.raises(Weigering, match="rekening van een aanbieder veranderde"):
            release_batch(other, batch_id=batch.pk)
