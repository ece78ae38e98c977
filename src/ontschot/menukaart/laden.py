"""Load the menukaart of each region from `referentie/menukaart_<regio>.toml`.

Loading again changes nothing. A check that somebody did since stays as it is; so does a service
that no longer stands in the file, because toetsen may point at it: close it with `tot`.

As soon as somebody changes a service on the screen or by a bulk file (its content, when it is
published, who keeps it, or where it differs per gemeente), `beheerd_sinds` is set, and from then
on the file is silent about that service and its gemeenten: what people typed is never overwritten.
"""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from ontschot.kern.scope import scope, systeem
from ontschot.menukaart.models import Dienst, DienstInGemeente
from ontschot.netwerk.models import Gemeente, Organisatie

REFERENTIE = Path(__file__).parent / "referentie"
VOORVOEGSEL = "menukaart_"

# A service without `van` was there when the first teams started.
BEGIN = date(2021, 9, 1)
# Columns that life in the register changes, so that the file no longer decides them.
LEEFT_VERDER = {
    "gecontroleerd_op",
    "gecontroleerd_door",
    "bijgehouden_door",
    "versie",
    "beheerd_sinds",
}
NIET_GEVULD: dict[str, Any] = {"van": BEGIN, "tot": None, "wachttijd_dagen": None, "wijze": ""}


def load() -> int:
    """Bring the menukaarten up to date; returns how many rows the files hold."""
    return sum(_load_file(path) for path in sorted(REFERENTIE.glob(f"{VOORVOEGSEL}*.toml")))


def _load_file(path: Path) -> int:
    regio = path.stem.removeprefix(VOORVOEGSEL).upper()
    rows = tomllib.loads(path.read_text("utf-8"))["dienst"]
    total = len(rows) + sum(len(row.get("gemeente", [])) for row in rows)
    with transaction.atomic(), scope(systeem(regio, reden="menukaart laden")):
        kept_here = Dienst.objects.filter(beheerd_sinds__isnull=False)
        own = set(kept_here.values_list("sleutel", flat=True))
        rows = [row for row in rows if row["sleutel"] not in own]
        _load_diensten(regio, rows)
        _load_gemeenten(rows)
    return total


def _load_diensten(regio: str, rows: list[dict[str, Any]]) -> None:
    eigenaren = dict(Organisatie.objects.values_list("sleutel", "id"))
    diensten = [_dienst(regio, row, eigenaren) for row in rows]
    changed = [
        field.name
        for field in Dienst._meta.concrete_fields
        if not (field.primary_key or field.generated)
        and field.name not in {"sleutel", *LEEFT_VERDER}
    ]
    Dienst.objects.bulk_create(
        diensten, update_conflicts=True, unique_fields=["sleutel"], update_fields=changed
    )


def _dienst(regio: str, row: dict[str, Any], eigenaren: dict[str, int]) -> Dienst:
    values = NIET_GEVULD | {k: v for k, v in row.items() if k != "gemeente"}
    values["eigenaar_id"] = eigenaren[values.pop("eigenaar")]
    values["interventiesoort_id"] = values.pop("interventiesoort", None)
    ago = timedelta(days=values.pop("gecontroleerd_dagen_geleden"))
    return Dienst(regio_id=regio, gecontroleerd_op=timezone.localdate() - ago, **values)


def _load_gemeenten(rows: list[dict[str, Any]]) -> None:
    gemeenten = dict(Gemeente.objects.values_list("naam", "id"))
    diensten = dict(Dienst.objects.values_list("sleutel", "id"))
    differ = [
        DienstInGemeente(
            dienst_id=diensten[row["sleutel"]],
            gemeente_id=gemeenten[place["naam"]],
            beschikbaar=place["beschikbaar"],
            voorwaarde=place["voorwaarde"],
        )
        for row in rows
        for place in row.get("gemeente", [])
    ]
    DienstInGemeente.objects.bulk_create(
        differ,
        update_conflicts=True,
        unique_fields=["dienst", "gemeente"],
        update_fields=["beschikbaar", "voorwaarde"],
    )
