"""A table as a file that a spreadsheet opens: xlsx, or csv for a Dutch Excel; never a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import Http404, HttpResponse
from django.utils import timezone

from ontschot.web.bestand import download
from ontschot.web.werkboek import new_workbook

BOM = "\ufeff"  # without it Excel reads UTF-8 as Windows-1252
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_cell(text: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Semicolons and a BOM, as a Dutch Excel reads them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (head, *rows):
        writer.writerow([safe_cell(cell) for cell in row])
    return (BOM + out.getvalue()).encode()


def as_xlsx(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet; every cell is written as text, so none of them is a formula."""
    out = io.BytesIO()
    book = new_workbook(out)
    sheet, bold = book.add_worksheet("Lijst"), book.add_format({"bold": True})
    for column, text in enumerate(head):
        sheet.write_string(0, column, text, bold)
    for line, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            sheet.write_string(line, column, text)
    sheet.set_column(0, max(len(head) - 1, 0), 20)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def answer(
    soort: str, naam: str, head: Sequence[str], rows: Iterable[Sequence[str]]
) -> HttpResponse:
    """The download, `csv` or `xlsx`, with the day in its name; raises Http404 for another kind."""
    makers = {
        "csv": (as_csv, "text/csv; charset=utf-8"),
        "xlsx": (as_xlsx, _XLSX),
    }
    if soort not in makers:
        raise Http404
    make, content_type = makers[soort]
    name = f"{naam}-{timezone.localdate():%Y-%m-%d}.{soort}"
    return download(make(head, rows), name, content_type)
