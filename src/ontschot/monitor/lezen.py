"""Reading a delivered file: each line becomes a row or a list of faults, in constant memory.

Separator comma or semicolon; UTF-8 with or without BOM, else Windows-1252; `.xz` is unpacked on
the way. The header is line 1 and its columns may stand in any order. Empty lines are skipped.
"""

import csv
import hashlib
import lzma
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.rules import (
    Leesfout,
    in_periode,
    kort,
    lees_code,
    lees_dag,
    lees_id,
    lees_kosten,
    sleutelwoord,
)

KOLOMMEN = (
    "id",
    "regio",
    "datum",
    "interventie",
    "doelgroep",
    "geslacht",
    "kwalificatie",
    "sector",
    "inkopende_partij",
    "eerstverantwoordelijke",
    "kosten",
)
VOORBEELDEN = {
    "regio": "AM08 of Rijk van Nijmegen",
    "interventie": "orientatie_loopbaan",
    "doelgroep": "werknemer",
    "geslacht": "vrouw, man of onbekend",
    "kwalificatie": "hbo_wo of onbekend",
    "sector": "sector_01 of onbekend",
    "inkopende_partij": "gemeente, uwv, fnv, cnv of vcp",
    "eerstverantwoordelijke": "gemeente, uwv of vakbond",
}
LANGSTE_REGEL = 65_536


class Onleesbaar(Exception):
    """The file as a whole cannot be read; the message is Dutch and says what to do."""


@dataclass(frozen=True)
class Fout:
    """One thing wrong: the line in the file (header is 1), the column, what stood there."""

    regel: int
    kolom: str
    waarde: str
    melding: str

    def __str__(self) -> str:
        wat = f" “{self.waarde}”" if self.waarde else ""
        kolom = f", kolom {self.kolom}" if self.kolom else ""
        return f"Regel {self.regel}{kolom}:{wat} {self.melding}"


@dataclass(frozen=True)
class Rij:
    """A line that is right; `waarden` in the order of `KOLOMMEN`, codes and cents."""

    regel: int
    waarden: tuple[Any, ...]


@dataclass
class Telling:
    """What reading met on the way; complete when the last line has been read."""

    sha256: str = ""
    regels: int = 0
    leeg: int = 0
    extra_kolommen: tuple[str, ...] = ()
    _hash: Any = field(default_factory=hashlib.sha256, repr=False)


def unpacked(stroom: IO[bytes]) -> IO[bytes]:
    """The same stream, unpacked when it is xz. Raises Onleesbaar for other binary files."""
    begin = stroom.read(8)
    stroom.seek(0)
    if begin.startswith(b"\xfd7zXZ\x00"):
        return lzma.open(stroom)
    if begin.startswith(b"PK\x03\x04"):
        raise Onleesbaar(
            "Dit is een Excel-bestand. Bewaar het in Excel als csv (puntkomma of komma) en "
            "kies dat bestand."
        )
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Onleesbaar("Dit bestand is UTF-16. Bewaar het als csv in UTF-8.")
    return stroom


def read_rows(
    stroom: IO[bytes], codes: Codelijsten, van: date, tot: date, telling: Telling
) -> Iterator[Rij | list[Fout]]:
    """Every line in order: a `Rij`, or the faults of that line.

    Raises Onleesbaar when the header is wrong, or the file is empty or no text at all.
    """
    lines = _lines(unpacked(stroom), telling)
    header = next(lines, "")
    delimiter, breedte, plekken = _read_header(header, telling)
    lezers = _readers(codes, van, tot)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        begin = reader.line_num + 2
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield [_broken(begin)]
            continue
        if not any(cell.strip() for cell in cells):
            telling.leeg += 1
            continue
        telling.regels += 1
        if reader.line_num + 1 != begin:
            yield [_broken(begin)]
        elif any(cell.strip() for cell in cells[breedte:]):
            yield [Fout(begin, "", "", TE_BREED.format(len(cells), breedte))]
        else:
            yield _read_line(begin, cells, plekken, lezers)


