"""What waits around a declaratie: messages, terms that are over, money that has to come back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier.models import (
    Declaratie,
    Declaratieafspraak,
    Declaratiebericht,
    Terugvordering,
)
from ontschot.kern.composed import composed
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.netwerk.queries import valid_on
from ontschot.web.format import aantal, euro


def judging_terms(regio: str) -> dict[int, int]:
    """Per fonds the agreed days to judge; a fonds without a term is left out. One query."""
    return {fonds: days for fonds, days in _agreed(regio, timezone.localdate()) if days}


@composed
def _agreed(regio: str, day: date) -> QuerySet[Declaratieafspraak, tuple[int, int | None]]:
    rows = Declaratieafspraak.objects.filter(
        valid_on(day), regio=regio, beoordeeltermijn_dagen__isnull=False
    )
    return rows.order_by().values_list("fonds", "beoordeeltermijn_dagen")


def unread(wie: Actor) -> Iterable[Wacht]:
    """Messages of the other side that nobody of this side read: one item per declaratie."""
    kassier = wie.rol == Rolsoort.KASSIER
    found = Declaratiebericht.objects.filter(
        gelezen_op__isnull=True,
        bij_terugsturen=False,
        kant="partner" if kassier else "kassier",
    )
    if not kassier:
        found = found.filter(declaratie__organisatie=wie.organisatie_id)
    counts: dict[int, Any] = {
        row["declaratie"]: row
        for row in found.order_by()
        .values("declaratie")
        .annotate(aantal=Count("pk"), eerste=Min("op"))
    }
    rows = Declaratie.objects.filter(pk__in=counts).select_related("organisatie")
    for row in rows.order_by("pk"):
        number = counts[row.pk]["aantal"]
        yield Wacht(
            soort="bericht",
            titel=f"Nieuw bericht bij declaratie {row.naam}",
            uitleg=aantal(number, "bericht", "berichten"),
            url=reverse("kassier:declaratie", args=[row.pk]) + "#gesprek",
            actie="Lees",
            sinds=counts[row.pk]["eerste"],
        )


def to_decide(wie: Actor) -> Iterable[Wacht]:
    """For a kassier: what somebody else proposed to ask back, or to write off."""
    me = wie.medewerker_id
    rows = Terugvordering.objects.filter(
        Q(kostenregel__isnull=True) | Q(fonds__kassier=wie.organisatie_id),
        status__in=["voorgesteld", "open"],
    ).order_by("pk")
    for row in rows:
        proposed = row.status == "voorgesteld" and row.voorgesteld_door_id != me
        write_off = (
            row.status == "open" and row.reden_afboeking and row.afboeken_gevraagd_door_id != me
        )
        if proposed or write_off:
            yield Wacht(
                soort="terugvordering",
                titel=f"Terugvordering {row.nummer}: "
                + ("moet dit terug?" if proposed else "afboeken?"),
                uitleg=f"{euro(row.cent)}: {row.reden if proposed else row.reden_afboeking}",
                url=reverse("kassier:terugvordering", args=[row.pk]),
                actie="Beslis",
                sinds=row.voorgesteld_op,
            )


@composed
def _owed_by(organisatie: int, medewerker: int) -> QuerySet[Terugvordering]:
    me = {"organisatie": organisatie, "gemaakt_door": medewerker}
    rows = Terugvordering.objects.filter(
        Q(**{f"declaratieregel__declaratie__{k}": v for k, v in me.items()})
        | Q(**{f"kostenregel__declaratie__{k}": v for k, v in me.items()}),
        status="open",
    )
    return rows.order_by("uiterlijk")


def owed(wie: Actor) -> Iterable[Wacht]:
    """For who made the declaratie: what has to be paid back."""
    for row in _owed_by(wie.organisatie_id or 0, wie.medewerker_id or 0):
        yield Wacht(
            soort="terugvordering",
            titel=f"Betaal terug: {row.nummer}",
            uitleg=f"{euro(row.cent)}: {row.reden}",
            url=reverse("kassier:terugvordering", args=[row.pk]),
            actie="Bekijk",
            uiterlijk=row.uiterlijk,
            sinds=row.besloten_op,
        )
