"""The calendar of the demo: working days and office hours, never past now (pure)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DINSDAG = 1
OVERLEG = time(9, 30)


class Dobbelsteen(Random):
    """Chance that falls the same in every run; never for a secret."""


@dataclass(frozen=True)
class Klok:
    """Draws moments in office hours. What would lie after `nu` has not happened: None."""

    nu: datetime

    @property
    def vandaag(self) -> date:
        return self.nu.astimezone(AMSTERDAM).date()

    def dag(self, dagen_geleden: int) -> date:
        return self.vandaag - timedelta(days=dagen_geleden)

    def op(self, rng: Random, day: date) -> datetime:
        """Somewhere in the office hours of this day, or of the next working day."""
        return at(workday(day), minutes=rng.randint(0, 8 * 60 - 1))

    def eerder(self, rng: Random, dagen_geleden: int) -> datetime:
        """In the office hours of that day, or of the Friday before it; never past now."""
        day = self.dag(dagen_geleden)
        friday = day - timedelta(days=max(0, day.weekday() - 4))
        return min(self.op(rng, friday), self.nu)

    def na(self, rng: Random, moment: datetime | None, lo: int, hi: int) -> datetime | None:
        """`lo` to `hi` days after a moment, in office hours and later than that moment."""
        if moment is None:
            return None
        day = moment.astimezone(AMSTERDAM).date() + timedelta(days=rng.randint(lo, hi))
        found = self.op(rng, day)
        if found <= moment:
            found = moment + timedelta(minutes=rng.randint(5, 90))
        return found if found <= self.nu else None

    def overleg_na(self, moment: datetime | None) -> datetime | None:
        """The first casusoverleg (Tuesday 9.30) after a moment."""
        if moment is None:
            return None
        day = moment.astimezone(AMSTERDAM).date() + timedelta(days=1)
        day += timedelta(days=(DINSDAG - day.weekday()) % 7)
        found = datetime.combine(day, OVERLEG, AMSTERDAM)
        return found if found <= self.nu else None


def at(day: date, *, minutes: int) -> datetime:
    """So many minutes after a quarter to nine."""
    return datetime.combine(day, time(8, 45), AMSTERDAM) + timedelta(minutes=minutes)


def workday(day: date) -> date:
    """This day, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def day_of(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()
