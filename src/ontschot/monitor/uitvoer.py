"""The same figures outside the screen: csv, xlsx, JSON and text."""

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from ontschot.monitor.definities import AFRONDEN
from ontschot.monitor.lezen import Fout
from ontschot.monitor.queries import Rapport, Regel, Tabel
from ontschot.monitor.rules import hele_procenten, met_teken, procent
from ontschot.web.format import euro, getal
from ontschot.web.uitvoer import Cel, as_csv
from ontschot.web.uitvoer import as_xlsx as as_sheet


def table_cells(tabel: Tabel) -> tuple[list[str], list[list[Cel]]]:
    """Header and lines of one table; percentages whole, money in euros, the total last."""
    vergelijk = tabel.nl_noemer is not None
    kop = [tabel.definitie.naam, "Aantal", f"Aandeel (% van {tabel.noemer})"]
    if vergelijk:
        kop += [f"Nederland (% van {tabel.nl_noemer})", "Verschil (procentpunt)"]
    if tabel.definitie.met_kosten:
        kop += ["Kosten (euro)", "Gemiddeld (euro)", "Aandeel in de kosten (%)"]
    lines = [_line(tabel, regel, vergelijk) for regel in tabel.regels]
    totaal: list[Cel] = ["Totaal", tabel.noemer, 100 if tabel.noemer else None]
    totaal += [tabel.nl_noemer, None] if vergelijk else []
    if tabel.definitie.met_kosten:
        totaal += [tabel.kosten_cent / 100, _euro(tabel.gemiddeld_cent), None]
    return kop, [*lines, totaal]


def _line(tabel: Tabel, regel: Regel, vergelijk: bool) -> list[Cel]:
    line: list[Cel] = [regel.label, regel.aantal, hele_procenten(regel.aandeel)]
    if vergelijk:
        line += [hele_procenten(regel.nl_aandeel), regel.verschil]
    if tabel.definitie.met_kosten:
        line += [
            regel.kosten_cent / 100,
            _euro(regel.gemiddeld_cent),
            hele_procenten(regel.aandeel_kosten),
        ]
    return line


def _euro(cent: int | None) -> float | None:
    return None if cent is None else cent / 100


def as_xlsx(titel: str, kop: Sequence[str], lines: Iterable[Sequence[Cel]]) -> bytes:
    """One sheet, with how it was rounded above the table."""
    return as_sheet(titel, kop, lines, noot=AFRONDEN)


def faults_csv(fouten: Iterable[Fout], *, excel: bool) -> str:
    """The faults of a delivery: line, column, what stood there, and how to mend it."""
    kop = ["regel", "kolom", "waarde", "melding"]
    return as_csv(kop, [[f.regel, f.kolom, f.waarde, f.melding] for f in fouten], excel=excel)


def as_json(rapport: Rapport) -> str:
    """The report with the codes of the delivery format; shares are fractions, not rounded."""
    selectie = rapport.selectie
    data = {
        "periode": {"van": selectie.van.isoformat(), "tot": selectie.tot.isoformat()},
        "peildatum": selectie.peil.isoformat() if selectie.peil else None,
        "regios": list(selectie.regios) if selectie.regios is not None else "alle",
        "onthulling": "geen: exacte aantallen, alleen voor wie ze mag zien",
        "aantal": rapport.aantal,
        "tabellen": {naam: _table_json(tabel) for naam, tabel in rapport.tabellen.items()},
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _table_json(tabel: Tabel) -> dict[str, Any]:
    return {
        "definitie": f"{tabel.definitie.code}/{tabel.definitie.versie}",
        "eenheid": tabel.definitie.eenheid,
        "noemer": tabel.noemer,
        "onbekend": tabel.onbekend,
        "rijen": [_line_json(tabel, regel) for regel in tabel.regels],
    }


def _line_json(tabel: Tabel, regel: Regel) -> dict[str, Any]:
    line: dict[str, Any] = {
        "waarde": regel.waarde,
        "aantal": regel.aantal,
        "aandeel": _share(regel.aandeel),
    }
    if tabel.definitie.met_kosten:
        line["kosten_cent"] = regel.kosten_cent
        line["gemiddeld_cent"] = regel.gemiddeld_cent
    return line


def _share(deel: Fraction | None) -> float | None:
    return None if deel is None else float(deel)


def as_text(rapport: Rapport, regio_naam: str) -> str:
    """The tables for a terminal, each with its denominator and the share unknown."""
    selectie = rapport.selectie
    head = [
        f"{regio_naam}, {selectie.van:%d-%m-%Y} tot en met {selectie.tot:%d-%m-%Y}",
        f"{getal(rapport.aantal)} interventies, {euro(rapport.kosten_cent)}",
        AFRONDEN,
    ]
    if rapport.dubbel:
        head.append(f"Let op: dubbel geteld uit twee bronnen: {', '.join(rapport.dubbel)}.")
    return "\n".join([*head, *(_table_text(tabel) for tabel in rapport.tabellen.values())]) + "\n"


def _table_text(tabel: Tabel) -> str:
    unknown = "" if tabel.onbekend is None else f"; onbekend {getal(tabel.onbekend)}"
    lines = [f"\n{tabel.definitie.naam} (van {getal(tabel.noemer)} interventies{unknown})"]
    width = max((len(regel.label) for regel in tabel.regels), default=0)
    for regel in tabel.regels:
        line = f"  {regel.label:<{width}}  {getal(regel.aantal):>7}  {procent(regel.aandeel):>6}"
        if regel.nl_aandeel is not None:
            line += f"  {procent(regel.nl_aandeel):>6}  {met_teken(regel.verschil):>5}"
        if tabel.definitie.met_kosten:
            line += f"  {euro(regel.gemiddeld_cent):>12}  {procent(regel.aandeel_kosten):>6}"
        lines.append(line)
    return "\n".join(lines)
