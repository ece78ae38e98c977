"""A report as people hand it around, and as machines read it: text, JSON, csv, xlsx and PDF."""

import csv
import io
import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.definities import AFRONDEN, DEFINITIES
from ontschot.monitor.queries import Rapport, Regel, Tabel
from ontschot.monitor.rapport.bundel import HOOFDSTUK_3, Bundel
from ontschot.monitor.rules import hele_procenten, met_teken, procent
from ontschot.monitor.tonen import LEGENDA, VERBORGEN, number, periode_label, regio_label
from ontschot.monitor.uitvoer import table_cells
from ontschot.web import pdf
from ontschot.web.format import datum, euro, getal
from ontschot.web.uitvoer import Blad, Cel, as_workbook

ACHTERGEHOUDEN = "Deze tabel is achtergehouden: er zitten te kleine aantallen in."
Hoofdstuk = tuple[str, Rapport]


def _chapters(bundel: Bundel, codes: Codelijsten) -> Iterator[Hoofdstuk]:
    """The report as a whole, and then each region that was asked for apart."""
    yield regio_label(bundel.rapport.selectie, codes), bundel.rapport
    namen = codes.labels("regio")
    for code, rapport in bundel.per_regio.items():
        yield f"{namen.get(code, code)} ({code})", rapport


def _facts(bundel: Bundel, codes: Codelijsten) -> list[tuple[str, str]]:
    """What a reader must know before the first figure."""
    selectie = bundel.rapport.selectie
    facts = [
        ("Regio's", regio_label(selectie, codes)),
        ("Periode", periode_label(selectie)),
        ("Zoals bekend op", datum(selectie.peil) if selectie.peil else "nu"),
        ("Bescherming", bundel.onthulling),
    ]
    if bundel.drempel is None:
        aantal, kosten = bundel.rapport.aantal, bundel.rapport.kosten_cent
        facts.append(("Totaal", f"{getal(aantal)} interventies, {euro(kosten)}"))
    if bundel.rapport.dubbel:
        facts.append(("Let op", f"dubbel geteld uit twee bronnen: {_listed(bundel)}"))
    return facts


def _listed(bundel: Bundel) -> str:
    return ", ".join(bundel.rapport.dubbel)


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
        "onthulling": bundel.onthulling_van(rapport),
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
    lines = [f"{naam}: {tekst}" for naam, tekst in _facts(bundel, codes)]
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
    line: list[Cel] = [regio, naam, regel.waarde, regel.label, regel.aantal, tabel.noemer]
    line.append(_share(regel.aandeel))
    met_kosten = tabel.definitie.met_kosten
    line += (regel.kosten_cent, regel.gemiddeld_cent) if met_kosten else (None, None)
    return [*line, int(regel.verborgen)]


# Xlsx


def as_xlsx(bundel: Bundel, codes: Codelijsten) -> bytes:
    """A title sheet, the definitions, a sheet per table, and one with all regions."""
    titel = f"Monitor: {regio_label(bundel.rapport.selectie, codes)}"
    bladen = [Blad("Voorblad", titel, ("Wat", ""), _facts(bundel, codes), AFRONDEN)]
    bladen.append(_definitions_sheet())
    for naam in HOOFDSTUK_3:
        tabel = bundel.rapport.tabellen.get(naam)
        kop, lines = table_cells(tabel) if tabel else (["Tabel"], [[ACHTERGEHOUDEN]])
        noot = f"{_over(tabel).capitalize()}. {AFRONDEN}" if tabel else ""
        if tabel and tabel.verborgen:
            noot = f"{noot} {LEGENDA}"
        bladen.append(Blad(_sheet_name(naam), DEFINITIES[naam].naam, kop, lines, noot))
    if bundel.per_regio:
        bladen.append(_regions_sheet(bundel))
    return as_workbook(bladen)


def _sheet_name(naam: str) -> str:
    return naam.replace("_", " ").capitalize()[:31]


def _definitions_sheet() -> Blad:
    kop = ("Tabel", "Wat telt", "Teller", "Noemer", "Moment", "Versie")
    lines: list[list[Cel]] = [
        [d.naam, d.tekst, d.teller, d.noemer, d.moment, d.versie]
        for d in map(DEFINITIES.__getitem__, HOOFDSTUK_3)
    ]
    return Blad("Definities", "Wat elk cijfer betekent", kop, lines)


