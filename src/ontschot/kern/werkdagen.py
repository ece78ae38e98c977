"""Working days in the Netherlands: Monday to Friday, without the public holidays (pure).

The holidays are those of article 3 of the Algemene termijnenwet: New Year's Day, Good Friday
(which the article puts on a par), Easter Monday, King's Day, 5 May, Ascension Day, Whit Monday
and both Christmas days. A term that the law sets does not end on them, so ours do not either.
"""

from datetime import date, timedelta
from functools import cache

ZONDAG = 7
# King's Day since this year; before, Queen's Day on 30 April.
EERSTE_KONINGSDAG = 2014


def easter(jaar: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden = jaar % 19
    century, rest = divmod(jaar, 100)
    leap, skipped = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * skipped + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    maand, dag = divmod(moon + week - 7 * late + 114, 31)
    return date(jaar, maand, dag + 1)


def kings_day(jaar: int) -> date:
    """27 April; the day before when that is a Sunday. Until 2013 it was 30 April."""
    day = date(jaar, 4, 27 if jaar >= EERSTE_KONINGSDAG else 30)
    return day - timedelta(days=1) if day.isoweekday() == ZONDAG else day


@cache
def holidays(jaar: int) -> dict[date, str]:
    """The public holidays of one year with their Dutch names, in order."""
    pasen = easter(jaar)
    found = {
        date(jaar, 1, 1): "Nieuwjaarsdag",
        pasen - timedelta(days=2): "Goede Vrijdag",
        pasen + timedelta(days=1): "Tweede Paasdag",
        pasen + timedelta(days=39): "Hemelvaartsdag",
        pasen + timedelta(days=50): "Tweede Pinksterdag",
        kings_day(jaar): "Koningsdag",
        date(jaar, 5, 5): "Bevrijdingsdag",
        date(jaar, 12, 25): "Eerste Kerstdag",
        date(jaar, 12, 26): "Tweede Kerstdag",
    }
    return dict(sorted(found.items()))


def is_workday(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in holidays(day.year)


def add_workdays(start: date, werkdagen: int) -> date:
    """The day that lies this many working days after `start` (0: `start` itself)."""
    day = start
    while werkdagen > 0:
        day += timedelta(days=1)
        werkdagen -= is_workday(day)
    return day


def workdays_back(end: date, werkdagen: int) -> date:
    """The day that lies this many working days before `end` (0: `end` itself)."""
    day = end
    while werkdagen > 0:
        day -= timedelta(days=1)
        werkdagen -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and with `end`; 0 when `end` is earlier."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_workday(day) for day in days)
