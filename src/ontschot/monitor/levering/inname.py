"""The way in of a delivery: the good lines into their table, the refused into one that waits.

COPY cannot write into a table with row level security, so the good lines of a part go in as arrays
(`reeksen`), by INSERT under the policies. What only the whole file can tell, an id that stands
twice, the key tells: then the lines of that part are looked at one by one, and only then. What is
refused waits in a temporary table that goes with the transaction.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction

from ontschot.monitor.db import CODEKOLOMMEN
from ontschot.monitor.levering.kolommen import Kolommen
from ontschot.monitor.levering.lezen import Deel, Fout, Geweigerd
from ontschot.monitor.levering.reeksen import CODE_BITS, Reeks, arrays, send
from ontschot.monitor.levering.standen import Stand

_CODES = ", ".join(CODEKOLOMMEN)
_UNPACKED = ", ".join(
    f"(codes >> {CODE_BITS * place} & {2**CODE_BITS - 1})::smallint"
    for place in range(len(CODEKOLOMMEN))
)
MAKE = """
DROP TABLE IF EXISTS monitor_geweigerd, monitor_stand;
CREATE TEMPORARY TABLE monitor_geweigerd (
  regel integer PRIMARY KEY, extern_id text, fouten jsonb NOT NULL
) ON COMMIT DROP;
CREATE INDEX ON monitor_geweigerd (extern_id);
CREATE TEMPORARY TABLE monitor_stand (
  tabel text, regio_id text, maand date, waarde text, aantal integer, kosten_cent bigint
) ON COMMIT DROP
"""
IN = f"""
INSERT INTO monitor_leveringsrij (levering_id, kosten_cent, regel, datum, {_CODES}, regio_id,
  extern_id)
SELECT %s, kosten_cent, regel, datum, {_UNPACKED}, regio_id, extern_id FROM (
  SELECT unnest(%s::bigint[]) AS kosten_cent, unnest(%s::integer[]) AS regel,
    unnest(%s::date[]) AS datum, unnest(%s::bigint[]) AS codes, unnest(%s::text[]) AS regio_id,
    unnest(%s::text[]) AS extern_id OFFSET 0) n
"""  # noqa: S608
# Of an id the first line goes in, unless a line above it was refused with that id.
IN_ONCE = f"""{IN}
WHERE NOT EXISTS (SELECT FROM monitor_geweigerd g
  WHERE g.extern_id = n.extern_id AND g.regel < n.regel)
ORDER BY regel ON CONFLICT DO NOTHING RETURNING regel
"""


class Inname:
    """The way in of one levering.

    `regios` are the codes to which `Kolommen.regio` points, all equally long (`AM08`).
    """

    rijen = "monitor_leveringsrij"  # where the good lines go

    def __init__(self, levering: int, regios: Sequence[str]) -> None:
        self.levering, self.regios = levering, list(regios)
        # Whether a line was refused with an id: then no part may go in unseen.
        self.claimed = False
        with connection.cursor() as cursor:
            cursor.execute(MAKE)

    def laid_out(self, parts: Iterable[Deel]) -> Iterator[tuple[Deel, list[Reeks]]]:
        """The parts of the file, each with its good lines as arrays of the database."""
        return ((part, arrays(part.goed, self.regios)) for part in parts)

    def store(self, part: Deel, reeksen: Sequence[Reeks]) -> Kolommen:
        """Write a part of the file; returns the rows that went in."""
        with connection.cursor() as cursor:
            if part.geweigerd:
                self._refuse(cursor, part.geweigerd)
            return self._insert(cursor, part.goed, reeksen) if len(part.goed) else part.goed

    def _refuse(self, cursor: Any, refused: Iterable[Geweigerd]) -> None:
        with cursor.copy("COPY monitor_geweigerd FROM STDIN") as copy:
            for line in refused:
                faults = [(f.kolom, f.waarde, f.melding) for f in line.fouten]
                text = json.dumps(faults, ensure_ascii=False)
                copy.write_row((line.regel, line.extern_id, text))
                self.claimed |= line.extern_id is not None

    def _insert(self, cursor: Any, rows: Kolommen, reeksen: Sequence[Reeks]) -> Kolommen:
        if not self.claimed:
            try:
                with transaction.atomic():
                    send(IN, (self.levering, *reeksen))
            except IntegrityError as problem:
                if "monitor_leveringsrij_pkey" not in str(problem):
                    raise
            else:
                return rows
        went = [regel for (regel,) in send(IN_ONCE, (self.levering, *reeksen))]
        goed, double = _apart(rows, went)
        # Their fault, the line where the id stands too, is written when the file is in.
        self._refuse(
            cursor,
            (
                Geweigerd(regel, double.extern_id.text(place), ())
                for place, regel in enumerate(double.regel.tolist())
            ),
        )
        return goed

    def finish(self) -> int:
        """Say of each line whose id stands higher up where; returns how many were refused."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE monitor_geweigerd")
            cursor.execute(REPEATED.format(rijen=self.rijen), (self.levering,))
            cursor.execute("SELECT count(*) FROM monitor_geweigerd")
            return int(cursor.fetchone()[0])

    def store_standen(self, standen: Iterable[Stand]) -> None:
        with connection.cursor() as cursor:
            with cursor.copy("COPY monitor_stand FROM STDIN") as copy:
                for stand in standen:
                    copy.write_row(stand)
            cursor.execute(IN_STANDEN, (self.levering,))


def _apart(rows: Kolommen, regels: Sequence[int]) -> tuple[Kolommen, Kolommen]:
    """The rows on these lines, and the others."""
    import numpy as np  # noqa: PLC0415 - a web process never needs it

    inside = np.isin(rows.regel, regels)
    return rows.only(inside), rows.only(~inside)


# A line that stands on its own and one that was refused both claim their id.
REPEATED = """
UPDATE monitor_geweigerd g SET fouten = g.fouten || jsonb_build_array(jsonb_build_array('id',
  left(g.extern_id, 40), 'staat ook op regel ' || d.eerste || '. Een id komt één keer voor.'))
FROM (
  SELECT n.regel, least(min(r.regel), min(e.regel)) AS eerste
  FROM monitor_geweigerd n
  LEFT JOIN {rijen} r ON r.levering_id = %s AND r.extern_id = n.extern_id
  LEFT JOIN monitor_geweigerd e ON e.extern_id = n.extern_id AND e.regel < n.regel
  WHERE n.extern_id IS NOT NULL GROUP BY n.regel
) d
WHERE d.regel = g.regel AND d.eerste < g.regel
"""


IN_STANDEN = """
INSERT INTO monitor_leveringsstand (levering_id, tabel, regio_id, maand, waarde, aantal,
  kosten_cent)
SELECT %s, tabel, regio_id, maand, waarde, aantal, kosten_cent FROM monitor_stand
"""
FAULTS = """
SELECT n.regel, f.fout ->> 0, f.fout ->> 1, f.fout ->> 2
FROM monitor_geweigerd n, jsonb_array_elements(n.fouten) WITH ORDINALITY f(fout, volgorde)
WHERE n.regel > %s ORDER BY n.regel, f.volgorde LIMIT %s
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
