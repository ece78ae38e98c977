"""What waits because of budgets: proposals, money that runs out, and money that expired."""

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten.models import Betrokkenheid
from ontschot.kassier.actions.verlopen import overdue
from ontschot.kassier.models import Begroting, Reservering
from ontschot.kassier.queries.budgetbesluiten import proposals_for
from ontschot.kassier.queries.restgeld import reached
from ontschot.kern.composed import composed
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.web.format import euro


def budget_waiting(wie: Actor) -> list[Wacht]:
    """What waits for this person about budgets."""
    found = proposals_for(wie)
    if wie.rol in (Rolsoort.KASSIER, Rolsoort.COORDINATOR):
        found += _running_out(wie)
    if wie.rol == Rolsoort.KASSIER:
        found += [*_versions(wie), *_overdue(wie)]
    if wie.rol in PROFESSIONALS:
        found += _expired(wie)
    return found


def _running_out(wie: Actor) -> list[Wacht]:
    return [
        Wacht(
            soort="geld",
            titel=f"Bijna op: {melding.waarvan}",
            uitleg=melding.zin,
            url=reverse("kassier:fonds", args=[melding.fonds.sleutel]),
            actie="Bekijk",
        )
        for melding in reached(wie.regio)
    ]


def _versions(wie: Actor) -> list[Wacht]:
    rows = Begroting.objects.filter(status="concept").select_related("fonds", "opgesteld_door")
    return [
        Wacht(
            soort="begroting",
            titel=f"Begroting van {row.fonds.naam}, versie {row.versie}",
            uitleg=f"opgesteld door {row.opgesteld_door}: {row.reden}",
            url=reverse("kassier:begroting", args=[row.fonds.sleutel]),
            actie="Stel vast",
            sinds=row.opgesteld_op,
        )
        for row in rows.exclude(opgesteld_door=wie.medewerker_id).order_by("pk")
    ]


def _overdue(wie: Actor) -> list[Wacht]:
    sums = (
        overdue(timezone.localdate())
        .filter(regio=wie.regio)
        .order_by()
        .aggregate(n=Count("pk"), cent=Sum("cent"))
    )
    if not sums["n"]:
        return []
    return [
        Wacht(
            soort="reservering",
            titel="Reserveringen waarvan de tijd voorbij is",
            uitleg=f"{sums['n']}, samen {euro(sums['cent'])}. Vannacht gaan ze vanzelf terug.",
            url=reverse("kassier:verlopen"),
            actie="Bekijk",
        )
    ]


@composed
def _gone_back(medewerker: int) -> QuerySet[Reservering]:
    mine = Betrokkenheid.objects.filter(
        medewerker=medewerker, vaste_contactpersoon=True, tot__isnull=True
    )
    return (
        Reservering.objects.filter(
            status="verlopen",
            interventie__status="gepland",
            interventie__kandidaat__in=mine.values("kandidaat"),
        )
        .select_related("interventie")
        .order_by("interventie", "-pk")
        .distinct("interventie")
    )


def _expired(wie: Actor) -> list[Wacht]:
    """Money of my kandidaat that went back; until the besluit is asked again."""
    return [
        Wacht(
            soort="reservering",
            titel=f"Het geld voor {row.interventie.omschrijving} is terug naar het fonds",
            uitleg=f"{row.kandidaat_sleutel} · {row.nummer}, {euro(row.cent)}: "
            f"{row.reden_vrijgave}. Nog nodig? Vraag opnieuw een besluit.",
            url=reverse("trajecten:interventie", args=[row.interventie_id]),
            actie="Bekijk",
        )
        for row in _gone_back(wie.medewerker_id or 0)
    ]