TE_BREED = (
    "heeft {} cellen in plaats van {}. Staat er een komma in een bedrag of een naam? Zet die "
    "cel tussen aanhalingstekens."
)


def _broken(regel: int) -> Fout:
    return Fout(
        regel, "", "", "heeft een aanhalingsteken op een verkeerde plek, of een dat niet sluit."
    )


def _lines(stroom: IO[bytes], telling: Telling) -> Iterator[str]:
    """The lines as text, counted into the hash. A NUL byte means that this is no text."""
    try:
        while line := stroom.readline(LANGSTE_REGEL):
            telling._hash.update(line)
            if b"\0" in line:
                raise Onleesbaar("Dit is geen tekstbestand. Lever een csv-bestand aan.")
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError:
                yield line.decode("cp1252", errors="replace")
    except (lzma.LZMAError, EOFError):
        raise Onleesbaar("Dit xz-bestand is beschadigd. Maak het opnieuw.") from None
    telling.sha256 = telling._hash.hexdigest()


def _read_header(header: str, telling: Telling) -> tuple[str, int, list[int]]:
    """The separator, how many columns, and for each of our columns its place in the file."""
    header = header.lstrip("\ufeff")
    if not header.strip():
        raise Onleesbaar("Het bestand is leeg. Regel 1 moet de namen van de kolommen hebben.")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    namen = [sleutelwoord(cell).replace(" ", "_") for cell in header.split(delimiter)]
    namen = ["kosten" if naam in ("inkoopkosten", "kosten_euro") else naam for naam in namen]
    missing = [kolom for kolom in KOLOMMEN if kolom not in namen]
    if missing:
        raise Onleesbaar(
            f"Regel 1 mist deze kolommen: {', '.join(missing)}. Nodig zijn: {', '.join(KOLOMMEN)}."
        )
    double = sorted({naam for naam in namen if naam in KOLOMMEN and namen.count(naam) > 1})
    if double:
        raise Onleesbaar(
            f"Regel 1 noemt een kolom twee keer: {', '.join(double)}. Haal er een weg."
        )
    telling.extra_kolommen = tuple(kort(n) for n in namen if n and n not in KOLOMMEN)
    return delimiter, len(namen), [namen.index(kolom) for kolom in KOLOMMEN]


Lezer = Callable[[str], Any]


def _readers(codes: Codelijsten, van: date, tot: date) -> list[Lezer]:
    """For each column the function that reads its cell, and remembers what it read before."""

    def code_reader(kolom: str) -> Lezer:
        woorden = dict(codes.woorden(kolom))

        def read(tekst: str) -> str:
            code = woorden.get(tekst)
            if code is None:
                code = lees_code(tekst, woorden, VOORBEELDEN[kolom])
                if len(tekst) < 200:
                    woorden[tekst] = code
            return code

        return read

    def dag(tekst: str) -> date:
        return in_periode(lees_dag(tekst), van, tot)

    special: dict[str, Lezer] = {"id": lees_id, "datum": dag, "kosten": lees_kosten}
    return [special.get(kolom) or code_reader(kolom) for kolom in KOLOMMEN]


def _read_line(
    regel: int, cells: Sequence[str], plekken: Sequence[int], lezers: Sequence[Lezer]
) -> Rij | list[Fout]:
    faults: list[Fout] = []
    values: list[Any] = []
    for kolom, plek, lees in zip(KOLOMMEN, plekken, lezers, strict=True):
        if plek >= len(cells):
            faults.append(Fout(regel, kolom, "", "ontbreekt: deze regel heeft te weinig cellen."))
            continue
        try:
            values.append(lees(cells[plek]))
        except Leesfout as problem:
            faults.append(Fout(regel, kolom, kort(cells[plek]), str(problem)))
    return faults or Rij(regel, tuple(values))
