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

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, TypeVar

import psycopg
from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler
from psycopg import sql as psql
from psycopg.types.datetime import TimestamptzLoader

Row = TypeVar("Row")
Value = bool | int | str | date | datetime
Known = tuple[type, Any]
# Fits in every whole number of the database; no code of ours comes near it.
FIRST_NUMBER = 2_147_480_000


@dataclass(frozen=True)
class Statement:
    """A statement with open places, and which of the values goes in each of them."""

    sql: str
    places: tuple[int, ...]
    using: str = "default"

    def rows(self, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Ask it with these values, in the order of the marks it was composed with."""
        asked = [values[place] for place in self.places]
        found: list[tuple[Any, ...]] = execute(connections[self.using], self.sql, asked).fetchall()
        return found


def execute(connection: Any, sql: str, values: Sequence[Any] = ()) -> Any:
    """Run a statement that the server prepared; returns the cursor with its answer.

    There is one such cursor per connection, so take the answer before anything else is asked.
    Whoever writes statements down sees the values in them: then Django's own cursor asks.
    """
    cursor = connection.cursor() if connection.queries_logged else _prepared(connection)
    cursor.execute(sql, values)
    return cursor


def _prepared(connection: Any) -> Any:
    """The cursor that leaves the values to the server, wrapped as Django wraps its own."""
    connection.ensure_connection()
    kept = getattr(connection, "prepared_cursor", None)
    if kept is None or kept.connection is not connection.connection:
        cursor = psycopg.Cursor(connection.connection)
        # The driver's own reading of a moment: the same one, without Django's step in Python.
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        kept = connection.prepared_cursor = connection.make_cursor(cursor)
    return kept


def statement(sql: str, params: Any, marks: Sequence[Any], using: str = "default") -> Statement:
    """What the ORM composed, with only the marks left open."""
    known = {_known(mark): place for place, mark in enumerate(marks)}
    connections[using].ensure_connection()
    words, *others = sql.split("%s")
    places: list[int] = []
    for param, following in zip(params, others, strict=True):
        found = _known(param)
        if found and found in known:
            places.append(known[found])
            words += "%s" + following
        elif isinstance(param, date):
            raise ValueError(f"{param} stands in a composed statement: give it as an argument.")
        else:
            literal = psql.Literal(param).as_string(connections[using].connection)
            words += literal.replace("%", "%%") + following
    return Statement(words, tuple(places), using)


def composed(build: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """Make of a function that builds a QuerySet one that gives its rows.

    The arguments are numbers, texts, days and moments, which are values, and booleans, which
    choose between statements. None has a statement of its own in SQL, so it is no value.
    """
    kept: dict[tuple[Any, ...], _Ready] = {}

    @wraps(build)
    def ask(*values: Value) -> list[Row]:
        shape = tuple(value if isinstance(value, bool) else type(value) for value in values)
        ready = kept.get(shape)
        if ready is None:
            marks = [mark(place, value) for place, value in enumerate(values)]
            ready = kept[shape] = _compose(build(*marks), marks)
        return ready.ask(values)

    return ask


@dataclass(frozen=True)
class _Ready:
    """A statement, and what makes of its answer what the ORM would give."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    # What the fields do with the values that come back, by their place; and whether a key of
    # several columns is among them.
    converters: Any
    composite: bool
    # How an object is made of a row; None where the answer is no objects, or not so simple.
    part: "_Part | None"
    statement: Statement

    def ask(self, values: Sequence[Any]) -> list[Any]:
        rows: Any = self.statement.rows(values)
        if not rows:
            return []
        if self.part and not self.converters:
            return [self.part.make(row) for row in rows]
        compiler: Any = copy(self.compiler)
        compiler.connection = connections[self.statement.using]
        if self.part:
            rows = compiler.apply_converters(rows, self.converters)
            return [self.part.make(row) for row in rows]
        compiler.get_converters = lambda expressions: self.converters
        compiler.has_composite_fields = lambda expressions: self.composite
        compiler.execute_sql = lambda *args, **kwargs: [rows]
        found: Any = self.queryset.all()
        found.query.get_compiler = lambda *args, **kwargs: compiler
        return list(found)


def _compose(queryset: QuerySet[Any, Any], marks: list[Any]) -> _Ready:
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, params = compiler.as_sql()
    selected = [part[0] for part in compiler.select]
    composite = compiler.has_composite_fields(selected)
    return _Ready(
        queryset,
        compiler,
        compiler.get_converters(selected),
        composite,
        None if composite else _part_of(queryset, compiler),
        statement(sql, params, marks, queryset.db),
    )


@dataclass(frozen=True)
class _Part:
    """One object in a row: where its columns stand, and the objects that come along with it."""

    model: type[Model]
    names: tuple[str, ...]
    columns: slice
    key: int
    # What was annotated: name and place.
    extra: tuple[tuple[str, int], ...]
    # How this object keeps the other, how the other keeps this one, and the other.
    beside: "tuple[tuple[Callable[..., None], Callable[..., None], _Part], ...]"
    using: str

    def make(self, row: Sequence[Any]) -> Model | None:
        """What `Model.from_db` makes, without asking each field again whether it came along."""
        if row[self.key] is None:
            return None
        made = self.model.__new__(self.model)
        kept = made.__dict__
        kept["_state"] = state = ModelState()
        state.adding, state.db = False, self.using
        kept.update(zip(self.names, row[self.columns], strict=True))
        for name, place in self.extra:
            setattr(made, name, row[place])
        for keep, keep_there, part in self.beside:
            other = part.make(row)
            keep(made, other)
            if other is not None:
                keep_there(other, made)
        return made


def _part_of(queryset: Any, compiler: Any) -> _Part | None:
    """How objects are made of these rows, looked up once; None for what Django has to make."""
    simple = queryset._iterable_class is ModelIterable
    if not simple or queryset._prefetch_related_lookups or queryset._known_related_objects:
        return None
    extra = tuple((compiler.annotation_col_map or {}).items())
    return _part(compiler.klass_info, compiler.select, extra, queryset.db)


def _part(info: Any, select: Any, extra: tuple[tuple[str, int], ...], using: str) -> _Part:
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = tuple(column[0].target.attname for column in select[start:end])
    beside = tuple(
        (other["local_setter"], other["remote_setter"], _part(other, select, (), using))
        for other in info.get("related_klass_infos", [])
    )
    key = start + names.index(info["model"]._meta.pk.attname)
    return _Part(info["model"], names, slice(start, end), key, extra, beside, using)


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
