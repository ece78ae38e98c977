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
# So many days after such a moment an answer still tells how it was at that moment.
SPELING_DAGEN = 31
# Said by the kandidaat or on their behalf; silence and what was never asked are not answers.
SPOKEN = frozenset({"werkt_nog", "werkt_niet_meer", "anders"})
NOT_WORKING = frozenset({"werkt_niet_meer"})
SILENT = "geen_antwoord"


class Duur(StrEnum):
    """How work stands at a moment."""

    WERKT = "werkt"
    WERKT_NIET = "werkt_niet"
    ANDERS = "anders"
    GEEN_ANTWOORD = "geen_antwoord"  # asked, and silent
    NIET_GEVRAAGD = "niet_gevraagd"  # there was a ground, and nobody asked in time
    NIET_GEVOLGD = "niet_gevolgd"  # no ground to follow on that day: out of the denominator
    NOG_NIET = "nog_niet"  # the day is still to come, or an answer still counts


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


def lasting(baan: Baan, maanden: int, today: date) -> Duur:
    """How the work stands so many months after the start.

    The first answer from that day on counts, up to `SPELING_DAGEN` later. An earlier “no” holds
    when nobody said anything else since. Silence is unknown, never “still at work”.
    """
    peildag = add_months(baan.sinds, maanden)
    if peildag > today:
        return Duur.NOG_NIET
    given = sorted((a for a in baan.antwoorden if a.op <= today), key=lambda a: a.op)
    near = [a for a in given if 0 <= (a.op - peildag).days <= SPELING_DAGEN]
    spoken = [a for a in near if a.antwoord in SPOKEN]
    if spoken:
        return _as_duur(spoken[0].antwoord)
    if baan.volgen_tot is None or baan.volgen_tot < peildag:
        return Duur.NIET_GEVOLGD
    before = [a for a in given if a.op < peildag and a.antwoord in SPOKEN]
    if before and before[-1].antwoord in NOT_WORKING:
        return Duur.WERKT_NIET
    return _not_told(near, (today - peildag).days)


def _not_told(near: Sequence[Antwoord], dagen_geleden: int) -> Duur:
    """Why we do not know: silence, or nobody asked, or there is still time to."""
    if any(a.antwoord == SILENT for a in near):
        return Duur.GEEN_ANTWOORD
    return Duur.NOG_NIET if dagen_geleden <= SPELING_DAGEN else Duur.NIET_GEVRAAGD


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
    geen_antwoord: int
    niet_gevraagd: int
    niet_gevolgd: int
    nog_niet: int

    @property
    def bekend(self) -> int:
        """Of so many we know how it was."""
        return self.werkt + self.werkt_niet + self.anders

    @property
    def onbekend(self) -> int:
        return self.geen_antwoord + self.niet_gevraagd

    @property
    def gevolgd(self) -> int:
        """The denominator: the day is past, and there was a ground to follow."""
        return self.bekend + self.onbekend

    @property
    def begonnen(self) -> int:
        """All starts of work, followed or not."""
        return self.gevolgd + self.niet_gevolgd + self.nog_niet


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
