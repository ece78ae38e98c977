"""Rows as arrays in PostgreSQL's own binary form, made out of arrays of numpy at once."""

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection
from psycopg import Cursor, pq
from psycopg.adapt import Dumper

from ontschot.monitor.levering.cellen import Cellen
from ontschot.monitor.levering.kolommen import Kolommen

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Six bits hold every number of a code (`monitor_monitorcode_nummer`); fewer fields are sooner read.
CODE_BITS = 6
BIGINT, INTEGER, TEXT, DATE = 20, 23, 25, 1082  # as the catalogue of PostgreSQL numbers its types


class Reeks(bytes):
    """An array as PostgreSQL reads it: its head, then of each value its length and its bytes."""


class _Dumper(Dumper):
    format = pq.Format.BINARY
    oid = 0

    def dump(self, obj: Any) -> Any:
        return obj


def send(statement: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement that has arrays among its parameters; returns its rows, if it gives any.

    The parameters go beside the statement, as bytes: written out in it they would be texts.
    """
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.adapters.register_dumper(Reeks, _Dumper)
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else []


def arrays(rows: Kolommen, regios: Sequence[str]) -> list[Reeks]:
    """Rows as arrays: kosten_cent, regel, datum, codes, regio, extern_id; nothing without rows.

    `codes` holds the seven codes of a row, `CODE_BITS` each, the first one lowest. `regios` are the
    codes to which `Kolommen.regio` points, all equally long (`AM08`).
    """
    import numpy as np  # noqa: PLC0415 - a web process never needs it

    if not len(rows):
        return []
    names = np.array([regio.encode() for regio in regios])
    codes = np.zeros(len(rows), np.int64)
    for place, column in enumerate(rows.codes):
        codes |= column.astype(np.int64) << (CODE_BITS * place)
    return [
        _array(BIGINT, ">i8", rows.kosten_cent),
        _array(INTEGER, ">i4", rows.regel),
        _array(DATE, ">i4", rows.dag),
        _array(BIGINT, ">i8", codes),
        _array(TEXT, names.dtype.str, names[rows.regio]),
        Reeks(_head(TEXT, len(rows)) + _texts(rows.extern_id)),
    ]


def _array(kind: int, form: str, values: "NDArray[Any]") -> Reeks:
    """`kind` is the type in PostgreSQL, `form` that of its bytes for numpy."""
    import numpy as np  # noqa: PLC0415

    laid = np.empty(len(values), [("lengte", ">i4"), ("waarde", form)])
    laid["lengte"] = np.dtype(form).itemsize
    laid["waarde"] = values
    return Reeks(_head(kind, len(values)) + laid.tobytes())


def _head(kind: int, number: int) -> bytes:
    return struct.pack(">5i", 1, 0, kind, number, 1)


def _texts(cells: Cellen) -> bytes:
    """Each text behind its length, in order, whatever their lengths."""
    import numpy as np  # noqa: PLC0415

    lengte = cells.lengte.astype(np.int64)
    place = np.cumsum(lengte + 4) - lengte  # where each text begins
    found = np.empty(int(lengte.sum()) + 4 * len(cells), np.uint8)
    for byte in range(4):
        found[place - 4 + byte] = lengte >> (8 * (3 - byte)) & 255
    for at in range(int(lengte.max())):
        longer = at < lengte
        found[place[longer] + at] = cells.buffer[cells.begin[longer] + at]
    return found.tobytes()
