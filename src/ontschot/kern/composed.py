"""Questions whose words never change: the ORM composes them once, and they are asked again.

    @composed
    def _open_toetsen(medewerker: int) -> QuerySet[Interventie]:
        return Interventie.objects.filter(...).order_by(...)

    rows = _open_toetsen(wie.medewerker_id)

Composing a question costs more than asking it, and a Werkvoorraad asks twenty. The function is
called once for each shape, with marks in the place of the values; afterwards the values go where
the marks stood. So everything that may differ from one moment to the next is an argument: the
clock too. A date in the statement that is not one of the arguments is an error.

PostgreSQL is told that the statement comes back, and keeps its plan with the connection. What is
no argument stands in the statement as it is, so that the plan can use an index of, say, what is
open. The policies look at the scope when the statement runs, whoever it was planned for.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, TypeVar

import psycopg
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from psycopg import sql as psql

Row = TypeVar("Row")
Value = bool | int | str | date | datetime
Known = tuple[type, Any]
# Fits in every whole number of the database; no code of ours comes near it.
FIRST_NUMBER = 2_147_480_000


@dataclass(frozen=True)
class Statement:
    """A statement with the marks of its values, in their order."""

    sql: str
    marks: tuple[Known | None, ...]
    using: str = "default"

    def rows(self, values: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
        """Ask it with these values: mark -> value."""
        given = {_known(mark): value for mark, value in values.items()}
        with prepared_cursor(connections[self.using]) as cursor:
            cursor.execute(self.sql, [given[mark] for mark in self.marks])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def prepared_cursor(connection: Any) -> Any:
    """A cursor that leaves the values to the server, wrapped as Django wraps its own.

    Whoever writes statements down sees the values in them: then Django's own cursor asks.
    """
    if connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    return connection.make_cursor(psycopg.Cursor(connection.connection))


def statement(sql: str, params: Any, marks: Any, using: str = "default") -> Statement:
    """What the ORM composed, with only the marks left open."""
    known = {_known(mark) for mark in marks}
    connections[using].ensure_connection()
    words, *others = sql.split("%s")
    asked: list[Known | None] = []
    for param, following in zip(params, others, strict=True):
        found = _known(param)
        if found in known:
            asked.append(found)
            words += "%s" + following
        elif isinstance(param, date):
            raise ValueError(f"{param} stands in a composed statement: give it as an argument.")
        else:
            literal = psql.Literal(param).as_string(connections[using].connection)
            words += literal.replace("%", "%%") + following
    return Statement(words, tuple(asked), using)


def composed(build: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """Make of a function that builds a QuerySet one that gives its rows.

    The arguments are numbers, texts, days and moments, which are values, and booleans, which
    choose between statements. None has a statement of its own in SQL, so it is no value.
    """
    kept: dict[tuple[Any, ...], _Ready] = {}

    @wraps(build)
    def ask(*values: Value) -> list[Row]:
        shape = tuple(value if isinstance(value, bool) else type(value) for value in values)
        marks = [mark(place, value) for place, value in enumerate(values)]
        ready = kept.get(shape)
        if ready is None:
            ready = kept[shape] = _compose(build(*marks), marks)
        return ready.ask(dict(zip(marks, values, strict=True)))

    return ask


@dataclass(frozen=True)
class _Ready:
    """A statement, and what makes rows of the ORM of its answer."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    # What the fields do with the values that come back, by their place; and whether a key of
    # several columns is among them.
    converters: Any
    composite: bool
    statement: Statement

    def ask(self, values: Mapping[Any, Any]) -> list[Any]:
        compiler: Any = copy(self.compiler)
        compiler.get_converters = lambda expressions: self.converters
        compiler.has_composite_fields = lambda expressions: self.composite
        compiler.connection = connections[self.statement.using]
        compiler.execute_sql = lambda *args, **kwargs: [self.statement.rows(values)]
        found: Any = self.queryset.all()
        found.query.get_compiler = lambda *args, **kwargs: compiler
        return list(found)


def _compose(queryset: QuerySet[Any, Any], marks: list[Any]) -> _Ready:
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, params = compiler.as_sql()
    selected = [part[0] for part in compiler.select]
    return _Ready(
        queryset,
        compiler,
        compiler.get_converters(selected),
        compiler.has_composite_fields(selected),
        statement(sql, params, marks, queryset.db),
    )


def mark(place: int, value: Value) -> Any:
    """Something that stands for the value in this place, of the same type."""
    if isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return datetime(1, 1, 1 + place, tzinfo=UTC)
    if isinstance(value, date):
        return date(1, 1, 1 + place)
    if isinstance(value, int):
        return FIRST_NUMBER + place
    if isinstance(value, str):
        return f"\x01{place}"
    raise TypeError(f"{value!r} cannot be a value of a composed statement.")


def _known(param: Any) -> Known | None:
    """How a parameter is looked up; the driver has classes of its own for whole numbers."""
    if isinstance(param, bool):
        return None
    kinds = (datetime, date, int, str)
    return next(((kind, param) for kind in kinds if isinstance(param, kind)), None)
