"""The decisions of the kassier as pure functions of plain values. Money is integer cents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

# The pace of a line is what went out of it over this many days.
TEMPO_DAGEN = 90


def rest_cent(gereserveerd_cent: int, bedrag_cent: int) -> int:
    """What goes back to the line when an order costs less than was set aside.

    Raises ValueError when the order costs more: then there is no rest but a shortage.
    """
    if bedrag_cent > gereserveerd_cent:
        raise ValueError("order above reservation")
    return gereserveerd_cent - bedrag_cent


def above_ceiling(bedrag_cent: int, plafond_cent: int | None) -> bool:
    """Whether a reason is needed. Without a known ceiling nothing is above it.

    The VAT basis of the two may differ (domain 2.6: mixed inside one annex); the bare numbers
    are compared, because the rate of a service is not known.
    """
    return plafond_cent is not None and bedrag_cent > plafond_cent


def runs_out_on(
    today: date, beschikbaar_cent: int, uitgegaan_cent: int, dagen: int = TEMPO_DAGEN
) -> date | None:
    """The day on which a line is empty when money keeps going out at the pace of late.

    `uitgegaan_cent` is what was reserved less what came back, over the last `dagen` days.
    None when nothing goes out, or when it lasts longer than ten years. An empty line is empty
    today.
    """
    if beschikbaar_cent <= 0:
        return today
    if uitgegaan_cent <= 0 or dagen <= 0:
        return None
    left = floor(beschikbaar_cent * dagen / uitgegaan_cent)
    return today + timedelta(days=left) if left <= 3650 else None


def pace_days(today: date, van: date, dagen: int = TEMPO_DAGEN) -> int:
    """Over how many days the pace is measured: a young fonds has no ninety days behind it."""
    return max(1, min(dagen, (today - van).days + 1))


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
