"""What the system checks of a declaratie, and what people call it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ontschot.kassier.rules.orders import above_ceiling


@dataclass(frozen=True)
class Beoordeling:
    """One check of a declaratie by the system, with its outcome."""

    regel: str
    goed: bool
    uitkomst: str


@dataclass(frozen=True)
class TeToetsen:
    """What the checks need of one line."""

    nummer: str
    cent: int
    bedrag_cent: int
    plafond_cent: int | None
    reden_boven_plafond: str
    boekdatum: date


def check_lines(periode: date, regels: Iterable[TeToetsen]) -> list[Beoordeling]:
    """The checks that the kassier sees beside a declaratie: each rule with what came of it."""
    lines = list(regels)
    above = [r for r in lines if above_ceiling(r.bedrag_cent, r.plafond_cent)]
    late = [r for r in lines if r.boekdatum > last_of_month(periode)]
    parts = [r for r in lines if r.cent < r.bedrag_cent]
    return [
        _outcome("Bedrag binnen de regeling", above, "boven plafond, met reden"),
        _outcome("Besteld vóór het einde van de periode", late, "later besteld"),
        _outcome("Hele verplichting", parts, "voor een deel"),
    ]


def _outcome(regel: str, found: list[TeToetsen], wat: str) -> Beoordeling:
    if not found:
        return Beoordeling(regel, goed=True, uitkomst="goed")
    woord = "regel" if len(found) == 1 else "regels"
    numbers = ", ".join(r.nummer for r in found[:5]) + (" …" if len(found) > 5 else "")
    return Beoordeling(regel, goed=False, uitkomst=f"{len(found)} {woord} {wat}: {numbers}")


def last_of_month(day: date) -> date:
    first_of_next = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first_of_next - timedelta(days=1)


def kenmerk(periode: date, code: str, volgnummer: int) -> str:
    """What people call a declaratie: `2026-03-FNV`, and `2026-03-FNV-2` for the second."""
    first = f"{periode:%Y-%m}-{code.upper()}"
    return first if volgnummer == 1 else f"{first}-{volgnummer}"
