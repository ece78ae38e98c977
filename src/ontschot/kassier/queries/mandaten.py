"""What holds for buying in a region: mandaten, the term of orders, the number that comes first."""

from datetime import date

from django.db.models import OuterRef, QuerySet

from ontschot.kassier.models import Besteltermijn, Inkoopmandaat
from ontschot.kassier.rules import Mandaat
from ontschot.kern.composed import composed
from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.queries import documenten_op
from ontschot.trajecten.queries.inkoop import RESERVERING


def mandaten(regio: str) -> QuerySet[Inkoopmandaat]:
    """All mandaten of a region, those of today and of before."""
    return Inkoopmandaat.objects.filter(regio=regio).select_related(
        "organisatie", "fonds", "gegeven_door"
    )


def holding(regio: str | OuterRef, day: date) -> QuerySet[Inkoopmandaat]:
    """The mandaten of a region that hold on this day."""
    return Inkoopmandaat.objects.filter(valid_on(day), regio=regio)


@composed
def _holding(regio: str, day: date) -> QuerySet[Inkoopmandaat]:
    return holding(regio, day).select_related("organisatie").order_by("pk")


def mandaten_op(regio: str, day: date) -> list[Mandaat]:
    """The mandaten that hold on this day, as plain values; none: the region has no rows."""
    return [
        Mandaat(
            pk=row.pk,
            soort=row.soort,
            tot_cent=row.tot_cent,
            organisatie_id=row.organisatie_id,
            rol=row.rol,
            voor=row.voor,
            fonds_id=row.fonds_id,
            wie=wie_of(row),
        )
        for row in _holding(regio, day)
    ]


def wie_of(row: Inkoopmandaat) -> str:
    """Whom a mandaat is for, in words."""
    role = row.get_rol_display()
    if row.organisatie:
        return f"{row.organisatie.naam} ({role})" if role else row.organisatie.naam
    return f"iedere {role}" if role else "iedere partner"


def term_on(regio: str, day: date) -> int | None:
    """Days after the delivery period in which an order can still be declared; None: no term."""
    row = Besteltermijn.objects.filter(valid_on(day), regio=regio).first()
    return row.dagen if row else None


def needs_number(interventiesoort: str, day: date) -> bool:
    """Whether a reserveringsnummer comes first for this kind (praktijkleren, domain 2.7)."""
    return any(row.naam == RESERVERING for row in documenten_op(interventiesoort, day))
