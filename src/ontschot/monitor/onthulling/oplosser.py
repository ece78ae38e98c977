"""HiGHS, the solver, kept small: silent, one thread, the same seed, so the same answer each time.

It is loaded by whoever first asks for a model: a command or a background task, never a web
process. Source: Huangfu and Hall (2018), "Parallelizing the dual revised simplex method".
"""
# ruff: noqa: PLC0415

from collections.abc import Mapping
from typing import Any

ONEINDIG = float("inf")


def model() -> Any:
    import highspy

    # The class itself: its wrapper prints the name of the solver before it can be told not to.
    made: Any = highspy.Highs.__base__()  # type: ignore[misc]
    made.setOptionValue("output_flag", False)
    made.setOptionValue("threads", 1)
    made.setOptionValue("random_seed", 0)
    return made


def maximize(made: Any) -> None:
    import highspy

    made.changeObjectiveSense(highspy.ObjSense.kMaximize)


def whole_numbers(made: Any, aantal: int) -> None:
    """The first `aantal` columns take whole values only."""
    import highspy

    for kolom in range(aantal):
        made.changeColIntegrality(kolom, highspy.HighsVarType.kInteger)


def add_row(made: Any, onder: float, boven: float, delen: Mapping[int, float]) -> None:
    """One row `onder` ≤ Σ factor × column ≤ `boven`."""
    import numpy as np

    kolommen = np.fromiter(delen.keys(), dtype=np.int32, count=len(delen))
    factoren = np.fromiter(delen.values(), dtype=np.float64, count=len(delen))
    made.addRow(onder, boven, len(delen), kolommen, factoren)


def set_bounds(made: Any, onder: list[float], boven: list[float]) -> None:
    """The bounds of all columns at once."""
    import numpy as np

    aantal = len(onder)
    made.changeColsBounds(
        aantal, np.arange(aantal, dtype=np.int32), np.array(onder), np.array(boven)
    )
