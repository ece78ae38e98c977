"""What the columns of a delivery mean: codes, days, amounts and ids, many lines at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.db import CODEKOLOMMEN
from ontschot.monitor.levering.cellen import Cellen, Woordenboek, from_bytes
from ontschot.monitor.rules import (
    LANGSTE_ID,
    Leesfout,
    in_periode,
    lees_code,
    lees_dag,
    lees_id,
    lees_kosten,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

EERSTE_DAG = date(2000, 1, 1)  # of PostgreSQL: it counts days from here
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


Gelezen = tuple[Any, "NDArray[Any]"]


class Lezer(Protocol):
    """Reads the cells of one column."""

    def read(self, tekst: str) -> Any:
        """What one text means; raises Leesfout."""

    def values(self, cells: Cellen) -> Gelezen:
        """What the cells mean, and which of them could be read."""


class IdLezer:
    """Ids stay as they stand: printable, without a blank before or behind."""

    def read(self, tekst: str) -> str:
        return lees_id(tekst)

    def values(self, cells: Cellen) -> Gelezen:
        import numpy as np  # noqa: PLC0415 - a web process never needs it

        right = (cells.lengte > 0) & (cells.lengte <= LANGSTE_ID)
        for place in range(int(min(cells.lengte.max(initial=0), LANGSTE_ID))):
            letter = cells.buffer[np.minimum(cells.begin + place, len(cells.buffer) - 1)]
            right &= (place >= cells.lengte) | ((letter > ord(" ")) & (letter <= ord("~")))
        return (cells, right) if right.all() else self._one_by_one(cells)

    def _one_by_one(self, cells: Cellen) -> Gelezen:
        import numpy as np  # noqa: PLC0415

        texts, right = [b""] * len(cells), np.ones(len(cells), bool)
        for place in range(len(cells)):
            try:
                texts[place] = lees_id(cells.text(place)).encode()
            except Leesfout:
                right[place] = False
        return from_bytes(texts), right


class KostenLezer(Woordenboek):
    """Amounts as most files have them, six figures with two decimals; the others are looked up."""

    CIJFERS = 9

    def __init__(self) -> None:
        super().__init__(lees_kosten)

    def values(self, cells: Cellen) -> Gelezen:
        import numpy as np  # noqa: PLC0415

        found = np.zeros(len(cells), np.int64)
        plain = (cells.lengte >= 4) & (cells.lengte <= self.CIJFERS)
        end, factor = cells.begin + cells.lengte - 1, 1
        for place in range(self.CIJFERS):
            letter = cells.buffer[np.maximum(end - place, 0)]
            if place == 2:
                plain &= (letter == ord(".")) | (letter == ord(","))
                continue
            inside = place < cells.lengte
            digit = letter - np.uint8(ord("0"))
            plain &= ~inside | (digit <= 9)
            found += np.where(inside, digit, 0) * np.int64(factor)
            factor *= 10
        if not plain.all():
            others, right = super().values(cells.only(~plain))
            found[~plain] = others
            plain[~plain] = right
        return found, plain


def readers(
    codes: Codelijsten,
    nummers: Mapping[str, Mapping[str, int]],
    regios: Sequence[str],
    periode: tuple[date, date],
    mag: Callable[[str], None],
) -> dict[str, Lezer]:
    """For each column its reader: codes as their number, a region as its place in `regios`.

    `mag` raises Leesfout for a region that this delivery, or this person, may not bring.
    """

    def code_reader(kolom: str, number: Mapping[str, int]) -> Lezer:
        woorden = codes.woorden(kolom)
        return Woordenboek(lambda tekst: number[lees_code(tekst, woorden, VOORBEELDEN[kolom])])

    def dag(tekst: str) -> int:
        return (in_periode(lees_dag(tekst), *periode) - EERSTE_DAG).days

    woorden = codes.woorden("regio")
    plek = {regio: place for place, regio in enumerate(regios)}

    def regio(tekst: str) -> int:
        code = lees_code(tekst, woorden, VOORBEELDEN["regio"])
        mag(code)
        return plek[code]

    found: dict[str, Lezer] = {
        "id": IdLezer(),
        "regio": Woordenboek(regio),
        "datum": Woordenboek(dag),
        "kosten": KostenLezer(),
    }
    return found | {kolom: code_reader(kolom, nummers[kolom]) for kolom in CODEKOLOMMEN}


@dataclass(frozen=True)
class Kolommen:
    """Good lines as columns of numbers, all of the same length.

    `regio` is the place of a region, `dag` counts from 1 January 2000, `codes` has a row for each
    of `CODEKOLOMMEN`.
    """

    regel: "NDArray[Any]"
    extern_id: Cellen
    regio: "NDArray[Any]"
    dag: "NDArray[Any]"
    codes: tuple["NDArray[Any]", ...]
    kosten_cent: "NDArray[Any]"

    def __len__(self) -> int:
        return len(self.regel)

    def only(self, keep: "NDArray[Any]") -> "Kolommen":
        """The lines for which `keep` is true."""
        return Kolommen(
            self.regel[keep],
            self.extern_id.only(keep),
            self.regio[keep],
            self.dag[keep],
            tuple(column[keep] for column in self.codes),
            self.kosten_cent[keep],
        )


def as_columns(
    nummers: "NDArray[Any]", cells: Sequence[Cellen], lezers: Sequence[Lezer]
) -> tuple[Kolommen, "NDArray[Any]"]:
    """Cells as numbers, and which lines are good; `cells`, `lezers` in the order of `KOLOMMEN`.

    A line that is not good has nonsense in its columns.
    """
    import numpy as np  # noqa: PLC0415

    read = [lezer.values(column) for lezer, column in zip(lezers, cells, strict=True)]
    right = np.logical_and.reduce([column for _, column in read])
    extern_id, regio, dag, *codes, kosten = (values for values, _ in read)
    return Kolommen(nummers, extern_id, regio, dag, tuple(codes), kosten), right
