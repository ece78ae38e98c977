"""Which day it is, the database asks of the clock in Amsterdam, wherever its server stands."""

import re

import pytest
from django.db import connection

# All words of ours that the database keeps: policies, functions, checks, views, defaults, indexes.
WRITTEN = """
SELECT 'policy ' || polname, concat_ws(' ', pg_get_expr(polqual, polrelid),
    pg_get_expr(polwithcheck, polrelid)) FROM pg_policy
UNION ALL SELECT 'function ' || proname, prosrc FROM pg_proc
  WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'constraint ' || conname, pg_get_constraintdef(oid) FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND contype = 'c'
UNION ALL SELECT 'view ' || viewname, definition FROM pg_views WHERE schemaname = 'public'
UNION ALL SELECT 'default of ' || adrelid::regclass, pg_get_expr(adbin, adrelid) FROM pg_attrdef
UNION ALL SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""
# A day without a place: that of the session, which is Greenwich for every connection of ours.
WITHOUT_PLACE = re.compile(
    r"current_date|localtimestamp"
    r"|(?:\bnow|\bontschot_nu|_timestamp)(?:\(\))?[\s)]*::\s*(?:date|timestamp(?!tz|\s+with ))"
    r"|\bdate\s*\(\s*(?:now|ontschot_nu|\w+_timestamp)"
    r"|cast\s*\(\s*(?:now|ontschot_nu|\w+_timestamp)(?:\(\))?\s+as\s+(?:date|timestamp\s*\))",
    re.IGNORECASE,
)


@pytest.mark.django_db
def test_no_rule_of_the_database_takes_the_day_of_its_server() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        rows = [(str(name), str(text or "")) for name, text in cursor.fetchall()]
    kinds = {name.split()[0] for name, _ in rows}
    assert kinds == {"policy", "function", "constraint", "view", "default", "index"}
    ours = [(name, text) for name, text in rows if "procrastinate" not in name]
    assert [name for name, text in ours if WITHOUT_PLACE.search(text)] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("r.van <= current_date", True),
        ("r.van <= CURRENT_DATE", True),
        ("(now())::date", True),
        ("now()::date", True),
        ("clock_timestamp() :: date", True),
        ("CURRENT_TIMESTAMP::date", True),
        ("ontschot_nu()::timestamp without time zone", True),
        ("cast(now() AS date)", True),
        ("date(now())", True),
        ("(now() AT TIME ZONE 'Europe/Amsterdam')::date", False),
        ("((ontschot_nu() AT TIME ZONE 'Europe/Amsterdam'::text))::date", False),
        ("coalesce(tot, now())::timestamptz", False),
        ("now()::timestamp with time zone", False),
    ],
)
def test_what_counts_as_a_day_without_a_place(text: str, wrong: bool) -> None:
    assert bool(WITHOUT_PLACE.search(text)) is wrong
