"""The calendar of TARGET, on which euro payments are settled. Pure, for every year.

Closed: Saturday, Sunday, New Year's Day, Good Friday, Easter Monday, 1 May, 25 and 26 December
(ECB, "Long-term calendar for TARGET closing days", in force since 2002).
"""

from datetime import date, timedelta


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, left = divmod(century, 4)
    lunar = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap_centuries - lunar + 15) % 30
    leaps, rest = divmod(in_century, 4)
    weekday = (32 + 2 * left + 2 * leaps - moon - rest) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def is_target_day(day: date) -> bool:
    if day.weekday() >= 5 or (day.month, day.day) in {(1, 1), (5, 1), (12, 25), (12, 26)}:
        return False
    sunday = easter(day.year)
    return day not in {sunday - timedelta(days=2), sunday + timedelta(days=1)}


def next_target_day(day: date) -> date:
    """The first TARGET day on or after `day`."""
    while not is_target_day(day):
        day += timedelta(days=1)
    return day
