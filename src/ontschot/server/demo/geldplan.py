"""When partners declare and the kassier pays: the plan of the money (pure).

A month is declared on the fifth of the next one, judged five days later, and paid within a week
after that. In Rijk van Nijmegen last month is still on its way, in a different state per partner,
so that there is work for both kassiers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ontschot.server.demo.klok import workday

# Cheaper than this is declared when it is ordered, dearer when it is delivered.
METEEN_CENT = 75_000
# How far last month is, per partner; who is not named has been paid.
VORIGE_MAAND: Mapping[str, str] = {
    "fnv": "ingediend",
    "werkbedrijf": "ingediend",
    "cnv": "samengesteld",
    "uwv": "goedgekeurd",
    "vcp": "teruggestuurd",
    "gemeente-nijmegen": "concept",
}
STANDEN = (
    "concept", "ingediend", "teruggestuurd", "goedgekeurd", "samengesteld", "vrijgegeven",
    "betaald",
)  # fmt: skip


@dataclass(frozen=True)
class Bestelling:
    """An order as this plan needs it. `cent` is what will be declared of it."""

    nummer: int
    regio: str
    fonds: int
    organisatie: str
    cent: int
    besteld: date
    geleverd: date | None


@dataclass(frozen=True)
class Declaratie:
    """One partner over one month from one fonds, with the days on which things happened."""

    regio: str
    fonds: int
    organisatie: str
    periode: date
    nummers: tuple[int, ...]
    stand: str
    ingediend: date
    beoordeeld: date
    samengesteld: date
    vrijgegeven: date
    betaald: date

    def reached(self, stand: str) -> bool:
        """Whether it got as far as this (or further); what was sent back went no further."""
        if self.stand == "teruggestuurd":
            return stand in {"concept", "ingediend", "teruggestuurd"}
        if stand == "teruggestuurd":
            return False
        return STANDEN.index(self.stand) >= STANDEN.index(stand)


def month_of(order: Bestelling) -> date | None:
    """The first day of the month over which an order is declared; None: not yet."""
    day = order.besteld if order.cent < METEEN_CENT else order.geleverd
    return day.replace(day=1) if day else None


def next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def plan_declaraties(
    orders: Iterable[Bestelling], today: date, onderweg: Mapping[str, Mapping[str, str]]
) -> list[Declaratie]:
    """All declaraties up to last month. `onderweg`: per regio and partner how far last month is."""
    this_month = today.replace(day=1)
    per: dict[tuple[str, int, str, date], list[int]] = defaultdict(list)
    for order in orders:
        month = month_of(order)
        if month and month < this_month:
            per[order.regio, order.fonds, order.organisatie, month].append(order.nummer)
    found = []
    for key, nummers in sorted(per.items(), key=lambda pair: pair[0][::-1]):
        regio, _, organisatie, month = key
        last = next_month(month) == this_month
        stand = onderweg.get(regio, {}).get(organisatie, "betaald") if last else "betaald"
        days = [
            min(workday(next_month(month) + timedelta(days=n)), today) for n in (4, 9, 11, 13, 15)
        ]
        found.append(Declaratie(*key, tuple(nummers), stand, *days))
    return found
