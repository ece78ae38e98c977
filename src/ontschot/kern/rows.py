"""Rows written in words that never change: what `Model.save` says, composed once.

    order = insert(Verplichting(...))
    update(interventie, "status", "verplicht_op")

For a row that an action knows to be new, or knows to stand because it locked it. Like the
questions of `kern.composed` the statement is a prepared one, so the server keeps its plan; the
values are made by the fields, as `save` makes them. No signal is sent: nobody here listens.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, transaction

from ontschot.kern.composed import execute

M = TypeVar("M", bound=models.Model)
# The fields in the order of the statement, and of each whether it keeps a text as it is.
Fields = tuple[tuple["models.Field[Any, Any]", bool], ...]
# More rows than this in one statement is a rare number, not worth a plan of its own.
FEW = 2


def insert(row: M) -> M:
    """Write a new row and give it the key that the database gave; raises IntegrityError."""
    words, fields = _insert(type(row), 1)
    # Not the proxy, which looks up the connection of this thread for every value.
    ours = connections[DEFAULT_DB_ALIAS]
    words += f' RETURNING "{row._meta.pk.column}"'
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
        (row.pk,) = execute(ours, words, _values(row, fields, ours, new=True)).fetchone()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def insert_all(rows: Sequence[models.Model]) -> int:
    """Write new rows of one table in one statement; they get no key.

    Returns how many the database took: a trigger may leave one out. Raises IntegrityError.
    """
    if not rows:
        return 0
    words, fields = _insert(type(rows[0]), len(rows))
    ours = connections[DEFAULT_DB_ALIAS]
    values = [value for row in rows for value in _values(row, fields, ours, new=True)]
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
        if len(rows) <= FEW:
            return int(execute(ours, words, values).rowcount)
        with ours.cursor() as cursor:
            cursor.execute(words, values)
            return int(cursor.rowcount)


def update(row: models.Model, *names: str) -> None:
    """Write these fields of a row that stands; raises DatabaseError when it is out of reach."""
    words, fields = _update(type(row), names)
    ours = connections[DEFAULT_DB_ALIAS]
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS):
        if execute(ours, words, [*_values(row, fields, ours, new=False), row.pk]).rowcount != 1:
            raise DatabaseError(f"{row._meta.label} {row.pk} is not there to be changed.")


@lru_cache
def _insert(model: type[models.Model], number: int) -> tuple[str, Fields]:
    fields = [f for f in model._meta.concrete_fields if f is not model._meta.auto_field]
    names = ", ".join(f'"{field.column}"' for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    rows = ", ".join([row] * number)
    table = model._meta.db_table
    words = f'INSERT INTO "{table}" ({names}) VALUES {rows}'  # noqa: S608 - our own names
    return words, tuple((field, _keeps_text(field)) for field in fields)


@lru_cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    new = ", ".join(f'"{field.column}" = %s' for field in fields)
    table, key = model._meta.db_table, model._meta.pk.column
    words = f'UPDATE "{table}" SET {new} WHERE "{key}" = %s'  # noqa: S608 - our own names
    return words, tuple((field, _keeps_text(field)) for field in fields)


def _keeps_text(field: Any) -> bool:
    kept = field.target_field if field.is_relation else field
    return type(kept) in {models.CharField, models.TextField}


def _values(row: models.Model, fields: Fields, ours: Any, *, new: bool) -> list[Any]:
    values = []
    for field, keeps_text in fields:
        value = field.pre_save(row, add=new)
        # Most columns hold nothing, or a text: of those there is nothing to make.
        as_it_is = value is None or (keeps_text and type(value) is str)
        values.append(value if as_it_is else field.get_db_prep_save(value, ours))
    return values
