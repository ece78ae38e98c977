"""From a delivered file to numbered lines of cells: csv, xz and xlsx, in constant memory.

Separator comma or semicolon; UTF-8 with or without BOM, else Windows-1252, line by line; `.xz` is
unpacked on the way. Of a workbook the first visible sheet is read, row by row (its shared texts
are held in memory by the reader).
"""

import csv
import hashlib
import lzma
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import IO, Any

from ontschot.web.werkboek import read_workbook

LANGSTE_REGEL = 65_536
GROOTSTE_WERKMAP = 2 * 1024**3  # unpacked: more is a trap, not a delivery
STUK = 1024 * 1024


class Onleesbaar(Exception):
    """The file as a whole cannot be read; the message is Dutch and says what to do."""


@dataclass(frozen=True)
class Ruw:
    """A line as it stands in the file; `nummer` counts from 1, the header. `stuk`: bad quotes."""

    nummer: int
    cellen: Sequence[str]
    stuk: bool = False


@dataclass
class Telling:
    """What reading met on the way; complete when the last line has been read."""

    sha256: str = ""
    regels: int = 0
    leeg: int = 0
    extra_kolommen: tuple[str, ...] = ()
    _hash: Any = field(default_factory=hashlib.sha256, repr=False)


def raw_lines(stroom: IO[bytes], telling: Telling) -> Iterator[Ruw]:
    """Every line of the file, the header first. Raises Onleesbaar."""
    begin = stroom.read(8)
    stroom.seek(0)
    if begin.startswith(b"PK\x03\x04"):
        return _from_workbook(stroom, telling)
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Onleesbaar("Dit bestand is UTF-16. Bewaar het als csv in UTF-8.")
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        raise Onleesbaar("Dit is een oud Excel-bestand (xls). Bewaar het als xlsx of als csv.")
    packed = begin.startswith(b"\xfd7zXZ\x00")
    return _from_csv(_texts(lzma.open(stroom) if packed else stroom, telling))


def _texts(stroom: IO[bytes], telling: Telling) -> Iterator[str]:
    """The lines as text, counted into the hash. A NUL byte means that this is no text."""
    try:
        while line := stroom.readline(LANGSTE_REGEL):
            telling._hash.update(line)
            if b"\0" in line:
                raise Onleesbaar("Dit is geen tekstbestand. Lever een csv- of xlsx-bestand aan.")
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError:
                yield line.decode("cp1252", errors="replace")
    except (lzma.LZMAError, EOFError):
        raise Onleesbaar("Dit xz-bestand is beschadigd. Maak het opnieuw.") from None
    telling.sha256 = telling._hash.hexdigest()


def _from_csv(texts: Iterator[str]) -> Iterator[Ruw]:
    header = next(texts, "").lstrip("\ufeff")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    yield Ruw(1, next(csv.reader([header], delimiter=delimiter), []))
    reader = csv.reader(texts, delimiter=delimiter, strict=True)
    while True:
        nummer = reader.line_num + 2
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Ruw(nummer, [], stuk=True)
            continue
        # A cell that runs over the end of its line is a quote that was never closed.
        yield Ruw(nummer, cells, stuk=reader.line_num + 1 != nummer)


BESCHADIGD = "Dit Excel-bestand is beschadigd. Bewaar het opnieuw als xlsx, of als csv."


def _from_workbook(stroom: IO[bytes], telling: Telling) -> Iterator[Ruw]:
    while chunk := stroom.read(STUK):
        telling._hash.update(chunk)
    telling.sha256 = telling._hash.hexdigest()
    stroom.seek(0)
    try:
        _check_size(stroom)
        book = read_workbook(stroom)
        sheet = next(s for s in book.worksheets if s.sheet_state == "visible")
        # Some programs write a wrong size of the sheet; then the reader would stop too early.
        sheet.reset_dimensions()
        for nummer, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield Ruw(nummer, [_as_typed(value) for value in row])
    except (Onleesbaar, GeneratorExit):
        raise
    except Exception:
        # The reader of workbooks raises whatever its zip, its XML or its numbers give.
        raise Onleesbaar(BESCHADIGD) from None


def _check_size(stroom: IO[bytes]) -> None:
    with zipfile.ZipFile(stroom) as archive:
        if sum(part.file_size for part in archive.infolist()) > GROOTSTE_WERKMAP:
            raise Onleesbaar("Dit Excel-bestand is te groot. Bewaar het als csv.")
    stroom.seek(0)


def _as_typed(value: Any) -> str:
    """The cell as a person would have typed it into a csv."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return _number(value)
    return str(value)


def _number(value: float) -> str:
    """Whole numbers plain, amounts with two decimals, the rest with a comma: 0,125 is no 125."""
    if value.is_integer():
        return str(int(value))
    cents = f"{value:.2f}"
    return cents if abs(float(cents) - value) < 1e-9 else repr(value).replace(".", ",")


def preview(stroom: IO[bytes], regels: int) -> tuple[list[str], list[list[str]]]:
    """The header and the first lines; the stream stands at its begin again. Raises Onleesbaar."""
    lines = raw_lines(stroom, Telling())
    header = list(next(lines, Ruw(1, [])).cellen)
    if not any(cell.strip() for cell in header):
        raise Onleesbaar("Het bestand is leeg. Regel 1 moet de namen van de kolommen hebben.")
    filled = (line for line in lines if line.stuk or any(cell.strip() for cell in line.cellen))
    first = [_as_wide(line.cellen, len(header)) for line in islice(filled, regels)]
    stroom.seek(0)
    return header, first


def _as_wide(cells: Sequence[str], breedte: int) -> list[str]:
    return [*cells, *[""] * breedte][:breedte]
