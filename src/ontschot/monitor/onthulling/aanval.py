"""The reader who tries to undo it: a linear program over everything that is published.

The reader knows all shown cells and that sums add up, and that a count is not below zero. So the
hidden cells can be thought otherwise together, as long as no sum changes; how far one of them can
go up or down is the answer of one small program. A reader who uses that counts are whole numbers
comes no further in two-dimensional tables, because their program has whole corners.
"""

from collections.abc import Collection
from dataclasses import dataclass

from ontschot.monitor.onthulling import oplosser
from ontschot.monitor.onthulling.stelsel import VER, Stelsel

RUIS = 1e-6


@dataclass(frozen=True)
class Poging:
    """How far the reader came with one cell, how all others moved, and what held it back.

    `tegenhoud` gives per cell the price in the optimal dual solution.
    """

    bereikt: float
    beweging: list[float]
    tegenhoud: list[float]


class Aanval:
    """One measure of one stelsel; the pattern of hidden cells can be changed, the program stays."""

    def __init__(self, stelsel: Stelsel, maat: str) -> None:
        self.waarden = stelsel.waarden[maat]
        self.onder, self.boven = self._closed(), self._closed()
        self.model = oplosser.model()
        for _ in self.waarden:
            self.model.addVar(0.0, 0.0)
        for som in stelsel.sums_of(maat):
            oplosser.add_row(self.model, 0.0, 0.0, {cel: float(teken) for cel, teken in som})
        oplosser.maximize(self.model)

    def _closed(self) -> list[float]:
        return [0.0] * len(self.waarden)

    def hide(self, verborgen: Collection[int]) -> None:
        """From now on these cells are hidden and no others."""
        self.onder, self.boven = self._closed(), self._closed()
        for cel in verborgen:
            self.onder[cel], self.boven[cel] = -float(self.waarden[cel]), VER
        oplosser.set_bounds(self.model, self.onder, self.boven)

    def push(self, cel: int, richting: int, ver: float) -> Poging:
        """Try to think one hidden cell `ver` higher (`richting` 1) or lower (-1)."""
        model = self.model
        model.changeColCost(cel, float(richting))
        model.changeColBounds(cel, 0.0 if richting > 0 else -ver, ver if richting > 0 else 0.0)
        model.run()
        oplossing = model.getSolution()
        poging = Poging(
            model.getInfo().objective_function_value,
            list(oplossing.col_value),
            list(oplossing.col_dual),
        )
        model.changeColCost(cel, 0.0)
        model.changeColBounds(cel, self.onder[cel], self.boven[cel])
        return poging