def _regions_sheet(bundel: Bundel) -> Blad:
    kop = ("Regio", "Tabel", "Waarde", "Aantal", "Van", "Aandeel (%)")
    lines: list[list[Cel]] = [
        [
            code,
            naam,
            r.label,
            VERBORGEN if r.verborgen else r.aantal,
            tabel.noemer,
            VERBORGEN if r.verborgen else hele_procenten(r.aandeel),
        ]
        for code, rapport in bundel.per_regio.items()
        for naam, tabel in rapport.tabellen.items()
        for r in tabel.regels
    ]
    noot = f"{LEGENDA} Een tabel die hier ontbreekt, is achtergehouden: te kleine aantallen."
    return Blad("Per regio", "De tabellen per regio", kop, lines, noot if bundel.drempel else "")


# PDF


def as_pdf(bundel: Bundel, codes: Codelijsten) -> bytes:
    """A title page, the definitions and the tables; tagged, so a screen reader can read it."""
    chapters = list(_chapters(bundel, codes))
    return pdf.render(
        "monitor/brieven/rapport.typ",
        {
            "titel": f"Monitor {periode_label(bundel.rapport.selectie)}",
            "onder": regio_label(bundel.rapport.selectie, codes),
            "feiten": [list(fact) for fact in _facts(bundel, codes)],
            "zinnen": _first_page(bundel),
            "afronden": AFRONDEN,
            "definities": [_definition(naam) for naam in HOOFDSTUK_3],
            "hoofdstukken": [
                {"titel": titel, "tabellen": [_table_pdf(naam, rapport) for naam in HOOFDSTUK_3]}
                for titel, rapport in chapters
            ],
        },
    )


def _first_page(bundel: Bundel) -> list[str]:
    """The largest part of each table in one sentence: what somebody reads in one minute."""
    said = []
    for tabel in bundel.rapport.tabellen.values():
        known = [r for r in tabel.regels if r.waarde != tabel.definitie.onbekend and r.aantal]
        if not known:
            continue
        top = max(known, key=lambda regel: regel.aantal or 0)
        zin = f"{tabel.definitie.naam}: {top.label} het meest, {procent(top.aandeel)}"
        unknown = f" Van {getal(tabel.onbekend)} is het niet bekend." if tabel.onbekend else ""
        said.append(f"{zin} van {getal(tabel.noemer)} interventies.{unknown}")
    return said


def _definition(naam: str) -> dict[str, str]:
    d = DEFINITIES[naam]
    return {"naam": d.naam, "tekst": d.tekst, "teller": d.teller, "noemer": d.noemer}


def _table_pdf(naam: str, rapport: Rapport) -> dict[str, Any]:
    tabel = rapport.tabellen.get(naam)
    if tabel is None:
        return {"naam": DEFINITIES[naam].naam, "noot": ACHTERGEHOUDEN, "kop": [], "rijen": []}
    kop = ["Waarde", "Aantal", "Aandeel"]
    kop += ["Nederland", "Verschil"] if tabel.nl_noemer is not None else []
    kop += ["Gemiddeld", "Deel van de kosten"] if tabel.definitie.met_kosten else []
    return {
        "naam": tabel.definitie.naam,
        "noot": f"Aandeel {_over(tabel)}." + (f" {LEGENDA}" if tabel.verborgen else ""),
        "kop": kop,
        "rijen": [_line_pdf(tabel, regel) for regel in tabel.regels],
    }


def _line_pdf(tabel: Tabel, regel: Regel) -> list[str]:
    share = VERBORGEN if regel.verborgen else procent(regel.aandeel)
    line = [regel.label, number(regel), share]
    if tabel.nl_noemer is not None:
        line += [_nl_share(regel), met_teken(regel.verschil)]
    if tabel.definitie.met_kosten:
        kosten = [euro(regel.gemiddeld_cent), procent(regel.aandeel_kosten)]
        line += [VERBORGEN] * 2 if regel.verborgen else kosten
    return line
