"""The story of a dossier: each room describes its kinds of event, one statement reads them all.

A room lists what it has to tell in `timeline.TIJDLIJN`:

    Voorval(Contactmoment, _contact, op="op", wat="wijze", tekst="samenvatting", wie="door__naam")

Every row of that table becomes a `Rij`, and `_contact` puts it in words.
"""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from django.db.models import (
    DateField,
    DateTimeField,
    F,
    IntegerField,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from ontschot.kern.composed import Statement, mark, statement
from ontschot.kern.werk import Tijdlijnitem


class Rij(NamedTuple):
    """One event, whatever table it comes from; what its kind does not have is empty.

    It happened at the moment `op`, or else on the day `dag`. `sleutel` leads to its page, `wat`
    and `bij` are codes or labels, `tekst` is what somebody wrote, `wie` is who did it.
    """

    nummer: int
    op: datetime | None
    dag: date | None
    tot: date | None
    sleutel: str
    wat: str
    bij: str
    tekst: str
    wie: str

    @property
    def moment(self) -> datetime:
        """A day without a time stands at its beginning in the story."""
        return self.op or timezone.make_aware(datetime.combine(self.dag or date.min, time.min))


@dataclass(frozen=True)
class Voorval:
    """A kind of event: the table, the words, and for each column of `Rij` the field behind it.

    `kandidaat` is the way from the table to the person. A row without its moment (`op`, or else
    `dag`) did not happen yet, and is not told.
    """

    model: type[Model]
    tell: Callable[[Rij], Tijdlijnitem]
    _: KW_ONLY
    kandidaat: str = "kandidaat"
    op: str = ""
    dag: str = ""
    tot: str = ""
    sleutel: str = ""
    wat: str = ""
    bij: str | Combinable = ""
    tekst: str | Combinable = ""
    wie: str | Combinable = ""

    def rows(self, nummer: int, kandidaten: Sequence[int]) -> QuerySet[Any, Any]:
        """The events of this kind, as rows that can stand among those of any other kind."""
        moment = self.op or self.dag
        happened = {f"{self.kandidaat}__in": kandidaten, f"{moment}__isnull": False}
        columns = [_column(name, getattr(self, name)) for name in Rij._fields[1:]]
        found = self.model._default_manager.filter(**happened).order_by()
        return found.values_list(Value(nummer, output_field=IntegerField()), *columns)


_TYPES = {"op": DateTimeField(), "dag": DateField(), "tot": DateField()}
_NO_TEXT = Value("", output_field=TextField())


def _column(name: str, field: str | Combinable) -> Cast | Coalesce | Value:
    """The field under its column, as the type that this column has in every kind of event."""
    found = F(field) if isinstance(field, str) else field
    if name in _TYPES:
        return Cast(found if field else Value(None), _TYPES[name])
    return Coalesce(Cast(found, TextField()), _NO_TEXT) if field else _NO_TEXT


@cache
def _statement(kinds: tuple[Voorval, ...], number: int) -> Statement:
    """The statement for these kinds of event, with marks in the place of so many kandidaten.

    Putting it together costs more than running it, and so does planning it.
    """
    places = [mark(place, 0) for place in range(number)]
    first, *others = (kind.rows(nummer, places) for nummer, kind in enumerate(kinds))
    return statement(*first.union(*others, all=True).query.sql_with_params(), places)


def timeline_of(
    kandidaat_id: int, kinds: tuple[Voorval, ...], *, ook: Sequence[int] = ()
) -> list[Tijdlijnitem]:
    """What happened with one kandidaat, newest first. One query, whatever there is to tell.

    `ook` are the dossiers that were joined to this one: their story is the same story.
    """
    people = (kandidaat_id, *ook)
    rows = [Rij(*row) for row in _statement(kinds, len(people)).rows(people)]
    rows.sort(key=lambda row: row.moment, reverse=True)
    return [kinds[row.nummer].tell(row) for row in rows]
