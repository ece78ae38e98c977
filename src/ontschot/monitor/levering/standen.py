"""The standen of a delivery, counted while it is read: per regio, maand, tabel and waarde."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ontschot.monitor.db import CODEKOLOMMEN, STANDTABELLEN
from ontschot.monitor.levering.kolommen import EERSTE_DAG, Kolommen
from ontschot.monitor.rules import eigen_andere

if TYPE_CHECKING:
    from numpy.typing import NDArray

EIGEN_ANDERE = ("eigen", "andere")
Stand = tuple[str, str, date, str, int, int]


class Telraam:
    """Adds up columns of good lines; holds nothing that grows with the number of lines.

    `nummers` gives for each column of codes the number of a code, `regios` the order of regions;
    every day lies in `periode` (first and last day).
    """

    def __init__(
        self,
        nummers: Mapping[str, Mapping[str, int]],
        regios: Sequence[str],
        periode: tuple[date, date],
    ) -> None:
        import numpy as np  # noqa: PLC0415 - a web process never needs it

        self.regios = regios
        self.begin = (periode[0] - EERSTE_DAG).days
        self.maanden, self.maand_van_dag = _months(*periode)
        self.waarden = {kolom: _by_number(nummers[kolom]) for kolom in CODEKOLOMMEN}
        self.waarden["eigen_andere"] = ["eigen", "andere"]
        self.andere = _for_others(self.waarden)
        vakken = len(regios) * len(self.maanden)
        self.tellers = {
            tabel: np.zeros((2, vakken * len(self.waarden[tabel])), np.int64)
            for tabel in STANDTABELLEN
        }
        self.aantal = 0
        self.dagen: tuple[int, int] | None = None

    def add(self, rows: Kolommen) -> None:
        import numpy as np  # noqa: PLC0415

        if not len(rows):
            return
        self.aantal += len(rows)
        first, last = int(rows.dag.min()), int(rows.dag.max())
        known = self.dagen or (first, last)
        self.dagen = min(first, known[0]), max(last, known[1])
        vak = rows.regio.astype(np.int64) * len(self.maanden)
        vak += self.maand_van_dag[rows.dag - self.begin]
        for tabel, teller in self.tellers.items():
            plek = vak * len(self.waarden[tabel]) + self._values(tabel, rows)
            wide = teller.shape[1]
            teller[0] += np.bincount(plek, minlength=wide)
            # Exact: the cents of a part of a file stay far below 2^53.
            teller[1] += np.bincount(plek, rows.kosten_cent, minlength=wide).astype(np.int64)

    def _values(self, tabel: str, rows: Kolommen) -> "NDArray[Any]":
        if tabel == "eigen_andere":
            partij, eerst = (rows.codes[CODEKOLOMMEN.index(kolom)] for kolom in _WIE)
            found: NDArray[Any] = self.andere[partij, eerst]
            return found
        column: NDArray[Any] = rows.codes[CODEKOLOMMEN.index(tabel)]
        return column

    def standen(self) -> Iterator[Stand]:
        """Every cell that counts something: tabel, regio, maand, waarde, number, cents."""
        for tabel, (aantallen, centen) in self.tellers.items():
            waarden = self.waarden[tabel]
            for plek in aantallen.nonzero()[0].tolist():
                vak, waarde = divmod(plek, len(waarden))
                regio, maand = divmod(vak, len(self.maanden))
                yield (
                    tabel, self.regios[regio], self.maanden[maand], waarden[waarde],
                    int(aantallen[plek]), int(centen[plek]),
                )  # fmt: skip

    @property
    def eerste_en_laatste(self) -> tuple[date, date] | None:
        """The first and the last day of a row; None without rows."""
        if self.dagen is None:
            return None
        first, last = (EERSTE_DAG + timedelta(days=day) for day in self.dagen)
        return first, last


_WIE = ("inkopende_partij", "eerstverantwoordelijke")


def _months(van: date, tot: date) -> tuple[list[date], "NDArray[Any]"]:
    """The months of a period, and for each of its days which of them it is."""
    import numpy as np  # noqa: PLC0415

    days = [van + timedelta(days=day) for day in range((tot - van).days + 1)]
    months = sorted({day.replace(day=1) for day in days})
    place = {month: number for number, month in enumerate(months)}
    return months, np.array([place[day.replace(day=1)] for day in days], np.int64)


def _by_number(nummers: Mapping[str, int]) -> list[str]:
    """The code of each number; a number that no code has is empty."""
    found = [""] * (max(nummers.values(), default=-1) + 1)
    for code, nummer in nummers.items():
        found[nummer] = code
    return found


def _for_others(waarden: Mapping[str, Sequence[str]]) -> "NDArray[Any]":
    """For each buyer and each party that is responsible: 1 when it bought for another."""
    import numpy as np  # noqa: PLC0415

    partijen, eersten = (waarden[kolom] for kolom in _WIE)
    return np.array(
        [[eigen_andere(partij, eerst) != "eigen" for eerst in eersten] for partij in partijen],
        np.int64,
    )
