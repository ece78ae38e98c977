"""Load the regions, gemeenten, mergers and partners from `referentie/*.toml`.

Loading again changes nothing. What an administrator or the CBS list (`netwerk_laad_gebieden`)
added or closed later stays as it is.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from ontschot.netwerk.models import Gemeente, GemeenteInRegio, Organisatie, Partner, Regio
from ontschot.netwerk.rules import Herindeling, Indeling, apply_herindelingen, reconcile

REFERENTIE = Path(__file__).parent / "referentie"
BEGIN = date(2021, 1, 1)
BRON_2021 = "CBS, tabel 84929NED (stand 2021)"


def load() -> int:
    """Bring the reference data of this room up to date; returns how many rows the files hold."""
    regios = _read("regios")
    mergers = [_herindeling(row) for row in _read("herindelingen")["herindeling"]]
    start = [
        Indeling(naam, regio["code"], BEGIN, bron=BRON_2021)
        for regio in regios["regio"]
        for naam in regio["gemeenten"]
    ]
    wanted = apply_herindelingen(start, mergers)
    partners = _read("partners_am08")
    with transaction.atomic():
        _load_regios(regios["regio"])
        gemeenten = _load_gemeenten(wanted, mergers, regios["gemeentecode"])
        store_indelingen(wanted, gemeenten)
        _load_centrumgemeenten(regios["regio"], gemeenten)
        _load_partners(partners)
    return len(regios["regio"]) + len(wanted) + sum(len(rows) for rows in partners.values())


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((REFERENTIE / f"{name}.toml").read_text("utf-8"))


def _herindeling(row: dict[str, Any]) -> Herindeling:
    return Herindeling(row["datum"], tuple(row["van"]), row["naar"], row["regio"], row["bron"])


def _load_regios(rows: list[dict[str, Any]]) -> None:
    """Names follow the file; whether a region takes part is set once and then left alone."""
    opens_by_itself = set(_read("deelname")["regios"]) if settings.DEMO or settings.TEST else set()
    Regio.objects.bulk_create(
        [
            Regio(
                code=row["code"],
                naam=row["naam"],
                aliassen=row["aliassen"],
                doet_mee=row["code"] in opens_by_itself,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["naam", "aliassen"],
    )


def _load_gemeenten(
    wanted: list[Indeling], mergers: list[Herindeling], codes: list[dict[str, str]]
) -> dict[str, Gemeente]:
    """All gemeenten by name. A code that is known already stays; a merger adds, never takes."""
    names = sorted({indeling.gemeente for indeling in wanted})
    Gemeente.objects.bulk_create([Gemeente(naam=n) for n in names], ignore_conflicts=True)
    found = {gemeente.naam: gemeente for gemeente in Gemeente.objects.all()}
    for row in codes:
        found[row["naam"]].code = row["code"]
    for merger in mergers:
        for naam in merger.opgeheven:
            found[naam].opgegaan_in = found[merger.naar]
            found[naam].opgeheven_op = merger.datum
    touched = {row["naam"] for row in codes} | {n for m in mergers for n in m.opgeheven}
    Gemeente.objects.bulk_update(
        [found[naam] for naam in sorted(touched)], ["code", "opgegaan_in", "opgeheven_op"]
    )
    return found


def store_indelingen(wanted: list[Indeling], gemeenten: dict[str, Gemeente]) -> int:
    """Close and add links so that they agree with `wanted`; returns how many rows changed."""
    rows = {(r.gemeente_id, r.van): r for r in GemeenteInRegio.objects.all()}
    names = {gemeente.pk: gemeente.naam for gemeente in gemeenten.values()}
    stored = [
        Indeling(names[r.gemeente_id], r.regio_id, r.van, r.tot, r.bron) for r in rows.values()
    ]
    todo = reconcile(stored, wanted)
    to_close = []
    for indeling in todo.sluiten:
        row = rows[gemeenten[indeling.gemeente].pk, indeling.van]
        row.tot = indeling.tot
        to_close.append(row)
    GemeenteInRegio.objects.bulk_update(to_close, ["tot"])
    GemeenteInRegio.objects.bulk_create(
        [
            GemeenteInRegio(
                gemeente=gemeenten[i.gemeente], regio_id=i.regio, van=i.van, tot=i.tot, bron=i.bron
            )
            for i in todo.toevoegen
        ]
    )
    return len(todo.sluiten) + len(todo.toevoegen)


def _load_centrumgemeenten(rows: list[dict[str, Any]], gemeenten: dict[str, Gemeente]) -> None:
    Regio.objects.bulk_update(
        [
            Regio(code=row["code"], centrumgemeente=gemeenten[row["centrumgemeente"]])
            for row in rows
            if "centrumgemeente" in row
        ],
        ["centrumgemeente"],
    )


def _load_partners(data: dict[str, Any]) -> None:
    fields = ["naam", "soort", "monitorcode", "mag_inkopen", "rol", "bron"]
    Organisatie.objects.bulk_create(
        [Organisatie(**row) for row in data["organisatie"]],
        update_conflicts=True,
        unique_fields=["sleutel"],
        update_fields=fields,
    )
    ids = dict(Organisatie.objects.values_list("sleutel", "id"))
    Partner.objects.bulk_create(
        [
            Partner(
                organisatie_id=ids[row["organisatie"]],
                regio_id=row["regio"],
                rol=row["rol"],
                van=row["van"],
                tot=row.get("tot"),
            )
            for row in data["partner"]
        ],
        # A period that is there already, perhaps ended by the administrator since, stays.
        ignore_conflicts=True,
    )
