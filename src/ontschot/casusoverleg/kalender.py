"""Days and calendars: when a series meets, and the file that a calendar reads."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from icalendar import Calendar, Event

from ontschot.casusoverleg.models import Overleg
from ontschot.kern.werkdagen import holidays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MEDIA = "text/calendar; charset=utf-8"


def meeting_days(weekdag: int, elke_weken: int, van: date, na: date, aantal: int) -> list[date]:
    """The next days of a series later than `na`, not on a public holiday.

    `weekdag` counts from Monday (0). The rhythm of `elke_weken` counts from the first such day
    on or after `van`.
    """
    first = van + timedelta(days=(weekdag - van.weekday()) % 7)
    step = timedelta(weeks=elke_weken)
    day = first
    found: list[date] = []
    while len(found) < aantal:
        if day > na and day not in holidays(day.year):
            found.append(day)
        day += step
    return found


def moment(day: date, om: time) -> datetime:
    """This wall clock time in the Netherlands, summer and winter."""
    return datetime.combine(day, om, AMSTERDAM)


def ics(overleggen: Iterable[Overleg], naam: str, host: str) -> bytes:
    """The meetings as iCalendar (RFC 5545). Holds no kandidaat, no agenda and no people."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ontschot//Casusoverleg//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", naam)
    for overleg in overleggen:
        calendar.add_component(_event(overleg, host))
    return bytes(calendar.to_ical())


def _event(overleg: Overleg, host: str) -> Event:
    event = Event()
    event.add("uid", f"overleg-{overleg.pk}@{host}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", overleg.begint_op.astimezone(AMSTERDAM))
    event.add("dtend", overleg.eindigt_op.astimezone(AMSTERDAM))
    event.add("summary", "Casusoverleg")
    event.add("sequence", overleg.versie)
    event.add("status", "CANCELLED" if overleg.status == "vervallen" else "CONFIRMED")
    if overleg.plaats:
        event.add("location", overleg.plaats)
    if overleg.online:
        event.add("url", overleg.online)
    return event
