"""From an uploaded file to lines of text: xlsx, or csv in the ways that people save it."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stdnum.nl import bsn

from ontschot.kandidaten.rules import plain
from ontschot.kern.errors import Weigering
from ontschot.web.werkboek import read_workbook

MAX_BYTES = 5 * 1024 * 1024
MAX_UITGEPAKT = 60 * 1024 * 1024
MAX_REGELS = 5_000
MAX_KOLOMMEN = 60
MAX_CEL = 300
# A column of so many numbers, of which so large a part passes the eleven test, holds BSNs.
BSN_MINSTENS, BSN_DEEL = 3, 0.8
BSN_NAMEN = frozenset({"bsn", "burgerservicenummer", "sofinummer", "sofi", "bsn nummer", "sofi nr"})


@dataclass(frozen=True)
class Bestand:
    """The headings and the lines with their number in the file; the headings are line 1."""

    koppen: list[str]
    regels: list[tuple[int, list[str]]]


def read_file(naam: str, inhoud: bytes) -> Bestand:
    """Read a list. Raises Weigering when it cannot be read, is too large, or holds BSNs."""
    if len(inhoud) > MAX_BYTES:
        raise Weigering("Dit bestand is groter dan 5 MB. Verdeel de lijst over meer bestanden.")
    rows = _xlsx(inhoud) if inhoud.startswith(b"PK\x03\x04") else _csv(inhoud)
    lines = [(n, cells) for n, cells in enumerate(rows, start=1) if any(cells)]
    if not lines or lines[0][0] != 1:
        raise Weigering("Zet op regel 1 de namen van de kolommen, en daaronder de mensen.")
    head = lines[0][1]
    while head and not head[-1]:
        head.pop()
    if len(head) > MAX_KOLOMMEN:
        raise Weigering(f"Dit bestand heeft meer dan {MAX_KOLOMMEN} kolommen. Haal er weg.")
    if len(lines) - 1 > MAX_REGELS:
        raise Weigering(f"Er gaan {MAX_REGELS} regels in één keer. Verdeel {naam[:60]} in delen.")
    if len(lines) == 1:
        raise Weigering("Onder regel 1 staat niemand. Kies een bestand met mensen erin.")
    body = [(n, _width(cells, len(head))) for n, cells in lines[1:]]
    for place, kop in enumerate(head):
        if holds_bsn(kop, [cells[place] for _, cells in body]):
            raise Weigering(
                f"In kolom ‘{kop[:40]}’ staan burgerservicenummers. Ontschot bewaart nooit een "
                "BSN. Haal de kolom weg en kies het bestand opnieuw. Er is niets bewaard."
            )
    return Bestand([kop[:120] for kop in head], body)


def holds_bsn(kop: str, cells: Sequence[str]) -> bool:
    """Whether this column holds citizen service numbers: by its heading, or by the eleven test."""
    if plain(kop) in BSN_NAMEN:
        return True
    filled = [cell for cell in cells if cell]
    numbers = [n for n in (cell.replace(".", "").replace(" ", "") for cell in filled) if _nine(n)]
    if len(numbers) < BSN_MINSTENS or len(numbers) < BSN_DEEL * len(filled):
        return False
    return sum(bsn.is_valid(number.zfill(9)) for number in numbers) >= BSN_DEEL * len(numbers)


def _nine(text: str) -> bool:
    """Nine digits; Excel drops a zero in front."""
    return text.isascii() and text.isdigit() and len(text) in {8, 9}


def _width(cells: list[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\0", "").split())[:MAX_CEL]


def _xlsx(inhoud: bytes) -> list[list[str]]:
    try:
        size = _unpacked_size(inhoud)
        rows = _sheet(inhoud) if size <= MAX_UITGEPAKT else []
    except Exception as broken:  # openpyxl raises whatever the file makes it raise
        raise Weigering(
            "Dit Excel-bestand is niet te lezen. Open het in Excel en bewaar het opnieuw."
        ) from broken
    if size > MAX_UITGEPAKT:
        raise Weigering("Dit Excel-bestand is uitgepakt te groot. Bewaar het als csv.")
    return rows


def _unpacked_size(inhoud: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as packed:
        return sum(part.file_size for part in packed.infolist())


def _sheet(inhoud: bytes) -> list[list[str]]:
    sheet = read_workbook(io.BytesIO(inhoud)).worksheets[0]
    rows = sheet.iter_rows(max_row=MAX_REGELS + 500, max_col=MAX_KOLOMMEN + 1)
    return [[_cell(cell.value) for cell in row] for row in rows]


def _csv(inhoud: bytes) -> list[list[str]]:
    if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in inhoud:
        raise Weigering("Dit is geen csv of xlsx. Bewaar de lijst in Excel als xlsx of csv.")
    try:
        text = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = inhoud.decode("cp1252", errors="replace")
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=head.count)
    try:
        return [
            [_cell(cell) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as broken:
        raise Weigering(
            "In dit bestand staat een aanhalingsteken op een verkeerde plek. Bewaar het opnieuw."
        ) from broken
