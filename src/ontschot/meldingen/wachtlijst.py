"""Which intake stop holds, who waits for its end, and in which place."""

from datetime import date

from django.db.models import Q, QuerySet

from ontschot.kern.werkdagen import add_workdays
from ontschot.meldingen.models import Intakestop, Melding, Reactietermijn
from ontschot.netwerk.queries import valid_on


def stop_for(regio: str, deur: str, rubriek: str, day: date) -> Intakestop | None:
    """The stop that holds for this door and rubriek on this day: the most precise one."""
    fits = Q(deur__in=["", deur]) & (Q(rubriek__isnull=True) | Q(rubriek=rubriek or None))
    rows = Intakestop.objects.filter(valid_on(day), fits, regio=regio)
    return max(rows, key=lambda row: (row.rubriek_id is not None, row.deur), default=None)


def visitors_stop(regio: str, day: date) -> Intakestop | None:
    """The stop that a visitor of the public page must know about; in the scope of `systeem`."""
    return stop_for(regio, "portaal", "", day)


def promises(termijn: Reactietermijn, stop: Intakestop | None, start: date) -> tuple[date, date]:
    """Before when a first contact, and an answer: counted from the end of the stop (pure)."""
    begin = max(stop.tot, start) if stop else start
    return (
        add_workdays(begin, termijn.werkdagen),
        add_workdays(begin, termijn.antwoord_werkdagen),
    )


def waiting_on(stop_id: int) -> QuerySet[Melding]:
    """Who still waits, in order of arrival."""
    return (
        Melding.objects.filter(stop=stop_id, uitgenodigd_op__isnull=True)
        .exclude(status="gesloten")
        .order_by("ontvangen_op", "pk")
    )


def place_of(melding: Melding) -> int | None:
    """The place on the waiting list, from 1; None when it does not wait there. One query."""
    if not melding.stop_id or melding.uitgenodigd_op or melding.status == "gesloten":
        return None
    earlier = Q(ontvangen_op__lt=melding.ontvangen_op) | Q(
        ontvangen_op=melding.ontvangen_op, pk__lt=melding.pk
    )
    return waiting_on(melding.stop_id).filter(earlier).count() + 1
