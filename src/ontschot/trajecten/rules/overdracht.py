"""The terms of a hand-over, what may go along with it, and how often people are handed over."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Days in which the receiver of an overdracht answers, and in which the giver may still read.
# Neither is in a source (domain: not found); the region may set its own later.
OVERDRACHT_TERM_DAGEN = 5
GIVER_READS_DAGEN = 30
# The receiver is reminded when this many working days went by without an answer.
HERINNER_NA_WERKDAGEN = 3
# How long a partner without an account can use the link: the term, and a week to catch up.
LINK_EXTRA_DAGEN = 7
# How long after a yes the same link tells how it went on; in no source (domain: not found).
TERUGKOPPEL_DAGEN = 180

# What can go along: the code, and the words in which the kandidaat reads it.
DEELBAAR = {
    "contactgegevens": "telefoonnummer en e-mailadres",
    "situatie": "werk en inkomen nu",
    "advies": "het advies",
    "plan": "het plan",
    "documenten": "documenten",
    "geschiedenis": "wat er eerder is gedaan",
}


def answer_before(offered_on: date, term_dagen: int = OVERDRACHT_TERM_DAGEN) -> date:
    """The last day on which the receiver is in time: working days, without Saturday and Sunday."""
    day, left = offered_on, term_dagen
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def remind_on(offered_on: date) -> date:
    """The day on which a receiver who did not answer gets a reminder."""
    return answer_before(offered_on, HERINNER_NA_WERKDAGEN)


def giver_reads_until(accepted_on: date) -> date:
    """The last day on which the giver may still read the dossier."""
    return accepted_on + timedelta(days=GIVER_READS_DAGEN)


def shared_words(codes: Iterable[str]) -> list[str]:
    """What is shared in words, in the order of the list; unknown codes are left out."""
    chosen = set(codes)
    return [words for code, words in DEELBAAR.items() if code in chosen]


def initials(voornaam: str, achternaam: str) -> str:
    """`S. V.`: enough to know each other's case on the telephone, too little to find somebody."""
    return " ".join(
        f"{name.strip()[0].upper()}." for name in (voornaam, achternaam) if name.strip()
    )


@dataclass(frozen=True)
class Overdrachtcijfer:
    """How often people were handed over. `verdeling`: (number of hand-overs, people)."""

    personen: int
    overdrachten: int
    hoogste: int
    verdeling: tuple[tuple[int, int], ...]

    @property
    def gemiddeld(self) -> float | None:
        """Hand-overs per person; None without people."""
        return self.overdrachten / self.personen if self.personen else None


def overdracht_figure(per_person: Iterable[int]) -> Overdrachtcijfer:
    """The figure from the number of accepted hand-overs of each person, zeros included."""
    counts = list(per_person)
    return Overdrachtcijfer(
        personen=len(counts),
        overdrachten=sum(counts),
        hoogste=max(counts, default=0),
        verdeling=tuple(sorted(Counter(counts).items())),
    )
