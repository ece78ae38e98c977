"""Which orders are ready to be declared, and why one is and another is not yet."""

from dataclasses import dataclass
from datetime import date

from ontschot.web.format import datum


@dataclass(frozen=True)
class Gereed:
    """`klaar`: proposed for declaration. `waarom` is one Dutch sentence for the screen."""

    klaar: bool
    waarom: str
    deel: str = ""


def readiness(status: str, afgesloten_op: date | None, aanwezig: int, verwacht: int) -> Gereed:
    """Ready is: delivered, finished and with known attendance.

    `deel` is what a lower amount then means: an instalment while it runs, else the part that was
    delivered.
    """
    day = f" op {datum(afgesloten_op)}" if afgesloten_op else ""
    present = f"aanwezig {aanwezig} van {verwacht}"
    if status in ("verplicht", "toegekend"):
        return Gereed(False, "Nog niet begonnen.", "termijn")
    if status == "loopt":
        return Gereed(False, "Loopt nog. Declareer alleen een afgesproken termijn.", "termijn")
    if not verwacht:
        return Gereed(
            False, f"Gestopt{day}, maar de aanwezigheid is nog niet vastgelegd.", "deel_geleverd"
        )
    if status == "afgebroken":
        return Gereed(
            True,
            f"Afgebroken{day}, {present}. Declareer alleen wat is geleverd.",
            "deel_geleverd",
        )
    return Gereed(True, f"Afgerond{day}, {present}.", "deel_geleverd")
