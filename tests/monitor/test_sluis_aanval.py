"""Somebody who may speak SQL as the application tries to keep the door of a sluis open.

What is asked each time: afterwards, and beside it, the casework is as closed as before. Whoever can
write `ontschot.rol` needs no sluis; that is the work of `kern.scope`, see docs/adr/0040.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import Error, connection, transaction

from ontschot.kern.scope import Actor, scope
from tests.monitor.factories import actor
from tests.monitor.test_sluis import SLUIZEN
from tests.monitor.wereld import Wereld

pytestmark = pytest.mark.django_db

VRAAG, CLOSED = "monitor_sluis_vraag('infinity')", "public.kandidaten_kandidaat"


def _ask(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def _one(statement: str) -> Any:
    return _ask(statement)[0][0]


def _refused(why: str, *statements: str) -> None:
    """The last statement fails, and the savepoint before the first is gone back to."""

    def try_it() -> None:
        with transaction.atomic():
            for statement in statements:
                _ask(statement)

    with pytest.raises(Error, match=why):
        try_it()


@contextmanager
def _as_monitor(wereld: Wereld) -> Iterator[None]:
    """What is tried inside leaves the role as it was, and the persons unread."""
    with scope(wereld.monitor), transaction.atomic():
        assert _one(f"SELECT count(*) FROM {VRAAG}") > 0
        yield
        assert _one("SELECT current_setting('ontschot.rol', true)") == "monitor"
        assert _one(f"SELECT count(*) FROM {CLOSED}") == 0


def test_a_query_that_breaks_inside_leaves_the_role_as_it_was(wereld: Wereld) -> None:
    """`row_security = off` makes the statement inside fail, after the role was changed."""
    with _as_monitor(wereld):
        for sluis in SLUIZEN:
            _refused(
                "row-level security",
                "SET LOCAL row_security = off",
                f"SELECT count(*) FROM {sluis}",
            )
            assert _one("SELECT current_setting('ontschot.rol', true)") == "monitor"


def test_an_error_that_is_caught_in_a_block_leaves_the_role_as_it_was(wereld: Wereld) -> None:
    with _as_monitor(wereld):
        _ask(f"""
            DO $$ BEGIN
              SET LOCAL row_security = off; PERFORM * FROM {VRAAG};
            EXCEPTION WHEN OTHERS THEN
              IF current_setting('ontschot.rol', true) <> 'monitor' THEN
                RAISE 'the role is %', current_setting('ontschot.rol', true);
              END IF;
            END $$""")


def test_a_query_that_is_cancelled_inside_leaves_the_role_as_it_was(wereld: Wereld) -> None:
    """Called so often that a cancel nearly always finds it inside."""
    with _as_monitor(wereld):
        often = "SELECT monitor_sluis_vraag('infinity') FROM generate_series(1, 1e6)"
        _refused("timeout", "SET LOCAL statement_timeout = 40", f"SELECT count(v) FROM ({often}) v")
        assert _one("SHOW statement_timeout") != "40ms"


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT * FROM {VRAAG} LIMIT 1",
        "SELECT monitor_sluis_vraag('infinity') LIMIT 1",
        f"SELECT 1 WHERE EXISTS (SELECT * FROM {VRAAG})",
        "SELECT 1 WHERE EXISTS (SELECT monitor_sluis_vraag('infinity'))",
        f"WITH s AS NOT MATERIALIZED (SELECT * FROM {VRAAG}) SELECT * FROM s FETCH FIRST ROW ONLY",
    ],
)
def test_who_stops_reading_early_stands_outside_again(statement: str, wereld: Wereld) -> None:
    with _as_monitor(wereld):
        assert len(_ask(statement)) == 1
        _ask(f"DECLARE halfway CURSOR FOR {statement}")
        assert len(_ask("FETCH 1 FROM halfway")) == 1
        assert _one(f"SELECT count(*) FROM {CLOSED}") == 0


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT max((SELECT count(*) FROM {CLOSED})) FROM {VRAAG}",
        f"SELECT count(k.id) FROM {VRAAG} s LEFT JOIN {CLOSED} k ON k.sleutel = s.persoon",
        f"SELECT count(k.id) FROM {VRAAG} s, LATERAL (SELECT * FROM {CLOSED} OFFSET 0) k",
        f"SELECT count(*) FROM {CLOSED} k WHERE EXISTS (SELECT monitor_sluis_vraag('infinity'))",
        f"SELECT count(*) FROM (SELECT monitor_sluis_vraag('infinity'), k.id FROM {CLOSED} k) x",
        f"SELECT count(*) FROM {CLOSED} k WHERE k.sleutel IN (SELECT persoon FROM {VRAAG})",
    ],
)
def test_what_stands_beside_it_in_the_same_statement_is_closed(
    statement: str, wereld: Wereld
) -> None:
    with _as_monitor(wereld):
        assert _one(statement) == 0


SPY = f"""
CREATE FUNCTION pg_temp.spy(text) RETURNS bigint LANGUAGE plpgsql COST 0.0001 AS
$$ BEGIN RETURN (SELECT count(*) FROM {CLOSED}); END $$"""


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT max(pg_temp.spy(s.persoon)) FROM {VRAAG} s",
        f"SELECT count(*) FROM {VRAAG} s WHERE pg_temp.spy(s.persoon) > 0",
        f"SELECT pg_temp.spy(s.deur) FROM {VRAAG} s ORDER BY pg_temp.spy(s.persoon) DESC LIMIT 1",
    ],
)
def test_a_function_of_ones_own_is_not_carried_inside(statement: str, wereld: Wereld) -> None:
    with _as_monitor(wereld), transaction.atomic():
        _ask(SPY)
        assert _one(statement) == 0


SHADOWS = {
    "a table": "CREATE TEMP TABLE meldingen_melding (LIKE public.meldingen_melding)",
    "a view that spies": (
        "CREATE TEMP VIEW kandidaten_kandidaat AS SELECT k.* FROM public.kandidaten_kandidaat k "
        "WHERE pg_temp.spy(k.sleutel) IS NOT NULL"
    ),
    "a type": "CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (pg_temp.spy(VALUE) < 0)",
    "a function": (
        "CREATE FUNCTION pg_temp.monitor_dag(timestamptz) RETURNS date LANGUAGE sql AS "
        "'SELECT NULL::date'"
    ),
}


@pytest.mark.parametrize("shadow", sorted(SHADOWS))
def test_nothing_temporary_stands_in_for_what_a_sluis_reads(shadow: str, wereld: Wereld) -> None:
    with _as_monitor(wereld):
        before = {sluis: _ask(f"SELECT * FROM {sluis}") for sluis in SLUIZEN}
        with transaction.atomic():
            # Nobody would see that it looked: it says so itself, in a setting of its own.
            _ask(SPY.replace("BEGIN", "BEGIN PERFORM set_config('spy.saw', '1', false);"))
            _ask(SHADOWS[shadow])
            _ask("SET LOCAL search_path = pg_temp, public")
            _ask("DISCARD PLANS")  # as in a session that did not come here before
            after = {sluis: _ask(f"SELECT * FROM public.{sluis}") for sluis in SLUIZEN}
            assert after == before
            assert not _one("SELECT current_setting('spy.saw', true)")
            transaction.set_rollback(True)


def test_no_function_of_ours_looks_for_something_temporary_first(db: None) -> None:
    """The owner's functions above all: a table of somebody else in the place of a balance."""
    assert not _ask("""
        SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND NOT 'search_path=public, pg_temp' = ANY (coalesce(proconfig, '{}'))
        AND (prosecdef OR EXISTS (SELECT FROM unnest(proconfig) c WHERE c LIKE 'search_path%'))""")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE FUNCTION public.spy() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA elsewhere",
        "CREATE OR REPLACE FUNCTION public.monitor_dag(moment timestamptz) RETURNS date STRICT",
        "ALTER FUNCTION public.monitor_sluis_vraag(timestamptz) RESET search_path",
        "CREATE VIEW public.open AS SELECT * FROM public.kandidaten_kandidaat",
    ],
)
def test_the_application_makes_nothing_that_a_sluis_would_find(
    statement: str, wereld: Wereld
) -> None:
    with _as_monitor(wereld):
        _refused(r"permission denied|must be owner", statement)


