"""Reading a delivery: each line becomes a row, or a list of faults.

The header is line 1 and its columns may stand in any order. Empty lines are skipped.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.levering.bestand import Onleesbaar, Ruw, Telling, raw_lines
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
# Other names that a column may have in a file.
ANDERE_NAMEN = {
    "arbeidsmarktregio": "regio",
    "opleidingsniveau": "kwalificatie",
    "inkopende_partijen": "inkopende_partij",
    "eerstverantwoordelijk": "eerstverantwoordelijke",
    "inkoopkosten": "kosten",
    "kosten_euro": "kosten",
}


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


@dataclass(frozen=True)
class Geweigerd:
    """A line that is not right. `extern_id` is None when the line has no id that can be read."""

    regel: int
    extern_id: str | None
    fouten: tuple[Fout, ...]


def read_rows(
    stroom: IO[bytes],
    codes: Codelijsten,
    van: date,
    tot: date,
    telling: Telling,
    *,
    koppeling: Mapping[str, str] | None = None,
) -> Iterator[Rij | Geweigerd]:
    """Every line in order: a `Rij`, or the faults of that line.

    `koppeling` says under which name of the file a column of ours stands, where that differs.
    Raises Onleesbaar when the header is wrong, or the file is empty or no text at all.
    """
    lines = raw_lines(stroom, telling)
    header = next(lines, Ruw(1, []))
    breedte, plekken = _read_header(header.cellen, telling, koppeling or {})
    lezers = _readers(codes, van, tot)
    for line in lines:
        if not line.stuk and not any(cell.strip() for cell in line.cellen):
            telling.leeg += 1
            continue
        telling.regels += 1
        if line.stuk:
            yield _broken(line.nummer)
        elif any(cell.strip() for cell in line.cellen[breedte:]):
            yield _refused(line.nummer, TE_BREED.format(len(line.cellen), breedte))
        else:
            yield _read_line(line.nummer, line.cellen, plekken, lezers)


TE_BREED = (
    "heeft {} cellen in plaats van {}. Staat er een komma in een bedrag of een naam? Zet die "
    "cel tussen aanhalingstekens."
)


def _refused(regel: int, melding: str) -> Geweigerd:
    return Geweigerd(regel, None, (Fout(regel, "", "", melding),))


def _broken(regel: int) -> Geweigerd:
    return _refused(
        regel, "heeft een aanhalingsteken op een verkeerde plek, of een dat niet sluit."
    )


def column_names(header: Sequence[str]) -> list[str]:
    """For each column of the file the name of ours that it means, or its own name."""
    namen = [sleutelwoord(cell).replace(" ", "_") for cell in header]
    return [ANDERE_NAMEN.get(naam, naam) for naam in namen]


def _read_header(
    header: Sequence[str], telling: Telling, koppeling: Mapping[str, str]
) -> tuple[int, list[int]]:
    """How many columns there are, and for each of our columns its place in the file."""
    if not any(cell.strip() for cell in header):
        raise Onleesbaar("Het bestand is leeg. Regel 1 moet de namen van de kolommen hebben.")
    namen = _coupled(header, koppeling)
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
    return len(namen), [namen.index(kolom) for kolom in KOLOMMEN]


def _coupled(header: Sequence[str], koppeling: Mapping[str, str]) -> list[str]:
    """The names of the columns after what the person chose; the choice goes before the name."""
    chosen = {sleutelwoord(kop): kolom for kolom, kop in koppeling.items() if kop}
    namen = []
    for cell, naam in zip(header, column_names(header), strict=True):
        own = chosen.get(sleutelwoord(cell))
        elsewhere = naam in koppeling and koppeling[naam]
        namen.append(own or (sleutelwoord(cell) + "_" if elsewhere else naam))
    return namen


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
) -> Rij | Geweigerd:
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
    if not faults:
        return Rij(regel, tuple(values))
    # The id stands first: it was read, unless the first fault is its own.
    extern_id = None if faults[0].kolom == KOLOMMEN[0] else values[0]
    return Geweigerd(regel, extern_id, tuple(faults))
