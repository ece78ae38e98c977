"""Two dossiers side by side: what differs, what each holds, who decides."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Field, IntegerField, Value

from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.regelingen.queries import alle_keuzes
from ontschot.web.format import datum

# Not a value that somebody chooses: keys, what follows from others, and what is never guessed.
NIET_TE_KIEZEN = frozenset({
    "id", "regio", "sleutel", "klank", "afgeschermd", "samengevoegd_met", "aangemaakt_op",
    "laatste_wijziging_op", "overleden_op", "overgegaan_op", "overgegaan_naar",
})  # fmt: skip
# Tables about finding and joining itself, not about what was done with a person.
NIET_TE_TELLEN = frozenset({
    "kandidaat", "zoeksleutel", "dubbelvermoeden", "nietdezelfde", "samenvoeging", "inleesregel",
})  # fmt: skip


@dataclass(frozen=True)
class Waarde:
    """One field of two dossiers. `gelijk` needs no choice; `voorstel` is the side to begin with."""

    naam: str
    label: str
    een: str
    twee: str
    gelijk: bool
    voorstel: str


@dataclass(frozen=True)
class Inhoud:
    """How many of one kind of thing each of the two dossiers holds."""

    wat: str
    een: int
    twee: int


def fields_to_choose() -> list["Field[Any, Any]"]:
    """The fields of a kandidaat of which one value goes on, whichever rooms added them."""
    return [f for f in Kandidaat._meta.concrete_fields if f.name not in NIET_TE_KIEZEN]


def side_by_side(een: Kandidaat, twee: Kandidaat) -> list[Waarde]:
    """Every field with both values as people read them; those that differ come first."""
    labels = {lijst: dict(values) for lijst, values in alle_keuzes().items()}
    found = []
    for field in fields_to_choose():
        left, right = (_shown(field, row, labels) for row in (een, twee))
        empty = left in {"", "–", "onbekend"} or left == labels.get(field.name, {}).get("onbekend")
        found.append(
            Waarde(
                naam=field.name,
                label=str(field.verbose_name).capitalize(),
                een=left or "–",
                twee=right or "–",
                gelijk=getattr(een, field.attname) == getattr(twee, field.attname),
                voorstel="twee" if empty and right else "een",
            )
        )
    return sorted(found, key=lambda waarde: waarde.gelijk)


def _shown(field: "Field[Any, Any]", row: Kandidaat, labels: dict[str, dict[str, str]]) -> str:
    value = getattr(row, field.name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return datum(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return labels.get(field.name, {}).get(str(value), str(value))


def contents(een: Kandidaat, twee: Kandidaat) -> list[Inhoud]:
    """What each holds, counted over the tables of all rooms in one query."""
    relations = [
        r for r in Kandidaat._meta.related_objects
        if r.related_model._meta.model_name not in NIET_TE_TELLEN
    ]  # fmt: skip
    counts = [
        r.related_model._default_manager.filter(**{f"{r.field.name}__in": [een.pk, twee.pk]})
        .order_by()
        .values_list(Value(nummer, output_field=IntegerField()), f"{r.field.name}_id")
        .annotate(aantal=Count("pk"))
        for nummer, r in enumerate(relations)
    ]
    first, *others = counts
    rows = {(n, pk): aantal for n, pk, aantal in first.union(*others, all=True)}
    found = [
        Inhoud(
            str(r.related_model._meta.verbose_name),
            rows.get((nummer, een.pk), 0),
            rows.get((nummer, twee.pk), 0),
        )
        for nummer, r in enumerate(relations)
    ]
    return [row for row in found if row.een or row.twee]


def contacts_of(*kandidaten: Kandidaat) -> dict[int, Betrokkenheid]:
    """The vaste contactpersoon per kandidaat id, with medewerker and organisatie. One query."""
    rows = Betrokkenheid.objects.filter(
        kandidaat__in=kandidaten, vaste_contactpersoon=True, tot__isnull=True
    ).select_related("medewerker", "organisatie")
    return {row.kandidaat_id: row for row in rows}
