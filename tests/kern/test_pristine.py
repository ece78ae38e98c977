"""What a committing test leaves behind is gone for the next, also where nobody may delete."""

import os

import psycopg
import pytest
from django.db import DatabaseError, transaction

from ontschot.kern import audit
from ontschot.kern.models import Auditregel
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Gemeente, Regio
from ontschot.server.roles import with_database
from tests.pristine import Pristine

ACTOR = systeem("AM08")
audit.register({"ding_gebeurd": "{wie} deed iets met {object}."})


def _commit_a_line() -> int:
    """Write one line in the log; gives its number in the chain of the region."""
    with transaction.atomic(), scope(ACTOR):
        line = audit.record(
            ACTOR, "ding_gebeurd", object_soort="ding", object_sleutel="D-1", regio="AM08"
        )
        line.refresh_from_db()
        return line.volgnummer


def _as_superuser(database_name: str, statement: str) -> None:
    url = with_database(os.environ["ONTSCHOT_BEHEER_URL"], database_name)
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("SET session_replication_role = replica")
        link.execute(statement.encode())


@pytest.mark.django_db(transaction=True)
def test_lines_that_nobody_may_delete_are_gone(pristine: Pristine) -> None:
    first = _commit_a_line()
    with pytest.raises(DatabaseError), transaction.atomic(), scope(ACTOR):
        Auditregel.objects.all().delete()
    assert {"kern_auditregel", "kern_auditketen"} <= set(pristine.different())
    pristine.restore()
    assert pristine.different() == []
    # And the chain goes on from the same link as before.
    assert _commit_a_line() == first
    with transaction.atomic(), scope(ACTOR):
        assert audit.check_chains() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE netwerk_gemeente SET naam = naam || '!' WHERE naam = 'Nijmegen'",
        "DELETE FROM netwerk_gemeente",
        "TRUNCATE netwerk_regio CASCADE",
        "INSERT INTO django_content_type (app_label, model) VALUES ('kern', 'nieuw')",
        "SELECT nextval('django_content_type_id_seq')",
    ],
)
def test_reference_data_and_numbers_are_as_they_were(
    pristine: Pristine, database_name: str, statement: str
) -> None:
    pristine.restore()
    before = Gemeente.objects.count(), Regio.objects.count()
    _as_superuser(database_name, statement)
    assert pristine.different()
    pristine.restore()
    assert pristine.different() == []
    assert (Gemeente.objects.count(), Regio.objects.count()) == before


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_left_open_holds_nothing_back(
    pristine: Pristine, database_name: str
) -> None:
    url = with_database(os.environ["ONTSCHOT_DATABASE_URL"], database_name)
    left = psycopg.connect(url)
    left.execute("LOCK TABLE kern_auditregel IN ROW EXCLUSIVE MODE")
    _commit_a_line()
    pristine.restore()
    assert pristine.different() == []
    with pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")


def test_what_is_rolled_back_is_not_taken_for_written(pristine: Pristine, ruim: Actor) -> None:
    audit.record(ruim, "ding_gebeurd", object_soort="ding", object_sleutel="D-1", regio="AM08")
    assert pristine.touched_tables() == []
