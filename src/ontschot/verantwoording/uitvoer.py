"""A report outside the screen: xlsx, PDF and JSON, all from the same laid-out page."""

import json
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from ontschot.verantwoording.queries import Rij, Verslagpagina
from ontschot.verantwoording.rules import BESTEED, Begrotingrij, Stand, period_name
from ontschot.web import pdf
from ontschot.web.format import datum, euro, getal, moment
from ontschot.web.uitvoer import Blad, Cel, as_workbook

STAND = ("Budget", "Betaald", "Gedeclareerd", "Verplicht", "Gereserveerd", "Vrij")
BEGROTING = ("Begroot", "Budget", "Gerealiseerd", "Verschil")
UITGEGEVEN = ("Betaald", "Gedeclareerd", "Verplicht", "Gereserveerd")


def about(pagina: Verslagpagina) -> str:
    """What the report is about, for a title."""
    verslag = pagina.verslag
    if verslag.fonds:
        return str(verslag.fonds.naam)
    assert verslag.regio
    return f"Alle fondsen van {verslag.regio.naam}"


def period_of(pagina: Verslagpagina) -> str:
    return period_name(pagina.verslag.van, pagina.verslag.tot)


def made(pagina: Verslagpagina) -> str:
    """As known when, and how whoever reads can see that nothing was changed."""
    verslag = pagina.verslag
    peil = moment(timezone.localtime(verslag.peil))
    entries = "boeking" if verslag.boekingen == 1 else "boekingen"
    return (
        f"Stand op {datum(verslag.tot)}, zoals bekend op {peil}."
        f" {getal(verslag.boekingen)} {entries}, vergeleken met het journaal."
        f" Controlegetal {verslag.sha256[:16]}.{twice(pagina)}"
    )


def twice(pagina: Verslagpagina) -> str:
    """What the bank paid twice and is not back: outside the books, so in no table."""
    number, cent = pagina.twee_keer
    if not number:
        return ""
    left = "1 betaling" if number == 1 else f"{getal(number)} betalingen"
    return (
        f" De bank deed {left} twee keer, en {euro(cent)} daarvan was nog niet terug. Dat is geen "
        "geld van een fonds en staat niet in de tabellen."
    )


def _amounts(stand: Stand, columns: Sequence[str]) -> list[int]:
    per_name = {
        "Budget": stand.budget_cent,
        "Vrij": stand.vrij_cent,
        **{rekening.capitalize(): stand.stand[rekening] for rekening in BESTEED},
    }
    return [per_name[column] for column in columns]


def _tables(pagina: Verslagpagina) -> list[tuple[str, str, Sequence[str], Sequence[Rij]]]:
    return [
        ("Regels", "Per regel", STAND, pagina.regels),
        ("Partners", "Per partner die inkoopt of voorschiet", UITGEGEVEN, pagina.partners),
        ("Gemeenten", "Per gemeente van de kandidaat", UITGEGEVEN, pagina.gemeenten),
    ]


def as_xlsx(pagina: Verslagpagina) -> bytes:
    """A sheet with the whole, one with what happened, and one per table; amounts in euros."""
    titel, noot = f"{about(pagina)}, {period_of(pagina)}", made(pagina)
    bladen = [
        Blad("Samen", titel, ["", *STAND], [["Samen", *_euros(pagina.samen, STAND)]], noot),
        Blad(
            "Verloop",
            f"{titel}: wat er gebeurde",
            ["Wat", "Bedrag"],
            [[naam, cent / 100] for naam, cent in pagina.samen.verloop.items()],
            noot,
        ),
    ]
    for blad, kop, columns, rijen in _tables(pagina):
        lines = [[_full_name(rij), *_euros(rij.stand, columns)] for rij in rijen]
        bladen.append(Blad(blad, f"{titel}: {kop.lower()}", [kop, *columns], lines, noot))
    if pagina.begroting:
        rows: list[list[Cel]] = [
            [_line_name(row), *(cent / 100 for cent in _planned(row))]
            for row in (*pagina.begroting, pagina.begroot_samen)
        ]
        columns = ["Regel", *BEGROTING]
        bladen.append(Blad("Begroting", f"{titel}: begroot en gerealiseerd", columns, rows, noot))
    return as_workbook(bladen)


def _line_name(row: Begrotingrij) -> str:
    return f"{row.naam} ({row.fonds})" if row.fonds else row.naam


def _planned(row: Begrotingrij) -> list[int]:
    return [row.begroot_cent, row.budget_cent, row.realisatie_cent, row.verschil_cent]


def _full_name(rij: Rij) -> str:
    return f"{rij.naam} ({rij.onder})" if rij.onder else rij.naam


def _euros(stand: Stand, columns: Sequence[str]) -> list[Cel]:
    return [cent / 100 for cent in _amounts(stand, columns)]


def as_pdf(pagina: Verslagpagina) -> bytes:
    """The report as people hand it around; the first page is the whole in one minute."""
    verslag = pagina.verslag
    return pdf.render(
        "verantwoording/brieven/verslag.typ",
        {
            "titel": f"Verantwoording: {about(pagina)}",
            "periode": period_of(pagina),
            "datum": datum(timezone.localdate(verslag.gemaakt_op)),
            "nummer": verslag.nummer,
            "gemaakt": made(pagina),
            "samen": _pairs(pagina.samen),
            "verloop": [[naam, euro(cent)] for naam, cent in pagina.verloop],
            "tabellen": [
                {
                    "kop": kop,
                    "kolommen": [kop, *columns],
                    "rijen": [
                        [_full_name(rij), *map(euro, _amounts(rij.stand, columns))] for rij in rijen
                    ],
                }
                for _, kop, columns, rijen in _tables(pagina)
                if rijen
            ]
            + _begroting(pagina),
        },
    )


def _begroting(pagina: Verslagpagina) -> list[dict[str, Any]]:
    if not pagina.begroting:
        return []
    rows = (*pagina.begroting, pagina.begroot_samen)
    return [
        {
            "kop": "Begroot en gerealiseerd",
            "kolommen": ["Regel", *BEGROTING],
            "rijen": [[_line_name(row), *map(euro, _planned(row))] for row in rows],
        }
    ]


def _pairs(stand: Stand) -> list[list[str]]:
    return [[naam, euro(cent)] for naam, cent in zip(STAND, _amounts(stand, STAND), strict=True)]


def as_json(pagina: Verslagpagina) -> str:
    """What was counted, cell by cell, with the totals that the database compared."""
    verslag = pagina.verslag
    data = {
        "nummer": verslag.nummer,
        "fonds": verslag.fonds.sleutel if verslag.fonds else None,
        "regio": verslag.regio_id,
        "van": verslag.van.isoformat(),
        "tot": verslag.tot.isoformat(),
        "peil": verslag.peil.isoformat(),
        "boekingen": verslag.boekingen,
        "samen_cent": dict(
            zip((name.lower() for name in STAND), _amounts(pagina.samen, STAND), strict=True)
        ),
        "sha256": verslag.sha256,
        **verslag.cijfers,
    }
    return json.dumps(data, ensure_ascii=False, indent=1)
