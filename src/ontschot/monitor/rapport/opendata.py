"""Open data: protected figures as csv and Parquet, with what every column means.

Never a row of a person: one line per region, table and value, and what may not be known is empty
and marked. DuckDB writes the Parquet; it is loaded only here, in a task or a command.
"""
# ruff: noqa: PLC0415

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.definities import AFRONDEN, DEFINITIES
from ontschot.monitor.rapport.bundel import HOOFDSTUK_3, Bundel
from ontschot.monitor.rapport.landelijk import csv_bytes, vorm
from ontschot.monitor.rules import kort
from ontschot.monitor.tonen import LEGENDA
from ontschot.web.format import datum
from ontschot.web.uitvoer import veilige_cel

GEEN_LICENTIE = "Nog niet gekozen. Vraag de uitgever voordat je de cijfers gebruikt."
GEEN_UITGEVER = "Nog niet ingevuld (uitlevering.toml)."


@dataclass(frozen=True)
class Kolom:
    naam: str
    soort: str  # of Frictionless: string, integer, number, boolean
    duckdb: str
    tekst: str


KOLOMMEN = (
    Kolom("regio", "string", "VARCHAR", "CBS-code van de arbeidsmarktregio; NL is alle regio's."),
    Kolom("regio_naam", "string", "VARCHAR", "Naam van de regio."),
    Kolom("tabel", "string", "VARCHAR", "Waarnaar is verdeeld; zie de definities."),
    Kolom("waarde", "string", "VARCHAR", "Code van de waarde binnen de tabel."),
    Kolom("label", "string", "VARCHAR", "De waarde in woorden."),
    Kolom("aantal", "integer", "BIGINT", "Aantal interventies; leeg als het verborgen is."),
    Kolom("noemer", "integer", "BIGINT", "Alle interventies waarover het aandeel is genomen."),
    Kolom("aandeel", "number", "DOUBLE", "Aantal gedeeld door noemer, niet afgerond."),
    Kolom(
        "kosten_cent", "integer", "BIGINT", "Inkoopkosten in hele centen, waar de tabel die telt."
    ),
    Kolom("verborgen", "boolean", "BOOLEAN", "Of deze cel is verborgen om personen te beschermen."),
)


def rows(bundel: Bundel, codes: Codelijsten) -> list[list[Any]]:
    """One line per region, table and value. Raises ValueError for exact figures."""
    if bundel.drempel is None:
        raise ValueError("open data are always protected")
    namen = codes.labels("regio")
    parts = {"NL": bundel.rapport, **bundel.per_regio}
    return [
        [
            regio, _label(namen.get(regio, "Nederland")), naam, r.waarde, _label(r.label),
            r.aantal, tabel.noemer, None if r.aandeel is None else float(r.aandeel),
            r.kosten_cent if tabel.definitie.met_kosten else None, r.verborgen,
        ]
        for regio, rapport in parts.items()
        for naam, tabel in rapport.tabellen.items()
        for r in tabel.regels
    ]  # fmt: skip


def _label(tekst: str) -> str:
    """A label that people edit: short, printable, and no formula for a spreadsheet."""
    return veilige_cel(kort(tekst, 120))


def as_csv(lines: Sequence[Sequence[Any]]) -> bytes:
    return csv_bytes([k.naam for k in KOLOMMEN], ([_text(cell) for cell in line] for line in lines))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def as_parquet(content: bytes) -> bytes:
    """The same lines, each column with its own type."""
    import duckdb

    types = {k.naam: k.duckdb for k in KOLOMMEN}
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "cijfers.csv", Path(folder) / "cijfers.parquet"
        source.write_bytes(content)
        with duckdb.connect(":memory:") as base:
            found = base.read_csv(str(source), header=True, columns=types)
            found.write_parquet(str(target), compression="zstd")
        return target.read_bytes()


def dictionary_csv() -> bytes:
    """What every column and every table means."""
    lines = [["kolom", k.naam, k.soort, k.tekst, "", ""] for k in KOLOMMEN]
    lines += [
        ["tabel", naam, DEFINITIES[naam].eenheid, DEFINITIES[naam].tekst,
         DEFINITIES[naam].teller, DEFINITIES[naam].noemer]
        for naam in HOOFDSTUK_3
    ]  # fmt: skip
    return csv_bytes(["wat", "naam", "soort", "betekenis", "teller", "noemer"], lines)


def _licence() -> dict[str, str]:
    adres = str(vorm()["open_data"]["licentie"])
    return {"path": adres} if adres else {"title": GEEN_LICENTIE}


def _title(bundel: Bundel) -> str:
    return (
        f"Interventies met gezamenlijk geld per arbeidsmarktregio, {bundel.rapport.selectie.jaar}"
    )


def datapackage(bundel: Bundel) -> bytes:
    """Frictionless Data Package: the same dictionary for machines."""
    selectie = bundel.rapport.selectie
    fields = [{"name": k.naam, "type": k.soort, "description": k.tekst} for k in KOLOMMEN]
    schema = {"fields": fields, "missingValues": [""], "primaryKey": ["regio", "tabel", "waarde"]}
    data = {
        "name": f"ontschot-monitor-{selectie.jaar}",
        "title": _title(bundel),
        "description": f"{LEGENDA} {AFRONDEN} Bescherming: {bundel.onthulling}.",
        "licenses": [_licence()],
        "temporal": {"start": selectie.van.isoformat(), "end": selectie.tot.isoformat()},
        "as_known_on": selectie.peil.isoformat() if selectie.peil else None,
        "definitions": [
            {"name": naam, "title": DEFINITIES[naam].naam, "version": DEFINITIES[naam].versie,
             "description": DEFINITIES[naam].tekst, "numerator": DEFINITIES[naam].teller,
             "denominator": DEFINITIES[naam].noemer}
            for naam in HOOFDSTUK_3
        ],
        "resources": [
            {"name": "cijfers", "path": "cijfers.csv", "format": "csv", "encoding": "utf-8",
             "mediatype": "text/csv", "schema": schema},
            {"name": "cijfers-parquet", "path": "cijfers.parquet", "format": "parquet",
             "mediatype": "application/vnd.apache.parquet"},
        ],
    }  # fmt: skip
    return _json(data)


def dcat(bundel: Bundel) -> bytes:
    """DCAT as JSON-LD: title, period, peildatum, licence and publisher."""
    selectie = bundel.rapport.selectie
    uitgever = str(vorm()["open_data"]["uitgever"]) or GEEN_UITGEVER
    adres = str(vorm()["open_data"]["licentie"])
    data = {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
                     "foaf": "http://xmlns.com/foaf/0.1/"},
        "@type": "dcat:Dataset",
        "dct:title": _title(bundel),
        "dct:description": f"Beschermde aantallen, zoals bekend op "
        f"{datum(selectie.peil) if selectie.peil else 'de dag van maken'}. {LEGENDA}",
        "dct:language": "nl",
        "dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": selectie.van.isoformat(),
                         "dcat:endDate": selectie.tot.isoformat()},
        "dct:issued": selectie.peil.isoformat() if selectie.peil else None,
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": uitgever},
        "dct:license": {"@id": adres} if adres else GEEN_LICENTIE,
        "dcat:distribution": [
            {"@type": "dcat:Distribution", "dct:title": naam, "dcat:mediaType": soort}
            for naam, soort in (("cijfers.csv", "text/csv"),
                                ("cijfers.parquet", "application/vnd.apache.parquet"))
        ],
    }  # fmt: skip
    return _json(data)


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
