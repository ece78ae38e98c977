"""A delivered file in parts of four megabytes: the columns of a part, or else its lines.

Separator comma or semicolon; UTF-8 with or without BOM, else Windows-1252, line by line; `.xz` is
unpacked on the way.

Most files have no quotes and the same number of cells in every line. Such a part is cut into
columns by looking for all ends of cells at once, many times faster than line by line. Where that
does not fit (a quote, an empty line, a letter in Windows-1252) the part goes line by line, as a
part of a workbook does.
"""

import csv
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO

from ontschot.monitor.levering.bestand import (
    STUK,
    Onleesbaar,
    Ruw,
    Telling,
    is_csv,
    workbook_lines,
)
from ontschot.monitor.levering.cellen import LANGSTE, Cellen

LANGSTE_REGEL = 65_536
REGELS = 16_384  # of a workbook


@dataclass(frozen=True)
class Stuk:
    """Lines that follow each other, from line `eerste` of the file on.

    Either `kolommen` (of each column of the file its cells) or `regels`.
    """

    eerste: int = 0
    kolommen: tuple[Cellen, ...] = ()
    regels: tuple[Ruw, ...] = ()


def file_parts(
    stroom: IO[bytes], telling: Telling, *, in_kolommen: bool = True
) -> tuple[Ruw, Iterator[Stuk]]:
    """The header, and the rest in parts. Raises Onleesbaar, also while the parts are read."""
    if not is_csv(stroom):
        lines = workbook_lines(stroom, telling)
        return next(lines, Ruw(1, [])), _in_parts(lines)
    packed = stroom.read(1) == b"\xfd"
    stroom.seek(0)
    unpacked = lzma.LZMAFile(stroom) if packed else stroom  # noqa: SIM115 - closed by its owner
    blocks = _blocks(unpacked, telling)
    text = _text(next(blocks, b"")).lstrip("\ufeff")
    delimiter = ";" if text.count(";") > text.count(",") else ","
    header = Ruw(1, next(csv.reader([text], delimiter=delimiter), []))
    breedte = len(header.cellen) if in_kolommen else 0
    return header, _csv_parts(blocks, delimiter, breedte)


def _in_parts(lines: Iterator[Ruw]) -> Iterator[Stuk]:
    while part := tuple(islice(lines, REGELS)):
        yield Stuk(regels=part)


def _blocks(stroom: IO[bytes], telling: Telling) -> Iterator[bytes]:
    """The header line, then whole lines of about a megabyte, counted into the hash."""
    rest = b""
    try:
        yield _counted(stroom.readline(LANGSTE_REGEL), telling)
        while block := _counted(stroom.read(STUK), telling):
            end = block.rfind(b"\n") + 1
            if end or len(rest) > LANGSTE_REGEL:
                yield rest + block[:end]
                rest = block[end:]
            else:
                rest += block
        if rest:
            yield rest
    except (lzma.LZMAError, EOFError):
        raise Onleesbaar("Dit xz-bestand is beschadigd. Maak het opnieuw.") from None
    telling.finish()


def _counted(block: bytes, telling: Telling) -> bytes:
    telling.count(block)
    if b"\0" in block:
        raise Onleesbaar("Dit is geen tekstbestand. Lever een csv- of xlsx-bestand aan.")
    return block


def _csv_parts(blocks: Iterator[bytes], delimiter: str, breedte: int) -> Iterator[Stuk]:
    """`breedte` is the number of columns; 0 asks for lines only."""
    nummer = 2
    for block in blocks:
        kolommen = _columns(block, delimiter, breedte) if breedte else ()
        if kolommen:
            yield Stuk(nummer, kolommen)
            nummer += len(kolommen[0])
        else:
            regels, nummer = _line_by_line(block, blocks, delimiter, nummer)
            yield Stuk(regels=tuple(regels))


def _columns(block: bytes, delimiter: str, breedte: int) -> tuple[Cellen, ...]:
    """The cells of each column; nothing when the lines are not all plain and equally wide."""
    import numpy as np  # noqa: PLC0415 - a web process never needs it

    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    if b'"' in block or b"\r" in block or not block or not _is_utf8(block):
        return ()
    if not block.endswith(b"\n"):
        block += b"\n"
    buffer = np.frombuffer(block + bytes(LANGSTE), np.uint8)
    newline = buffer == ord("\n")
    ends = np.flatnonzero(newline | (buffer == ord(delimiter)))
    lines = len(ends) // breedte
    last = newline[ends[breedte - 1 :: breedte]]
    if len(ends) != lines * breedte or not last.all() or np.count_nonzero(newline) != lines:
        return ()
    begins = np.concatenate(([0], ends[:-1] + 1))
    return tuple(
        Cellen(buffer, begins[place::breedte], ends[place::breedte] - begins[place::breedte])
        for place in range(breedte)
    )


def _is_utf8(block: bytes) -> bool:
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line_by_line(
    block: bytes, blocks: Iterator[bytes], delimiter: str, nummer: int
) -> tuple[list[Ruw], int]:
    """The lines of a block and the number of the next; a quote may pull in blocks behind it."""
    lines = _Lines(block, blocks)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    found = []
    while lines.more:
        this = reader.line_num + nummer
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            found.append(Ruw(this, [], stuk=True))
            continue
        # A cell that runs over the end of its line is a quote that was never closed.
        found.append(Ruw(this, cells, stuk=reader.line_num + nummer != this + 1))
    return found, nummer + reader.line_num


class _Lines:
    """The lines of a block as text, and of the blocks behind it for who goes on asking."""

    def __init__(self, block: bytes, blocks: Iterator[bytes]) -> None:
        self.more = _split(block)
        self.all = chain.from_iterable(self._lists(blocks))

    def _lists(self, blocks: Iterator[bytes]) -> Iterator[Iterator[str]]:
        yield self._drained()
        for block in blocks:
            self.more = _split(block)
            yield self._drained()

    def _drained(self) -> Iterator[str]:
        self.more.reverse()
        while self.more:
            yield _text(self.more.pop())

    def __iter__(self) -> Iterator[str]:
        return self.all


def _split(block: bytes) -> list[bytes]:
    return block.splitlines(keepends=True) if b"\r" not in block else _at_newlines(block)


def _at_newlines(block: bytes) -> list[bytes]:
    lines = [line + b"\n" for line in block.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def preview(stroom: IO[bytes], regels: int) -> tuple[list[str], list[list[str]]]:
    """The header and the first lines; the stream stands at its begin again. Raises Onleesbaar."""
    first, parts = file_parts(stroom, Telling(), in_kolommen=False)
    header = list(first.cellen)
    if not any(cell.strip() for cell in header):
        raise Onleesbaar("Het bestand is leeg. Regel 1 moet de namen van de kolommen hebben.")
    lines = chain.from_iterable(part.regels for part in parts)
    filled = (line.cellen for line in lines if any(cell.strip() for cell in line.cellen))
    found = [[*cells, *[""] * len(header)][: len(header)] for cells in islice(filled, regels)]
    stroom.seek(0)
    return header, found
