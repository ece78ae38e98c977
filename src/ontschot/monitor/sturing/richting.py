"""How a figure moved, in words: pure functions of plain values."""

from collections.abc import Callable
from fractions import Fraction

from ontschot.monitor.rules import hele_procenten, procentpunt
from ontschot.web.format import aantal, getal

GEEN_VERGELIJKING = "Er is nog niets om mee te vergelijken."


def compared(nu: int, toen: int | None, wanneer: str, say: Callable[[int], str] = getal) -> str:
    """`7 meer dan in de twaalf maanden ervoor (34).`; `toen` None: nothing to compare with."""
    if toen is None:
        return GEEN_VERGELIJKING
    if nu == toen:
        return f"Evenveel als {wanneer}."
    return f"{say(abs(nu - toen))} {'meer' if nu > toen else 'minder'} dan {wanneer} ({say(toen)})."


def compared_days(nu: int | None, toen: int | None, wanneer: str) -> str:
    """`2 dagen korter dan in de twaalf maanden ervoor (9 dagen).`"""
    if nu is None or toen is None:
        return GEEN_VERGELIJKING
    if nu == toen:
        return f"Even lang als {wanneer}."
    word = "langer" if nu > toen else "korter"
    return f"{in_days(abs(nu - toen))} {word} dan {wanneer} ({in_days(toen)})."


def compared_shares(nu: Fraction | None, toen: Fraction | None, wanneer: str) -> str:
    """`4 procentpunt hoger dan in de twaalf maanden ervoor (61 %).`, of the rounded shares."""
    points = procentpunt(nu, toen)
    if points is None:
        return GEEN_VERGELIJKING
    if points == 0:
        return f"Gelijk aan {wanneer}."
    word = "hoger" if points > 0 else "lager"
    return f"{abs(points)} procentpunt {word} dan {wanneer} ({hele_procenten(toen)}\u00a0%)."


def in_days(dagen: int) -> str:
    return aantal(dagen, "dag", "dagen")
