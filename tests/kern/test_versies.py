"""What was known when: the database keeps the versions, and nobody can write them but itself."""

import os
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import example, given
from hypothesis import strategies as st

from ontschot.casusoverleg.models import Signaal, Signaalversie
from ontschot.kern.grants import READ_ONLY_TABLES
from ontschot.kern.scope import Actor
from ontschot.server.roles import with_database
from ontschot.web.format import AMSTERDAM
from tests.klok import op
from tests.netwerk import factories as netwerk

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 3, 2, 12, tzinfo=AMSTERDAM)
VERSIES = [table for table in READ_ONLY_TABLES if table.endswith("versie")]
KEPT = ("onderwerp", "status", "eigenaar_id", "beraad_op")
# What somebody may try to write of a signal; what may not be is refused, and nothing changed.
CHANGES: list[dict[str, Any]] = [
    {"status": "nieuw"},
    {"status": "opgepakt"},
    {"status": "afgerond", "uitkomst": "Geregeld."},
    {"onderwerp": "inkoop"},
    {"onderwerp": "anders"},
    {"beraad_op": date(2026, 4, 1)},
    {"aantal_keer": 3},
]


def _known(signaal: Signaal, moment: datetime) -> list[tuple[Any, ...]]:
    found = Signaalversie.objects.filter(signaal=signaal, bekend_van__lt=moment)
    return list(found.exclude(bekend_tot__lt=moment).values_list(*KEPT))


def kept(signaal: Signaal) -> tuple[Any, ...]:
    return tuple(getattr(signaal, name) for name in KEPT)


def _signal() -> Signaal:
    owner = netwerk.rol("beleid").medewerker
    return Signaal.objects.create(
        regio_id="AM08", onderwerp="wachttijd", wat="Te lang.", gemeld_door=owner, eigenaar=owner
    )


def test_what_was_known_at_each_moment_is_what_the_row_said_then(ruim: Actor) -> None:
    """Also when several things change at once, and when a clock runs back a little."""

    @given(st.lists(st.tuples(st.integers(-20, 90), st.sampled_from(CHANGES)), max_size=8))
    @example([(1, {"status": "nieuw"}), (-1, {"status": "opgepakt"})])
    def law(steps: list[tuple[int, dict[str, Any]]]) -> None:
        with op(BEGIN):
            signaal = _signal()
        moment = last = BEGIN
        said = {BEGIN: signaal}
        for minutes, change in steps:
            moment += timedelta(minutes=minutes)
            with op(moment), suppress(DatabaseError), transaction.atomic():
                Signaal.objects.filter(pk=signaal.pk).update(**change)
            row = Signaal.objects.get(pk=signaal.pk)
            if kept(row) != kept(said[last]):
                last = max(last, moment)
            said[last] = row
        a_little = timedelta(seconds=1)
        for at, row in said.items():
            assert _known(signaal, at + a_little) == [kept(row)]
        assert _known(signaal, BEGIN) == []

    law()


def test_nothing_is_written_when_nothing_that_counts_changed(ruim: Actor) -> None:
    signaal = _signal()
    Signaal.objects.filter(pk=signaal.pk).update(aantal_keer=7, wat="Nog steeds te lang.")
    assert Signaalversie.objects.filter(signaal=signaal).count() == 1


def test_the_versions_go_with_the_row(ruim: Actor) -> None:
    signaal = _signal()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM casusoverleg_signaal WHERE id = %s", [signaal.pk])
    assert not Signaalversie.objects.filter(signaal=signaal.pk).exists()


FORBIDDEN = (
    *(f"UPDATE {table} SET bekend_van = bekend_van - interval '1 year'" for table in VERSIES),
    *(f"INSERT INTO {table} (regio_id, bekend_van) VALUES ('AM08', now())" for table in VERSIES),
    *(f"DELETE FROM {table}" for table in VERSIES),
    *(f"TRUNCATE {table}" for table in VERSIES),
    *(f"SELECT {room}_versies_naspelen()" for room in ("meldingen", "casusoverleg", "trajecten")),
    "ALTER TABLE casusoverleg_signaal DISABLE TRIGGER casusoverleg_signaal_versies",
    "CREATE OR REPLACE FUNCTION ontschot_nu() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
    "SET session_replication_role = replica",
)


def test_the_application_cannot_say_since_when_something_was_known(ruim: Actor) -> None:
    assert len(VERSIES) == 6
    _signal()
    for statement in FORBIDDEN:
        with (
            pytest.raises(DatabaseError, match=r"denied|must be owner"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_every_table_of_versions_is_closed_to_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'bekend_van'"
        )
        assert {table for (table,) in cursor.fetchall()} == set(VERSIES)


def test_in_production_the_clock_is_that_of_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'ontschot_nu_echt'")
        assert cursor.fetchall() == [("SELECT now()",)]


BEFORE = """
INSERT INTO casusoverleg_signaal (id, regio_id, onderwerp, wat, voorziening, regel, aantal_keer,
  status, gemeld_door_id, gemeld_op, eigenaar_id, uitkomst, laatste_wijziging_op)
VALUES (1, 'AM08', 'inkoop', 'Duur.', '', '', 1, 'afgerond', 1, '2026-01-05', 1, 'Klaar.',
  '2026-02-01'), (2, 'AM08', 'anders', 'Anders.', '', '', 1, 'nieuw', 1, '2026-01-06', NULL, '',
  '2026-01-06')
"""


def test_what_was_there_before_there_were_versions_counts_from_its_own_day(
    django_db_setup: None, database_name: str
) -> None:
    url = with_database(os.environ["ONTSCHOT_BEHEER_URL"], database_name)
    with psycopg.connect(url) as link:
        link.execute("SET session_replication_role = replica")
        link.execute(BEFORE)
        link.execute("SELECT casusoverleg_versies_naspelen()")
        found = link.execute(
            "SELECT signaal_id, bekend_van::date::text, bekend_tot::date::text, status, eigenaar_id"
            " FROM casusoverleg_signaalversie ORDER BY 1, 2"
        ).fetchall()
        link.rollback()
    assert found == [
        (1, "2026-01-05", "2026-02-01", "nieuw", None),
        (1, "2026-02-01", None, "afgerond", 1),
        (2, "2026-01-06", None, "nieuw", None),
    ]
