"""Who else uses a service: the rooms above tell, the menukaart shows.

A room that has services in its rows registers one counter when it starts; the menukaart itself
knows nothing of trajecten.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ontschot.menukaart.rules import add_months, few

MAANDEN = 12


@dataclass(frozen=True)
class Gebruik:
    """How often an organisatie bought a service or put it in a plan. No persons."""

    organisatie: str
    aantal: int

    @property
    def tekst(self) -> str:
        return few(self.aantal)


Teller = Callable[[int, date], list[Gebruik]]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """`teller(dienst_id, since)` counts per organisatie in one query."""
    if teller not in _tellers:
        _tellers.append(teller)


def use_of(dienst_id: int, today: date) -> list[Gebruik]:
    """The use of a service in the last twelve months, the largest first."""
    since = add_months(today, -MAANDEN)
    totals: dict[str, int] = {}
    for teller in _tellers:
        for found in teller(dienst_id, since):
            totals[found.organisatie] = totals.get(found.organisatie, 0) + found.aantal
    rows = [Gebruik(naam, aantal) for naam, aantal in totals.items()]
    # Small ones by name: their order would tell what their number hides.
    return sorted(rows, key=lambda row: (-row.aantal if row.aantal >= 5 else 0, row.organisatie))
