"""Differences and figures said in words, as the KplusV report says them: pure functions.

Every sentence is made by rule from whole percentages, so that it can be checked beside the table.
None stands for a figure that may not be shown; nothing is said about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ontschot.web.format import VAST, euro, getal

MEESTE_GENOEMD = 4


@dataclass(frozen=True)
class Grenzen:
    """What counts as a difference, in whole percentage points (both inclusive).

    Up to `gelijk` two shares are alike; up to `licht` one is slightly higher. The report names no
    limits: it calls 34 beside 32 nearly equal, 38 beside 35 slightly higher, 53 beside 48 higher.
    """

    gelijk: int
    licht: int

    def __post_init__(self) -> None:
        if not 0 <= self.gelijk <= self.licht:
            raise ValueError("De grenzen van een verschil moeten oplopen: 0, gelijk, licht.")


@dataclass(frozen=True)
class Anker:
    """What is compared with. `naast`: vergeleken met …; `dan`: hoger dan …, meer dan …."""

    naast: str
    dan: str


LANDELIJK = Anker("heel Nederland", "landelijk")


def jaar_ervoor(jaar: str) -> Anker:
    return Anker(jaar, f"in {jaar}")


@dataclass(frozen=True)
class Verschil:
    """The label of a line and how many points its share lies above (or below) the other."""

    label: str
    punten: int


def opsomming(delen: Sequence[str]) -> str:
    """`a`, `a en b`, `a, b en c`."""
    if len(delen) < 2:
        return "".join(delen)
    return f"{', '.join(delen[:-1])} en {delen[-1]}"


def in_een_cel(punten: int | None, grenzen: Grenzen) -> str:
    """`5 procentpunt hoger`, `licht hoger (3 procentpunt)`, `vergelijkbaar`, `gelijk`."""
    if punten is None:
        return "–"
    if punten == 0:
        return "gelijk"
    if abs(punten) <= grenzen.gelijk:
        return "vergelijkbaar"
    return _hoger(punten, grenzen)


def _hoger(punten: int, grenzen: Grenzen) -> str:
    kant, hoeveel = "hoger" if punten > 0 else "lager", f"{abs(punten)}{VAST}procentpunt"
    return f"licht {kant} ({hoeveel})" if abs(punten) <= grenzen.licht else f"{hoeveel} {kant}"


def verdeling(verschillen: Sequence[Verschil | None], grenzen: Grenzen, anker: Anker) -> str:
    """What stands out in one table beside another, largest first; empty without any share.

    A line that may not be shown is None: then the rest is not said to be alike.
    """
    shown = [v for v in verschillen if v is not None]
    if not shown:
        return ""
    large = [v for v in shown if abs(v.punten) > grenzen.gelijk]
    large.sort(key=lambda v: (-abs(v.punten), v.label))
    rest, hidden = len(shown) - len(large), len(verschillen) - len(shown)
    if not large:
        wat = "zijn de getoonde aandelen" if hidden else "is de verdeling"
        return f"Vergeleken met {anker.naast} {wat} nagenoeg gelijk."
    said = [f"het aandeel ‘{v.label}’ {_hoger(v.punten, grenzen)}" for v in large[:MEESTE_GENOEMD]]
    zin = f"Vergeleken met {anker.naast} ligt {opsomming(said)}."
    more = len(large) - MEESTE_GENOEMD
    if more > 0:
        zin += " Nog 1 aandeel verschilt." if more == 1 else f" Nog {more} aandelen verschillen."
    if rest and not hidden:
        zin += (
            " Het andere aandeel is vergelijkbaar."
            if rest == 1
            else " De andere aandelen zijn vergelijkbaar."
        )
    return zin


def met_anker(punten: int | None, grenzen: Grenzen, anker: Anker) -> str:
    """`Dat is 5 procentpunt hoger dan landelijk.`; empty without a figure beside it."""
    if punten is None:
        return ""
    if abs(punten) <= grenzen.gelijk:
        return f"Dat is vergelijkbaar met {anker.naast}."
    kant, hoeveel = "hoger" if punten > 0 else "lager", f"{abs(punten)}{VAST}procentpunt"
    licht = "licht " if abs(punten) <= grenzen.licht else ""
    achter = f" ({hoeveel})" if licht else ""
    voor = licht or f"{hoeveel} "
    return f"Dat is {voor}{kant} dan {anker.dan}{achter}."


def interventies(aantal: int) -> str:
    return "1 interventie" if aantal == 1 else f"{getal(aantal)} interventies"


def meer_of_minder(aantal: int, eerder: int | None, anker: Anker) -> str:
    """`Dat zijn er 14 meer dan in 2022.`; empty when there was nothing to compare with."""
    if not eerder:
        return ""
    verschil = aantal - eerder
    if verschil == 0:
        return f"Dat zijn er evenveel als {anker.dan}."
    kant = "meer" if verschil > 0 else "minder"
    werkwoord = "is er" if abs(verschil) == 1 else "zijn er"
    return f"Dat {werkwoord} {getal(abs(verschil))} {kant} dan {anker.dan}."


def prijs(cent: int | None, ander_cent: int | None) -> str:
    """`€ 120 hoger`, in whole euros; `gelijk`; a dash without two prices."""
    if cent is None or ander_cent is None:
        return "–"
    verschil = round(cent / 100) - round(ander_cent / 100)
    if verschil == 0:
        return "gelijk"
    return f"{euro(abs(verschil) * 100, kort=True)} {'hoger' if verschil > 0 else 'lager'}"
