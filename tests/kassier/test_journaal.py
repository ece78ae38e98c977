"""The journaal itself: an entry is written once, stays as it is, and knows nobody's name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from ontschot.kassier.actions import reserve, toekennen
from ontschot.kassier.journaal import Boeking, money_action, post
from ontschot.kassier.models import Journaalpost, Saldo
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor, scope
from ontschot.settings import database
from tests.kassier import factories
from tests.kassier.factories import Wereld

pytestmark = pytest.mark.django_db

# The content of an entry as it was hashed from the first day on. This text never changes: with
# another one, books that were written before would no longer verify.
FIRST_HASH = """
SELECT encode(sha256(convert_to(jsonb_build_array(
  p.regio_id, p.fonds_id, p.fondsregel_id, p.soort, p.van, p.naar, p.cent, p.boekdatum,
  p.reden, p.reservering_id, p.verplichting_id, p.declaratieregel_id, p.betaalregel_id
)::text, 'UTF8')), 'hex') = p.inhoud_hash FROM kassier_journaalpost p
"""


@pytest.fixture
def w(db: None) -> Iterator[Wereld]:
    world = factories.wereld()
    with scope(world.ruim):
        yield world


def grant_of(w: Wereld, cent: int = 500) -> Boeking:
    return Boeking("toekenning", w.regel, w.regel.regio_id, cent, "twee-keer", "extra")


def free(w: Wereld) -> int:
    return Saldo.objects.get(fondsregel=w.regel).beschikbaar_cent


def test_the_same_entry_twice_stands_once(w: Wereld) -> None:
    today = timezone.localdate()
    assert post(w.ruim, today, [grant_of(w)]) == 1
    chain = Journaalpost.objects.filter(fonds=w.fonds).first()
    assert post(w.ruim, today, [grant_of(w)]) == 0
    assert post(w.ruim, today, []) == 0
    assert free(w) == 100_500
    assert Journaalpost.objects.filter(fonds=w.fonds).first() == chain


@money_action
def book(wie: Actor, boeking: Boeking) -> None:
    post(wie, timezone.localdate(), [boeking])
    audit.record(
        wie, "opdracht_herhaald", object_soort="boeking", object_sleutel="x", regio=wie.regio
    )


def test_the_same_key_with_other_content_is_refused_by_the_database_with_a_sentence(
    w: Wereld,
) -> None:
    book(w.ruim, grant_of(w))
    for other in (
        replace(grant_of(w), cent=501),
        replace(grant_of(w), reden="iets anders"),
    ):
        with pytest.raises(Weigering, match="met een andere inhoud"):
            book(w.ruim, other)
    assert free(w) == 100_500


def test_a_key_of_another_fonds_is_refused_too(w: Wereld) -> None:
    book(w.ruim, grant_of(w))
    other = factories.wereld()
    with pytest.raises(Weigering, match="met een andere inhoud"):
        book(w.ruim, replace(grant_of(w), fondsregel=other.regel))


def test_an_entry_keeps_the_hash_of_the_first_day(w: Wereld) -> None:
    factories.ordered(w, 1000)
    with connection.cursor() as cursor:
        cursor.execute(FIRST_HASH)
        answers = [same for (same,) in cursor.fetchall()]
    assert len(answers) >= 3
    assert all(answers)


CHANGES = [
    "UPDATE kassier_journaalpost SET reden = ''",
    "UPDATE kassier_journaalpost SET id = id WHERE false",
    "DELETE FROM kassier_journaalpost",
    "DELETE FROM kassier_journaalpost WHERE false",
    "TRUNCATE kassier_journaalpost CASCADE",
    "UPDATE kassier_saldo SET beschikbaar_cent = 0",
    "INSERT INTO kassier_saldo SELECT * FROM kassier_saldo",
    "DELETE FROM kassier_saldo",
    "UPDATE kassier_journaalketen SET hash = ''",
    "DELETE FROM kassier_journaalketen",
]
WAYS_AROUND = [
    "ALTER TABLE kassier_journaalpost DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "DROP TRIGGER kassier_journaalpost_append_only ON kassier_journaalpost",
]


@contextmanager
def logged_in(url: str) -> Iterator[psycopg.Connection]:
    """Another login on the database of the tests."""
    facts = database(url)
    with psycopg.connect(
        host=str(facts["HOST"]),
        port=str(facts["PORT"]),
        user=str(facts["USER"]),
        password=str(facts["PASSWORD"]),
        dbname=str(connection.settings_dict["NAME"]),
        autocommit=True,
    ) as link:
        yield link


@pytest.mark.parametrize("statement", CHANGES + WAYS_AROUND)
def test_the_application_changes_nothing_and_has_no_way_around(w: Wereld, statement: str) -> None:
    """The tests speak to the database as the application, with rows in sight."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) > 0 FROM kassier_journaalpost")
        assert cursor.fetchone() == ("ontschot_app", True)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)


@pytest.mark.parametrize("statement", CHANGES[:5])
def test_the_owner_of_the_tables_changes_no_entry_either(db: None, statement: str) -> None:
    """Not even a statement that finds no row: the refusal is of the statement."""
    with (
        logged_in(os.environ["ONTSCHOT_EIGENAAR_URL"]) as owner,
        pytest.raises(psycopg.DatabaseError) as refusal,
    ):
        owner.execute(statement.encode())
    assert refusal.value.sqlstate == "23001", "append-only"


def test_a_line_of_another_fonds_cannot_be_booked_in_this_chain(w: Wereld) -> None:
    other = factories.wereld()
    crossed = factories.wereld().regel
    crossed.fonds_id = other.fonds.pk
    boeking = replace(grant_of(w), fondsregel=crossed)
    with pytest.raises(IntegrityError, match="not of this fonds"), transaction.atomic():
        post(w.ruim, timezone.localdate(), [boeking])


def test_granting_again_with_the_same_key_returns_the_entry_that_stands(w: Wereld) -> None:
    grant = {"fondsregel_id": w.regel.pk, "sleutel": "nog eens", "reden": "extra", "cent": 500}
    assert toekennen(w.ruim, **grant).pk == toekennen(w.ruim, **grant).pk
    assert free(w) == 100_500


def test_money_never_leaves_an_account_below_zero_whatever_is_written(w: Wereld) -> None:
    interventie = factories.granted(w, 1000)
    known = reserve(
        w.wie("coordinator"), interventie_id=interventie.pk, fondsregel_id=w.regel.pk, cent=1000
    )
    move = Boeking(
        "vrijval_reservering", w.regel, w.regel.regio_id, 1001, "te veel",
        reservering_id=known.pk,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="kassier_saldo_gereserveerd"), transaction.atomic():
        post(w.ruim, timezone.localdate(), [move])
