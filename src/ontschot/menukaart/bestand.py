"""The menukaart as a file: the columns, reading xlsx and csv, and writing them.

What we write can be read again and changes nothing. A text that a spreadsheet would take for a
formula is written with an apostrophe before it, which reading takes away.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ontschot.kern.errors import Weigering
from ontschot.menukaart.models import Dienst
from ontschot.web.format import euro
from ontschot.web.werkboek import new_workbook, read_workbook

MAX_BYTES = 2_000_000
MAX_REGELS = 5_000
FORMULE = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM = "\ufeff"  # without it Excel reads UTF-8 as Windows-1252

# The column of the file, and the field of the service behind it.
KOLOMMEN = {
    "sleutel": "sleutel",
    "naam": "naam",
    "aanbod": "soort",
    "interventiesoort": "interventiesoort_id",
    "aanbieder": "aanbieder",
    "eigenaar": "eigenaar_id",
    "stap": "stap",
    "vorm": "vorm",
    "manier": "wijze",
    "doel": "doel",
    "wat_is_het": "samenvatting",
    "voor_wie": "voor_wie",
    "voorwaarden": "voorwaarden",
    "aanmelden": "aanmelden",
    "situaties": "situaties",
    "beroep": "beroep",
    "duur": "duur",
    "uren_per_week": "uren_per_week",
    "prijs": "prijs_cent",
    "btw": "btw",
    "contract_met": "contract_met",
    "contract_tot": "contract_tot",
    "plaats": "plaats",
    "waar": "locatie",
    "talen": "talen",
    "bereik": "bereik",
    "contact": "contact",
    "wachttijd_dagen": "wachttijd_dagen",
    "loopt_van": "van",
    "loopt_tot": "tot",
    "op_menukaart_van": "gepubliceerd_van",
    "op_menukaart_tot": "gepubliceerd_tot",
}
VERPLICHT = ("naam", "aanbod", "aanbieder", "eigenaar", "stap", "vorm")


def cells_of(dienst: Dienst, eigenaren: Mapping[int, str]) -> list[str]:
    """One service as a line of the file, every cell as text."""
    return [_cell(field, dienst, eigenaren) for field in KOLOMMEN.values()]


def _cell(field: str, dienst: Dienst, eigenaren: Mapping[int, str]) -> str:
    value = getattr(dienst, field)
    if field == "eigenaar_id":
        return eigenaren[value]
    if field == "prijs_cent":
        return euro(value).replace("€", "").strip()
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.day}-{value.month}-{value.year:04d}"
    return ", ".join(value) if isinstance(value, list) else str(value)


def safe(text: str) -> str:
    """A text that a spreadsheet will not take for a formula; an apostrophe of its own is kept."""
    return f"'{text}" if text.startswith((*FORMULE, "'")) else text


def plain(text: str) -> str:
    """The text again as it was before `safe`."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*FORMULE, "'")) else text


def as_csv(kop: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """Semicolons and a BOM, as a Dutch Excel opens it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(kop)
    writer.writerows([safe(cell) for cell in line] for line in lines)
    return (BOM + out.getvalue()).encode()


def as_xlsx(kop: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """One sheet with a fixed head. Texts are written as texts, so none of them is a formula."""
    out = io.BytesIO()
    book = new_workbook(out)
    bold, sheet = book.add_format({"bold": True}), book.add_worksheet("Menukaart")
    for column, cell in enumerate(kop):
        sheet.write_string(0, column, cell, bold)
    for row, line in enumerate(lines, start=1):
        for column, cell in enumerate(line):
            sheet.write_string(row, column, safe(cell))
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, len(kop), 18)
    book.close()
    return out.getvalue()


def read(naam: str, inhoud: bytes) -> list[dict[str, str]]:
    """The lines of a file, each with its number under `regel`; known columns only.

    Raises Weigering for what is no csv or xlsx, too large, or without the columns we need.
    """
    if len(inhoud) > MAX_BYTES:
        raise Weigering(
            "Dit bestand is te groot: er past 2 MB. Knip het in stukken.", veld="bestand"
        )
    rows = _xlsx(inhoud) if naam.lower().endswith(".xlsx") else _csv(inhoud)
    if not rows:
        raise Weigering("Dit bestand is leeg. Kies een ander bestand.", veld="bestand")
    kop = [_name(cell) for cell in rows[0]]
    if missing := [name for name in VERPLICHT if name not in kop]:
        raise Weigering(
            f"In de eerste regel missen deze kolommen: {', '.join(missing)}. "
            "Haal eerst de lijst op: die heeft de goede kolommen.",
            veld="bestand",
        )
    lines = [
        {"regel": str(number)} | {k: v for k, v in zip(kop, row, strict=False) if k in KOLOMMEN}
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    if len(lines) > MAX_REGELS:
        raise Weigering(
            f"Dit zijn {len(lines)} regels. Er passen er {MAX_REGELS}. Knip het in stukken.",
            veld="bestand",
        )
    return lines


def _name(cell: str) -> str:
    return "_".join(cell.strip().lower().split())


def _xlsx(inhoud: bytes) -> list[list[str]]:
    try:
        book = read_workbook(io.BytesIO(inhoud))
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=MAX_REGELS + 2, max_col=100)
        return [[_text(cell) for cell in row] for row in rows]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, SyntaxError) as fault:
        raise Weigering(
            "Dit Excelbestand kan niet worden gelezen. Sla het opnieuw op als .xlsx of .csv.",
            veld="bestand",
        ) from fault


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.day}-{cell.month}-{cell.year:04d}"
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", ",") if cell % 1 else str(int(cell))
    return plain(str(cell))


def _csv(inhoud: bytes) -> list[list[str]]:
    try:
        text = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = inhoud.decode("cp1252", "replace")
    if "\0" in text:
        raise Weigering("Dit is geen csv of Excelbestand. Kies een ander bestand.", veld="bestand")
    head = text.partition("\n")[0]
    mark = ";" if head.count(";") >= head.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as fault:
        raise Weigering(
            "Dit bestand kan niet worden gelezen als csv. Sla het opnieuw op.", veld="bestand"
        ) from fault
    return [[plain(cell) for cell in row] for row in rows]
