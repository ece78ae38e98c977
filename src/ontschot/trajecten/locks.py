"""Locking one row for the length of a transaction."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from ontschot.kern.errors import Weigering

M = TypeVar("M", bound=Model)

GONE = "{wat} is er niet in jouw regio. Ververs de pagina en probeer het opnieuw."


def locked(rows: QuerySet[M], pk: int, wat: str) -> M:
    """One row, locked until the end of the transaction; raises Weigering when it is not there."""
    row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Weigering(GONE.format(wat=wat))
    return row
