"""Who may buy what for whom, in which parts an order is paid, and when it expires."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

KOPEN, BOVEN_PLAFOND = "kopen", "boven_plafond"
MAX_DELEN = 24

# Who answers first is open for these doelgroepen: it hangs on who has the contact (domain 3.5,
# Gemeente Nijmegen, table 1). For all others it follows from the doelgroep.
OPEN_PARTIJEN = {
    "banenafspraak": (
        ("gemeente", "De gemeente: daar is een contactpersoon"),
        ("uwv", "UWV: daar is een contactpersoon"),
        ("vakbond", "De vakbond: er is geen contactpersoon bij gemeente of UWV"),
    )
}


@dataclass(frozen=True)
class Mandaat:
    """A mandaat as plain values. None and empty mean all; `wie` is how people call it."""

    pk: int
    soort: str
    tot_cent: int
    organisatie_id: int | None = None
    rol: str = ""
    voor: str = ""
    fonds_id: int | None = None
    wie: str = "iedereen"


@dataclass(frozen=True)
class Aankoop:
    """What somebody wants to buy: by which organisatie, in which role, for whose doelgroep."""

    organisatie_id: int
    rol: str
    voor: str
    fonds_id: int
    cent: int


def is_about(mandaat: Mandaat, aankoop: Aankoop) -> bool:
    """Whether it reaches this doelgroep, fonds and amount, whoever buys."""
    return (
        mandaat.voor in ("", aankoop.voor)
        and mandaat.fonds_id in (None, aankoop.fonds_id)
        and aankoop.cent <= mandaat.tot_cent
    )


def may(mandaat: Mandaat, aankoop: Aankoop) -> bool:
    """Whether it lets this organisatie in this role buy this."""
    own = mandaat.organisatie_id in (None, aankoop.organisatie_id)
    return own and mandaat.rol in ("", aankoop.rol) and is_about(mandaat, aankoop)


def mandaat_for(mandaten: Iterable[Mandaat], soort: str, aankoop: Aankoop) -> Mandaat | None:
    """The mandaat of this kind that is just enough; None when there is none."""
    found = [m for m in mandaten if m.soort == soort and may(m, aankoop)]
    return min(found, key=lambda m: (m.tot_cent, m.pk), default=None)


def who_may(mandaten: Iterable[Mandaat], soort: str, aankoop: Aankoop) -> list[Mandaat]:
    """The mandaten of others that would let this go on, the smallest first."""
    found = [m for m in mandaten if m.soort == soort and is_about(m, aankoop)]
    return sorted(found, key=lambda m: (m.tot_cent, m.wie, m.pk))


@dataclass(frozen=True)
class Deel:
    """A part of an order: when its invoice is expected, and how much, in cents."""

    dag: date
    cent: int


def equal_parts(total_cent: int, number: int, van: date, tot: date) -> tuple[Deel, ...]:
    """The price in `number` equal parts, spread over a period and the last one at its end.

    Cents that do not divide go to the first parts, so that it adds up. Raises ValueError for
    fewer than two or too many parts, or for more parts than cents or days.
    """
    days = (tot - van).days + 1
    if not 2 <= number <= min(MAX_DELEN, total_cent, days):
        raise ValueError("number of parts")
    each, rest = divmod(total_cent, number)
    return tuple(
        Deel(van + timedelta(days=days * (place + 1) // number - 1), each + (place < rest))
        for place in range(number)
    )


def parts_problem(delen: Sequence[Deel], total_cent: int, van: date | None) -> str:
    """Why the parts are not right; empty when they are, or when there are none."""
    if not delen:
        return ""
    if not 2 <= len(delen) <= MAX_DELEN:
        return f"Maak minstens 2 en hoogstens {MAX_DELEN} delen, of laat dit leeg."
    if any(deel.cent <= 0 for deel in delen):
        return "Elk deel is meer dan € 0."
    days = [deel.dag for deel in delen]
    if days != sorted(days):
        return "Zet de delen op volgorde van de dag."
    if van and days[0] < van:
        return "Een deel ligt vóór de eerste dag van de levering."
    return "" if sum(deel.cent for deel in delen) == total_cent else "som"


def order_expires_after(tot: date | None, dagen: int | None) -> date | None:
    """The last day on which an order can still be declared; None when it does not expire."""
    return tot + timedelta(days=dagen) if tot is not None and dagen is not None else None
