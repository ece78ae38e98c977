"""When somebody who works is asked how it goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ontschot.trajecten.rules.dagen import add_months

AT_WORK = "aan_het_werk"


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

# What a region can choose from, by the code that its schedule keeps.
MOMENTEN = {
    "7d": NAZORG[0],
    "14d": Nazorgafspraak("2 weken", dagen=14),
    "1m": NAZORG[1],
    "2m": Nazorgafspraak("2 maanden", maanden=2),
    "3m": NAZORG[2],
    "6m": NAZORG[3],
    "9m": Nazorgafspraak("9 maanden", maanden=9),
    "12m": NAZORG[4],
}
ANTWOORD_DAGEN = 14


@dataclass(frozen=True)
class Schema:
    """How a region asks: the moments, days to wait for an answer, and whether it goes by itself."""

    momenten: tuple[Nazorgafspraak, ...] = NAZORG
    antwoord_dagen: int = ANTWOORD_DAGEN
    automatisch: bool = False


def follow_until(first_day: date, schema: Schema) -> date:
    """The last day on which nazorg can be answered: the last moment, and the days to wait."""
    days = [day for _, day in nazorg_schedule(first_day, schema.momenten)]
    return max(days, default=first_day) + timedelta(days=schema.antwoord_dagen)


def nazorg_schedule(
    first_day: date, afspraken: Iterable[Nazorgafspraak] = NAZORG
) -> list[tuple[str, date]]:
    """When to ask how it goes: (label, day) per moment, earliest first."""
    return [(a.na, add_months(first_day, a.maanden) + timedelta(days=a.dagen)) for a in afspraken]


def plans_nazorg(betekenis: str) -> bool:
    """Only work itself is followed; a step, an ending or a referral is not."""
    return betekenis == AT_WORK