def test_several_workers_see_what_one_sees(wereld: Wereld) -> None:
    with _as_monitor(wereld):
        before = {sluis: sorted(map(str, _ask(f"SELECT * FROM {sluis}"))) for sluis in SLUIZEN}
        with transaction.atomic():
            for setting in ("parallel_setup_cost = 0", "parallel_tuple_cost = 0",
                            "min_parallel_table_scan_size = 0"):  # fmt: skip
                _ask(f"SET LOCAL {setting}")
            after = {s: sorted(map(str, _ask(f"SELECT * FROM {s}"))) for s in SLUIZEN}
        assert after == before


@pytest.mark.parametrize("forged", ["Monitor", "monitor ", "monitor,systeem", "'systeem'", "~", ""])
def test_a_role_that_is_not_one_gets_nothing(forged: str, wereld: Wereld) -> None:
    with scope(Actor(rol=forged, regios=("AM08",))):
        for sluis in SLUIZEN:
            assert _one(f"SELECT count(*) FROM {sluis}") == 0, sluis


def test_a_role_of_the_session_comes_back_too(wereld: Wereld) -> None:
    """SET instead of SET LOCAL: the sluis changes the transaction only."""
    with scope(actor("beleid")), transaction.atomic():
        _ask("SET ontschot.rol = 'beleid'")
        assert _one(f"SELECT count(*) FROM {VRAAG}") > 0
        assert _one("SELECT current_setting('ontschot.rol', true)") == "beleid"
        transaction.set_rollback(True)
