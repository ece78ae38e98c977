"""The table in which a delivery waits while it is checked: one row per line, good or bad.

It is temporary and goes with the transaction. The lines stream in by COPY; what only the whole
file can tell (an id that stands twice, a region that does not belong) the database finds.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection, transaction

from ontschot.monitor.levering.lezen import Fout, Geweigerd, Rij

MAKE = """
DROP TABLE IF EXISTS monitor_inname;
CREATE TEMPORARY TABLE monitor_inname (
  regel integer, fouten jsonb, extern_id text, regio_id text, datum date,
  interventiesoort_id text, doelgroep_id text, geslacht text, kwalificatie text, sector text,
  inkopende_partij text, eerstverantwoordelijke text, kosten_cent bigint
) ON COMMIT DROP
"""
READY = """
CREATE INDEX ON monitor_inname (regel) WHERE fouten IS NOT NULL;
ANALYZE monitor_inname
"""
LEGE_CELLEN = (None,) * 10


def stage(rows: Iterable[Rij | Geweigerd]) -> None:
    """Write every line into the waiting table."""
    # A savepoint of its own: a file that breaks off halfway leaves COPY in an error.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MAKE)
        with cursor.copy("COPY monitor_inname FROM STDIN") as copy:
            for row in rows:
                if isinstance(row, Rij):
                    copy.write_row((row.regel, None, *row.waarden))
                else:
                    faults = [(f.kolom, f.waarde, f.melding) for f in row.fouten]
                    text = json.dumps(faults, ensure_ascii=False)
                    copy.write_row((row.regel, text, row.extern_id, *LEGE_CELLEN))
        cursor.execute(READY)


# A line that stands on its own and one that was refused both claim their id.
REPEATED = """
UPDATE monitor_inname n SET fouten = coalesce(n.fouten, '[]') || jsonb_build_array(
  jsonb_build_array('id', left(n.extern_id, 40), 'staat ook op regel ' || r.eerste ||
    '. Een id komt één keer voor.'))
FROM (SELECT regel, min(regel) OVER (PARTITION BY extern_id) AS eerste FROM monitor_inname
  WHERE extern_id IS NOT NULL) r
WHERE r.regel = n.regel AND r.eerste < n.regel
"""
OUTSIDE = """
UPDATE monitor_inname SET fouten = coalesce(fouten, '[]') || jsonb_build_array(
  jsonb_build_array('regio', regio_id, %s::text))
WHERE regio_id <> ALL (%s)
"""


def refuse_repeated_ids() -> None:
    """Refuse each line whose id stands higher up in the file; the first one stands."""
    with connection.cursor() as cursor:
        cursor.execute(REPEATED)


def refuse_outside(regios: Sequence[str], melding: str) -> None:
    """Refuse the lines of any other region."""
    with connection.cursor() as cursor:
        cursor.execute(OUTSIDE, (melding, list(regios)))


def count() -> tuple[int, int]:
    """How many lines are good and how many were refused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) - count(fouten), count(fouten) FROM monitor_inname")
        good, refused = cursor.fetchone()
    return int(good), int(refused)


FAULTS = """
SELECT n.regel, f.fout ->> 0, f.fout ->> 1, f.fout ->> 2
FROM monitor_inname n, jsonb_array_elements(n.fouten) WITH ORDINALITY f(fout, volgorde)
WHERE n.fouten IS NOT NULL AND n.regel > %s ORDER BY n.regel, f.volgorde LIMIT %s
"""
STUK = 10_000  # faults held in memory at once


def faults(limit: int) -> list[Fout]:
    """The first faults, in the order of the file."""
    return _faults_after(0, limit)


def every_fault() -> Iterator[Fout]:
    """All faults in the order of the file, a part at a time."""
    after = 0
    while part := _faults_after(after, STUK):
        # The last line may have more faults than came along: leave it for the next part.
        last = part[-1].regel
        whole = part if len(part) < STUK else [f for f in part if f.regel < last]
        yield from whole
        after = whole[-1].regel


def _faults_after(regel: int, limit: int) -> list[Fout]:
    with connection.cursor() as cursor:
        cursor.execute(FAULTS, (regel, limit))
        return [Fout(*row) for row in cursor.fetchall()]
