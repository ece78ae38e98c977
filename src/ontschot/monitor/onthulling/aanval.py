"""The reader who tries to undo it: a linear program over everything that is published.

The reader knows all shown cells and that sums add up, and that a count is not below zero. So the
hidden cells can be thought otherwise together, as long as no sum changes; how far one of them can
go up or down is the answer of one small program. HiGHS solves it (Huangfu and Hall, 2018); a
reader with whole numbers only knows no less than this bound where the tables are two-dimensional,
because their program has whole corners.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ontschot.monitor.onthulling.stelsel import Stelsel

if TYPE_CHECKING:
    from numpy.typing import NDArray

VRIJ = 1e7  # nobody thinks a cell larger than this
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
        import numpy as np

        self.waarden = stelsel.waarden[maat]
        self.aantal = len(self.waarden)
        self.nummers = np.arange(self.aantal, dtype=np.int32)
        self.model = solver()
        for _ in range(self.aantal):
            self.model.addVar(0.0, 0.0)
        for som in stelsel.sommen:
            add_row(self.model, 0.0, 0.0, {cel: float(teken) for cel, teken in som})
        self.model.changeObjectiveSense(_maximize())
        self.onder: NDArray[np.float64] = np.zeros(self.aantal)
        self.boven: NDArray[np.float64] = np.zeros(self.aantal)

    def hide(self, verborgen: Collection[int]) -> None:
        """From now on these cells are hidden and no others."""
        self.onder[:] = 0.0
        self.boven[:] = 0.0
        for cel in verborgen:
            self.onder[cel], self.boven[cel] = -float(self.waarden[cel]), VRIJ
        self.model.changeColsBounds(self.aantal, self.nummers, self.onder, self.boven)

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
        model.changeColBounds(cel, float(self.onder[cel]), float(self.boven[cel]))
        return poging


def solver() -> Any:
    """HiGHS, silent, one thread, the same seed each time: the same question, the same answer."""
    import highspy

    # The class itself: its wrapper prints the name of the solver before it can be told not to.
    model: Any = highspy.Highs.__base__()  # type: ignore[misc]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    model.setOptionValue("random_seed", 0)
    return model


def add_row(model: Any, onder: float, boven: float, delen: Mapping[int, float]) -> None:
    """One row `onder` ≤ Σ factor × cell ≤ `boven`."""
    import numpy as np

    cellen = np.fromiter(delen.keys(), dtype=np.int32, count=len(delen))
    factoren = np.fromiter(delen.values(), dtype=np.float64, count=len(delen))
    model.addRow(onder, boven, len(delen), cellen, factoren)


def infinite() -> float:
    import highspy

    return float(highspy.kHighsInf)


def _maximize() -> Any:
    import highspy

    return highspy.ObjSense.kMaximize
