"""What must be true on the way from a plan to a result: pure functions of plain values."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Art. 3 of the regeling (tijdelijke impuls banenafspraak) knows no weighing (Eva, step EW01).
WITHOUT_WEIGHING = frozenset({"banenafspraak"})
SUPPORT_NEEDED = "ondersteuning_nodig"
AT_WORK = "aan_het_werk"

# Days in which the receiver of an overdracht answers, and in which the giver may still read.
# Neither is in a source (domain: not found); the region may set its own later.
OVERDRACHT_TERM_DAGEN = 5
GIVER_READS_DAGEN = 30


@dataclass(frozen=True)
class Nazorgafspraak:
    """One moment of nazorg: its label, and how long after the first working day."""

    na: str
    dagen: int = 0
    maanden: int = 0


# One week and one month (Eva, step EW09); 3, 6 and 12 months: design of Ontschot, section 3.
NAZORG = (
    Nazorgafspraak("1 week", dagen=7),
    Nazorgafspraak("1 maand", maanden=1),
    Nazorgafspraak("3 maanden", maanden=3),
    Nazorgafspraak("6 maanden", maanden=6),
    Nazorgafspraak("12 maanden", maanden=12),
)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def nazorg_schedule(
    first_day: date, afspraken: Iterable[Nazorgafspraak] = NAZORG
) -> list[tuple[str, date]]:
    """When to ask how it goes: (label, day) per moment, earliest first."""
    return [(a.na, add_months(first_day, a.maanden) + timedelta(days=a.dagen)) for a in afspraken]


def plans_nazorg(betekenis: str) -> bool:
    """Only work itself is followed; a step, an ending or a referral is not."""
    return betekenis == AT_WORK


def answer_before(offered_on: date, term_dagen: int = OVERDRACHT_TERM_DAGEN) -> date:
    """The last day on which the receiver is in time: working days, without Saturday and Sunday."""
    day, left = offered_on, term_dagen
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def giver_reads_until(accepted_on: date) -> date:
    """The last day on which the giver may still read the dossier."""
    return accepted_on + timedelta(days=GIVER_READS_DAGEN)


@dataclass(frozen=True)
class Stand:
    """How an interventie stands when somebody wants to ask a besluit.

    `oordeel` is that of the current advies, None without one. Amounts in cents;
    `plafond_cent` None: the regeling of that day names no amount.
    """

    doelgroep: str
    oordeel: str | None
    plan_agreed: bool
    open_toetsregels: int
    toets_done: bool
    gevraagd_cent: int
    plafond_cent: int | None = None
    reden_boven_plafond: str = ""


def above_plafond(cent: int, plafond_cent: int | None) -> bool:
    """Whether the price is above the amount that stands in the regeling.

    What that amount means in law is not certain, so it asks for a reason and forbids nothing.
    """
    return plafond_cent is not None and cent > plafond_cent


def advies_problem(doelgroep: str, oordeel: str | None) -> str:
    """Why the advies does not carry shared money yet; empty when it does (art. 4 and 8)."""
    if doelgroep in WITHOUT_WEIGHING:
        return ""
    if oordeel is None:
        return "Er is nog geen advies. Geef eerst een advies, dan kun je een besluit vragen."
    if oordeel != SUPPORT_NEEDED:
        return (
            "Het advies zegt dat het gewone aanbod genoeg is. Is dat veranderd? "
            "Geef dan eerst een nieuw advies."
        )
    return ""


def toets_problem(stand: Stand) -> str:
    """Why the voorliggend-toets is not complete; empty when it is."""
    if stand.open_toetsregels == 1:
        return "Eén voorziening is nog niet beantwoord. Beantwoord die eerst."
    if stand.open_toetsregels:
        return (
            f"{stand.open_toetsregels} voorzieningen zijn nog niet beantwoord. "
            "Beantwoord die eerst."
        )
    return "" if stand.toets_done else "De toets is nog niet klaar. Rond hem eerst af."


def besluit_problems(stand: Stand) -> list[str]:
    """Everything that must happen before a besluit may be asked, in the order of the road."""
    problems = [
        advies_problem(stand.doelgroep, stand.oordeel),
        ""
        if stand.plan_agreed
        else "De kandidaat ging nog niet akkoord met het plan. Leg eerst het akkoord vast.",
        toets_problem(stand),
    ]
    if above_plafond(stand.gevraagd_cent, stand.plafond_cent) and not stand.reden_boven_plafond:
        problems.append(
            "De prijs ligt boven het bedrag van de regeling. Schrijf op waarom dat nodig is."
        )
    return [problem for problem in problems if problem]
