"""Following somebody who found work: when that may, and what lasting work is.

Pure functions of plain facts, for the nazorg of this room and the figures of the monitor.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ontschot.trajecten.rules.dagen import add_months

# Lasting work is looked at after so many months.
PEILMAANDEN = (3, 6, 12)
# Said by the kandidaat or on their behalf; silence and what was never asked are not answers.
SPOKEN = frozenset({"werkt_nog", "werkt_niet_meer", "anders"})
NOT_WORKING = frozenset({"werkt_niet_meer"})


class Duur(StrEnum):
    """How work stands at a moment."""

    WERKT = "werkt"
    WERKT_NIET = "werkt_niet"
    ANDERS = "anders"
    ONBEKEND = "onbekend"  # asked, and silent; or never asked
    NIET_GEVOLGD = "niet_gevolgd"  # no ground to follow on that day: out of the denominator
    NOG_NIET = "nog_niet"  # the day is still to come


@dataclass(frozen=True)
class Antwoord:
    """One answer to nazorg: the day it was given, and the code of `Nazorgmoment.ANTWOORDEN`."""

    op: date
    antwoord: str


@dataclass(frozen=True)
class Baan:
    """One start of work: since when, until when there is a ground to follow, what was said."""

    sinds: date
    volgen_tot: date | None
    antwoorden: Sequence[Antwoord] = ()


def may_follow(grounds: Iterable[tuple[date, date]], day: date) -> bool:
    """Whether one of the periods (first day, last day) holds on this day."""
    return any(van <= day <= tot for van, tot in grounds)


def lasting(baan: Baan, maanden: int, today: date, *, speling_dagen: int = 31) -> Duur:
    """How the work stands so many months after the start.

    The first answer from that day on counts, up to `speling_dagen` later. An earlier “no” holds
    when nobody said anything else since. Silence is unknown, never “still at work”.
    """
    peildag = add_months(baan.sinds, maanden)
    if peildag > today:
        return Duur.NOG_NIET
    spoken = sorted((a for a in baan.antwoorden if a.antwoord in SPOKEN), key=lambda a: a.op)
    near = [a for a in spoken if 0 <= (a.op - peildag).days <= speling_dagen]
    if near:
        return _as_duur(near[0].antwoord)
    if baan.volgen_tot is None or baan.volgen_tot < peildag:
        return Duur.NIET_GEVOLGD
    before = [a for a in spoken if a.op < peildag]
    if before and before[-1].antwoord in NOT_WORKING:
        return Duur.WERKT_NIET
    return Duur.ONBEKEND


def _as_duur(antwoord: str) -> Duur:
    known = {"werkt_nog": Duur.WERKT, "werkt_niet_meer": Duur.WERKT_NIET}
    return known.get(antwoord, Duur.ANDERS)


@dataclass(frozen=True)
class Duurcijfer:
    """Lasting work after some months. Every start of work stands in exactly one number."""

    maanden: int
    werkt: int
    werkt_niet: int
    anders: int
    onbekend: int
    niet_gevolgd: int
    nog_niet: int

    @property
    def gevolgd(self) -> int:
        """The denominator: the day is past, and there was a ground to follow."""
        return self.werkt + self.werkt_niet + self.anders + self.onbekend


def lasting_figures(
    banen: Iterable[Baan], today: date, peilmaanden: Iterable[int] = PEILMAANDEN
) -> list[Duurcijfer]:
    """The figures at each of the moments, in order."""
    found = list(banen)
    figures = []
    for maanden in peilmaanden:
        states = [lasting(baan, maanden, today) for baan in found]
        figures.append(Duurcijfer(maanden, *(states.count(state) for state in Duur)))
    return figures
