"""The tables in which a part of a delivery waits: the good lines on their way in, the refused.

They are temporary and go with the transaction. COPY cannot write into a table with row level
security, so the good lines of a part go through a waiting table and from there, by INSERT under
the policies, into `monitor_leveringsrij`. What only the whole file can tell, an id that stands
twice, its key tells: then the lines of that part are looked at, and only then.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction

from ontschot.monitor.db import CODEKOLOMMEN
from ontschot.monitor.levering.kolommen import Kolommen
from ontschot.monitor.levering.lezen import Deel, Fout, Geweigerd
from ontschot.monitor.levering.standen import Stand

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CODES = ", ".join(CODEKOLOMMEN)
MAKE = f"""
DROP TABLE IF EXISTS monitor_inname, monitor_geweigerd, monitor_stand;
CREATE TEMPORARY TABLE monitor_inname (
  kosten_cent bigint, regel integer, datum date,
  {", ".join(f"{kolom} smallint" for kolom in CODEKOLOMMEN)}, regio_id text, extern_id text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE monitor_geweigerd (
  regel integer PRIMARY KEY, extern_id text, fouten jsonb NOT NULL
) ON COMMIT DROP;
CREATE INDEX ON monitor_geweigerd (extern_id);
CREATE TEMPORARY TABLE monitor_stand (
  tabel text, regio_id text, maand date, waarde text, aantal integer, kosten_cent bigint
) ON COMMIT DROP
"""


# The good lines of a part whose id a line above them claimed, in the file or in this part. The
# fault is written when the whole file is in.
TAKE_OUT = """
WITH dubbel AS (
  SELECT n.regel, n.extern_id FROM (
    SELECT regel, extern_id, min(regel) OVER (PARTITION BY extern_id) AS eerste FROM monitor_inname
  ) n
  WHERE n.eerste < n.regel
    OR EXISTS (SELECT FROM monitor_geweigerd g
      WHERE g.extern_id = n.extern_id AND g.regel < n.regel)
    OR EXISTS (SELECT FROM monitor_leveringsrij r
      WHERE r.levering_id = %s AND r.extern_id = n.extern_id)
), weg AS (
  DELETE FROM monitor_inname USING dubbel WHERE dubbel.regel = monitor_inname.regel
)
INSERT INTO monitor_geweigerd (regel, extern_id, fouten)
SELECT regel, extern_id, '[]' FROM dubbel RETURNING regel
"""
IN = f"""
INSERT INTO monitor_leveringsrij (levering_id, kosten_cent, regel, datum, {_CODES}, regio_id,
  extern_id)
SELECT %s, kosten_cent, regel, datum, {_CODES}, regio_id, extern_id
FROM monitor_inname
"""  # noqa: S608


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

    def laid_out(self, parts: Iterable[Deel]) -> Iterator[tuple[Deel, bytes]]:
        """The parts of the file, each with its good lines as COPY's binary format."""
        return ((part, _binary(part.goed, self.regios)) for part in parts)

    def store(self, part: Deel, binary: bytes) -> Kolommen:
        """Write a part of the file; returns the rows that went in."""
        rows = part.goed
        with connection.cursor() as cursor:
            if part.geweigerd:
                self._refuse(cursor, part.geweigerd)
            if len(rows):
                with cursor.copy("COPY monitor_inname FROM STDIN (FORMAT binary)") as copy:
                    copy.write(binary)
                rows = self._insert(cursor, rows)
                cursor.execute("TRUNCATE monitor_inname")
        return rows

    def _refuse(self, cursor: Any, refused: Iterable[Geweigerd]) -> None:
        with cursor.copy("COPY monitor_geweigerd FROM STDIN") as copy:
            for line in refused:
                faults = [(f.kolom, f.waarde, f.melding) for f in line.fouten]
                text = json.dumps(faults, ensure_ascii=False)
                copy.write_row((line.regel, line.extern_id, text))
                self.claimed |= line.extern_id is not None

    def _insert(self, cursor: Any, rows: Kolommen) -> Kolommen:
        if not self.claimed:
            try:
                with transaction.atomic():
                    cursor.execute(IN, (self.levering,))
            except IntegrityError as problem:
                if "monitor_leveringsrij_pkey" not in str(problem):
                    raise
            else:
                return rows
        cursor.execute(TAKE_OUT, (self.levering,))
        out = [regel for (regel,) in cursor.fetchall()]
        self.claimed |= bool(out)
        cursor.execute(IN, (self.levering,))
        return _without(rows, out)

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


def _without(rows: Kolommen, regels: list[int]) -> Kolommen:
    import numpy as np  # noqa: PLC0415 - a web process never needs it

    return rows.only(~np.isin(rows.regel, regels)) if regels else rows


KOP = b"PGCOPY\n\xff\r\n\0" + bytes(8)
STAART = b"\xff\xff"


def _binary(rows: Kolommen, regios: Sequence[str]) -> bytes:
    """The rows as COPY's binary format. Their order in the table means nothing."""
    import numpy as np  # noqa: PLC0415 - a web process never needs it

    lengths = np.unique(rows.extern_id.lengte).tolist()
    if len(lengths) == 1:
        return b"".join((KOP, _laid_out(rows, lengths[0], regios), STAART))
    parts = (
        _laid_out(rows.only(rows.extern_id.lengte == length), length, regios) for length in lengths
    )
    return b"".join((KOP, *parts, STAART))


def _laid_out(rows: Kolommen, length: int, regios: Sequence[str]) -> bytes:
    """Rows with ids of one length, each field its length in four bytes, then its value."""
    import numpy as np  # noqa: PLC0415

    names = np.array([regio.encode() for regio in regios])
    ids = rows.extern_id.buffer[rows.extern_id.begin[:, None] + np.arange(length)]
    columns: list[tuple[str, NDArray[Any]]] = [
        (">i8", rows.kosten_cent),
        (">i4", rows.regel),
        (">i4", rows.dag),
        *((">i2", column) for column in rows.codes),
        (names.dtype.str, names[rows.regio]),
        (f"V{length}", ids.view(f"V{length}")[:, 0]),
    ]
    form = [("velden", ">i2")]
    for place, (kind, _) in enumerate(columns):
        form += [(f"lengte_{place}", ">i4"), (f"waarde_{place}", kind)]
    laid = np.zeros(len(rows), form)
    laid["velden"] = len(columns)
    for place, (kind, values) in enumerate(columns):
        laid[f"lengte_{place}"] = np.dtype(kind).itemsize
        laid[f"waarde_{place}"] = values
    return laid.tobytes()


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
