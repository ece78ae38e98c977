"""A copy of everything that is kept about one person (AVG articles 15 and 20), made at once.

It is not put together table by table: it asks every table of every room, and the database shows
the kandidaat the own rows of each (`kern.eigen`). So what a room adds later is in the copy by
itself. What is left out stands in `NIET`, with the reason.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, gettext

from ontschot.kandidaten.models import Kandidaat
from ontschot.kern import scope
from ontschot.kern.eigen import BELOW
from ontschot.kern.rollen import KANDIDAAT
from ontschot.web import pdf
from ontschot.web.format import datum

NIET = {
    "kandidaten_zoeksleutel": "made from the other data by a machine, and readable by no person",
}
# Numbers of the register itself, which say nothing about the person.
TECHNISCH = {"id", "regio", "kandidaat", "klank"}
LEEG: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Deel:
    """The rows of one table: each row is a list of (name, value) with plain values."""

    naam: str
    rijen: list[list[tuple[str, Any]]]


def tables() -> list[type[models.Model]]:
    """Every table that can hold a row of a kandidaat, in the order of the house."""
    return [model for model in apps.get_models() if _holds_person(model)]


def _holds_person(model: type[models.Model]) -> bool:
    if model._meta.db_table in NIET or not model._meta.managed:
        return False
    below = model is Kandidaat or model._meta.db_table in BELOW
    return below or any(_points_at_kandidaat(f) for f in model._meta.concrete_fields)


def _points_at_kandidaat(field: "models.Field[Any, Any]") -> bool:
    return field.column == "kandidaat_id"


def export_of(kandidaat_id: int) -> list[Deel]:
    """What every room keeps about this kandidaat. Call it in the scope of the kandidaat."""
    wie = scope.current()
    if wie is None or wie.rol != KANDIDAAT or wie.kandidaat_id != kandidaat_id:
        raise RuntimeError("A copy is made as the kandidaat, so that it holds nobody else.")
    parts = [Deel(_name(model), list(_rows(model))) for model in tables()]
    return [part for part in parts if part.rijen]


def _name(model: type[models.Model]) -> str:
    name = str(model._meta.verbose_name)
    return name[:1].upper() + name[1:]


def _rows(model: type[models.Model]) -> Iterator[list[tuple[str, Any]]]:
    fields = [
        f
        for f in model._meta.concrete_fields
        if f.name not in TECHNISCH and not isinstance(f, models.BinaryField)
    ]
    links = [f.name for f in fields if f.is_relation]
    found = model._default_manager.order_by("pk").only(*[f.name for f in fields])
    for row in found.select_related(*links) if links else found:
        pairs = [(str(f.verbose_name).replace("_", " "), _value(row, f)) for f in fields]
        yield [(name, value) for name, value in pairs if value not in LEEG]


def _value(row: models.Model, field: "models.Field[Any, Any]") -> Any:
    if field.is_relation:
        other = getattr(row, field.name)
        return str(other) if other is not None else None
    if field.choices:
        return str(getattr(row, f"get_{field.attname}_display")())
    value = getattr(row, field.attname)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def zip_of(me: Kandidaat) -> bytes:
    """The copy as a zip: one file for machines, one for people."""
    parts, packed = export_of(me.pk), BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as bundle:
        bundle.writestr("mijn-gegevens.json", _as_json(me, parts))
        bundle.writestr("mijn-gegevens.pdf", _as_pdf(me, parts))
        for name, content in _files():
            bundle.writestr(name, content)
    return packed.getvalue()


def _files() -> Iterator[tuple[str, bytes]]:
    """The documents themselves, from any table of a person that holds bytes."""
    for model in tables():
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.BinaryField):
                continue
            for row in model._default_manager.order_by("pk"):
                about = getattr(row, "document", row)
                name = str(getattr(about, "bestandsnaam", "bestand"))
                safe = "".join(c for c in name if c.isalnum() or c in ".-_ ")
                yield f"documenten/{row.pk}-{safe}", bytes(getattr(row, field.attname) or b"")


def _as_json(me: Kandidaat, parts: list[Deel]) -> str:
    told = {
        "gemaakt_op": timezone.localtime().isoformat(timespec="minutes"),
        "dossier": me.sleutel,
        "onderdelen": [
            {"naam": part.naam, "rijen": [dict(row) for row in part.rijen]} for part in parts
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2, default=str)


def _as_pdf(me: Kandidaat, parts: list[Deel]) -> bytes:
    return pdf.render(
        "portaal/brieven/kopie.typ",
        {
            "titel": gettext("Je gegevens"),
            "afzender": f"Werkcentrum {me.regio.naam}",
            "naam": me.naam,
            "datum": datum(timezone.localdate()),
            "kenmerk": me.sleutel,
            "taal": (get_language() or "nl")[:2],
            "inleiding": gettext(
                "Dit is alles wat in Ontschot over jou staat, per onderwerp. "
                "Klopt er iets niet? Zeg het op je eigen pagina of tegen je contactpersoon."
            ),
            "delen": [
                {
                    "naam": part.naam,
                    "rijen": [
                        [{"naam": name, "waarde": str(value)} for name, value in row]
                        for row in part.rijen
                    ],
                }
                for part in parts
            ],
        },
    )
