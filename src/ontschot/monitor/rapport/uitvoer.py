"""A report as machines read it, and as text: JSON, csv and tables for a terminal.

As people hand it around, see `boek`, `papier` (PDF) and `werkboek` (xlsx).
"""

import csv
import io
import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.definities import AFRONDEN, DEFINITIES
from ontschot.monitor.queries import Rapport, Regel, Tabel
from ontschot.monitor.rapport.boek import facts
from ontschot.monitor.rapport.bundel import HOOFDSTUK_3, Bundel
from ontschot.monitor.rapport.papier import ACHTERGEHOUDEN
from ontschot.monitor.rules import kort, met_teken, procent
from ontschot.monitor.tonen import LEGENDA, VERBORGEN, number, regio_label
from ontschot.web.format import euro, getal
from ontschot.web.uitvoer import Cel, veilige_cel

Hoofdstuk = tuple[str, Rapport]


def _chapters(bundel: Bundel, codes: Codelijsten) -> Iterator[Hoofdstuk]:
    """The report as a whole, and then each region that was asked for apart."""
    yield regio_label(bundel.rapport.selectie, codes), bundel.rapport
    namen = codes.labels("regio")
    for code, rapport in bundel.per_regio.items():
        yield f"{namen.get(code, code)} ({code})", rapport


# JSON


def as_json(bundel: Bundel) -> str:
    """The report with the codes of the delivery format; shares are fractions, not rounded."""
    data = _json(bundel, bundel.rapport, bundel.regios)
    if bundel.per_regio:
        data["regio"] = {
            code: _json(bundel, rapport, (code,)) for code, rapport in bundel.per_regio.items()
        }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _json(bundel: Bundel, rapport: Rapport, regios: tuple[str, ...]) -> dict[str, Any]:
    selectie = rapport.selectie
    data: dict[str, Any] = {
        "periode": {"van": selectie.van.isoformat(), "tot": selectie.tot.isoformat()},
        "peildatum": selectie.peil.isoformat() if selectie.peil else None,
        "regios": list(regios),
        "onthulling": bundel.onthulling_json(rapport),
        "tabellen": {naam: _table_json(naam, rapport) for naam in HOOFDSTUK_3},
    }
    if bundel.drempel is None:
        data["aantal"] = rapport.aantal
    return data


def _table_json(naam: str, rapport: Rapport) -> dict[str, Any]:
    definitie = DEFINITIES[naam]
    head = {"definitie": f"{naam}/{definitie.versie}", "eenheid": definitie.eenheid}
    tabel = rapport.tabellen.get(naam)
    if tabel is None:
        return head | {"noemer": None, "onbekend": None, "rijen": [], "achtergehouden": True}
    rijen = [_line_json(tabel, regel) for regel in tabel.regels]
    onbekend = tabel.onbekend if definitie.onbekend else 0
    return head | {"noemer": tabel.noemer, "onbekend": onbekend, "rijen": rijen}


def _line_json(tabel: Tabel, regel: Regel) -> dict[str, Any]:
    line: dict[str, Any] = {
        "waarde": regel.waarde,
        "aantal": regel.aantal,
        "aandeel": _share(regel.aandeel),
    }
    if regel.verborgen:
        line["verborgen"] = True
    if tabel.definitie.met_kosten:
        line["kosten_cent"] = regel.kosten_cent
        line["gemiddeld_cent"] = regel.gemiddeld_cent
    return line


def _share(deel: Fraction | None) -> float | None:
    return None if deel is None else float(deel)


# Text


def as_text(bundel: Bundel, codes: Codelijsten) -> str:
    """The tables for a terminal, each with its denominator and the share unknown."""
    lines = [f"{naam}: {tekst}" for naam, tekst in facts(bundel, codes)]
    lines.append(AFRONDEN)
    for titel, rapport in _chapters(bundel, codes):
        if bundel.per_regio:
            lines.append(f"\n=== {titel} ===")
        lines += [_table_text(naam, rapport) for naam in HOOFDSTUK_3]
    return "\n".join(lines) + "\n"


def _table_text(naam: str, rapport: Rapport) -> str:
    tabel = rapport.tabellen.get(naam)
    if tabel is None:
        return f"\n{DEFINITIES[naam].naam}\n  {ACHTERGEHOUDEN}"
    lines = [f"\n{tabel.definitie.naam} ({_over(tabel)})"]
    width = max((len(regel.label) for regel in tabel.regels), default=0)
    for regel in tabel.regels:
        line = f"  {regel.label:<{width}}  {number(regel):>7}"
        if regel.verborgen:
            lines.append(line)
            continue
        line += f"  {procent(regel.aandeel):>6}"
        if tabel.nl_noemer is not None:
            line += f"  {_nl_share(regel):>6}  {met_teken(regel.verschil):>5}"
        if tabel.definitie.met_kosten:
            line += f"  {euro(regel.gemiddeld_cent):>12}  {procent(regel.aandeel_kosten):>6}"
        lines.append(line)
    if tabel.verborgen:
        lines.append(f"  {LEGENDA}")
    return "\n".join(lines)


def _nl_share(regel: Regel) -> str:
    return VERBORGEN if regel.nl_verborgen else procent(regel.nl_aandeel)


def _over(tabel: Tabel) -> str:
    unknown = "" if tabel.onbekend is None else f"; onbekend {getal(tabel.onbekend)}"
    return f"van {getal(tabel.noemer)} interventies{unknown}"


# Csv


CSV_KOP = (
    "regio", "tabel", "waarde", "label", "aantal", "noemer", "aandeel", "kosten_cent",
    "gemiddeld_cent", "verborgen",
)  # fmt: skip


def as_csv(bundel: Bundel) -> str:
    """One line per cell, with codes, commas and points: for another program."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_KOP)
    for regio, rapport in {"+".join(bundel.regios): bundel.rapport, **bundel.per_regio}.items():
        for naam, tabel in rapport.tabellen.items():
            writer.writerows(_line_csv(regio, naam, tabel, regel) for regel in tabel.regels)
    return out.getvalue()


def _line_csv(regio: str, naam: str, tabel: Tabel, regel: Regel) -> list[Cel]:
    label = veilige_cel(kort(regel.label, 120))
    line: list[Cel] = [regio, naam, regel.waarde, label, regel.aantal, tabel.noemer]
    line.append(_share(regel.aandeel))
    met_kosten = tabel.definitie.met_kosten
    line += (regel.kosten_cent, regel.gemiddeld_cent) if met_kosten else (None, None)
    return [*line, int(regel.verborgen)]
