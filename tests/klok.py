"""The clock of the test database: a test says at which moment the database writes something down.

Production's `ontschot_nu()` is the clock of the database, and nobody can set it. The owner puts
one in its place here that a test can set for its own transaction. It stays the same function: a
policy remembers which one it asks, not its name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import time_machine
from django.db import connection

SETTABLE = """
DO $own$ BEGIN
  EXECUTE replace(pg_get_functiondef('ontschot_nu()'::regprocedure),
    'ontschot_nu', 'ontschot_nu_echt');
END $own$;
CREATE OR REPLACE FUNCTION ontschot_nu() RETURNS timestamptz LANGUAGE sql STABLE AS $ontschot$
SELECT coalesce(nullif(current_setting('proef.nu', true), '')::timestamptz, ontschot_nu_echt())
$ontschot$
"""


@contextmanager
def op(moment: datetime) -> Iterator[None]:
    """Do something at this moment, for Python and for the versions that the database keeps."""
    outer = _set(moment.isoformat())
    with time_machine.travel(moment, tick=False):
        yield
    if not connection.needs_rollback:
        _set(outer)


def _set(value: str) -> str:
    """Set the clock of this transaction; returns what it was set to before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('proef.nu', true), '')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('proef.nu', %s, true)", [value])
    return str(before)
