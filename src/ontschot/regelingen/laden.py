"""Load the rules of the regelingen from `referentie/regelingen.toml`.

The file is the truth: loading again changes nothing, a changed line changes its row, and a
pair, amount, duration or document that no longer stands in the file goes. Codes stay for ever,
because people and money point at them.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import models, transaction

from ontschot.kern.remember import forget
from ontschot.regelingen.models import (
    Adviescriterium,
    Codewaarde,
    Documenteis,
    Doelgroep,
    Duurgrens,
    Eerstverantwoordelijke,
    Gesprekshulp,
    Interventiesoort,
    Overlap,
    Plafond,
    Regeling,
    Rubriek,
    Situatiesoort,
    Voorrang,
)

BESTAND = Path(__file__).parent / "referentie" / "regelingen.toml"

# The columns that point at another table by its code.
VERWIJZINGEN = {"regeling", "interventiesoort", "rubriek", "doelgroep", "wint_van", "a", "b"}


def load() -> int:
    """Bring the rules up to date; returns how many rows the file holds."""
    data = tomllib.loads(BESTAND.read_text("utf-8"))
    with transaction.atomic():
        loaded = [*_load_codes(data), *_load_rules(data)]
    forget()
    return sum(loaded)


def _load_codes(data: dict[str, Any]) -> Iterable[int]:
    """What other rooms point at: added and changed, never taken away."""
    yield _upsert(Regeling, data["regeling"], ["code"])
    yield _upsert(Rubriek, data["rubriek"], ["code"])
    yield _upsert(Interventiesoort, _numbered(data["interventiesoort"]), ["code"])
    yield _upsert(Doelgroep, _numbered(data["doelgroep"]), ["code"])
    yield _upsert(Situatiesoort, _numbered(data["situatiesoort"]), ["code"])
    yield _upsert(Adviescriterium, _numbered(data["adviescriterium"]), ["regeling", "code"])
    yield _upsert(Codewaarde, _codewaarden(data), ["lijst", "code"])


def _load_rules(data: dict[str, Any]) -> Iterable[int]:
    """What the file alone decides: a row that is not in it goes."""
    wint = [
        {"doelgroep": row["doelgroep"], "wint_van": loser, "bron": row["bron"]}
        for row in data["voorrang"]
        for loser in row["wint_van"]
    ]
    paren = [
        {**row, "a": min(row["a"], row["b"]), "b": max(row["a"], row["b"])}
        for row in data["overlap"]
    ]
    soort = ["regeling", "interventiesoort"]
    yield _upsert(Voorrang, wint, ["doelgroep", "wint_van"], prune=True)
    yield _upsert(Overlap, paren, ["a", "b"], prune=True)
    yield _upsert(Eerstverantwoordelijke, data["eerstverantwoordelijke"], ["doelgroep"], prune=True)
    yield _upsert(Plafond, data["plafond"], soort, prune=True)
    yield _upsert(Duurgrens, data["duur"], soort, prune=True)
    yield _upsert(Gesprekshulp, _vragen(data), ["criterium", "van", "volgorde"], prune=True)
    yield _upsert(Documenteis, data["document"], [*soort, "naam"], prune=True)


def _vragen(data: dict[str, Any]) -> list[dict[str, Any]]:
    """One row per question; their order in the file is that of the conversation."""
    return [
        {
            "criterium": row["criterium"],
            "van": row["van"],
            "tot": row.get("tot"),
            "vraag": vraag,
            "volgorde": place,
        }
        for row in data["gesprekshulp"]
        for place, vraag in enumerate(row["vragen"], start=1)
    ]


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The order of the file is the order on the screen."""
    return [{**row, "volgorde": place} for place, row in enumerate(rows, start=1)]


def _codewaarden(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The three lists; a value without a coarser class of the monitor is its own class."""
    return [
        {"monitorklasse": row["code"], **row, "lijst": lijst}
        for lijst in ["opleiding", "sector", "geslacht"]
        for row in _numbered(data[lijst])
    ]


def _upsert(
    model: type[models.Model], rows: list[dict[str, Any]], key: list[str], *, prune: bool = False
) -> int:
    """Insert or update by `key` in one statement; `prune` first deletes what is not listed."""
    objects = [model(**{_column(name): value for name, value in row.items()}) for row in rows]
    changed = [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in key
    ]
    if prune:
        wanted = {tuple(row[name] for name in key) for row in rows}
        columns = [_column(name) for name in key]
        present = model._default_manager.values_list("pk", *columns)
        gone = [pk for pk, *place in present if tuple(place) not in wanted]
        model._default_manager.filter(pk__in=gone).delete()
    model._default_manager.bulk_create(
        objects, update_conflicts=True, unique_fields=key, update_fields=changed
    )
    return len(objects)


def _column(name: str) -> str:
    return f"{name}_id" if name in VERWIJZINGEN else name
