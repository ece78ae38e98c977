"""Load the fondsen of `referentie/*.toml`, with what is granted as entries in the journaal.

The idempotency key of each grant is the fonds and its line, so loading again changes nothing,
and a changed amount in the file is refused instead of booked twice.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from ontschot.kassier.actions import create_fonds, toekennen
from ontschot.kassier.actions.fondsen import NieuweRegel
from ontschot.kassier.models import Fonds, Fondsregel, Journaalpost
from ontschot.kern.scope import Actor, systeem
from ontschot.netwerk.models import Organisatie, Regio

REFERENTIE = Path(__file__).parent / "referentie"


def load(today: date | None = None) -> int:
    """Bring the fondsen up to date; returns how many fondsen and lines the files hold.

    A fonds without a period in the file is a yearly one: it gets the calendar year of `today`.
    """
    day = today or timezone.localdate()
    rows = [row for path in sorted(REFERENTIE.glob("fondsen_*.toml")) for row in _read(path)]
    with transaction.atomic():
        wie = systeem(*Regio.objects.values_list("code", flat=True), reden="laad_referentie")
        organisaties = dict(Organisatie.objects.values_list("sleutel", "id"))
        for row in rows:
            _load_fonds(wie, row, organisaties, day)
    return len(rows) + sum(len(row["regel"]) for row in rows)


def _read(path: Path) -> list[dict[str, Any]]:
    return list(tomllib.loads(path.read_text("utf-8"))["fonds"])


def _period(row: dict[str, Any], day: date) -> tuple[str, str, date, date | None]:
    """The key, name, first and last day; a yearly fonds carries its year in key and name."""
    if "van" in row:
        return row["sleutel"], row["naam"], row["van"], row.get("tot")
    year = day.year
    return (
        f"{row['sleutel']}-{year}",
        f"{row['naam']} {year}",
        date(year, 1, 1),
        date(year, 12, 31),
    )


def _load_fonds(wie: Actor, row: dict[str, Any], organisaties: dict[str, int], day: date) -> None:
    sleutel, naam, van, tot = _period(row, day)
    if not Fonds.objects.filter(sleutel=sleutel).exists():
        create_fonds(
            wie,
            sleutel=sleutel,
            naam=naam,
            regio=row.get("regio"),
            eigenaar_id=organisaties[row["eigenaar"]],
            kassier_id=organisaties[row["kassier"]],
            beslisregel=row["beslisregel"],
            soort=row["soort"],
            van=van,
            tot=tot,
            regels=[
                NieuweRegel(r["code"], r["omschrijving"], r["begroot_cent"], r.get("rubriek"))
                for r in row["regel"]
            ],
            voorwaarden=row.get("voorwaarden", ""),
            noot=row.get("noot", ""),
            bron=row.get("bron", ""),
            gedrukt_totaal_cent=row.get("gedrukt_totaal_cent"),
        )
    _grant(wie, sleutel, min(van, day))


def _grant(wie: Actor, sleutel: str, dag: date) -> None:
    lines = Fondsregel.objects.filter(fonds__sleutel=sleutel, begroot_cent__gt=0)
    keys = {f"toekenning:{sleutel}:{line.code}": line for line in lines.order_by("id")}
    known = set(
        Journaalpost.objects.filter(idempotentiesleutel__in=keys).values_list(
            "idempotentiesleutel", flat=True
        )
    )
    for key, line in keys.items():
        if key not in known:
            toekennen(
                wie,
                fondsregel_id=line.pk,
                cent=line.begroot_cent,
                sleutel=key,
                reden="toekenning volgens de begroting",
                dag=dag,
            )
