"""Reading instroom and uitstroom, line by line: a delivered fact for each good line.

These files are small beside those of interventies (a few texts a line, no amounts), so they go
without arrays. The lines wait in a list of one part; the ids are kept by the database.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from django.db import connection

from ontschot.meldingen.models.deuren import DEUREN
from ontschot.monitor.bestandsvorm import VELDEN
from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.levering.bestand import Ruw, Telling
from ontschot.monitor.levering.inname import Inname
from ontschot.monitor.levering.lezen import (
    OPEN_AANHALING,
    TE_BREED,
    TE_SMAL,
    Fout,
    Geweigerd,
    read_header,
    refused_line,
)
from ontschot.monitor.levering.stukken import file_parts
from ontschot.monitor.rules import (
    Code,
    Leesfout,
    in_periode,
    kort,
    lees_code,
    lees_dag,
    lees_id,
    woordenboek,
)
from ontschot.trajecten.models import Uitkomst

# The lists of each field that holds a code, and what to write there.
LIJSTEN = {"deur": DEUREN, "betekenis": Uitkomst.BETEKENISSEN, "bron": Uitkomst.BRONNEN}
VOORBEELDEN = {
    "regio": "AM08 of Rijk van Nijmegen",
    "deur": "telefoon of inloop",
    "betekenis": "aan_het_werk",
    "bron": "kandidaat of werkgever",
}
Lezers = Mapping[str, Callable[[str], Any]]


@dataclass(frozen=True)
class Feit:
    """One good line. `kenmerk` is its deur or its betekenis, `bron` is empty for an instroom."""

    regel: int
    extern_id: str
    regio: str
    datum: date
    kenmerk: str
    bron: str = ""


@dataclass(frozen=True)
class Deel:
    """Lines of the file that follow each other: the good ones and the refused ones."""

    goed: tuple[Feit, ...]
    geweigerd: tuple[Geweigerd, ...]


def fact_readers(
    codes: Codelijsten, periode: tuple[date, date], mag: Callable[[str], None]
) -> Lezers:
    """For each field what reads its cell, or raises Leesfout; `mag` refuses a region."""
    regios = codes.woorden("regio")

    def regio(tekst: str) -> str:
        code = lees_code(tekst, regios, VOORBEELDEN["regio"])
        mag(code)
        return code

    def code_reader(veld: str) -> Callable[[str], str]:
        woorden = woordenboek(Code(code, label) for code, label in LIJSTEN[veld])
        return lambda tekst: lees_code(tekst, woorden, VOORBEELDEN[veld])

    return {
        "id": lees_id,
        "regio": regio,
        "datum": lambda tekst: in_periode(lees_dag(tekst), *periode),
        **{veld: code_reader(veld) for veld in LIJSTEN},
    }


def read_facts(
    stroom: IO[bytes],
    soort: str,
    lezers: Lezers,
    telling: Telling,
    koppeling: Mapping[str, str],
) -> Iterator[Deel]:
    """The file part by part, in order. Raises Onleesbaar when its header is wrong."""
    header, parts = file_parts(stroom, telling, in_kolommen=False)
    breedte, plekken = read_header(header.cellen, telling, koppeling, soort)
    bestand = _Bestand(VELDEN[soort], lezers, breedte, plekken)
    for part in parts:
        filled = [line for line in part.regels if line.stuk or any(map(str.strip, line.cellen))]
        telling.leeg += len(part.regels) - len(filled)
        telling.regels += len(filled)
        found = [bestand.read(line) for line in filled]
        yield Deel(
            tuple(line for line in found if isinstance(line, Feit)),
            tuple(line for line in found if isinstance(line, Geweigerd)),
        )


@dataclass(frozen=True)
class _Bestand:
    """How the lines of one file are read."""

    velden: Sequence[str]
    lezers: Lezers
    breedte: int
    plekken: Sequence[int]

    def read(self, line: Ruw) -> Feit | Geweigerd:
        if line.stuk:
            return refused_line(line.nummer, OPEN_AANHALING)
        if any(cell.strip() for cell in line.cellen[self.breedte :]):
            return refused_line(line.nummer, TE_BREED.format(len(line.cellen), self.breedte))
        found: dict[str, Any] = {}
        faults = []
        for veld, plek in zip(self.velden, self.plekken, strict=True):
            cell = line.cellen[plek] if plek < len(line.cellen) else None
            try:
                found[veld] = self._value(veld, cell)
            except Leesfout as problem:
                faults.append(Fout(line.nummer, veld, kort(cell or ""), str(problem)))
        if faults:
            return Geweigerd(line.nummer, found.get("id"), tuple(faults))
        kenmerk = found.get("deur") or found["betekenis"]
        return Feit(
            line.nummer, found["id"], found["regio"], found["datum"], kenmerk, found.get("bron", "")
        )

    def _value(self, veld: str, cell: str | None) -> Any:
        if cell is None:
            raise Leesfout(TE_SMAL)
        return self.lezers[veld](cell)


# The first line with an id goes in, unless a line above it was refused with that id.
IN = """
INSERT INTO monitor_leveringsfeit (levering_id, regel, extern_id, regio_id, datum, kenmerk, bron)
SELECT %s, n.* FROM unnest(%s::integer[], %s::text[], %s::text[], %s::date[], %s::text[],
  %s::text[]) AS n(regel, extern_id, regio_id, datum, kenmerk, bron)
WHERE NOT EXISTS (SELECT FROM monitor_geweigerd g
  WHERE g.extern_id = n.extern_id AND g.regel < n.regel)
ORDER BY n.regel ON CONFLICT DO NOTHING RETURNING regel
"""


class Feiteninname(Inname):
    """The way in of the facts of one levering; what is refused waits as with interventies."""

    rijen = "monitor_leveringsfeit"

    def store_facts(self, deel: Deel) -> list[Feit]:
        """Write a part of the file; returns the facts that went in."""
        with connection.cursor() as cursor:
            if deel.geweigerd:
                self._refuse(cursor, deel.geweigerd)
            if not deel.goed:
                return []
            columns = [
                [getattr(feit, naam) for feit in deel.goed] for naam in Feit.__dataclass_fields__
            ]
            cursor.execute(IN, (self.levering, *columns))
            went = {regel for (regel,) in cursor.fetchall()}
            # Their fault, the line where the id stands too, is written when the file is in.
            double = [f for f in deel.goed if f.regel not in went]
            if double:
                self._refuse(cursor, [Geweigerd(f.regel, f.extern_id, ()) for f in double])
        return [f for f in deel.goed if f.regel in went]


class Feitenteller:
    """How many facts went in, and their first and last day."""

    def __init__(self) -> None:
        self.aantal = 0
        self.eerste_en_laatste: tuple[date, date] | None = None

    def add(self, feiten: Sequence[Feit]) -> None:
        self.aantal += len(feiten)
        days = [feit.datum for feit in feiten]
        if self.eerste_en_laatste:
            days += self.eerste_en_laatste
        if days:
            self.eerste_en_laatste = min(days), max(days)
