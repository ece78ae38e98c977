"""What a delivered file is, and a workbook row by row.

Of a workbook the first visible sheet is read (its shared texts are held in memory by the reader).
"""

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import IO, Any

from ontschot.web.werkboek import read_workbook

GROOTSTE_WERKMAP = 2 * 1024**3  # unpacked: more is a trap, not a delivery
STUK = 4 * 1024 * 1024


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

    def count(self, block: bytes) -> None:
        self._hash.update(block)

    def finish(self) -> None:
        self.sha256 = self._hash.hexdigest()


def is_csv(stroom: IO[bytes]) -> bool:
    """Whether it is text, packed or not; else a workbook. Raises Onleesbaar when it is neither."""
    begin = stroom.read(8)
    stroom.seek(0)
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Onleesbaar("Dit bestand is UTF-16. Bewaar het als csv in UTF-8.")
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        raise Onleesbaar("Dit is een oud Excel-bestand (xls). Bewaar het als xlsx of als csv.")
    return not begin.startswith(b"PK\x03\x04")


BESCHADIGD = "Dit Excel-bestand is beschadigd. Bewaar het opnieuw als xlsx, of als csv."


def workbook_lines(stroom: IO[bytes], telling: Telling) -> Iterator[Ruw]:
    """Every line of the first visible sheet, the header first. Raises Onleesbaar."""
    while chunk := stroom.read(STUK):
        telling.count(chunk)
    telling.finish()
    stroom.seek(0)
    try:
        _check_size(stroom)
        book = read_workbook(stroom)
        sheet = next(s for s in book.worksheets if s.sheet_state == "visible")
        # Some programs write a wrong size of the sheet; then the reader would stop too early.
        sheet.reset_dimensions()
        with closing(book):
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
