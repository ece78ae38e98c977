"""What a credit note changes of one order: first what is not paid yet, then what was paid. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Regelbedrag:
    """A line of a declaratie with the cents that can go from it, and what people call it."""

    pk: int
    naam: str
    cent: int


@dataclass(frozen=True)
class Orderstand:
    """One order: what nobody declared yet, and the lines that did, in cents.

    `concept` can still be changed by the partner, `vast` was handed in and is not paid, of
    `betaald` the cents are what is not asked back yet.
    """

    nummer: str
    open_cent: int
    concept: tuple[Regelbedrag, ...] = ()
    vast: tuple[Regelbedrag, ...] = ()
    betaald: tuple[Regelbedrag, ...] = ()


@dataclass(frozen=True)
class Creditplan:
    """What happens to one order: `vrij_cent` is given back undeclared, lines become lower, money
    is asked back. `bezwaar` says why it cannot happen now; then nothing does."""

    nummer: str
    vrij_cent: int = 0
    lager: tuple[Regelbedrag, ...] = ()
    terug: tuple[Regelbedrag, ...] = ()
    bezwaar: str = ""

    @property
    def vrijval_cent(self) -> int:
        """What goes back to the fonds at once: the order costs so much less."""
        return self.vrij_cent + sum(line.cent for line in self.lager)

    @property
    def terug_cent(self) -> int:
        return sum(line.cent for line in self.terug)


def plan(stand: Orderstand, cent: int) -> Creditplan:
    """How an order becomes `cent` cheaper. What is locked and not paid waits for the kassier."""
    free = min(cent, stand.open_cent)
    lower, left = _take(stand.concept, cent - free)
    if left and stand.vast:
        names = " en ".join(dict.fromkeys(line.naam for line in stand.vast))
        return Creditplan(
            stand.nummer,
            bezwaar=f"{stand.nummer} staat in declaratie {names}, die is ingediend en nog niet "
            "betaald. Vraag de kassier om haar terug te sturen; verwerk de creditnota daarna.",
        )
    back, left = _take(stand.betaald, left)
    if left:
        return Creditplan(
            stand.nummer,
            bezwaar=f"Van {stand.nummer} is niet zoveel meer over. Kijk de terugvorderingen na.",
        )
    return Creditplan(stand.nummer, free, lower, back)


def _take(lines: Iterable[Regelbedrag], cent: int) -> tuple[tuple[Regelbedrag, ...], int]:
    """So much of each line, in their order, until `cent` is reached; and what was not found."""
    taken = []
    for line in lines:
        part = min(cent, line.cent)
        if part > 0:
            taken.append(Regelbedrag(line.pk, line.naam, part))
            cent -= part
    return tuple(taken), cent
