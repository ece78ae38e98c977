"""The cells of a part of a file, a column at a time: every different text is read once.

A column of a delivery has few different texts, so what a text means is looked up in a table that
fills while reading. Ids and amounts can all be different: those are read many at once, and one by
one where that does not fit.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING, Any

from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.db import CODEKOLOMMEN
from ontschot.monitor.rules import (
    Leesfout,
    in_periode,
    lees_code,
    lees_dag,
    lees_id,
    lees_kosten,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

# So many different texts of a column are remembered; then it begins anew.
ONTHOUDEN = 50_000
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


class Lezer:
    """Reads the cells of one column: `read` one text, raising Leesfout, the rest many at once."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self.read = read
        self.known: dict[str, Any] = {}

    def values(self, cells: Sequence[str]) -> Iterable[Any]:
        """What the cells mean. Raises KeyError, at last while reading on, before `learn`."""
        return map(self.known.__getitem__, cells)

    def learn(self, cells: Sequence[str]) -> set[str]:
        """Remember what every cell means; returns the texts that cannot be read."""
        new = set(cells).difference(self.known)
        if len(self.known) + len(new) > ONTHOUDEN:
            self.known.clear()
            new = set(cells)
        wrong = set()
        for tekst in new:
            try:
                self.known[tekst] = self.read(tekst)
            except Leesfout:
                wrong.add(tekst)
        return wrong


class PlainLezer(Lezer):
    """A column that can have a different text in every line, most often of a plain form."""

    PLAIN: re.Pattern[str]

    def values(self, cells: Sequence[str]) -> Iterable[Any]:
        joined = "\n".join(cells)
        if self.PLAIN.fullmatch(joined) and joined.count("\n") == len(cells) - 1:
            return self.plain(joined)
        self.learn(cells)
        return super().values(cells)

    def plain(self, joined: str) -> Iterable[Any]:
        """What the cells mean, when every one of them is plain."""
        raise NotImplementedError


class IdLezer(PlainLezer):
    """Ids are as they stand: printable, without a blank before or behind."""

    PLAIN = re.compile(r"[!-~]{1,64}(?:\n[!-~]{1,64})*+")

    def __init__(self) -> None:
        super().__init__(lambda tekst: lees_id(tekst).encode())

    def plain(self, joined: str) -> Iterable[Any]:
        return joined.encode().split(b"\n")


class KostenLezer(PlainLezer):
    """Amounts as most files have them: with a point and two decimals, below the highest."""

    PLAIN = re.compile(r"[0-9]{1,6}\.[0-9]{2}(?:\n[0-9]{1,6}\.[0-9]{2})*+")

    def __init__(self) -> None:
        super().__init__(lees_kosten)

    def plain(self, joined: str) -> Iterable[Any]:
        return map(int, joined.replace(".", "").split("\n"))


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
        return Lezer(lambda tekst: number[lees_code(tekst, woorden, VOORBEELDEN[kolom])])

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
        "regio": Lezer(regio),
        "datum": Lezer(dag),
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
    extern_id: list[bytes]
    regio: "NDArray[Any]"
    dag: "NDArray[Any]"
    codes: "NDArray[Any]"
    kosten_cent: "NDArray[Any]"

    def __len__(self) -> int:
        return len(self.extern_id)

    def only(self, keep: "NDArray[Any]") -> "Kolommen":
        """The lines for which `keep` is true."""
        return Kolommen(
            self.regel[keep],
            list(compress(self.extern_id, keep)),
            self.regio[keep],
            self.dag[keep],
            self.codes[:, keep],
            self.kosten_cent[keep],
        )


def as_columns(
    nummers: Sequence[int], cells: Sequence[Sequence[str]], lezers: Sequence[Lezer]
) -> Kolommen:
    """Cells as numbers; `cells` and `lezers` in the order of `lezen.KOLOMMEN`.

    Raises KeyError when a reader must `learn` first.
    """
    import numpy as np  # noqa: PLC0415 - a web process never needs it

    number = len(nummers)
    extern_id, regio, dag, *codes, kosten = [
        lezer.values(column) for lezer, column in zip(lezers, cells, strict=True)
    ]
    found = np.frombuffer(b"".join(map(bytes, (regio, *codes))), np.uint8)
    small = found.reshape(1 + len(codes), number)
    return Kolommen(
        np.fromiter(nummers, np.int32, number),
        list(extern_id),
        small[0],
        np.fromiter(dag, np.int32, number),
        small[1:],
        np.fromiter(kosten, np.int64, number),
    )
