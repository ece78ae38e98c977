"""What this room tells in the timeline of a dossier, in one query."""

from datetime import date, datetime
from typing import Any

from django.db.models import DateField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from ontschot.kandidaten.models import (
    Betrokkenheid,
    Contactmoment,
    Doelgroepkeuze,
    Noodtoegang,
    Situatiefeit,
)
from ontschot.kern.werk import Tijdlijnitem
from ontschot.web.format import datum

_NO_DAY = Value(None, output_field=DateField())
_NO_TEXT = Value("", output_field=TextField())

# (moment, kind, what, text, who, first day, last day) as one table over five kinds of row.
Row = tuple[datetime, str, str, str, str, date | None, date | None]


def timeline_of(kandidaat_id: int) -> list[Tijdlijnitem]:
    """Contacts, facts, choices, involvement and noodtoegang, newest first. One query."""
    parts = [
        _part(
            Contactmoment, kandidaat_id, "contact",
            moment="op", what="wijze", text="samenvatting", who="door__naam",
        ),
        _part(
            Situatiefeit, kandidaat_id, "situatie",
            moment="vastgelegd_op", what="soort__label", text="bron",
            who="vastgelegd_door__naam", days=("van", "tot"),
        ),
        _part(
            Doelgroepkeuze, kandidaat_id, "doelgroep",
            moment="op", what="doelgroep__label", text="toelichting", who="door__naam",
        ),
        _part(
            Betrokkenheid, kandidaat_id, "betrokkenheid",
            moment="sinds", what="grond", text="organisatie__naam", who="medewerker__naam",
        ),
        _part(
            Noodtoegang, kandidaat_id, "noodtoegang",
            moment="op", what=None, text="reden", who="medewerker__naam",
        ),
    ]  # fmt: skip
    first, *others = parts
    rows = sorted(first.union(*others, all=True), key=lambda row: row[0], reverse=True)
    return [_as_item(row) for row in rows]


def _part(
    model: Any,
    kandidaat_id: int,
    kind: str,
    *,
    moment: str,
    what: str | None,
    text: str,
    who: str,
    days: tuple[str, str] | None = None,
) -> QuerySet[Any, Row]:
    first, last = (F(days[0]), F(days[1])) if days else (_NO_DAY, _NO_DAY)
    columns = {
        "c1_op": F(moment),
        "c2_soort": Value(kind, output_field=TextField()),
        "c3_wat": Cast(F(what), TextField()) if what else _NO_TEXT,
        "c4_tekst": Cast(F(text), TextField()),
        "c5_wie": Cast(F(who), TextField()),
        "c6_van": first,
        "c7_tot": last,
    }
    found: QuerySet[Any] = model.objects.filter(kandidaat_id=kandidaat_id).order_by()
    rows: QuerySet[Any, Row] = found.annotate(**columns).values_list(*columns)
    return rows


def _as_item(row: Row) -> Tijdlijnitem:
    moment, kind, what, text, who, first, last = row
    if kind == "contact":
        title = f"Contact: {dict(Contactmoment.WIJZEN).get(what, what)}"
    elif kind == "situatie":
        title = f"{what} vanaf {datum(first)}" + (f" tot en met {datum(last)}" if last else "")
    elif kind == "doelgroep":
        title = f"Doelgroep gekozen: {what}"
    elif kind == "betrokkenheid":
        title = f"{who} ({text}) {dict(Betrokkenheid.GRONDEN).get(what, what)}"
        text = ""
    else:
        title = f"{who} opende dit dossier met noodtoegang"
    return Tijdlijnitem(op=moment, soort=kind, titel=title, tekst=text, wie=who)
