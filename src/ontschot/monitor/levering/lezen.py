"""Reading a delivery: each line becomes a row of columns, or a list of faults.

The header is line 1 and its columns may stand in any order. Empty lines are skipped.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import IO

from ontschot.monitor.bestandsvorm import VELDEN, kolomnamen
from ontschot.monitor.levering.bestand import Onleesbaar, Ruw, Telling
from ontschot.monitor.levering.cellen import from_bytes
from ontschot.monitor.levering.kolommen import Kolommen, Lezer, as_columns
from ontschot.monitor.levering.stukken import Stuk, file_parts
from ontschot.monitor.rules import Leesfout, kort, lees_id, sleutelwoord

KOLOMMEN = VELDEN["interventies"]
# Other names that a column may have in a file.
ANDERE_NAMEN = {
    "arbeidsmarktregio": "regio",
    "opleidingsniveau": "kwalificatie",
    "inkopende_partijen": "inkopende_partij",
    "eerstverantwoordelijk": "eerstverantwoordelijke",
    "inkoopkosten": "kosten",
    "kosten_euro": "kosten",
}

# Names that probably mean a column of ours: proposed to a person, who sees the first lines beside
# it, and never taken without one.
GISSINGEN = {
    "nummer": "id", "nr": "id", "volgnummer": "id", "regelnummer": "id", "kenmerk": "id",
    "regionaam": "regio", "naam_regio": "regio", "rmt": "regio",
    "datum_interventie": "datum", "datum_verplichting": "datum", "ingangsdatum": "datum",
    "soort_interventie": "interventie", "soort": "interventie", "instrument": "interventie",
    "groep": "doelgroep", "doelgroepen": "doelgroep",
    "m_v": "geslacht", "m_v_x": "geslacht", "sekse": "geslacht",
    "opleiding": "kwalificatie", "niveau": "kwalificatie", "kwalificatieniveau": "kwalificatie",
    "branche": "sector", "sectoren": "sector",
    "inkoper": "inkopende_partij", "ingekocht_door": "inkopende_partij",
    "eerst_verantwoordelijke": "eerstverantwoordelijke",
    "verantwoordelijke": "eerstverantwoordelijke",
    "bedrag": "kosten", "prijs": "kosten", "kosten_interventie": "kosten",
    "kanaal": "deur", "ingang": "deur", "uitkomst": "betekenis", "soort_uitstroom": "betekenis",
}  # fmt: skip


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
class Geweigerd:
    """A line that is not right. `extern_id` is None when the line has no id that can be read."""

    regel: int
    extern_id: str | None
    fouten: tuple[Fout, ...]


@dataclass(frozen=True)
class Deel:
    """Lines of the file that follow each other: the good ones as columns, and the refused ones."""

    goed: Kolommen
    geweigerd: tuple[Geweigerd, ...]


def read_parts(
    stroom: IO[bytes],
    lezers: Mapping[str, Lezer],
    telling: Telling,
    koppeling: Mapping[str, str],
) -> Iterator[Deel]:
    """The file part by part, in order. `lezers` reads the cells of each of our columns.

    `koppeling` says under which name of the file a column of ours stands, where that differs.
    Raises Onleesbaar when the header is wrong, or the file is empty or no text at all.
    """
    header, parts = file_parts(stroom, telling)
    bestand = _Bestand(*read_header(header.cellen, telling, koppeling), lezers, telling)
    yield from map(bestand.read, parts)


class _Bestand:
    """How the lines of one file are read."""

    def __init__(
        self,
        breedte: int,
        plekken: Sequence[int],
        lezers: Mapping[str, Lezer],
        telling: Telling,
    ) -> None:
        self.breedte, self.plekken, self.telling = breedte, plekken, telling
        self.lezers = [lezers[kolom] for kolom in KOLOMMEN]

    def read(self, part: Stuk) -> Deel:
        import numpy as np  # noqa: PLC0415 - a web process never needs it

        if part.kolommen:
            cells = [part.kolommen[plek] for plek in self.plekken]
            nummers = np.arange(part.eerste, part.eerste + len(cells[0]))
            refused: list[Geweigerd] = []
        else:
            regels, columns, refused = self._as_columns(part.regels)
            cells = [from_bytes([cell.encode() for cell in column]) for column in columns]
            nummers = np.array(regels, np.int64)
        self.telling.regels += len(nummers) + len(refused)
        rows, right = as_columns(nummers, cells, self.lezers)
        if not right.all():
            for place in (~right).nonzero()[0].tolist():
                self._look(int(nummers[place]), [column.text(place) for column in cells], refused)
            rows = rows.only(right)
            refused.sort(key=attrgetter("regel"))
        return Deel(rows, tuple(refused))

    def _look(self, nummer: int, cells: Sequence[str], refused: list[Geweigerd]) -> None:
        """A line with a bad cell: refused, or nothing when all its cells are empty."""
        if any(cell.strip() for cell in cells):
            refused.append(self._faults(nummer, cells))
        else:
            self.telling.regels -= 1
            self.telling.leeg += 1

    def _faults(self, nummer: int, cells: Sequence[str | None]) -> Geweigerd:
        faults = []
        for kolom, cell, lezer in zip(KOLOMMEN, cells, self.lezers, strict=True):
            if cell is None:
                faults.append(Fout(nummer, kolom, "", TE_SMAL))
                continue
            try:
                lezer.read(cell)
            except Leesfout as problem:
                faults.append(Fout(nummer, kolom, kort(cell), str(problem)))
        # The id stands first: it was read, unless the first fault is its own.
        own = faults[0].kolom == KOLOMMEN[0] or cells[0] is None
        return Geweigerd(nummer, None if own else lees_id(cells[0] or ""), tuple(faults))

    def _as_columns(
        self, regels: Sequence[Ruw]
    ) -> tuple[list[int], list[list[str]], list[Geweigerd]]:
        """Lines as columns; what has not the right number of cells is refused on the spot."""
        nummers, rows, refused = [], [], []
        for line in regels:
            if line.stuk:
                refused.append(refused_line(line.nummer, OPEN_AANHALING))
            elif not any(cell.strip() for cell in line.cellen):
                self.telling.leeg += 1
            elif any(cell.strip() for cell in line.cellen[self.breedte :]):
                melding = TE_BREED.format(len(line.cellen), self.breedte)
                refused.append(refused_line(line.nummer, melding))
            else:
                wide = len(line.cellen)
                cells = [line.cellen[plek] if plek < wide else None for plek in self.plekken]
                if None in cells:
                    refused.append(self._faults(line.nummer, cells))
                else:
                    nummers.append(line.nummer)
                    rows.append(cells)
        columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in KOLOMMEN]
        return nummers, columns, refused


TE_BREED = (
    "heeft {} cellen in plaats van {}. Staat er een komma in een bedrag of een naam? Zet die "
    "cel tussen aanhalingstekens."
)


TE_SMAL = "ontbreekt: deze regel heeft te weinig cellen."
OPEN_AANHALING = "heeft een aanhalingsteken op een verkeerde plek, of een dat niet sluit."


def refused_line(regel: int, melding: str) -> Geweigerd:
    return Geweigerd(regel, None, (Fout(regel, "", "", melding),))


def column_names(header: Sequence[str], soort: str = "interventies") -> list[str]:
    """For each column of the file the name of ours that it means, or its own name.

    In a file of instroom or uitstroom a field may be called as in our own files, or plainly.
    """
    namen = [_as_name(cell) for cell in header]
    ours = {_as_name(naam): veld for veld, naam in kolomnamen(soort).items()}
    known = ANDERE_NAMEN | ours
    return [naam if naam in VELDEN[soort] else known.get(naam, naam) for naam in namen]


def proposed_names(header: Sequence[str], soort: str) -> list[str]:
    """As `column_names`, with a proposal for a name of which no column says better what it is."""
    found = column_names(header, soort)
    free = set(VELDEN[soort]) - set(found)
    return [
        GISSINGEN[naam] if GISSINGEN.get(naam) in free and naam not in VELDEN[soort] else naam
        for naam in found
    ]


def _as_name(cell: str) -> str:
    return sleutelwoord(cell).replace(" ", "_")


def read_header(
    header: Sequence[str],
    telling: Telling,
    koppeling: Mapping[str, str],
    soort: str = "interventies",
) -> tuple[int, list[int]]:
    """How many columns there are, and for each of our columns its place in the file."""
    if not any(cell.strip() for cell in header):
        raise Onleesbaar("Het bestand is leeg. Regel 1 moet de namen van de kolommen hebben.")
    kolommen = VELDEN[soort]
    namen = _coupled(header, koppeling, soort)
    missing = [kolom for kolom in kolommen if kolom not in namen]
    if missing:
        raise Onleesbaar(
            f"Regel 1 mist deze kolommen: {', '.join(missing)}. Nodig zijn: {', '.join(kolommen)}."
        )
    double = sorted({naam for naam in namen if naam in kolommen and namen.count(naam) > 1})
    if double:
        raise Onleesbaar(
            f"Regel 1 noemt een kolom twee keer: {', '.join(double)}. Haal er een weg."
        )
    telling.extra_kolommen = tuple(kort(n) for n in namen if n and n not in kolommen)
    return len(namen), [namen.index(kolom) for kolom in kolommen]


def _coupled(header: Sequence[str], koppeling: Mapping[str, str], soort: str) -> list[str]:
    """The names of the columns after what the person chose; the choice goes before the name."""
    chosen = {sleutelwoord(kop): kolom for kolom, kop in koppeling.items() if kop}
    namen = []
    for cell, naam in zip(header, column_names(header, soort), strict=True):
        own = chosen.get(sleutelwoord(cell))
        elsewhere = naam in koppeling and koppeling[naam]
        namen.append(own or (sleutelwoord(cell) + "_" if elsewhere else naam))
    return namen
