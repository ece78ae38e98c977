"""A list as a file: csv for a Dutch Excel, and xlsx. No text in it can be taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ontschot.web.werkboek import new_workbook

Cel = str | int | float | None
BOM = "\ufeff"  # without it Excel reads UTF-8 as Windows-1252
FORMULE = ("=", "+", "-", "@", "\t", "\r", "\n")


def veilige_cel(tekst: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    return f"'{tekst}" if tekst.startswith(FORMULE) else tekst


def as_csv(kop: Sequence[str], lines: Iterable[Sequence[Cel]], *, excel: bool = True) -> str:
    """Semicolons, decimal commas and a BOM for a Dutch Excel; else plain commas and points."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerow([veilige_cel(cell) for cell in kop])
    for line in lines:
        writer.writerow([_plain(cell, excel) for cell in line])
    return (BOM if excel else "") + out.getvalue()


def _plain(cell: Cel, excel: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", "," if excel else ".")
    return veilige_cel(cell) if isinstance(cell, str) else str(cell)


@dataclass(frozen=True)
class Blad:
    """One sheet: a title with a note below it, a header, and lines; floats are amounts in euros."""

    naam: str
    titel: str
    kop: Sequence[str]
    lines: Iterable[Sequence[Cel]]
    noot: str = ""


def as_xlsx(
    titel: str, kop: Sequence[str], lines: Iterable[Sequence[Cel]], *, noot: str = ""
) -> bytes:
    """One sheet with a title and a note above it. Texts are written as texts."""
    return as_workbook([Blad("Tabel", titel, kop, lines, noot)])


def as_workbook(bladen: Iterable[Blad]) -> bytes:
    """Several sheets in one file. Texts are written as texts, so nothing is taken for a formula."""
    out = io.BytesIO()
    book = new_workbook(out)
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    for blad in bladen:
        _write_sheet(book.add_worksheet(blad.naam), blad, bold, money)
    book.close()
    return out.getvalue()


def _write_sheet(sheet: Any, blad: Blad, bold: Any, money: Any) -> None:
    sheet.write_string(0, 0, blad.titel, bold)
    sheet.write_string(1, 0, blad.noot)
    for column, cell in enumerate(blad.kop):
        sheet.write_string(3, column, cell, bold)
    for row, line in enumerate(blad.lines, start=4):
        for column, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value, money if isinstance(value, float) else None)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(blad.kop), 22)
