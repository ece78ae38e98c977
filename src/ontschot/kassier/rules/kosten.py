"""Quarters, and the lines of a quarterly statement: pure functions of plain values."""

from dataclasses import dataclass, fields
from datetime import date, timedelta


def first_of_quarter(dag: date) -> date:
    return date(dag.year, 3 * ((dag.month - 1) // 3) + 1, 1)


def last_of_quarter(dag: date) -> date:
    first = first_of_quarter(dag)
    return first_of_quarter(first + timedelta(days=100)) - timedelta(days=1)


def kwartaalnaam(dag: date) -> str:
    """For people: `1e kwartaal 2026`."""
    return f"{(dag.month - 1) // 3 + 1}e kwartaal {dag.year}"


def kwartaalkenmerk(kwartaal: date, code: str, volgnummer: int) -> str:
    """What people call it: `2026-K1-WB`, and `2026-K1-WB-2` for the second."""
    first = f"{kwartaal.year}-K{(kwartaal.month - 1) // 3 + 1}-{code.upper()}"
    return first if volgnummer == 1 else f"{first}-{volgnummer}"


@dataclass(frozen=True)
class Staatregel:
    """One line of the begroting in the statement of a quarter, in cents, as the journaal says.

    `terug_cent` is what came back of costs that were paid. `anders_cent` is what went from the
    line for something else than costs. `over_cent` is what is left now, after all of it.
    """

    omschrijving: str
    budget_cent: int
    eerder_cent: int
    dit_cent: int
    later_cent: int
    terug_cent: int
    anders_cent: int

    @property
    def gedeclareerd_cent(self) -> int:
        return self.eerder_cent + self.dit_cent + self.later_cent

    @property
    def over_cent(self) -> int:
        return self.budget_cent - self.gedeclareerd_cent + self.terug_cent - self.anders_cent


def total(regels: "tuple[Staatregel, ...]", naam: str = "Samen") -> Staatregel:
    """The lines together, as a line."""
    names = [f.name for f in fields(Staatregel)[1:]]
    return Staatregel(naam, *(sum(getattr(r, name) for r in regels) for name in names))
