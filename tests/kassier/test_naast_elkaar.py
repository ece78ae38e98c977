"""Many at once, and somebody with all rights who changes the books behind our back."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction

from ontschot.kassier import laden
from ontschot.kassier.actions import (
    commit_verplichting,
    decide_budgetbesluit,
    propose_budgetbesluit,
    reserve,
)
from ontschot.kassier.controle import check
from ontschot.kassier.models import Fonds, Journaalpost, Reservering, Saldo
from ontschot.kassier.rules.budgetbesluiten import Verplaatsing
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope
from ontschot.settings import database
from tests.kassier import factories
from tests.kassier.factories import Wereld

CONNECTIONS, ATTEMPTS, PRICE = 20, 40, 1000


@pytest.mark.django_db(transaction=True)
def test_forty_orders_at_once_for_money_for_ten() -> None:
    w = factories.wereld(10 * PRICE)
    interventies = [factories.granted(w, PRICE).pk for _ in range(ATTEMPTS)]
    actors = (w.wie("coordinator"), w.wie("gids"))
    # With forty people on twenty connections, twenty at a time really start together.
    together = threading.Barrier(CONNECTIONS)

    def order(interventie: int) -> bool:
        together.wait(30)
        try:
            with transaction.atomic():
                reserve(
                    actors[0],
                    interventie_id=interventie,
                    fondsregel_id=w.regel.pk,
                    cent=PRICE,
                )
            commit_verplichting(
                actors[1],
                interventie_id=interventie,
                bedrag_cent=PRICE,
                btw="excl",
                aanbieder="Bureau",
            )
        except Weigering:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        done = list(pool.map(order, interventies))
    assert sum(done) == 10
    with transaction.atomic(), scope(w.ruim):
        saldo = Saldo.objects.get(fondsregel=w.regel)
        assert (saldo.beschikbaar_cent, saldo.verplicht_cent) == (0, 10 * PRICE)
        assert Reservering.objects.count() == 10
        assert check().verschillen == ()


@pytest.mark.django_db(transaction=True)
def test_the_same_order_sent_by_ten_at_once_is_one_order() -> None:
    w = factories.wereld(10 * PRICE)
    interventie = factories.granted(w, PRICE).pk
    actor = w.wie("coordinator")

    def order(_: int) -> int:
        try:
            return reserve(
                actor, interventie_id=interventie, fondsregel_id=w.regel.pk, cent=PRICE
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(order, range(10)))) == 1
    with transaction.atomic(), scope(w.ruim):
        assert Saldo.objects.get(fondsregel=w.regel).gereserveerd_cent == PRICE


@pytest.fixture
def booked(transactional_db: None) -> Wereld:
    """A world with an order, really committed."""
    w = factories.wereld(10 * PRICE)
    factories.ordered(w, PRICE)
    return w


@pytest.fixture
def beheer(booked: Wereld) -> Iterator[psycopg.Connection]:
    """Somebody with all rights on the server, for whom no trigger and no policy holds."""
    facts = database(os.environ["ONTSCHOT_BEHEER_URL"])
    with psycopg.connect(
        host=str(facts["HOST"]),
        port=str(facts["PORT"]),
        user=str(facts["USER"]),
        password=str(facts["PASSWORD"]),
        dbname=str(connection.settings_dict["NAME"]),
        autocommit=True,
    ) as link:
        link.execute("SET session_replication_role = replica")
        yield link


def controleer() -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("kassier_controleer", stdout=said)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    return 0, said.getvalue()


MOVED_BESIDE = """
UPDATE kassier_saldo
SET beschikbaar_cent = beschikbaar_cent + 1, toegekend_cent = toegekend_cent - 1
"""
TAMPERING = [
    ("UPDATE kassier_journaalpost SET cent = cent - 1 WHERE soort = 'verplichting'", "veranderd"),
    ("UPDATE kassier_journaalpost SET wie = 'een ander' WHERE volgnummer = 1", "past niet"),
    ("DELETE FROM kassier_journaalpost WHERE soort = 'reservering'", "ontbreekt"),
    ("DELETE FROM kassier_journaalpost WHERE soort = 'verplichting'", "eindigt op"),
    (MOVED_BESIDE, "volgens de boekingen"),
    ("DELETE FROM kassier_saldo", "staat niets"),
    ("UPDATE kassier_verplichting SET bedrag_cent = bedrag_cent + 1", "niet eens"),
    ("UPDATE kassier_reservering SET cent = cent + 1", "gereserveerd"),
    ("UPDATE kassier_reservering SET status = 'open'", "gereserveerd"),
    ("UPDATE kassier_journaalketen SET volgnummer = volgnummer + 1", "eindigt op"),
    ("UPDATE kassier_fonds SET gesloten_tot = '2020-12-31'", "volgens de budgetbesluiten"),
    ("UPDATE kassier_fondsregel SET begroot_cent = begroot_cent + 1", "begroot staat"),
]  # fmt: skip


def test_controleer_finds_a_budgetbesluit_that_was_changed(
    booked: Wereld, beheer: psycopg.Connection
) -> None:
    proposed = propose_budgetbesluit(
        booked.wie("kassier"),
        fonds_id=booked.fonds.pk,
        soort="toekenning",
        reden="erbij",
        verplaatsingen=[Verplaatsing(500, naar_id=booked.regel.pk)],
    )
    decide_budgetbesluit(booked.wie("kassier_2"), besluit_id=proposed.pk)
    assert controleer()[0] == 0
    for statement, said in [
        ("UPDATE kassier_budgetregel SET cent = 400", "controletotaal 500"),
        ("UPDATE kassier_budgetbesluit SET totaal_cent = 400", "in het journaal staan 1"),
    ]:
        beheer.execute(statement.encode())
        assert said in controleer()[1]


@pytest.mark.parametrize(("statement", "said"), TAMPERING)
def test_controleer_finds_what_was_changed_behind_our_back(
    beheer: psycopg.Connection, statement: str, said: str
) -> None:
    assert controleer()[0] == 0
    beheer.execute(statement.encode())
    status, output = controleer()
    assert status == 1
    assert said in output


@pytest.mark.django_db
def test_loading_the_fondsen_twice_books_nothing_twice(ruim: object) -> None:
    assert laden.load() == 18  # of this year, also when the database was made in the last
    before = (Fonds.objects.count(), Journaalpost.objects.count())
    assert laden.load() == 18
    assert (Fonds.objects.count(), Journaalpost.objects.count()) == before
