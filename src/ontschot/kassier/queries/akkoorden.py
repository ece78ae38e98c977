"""The questions above the ceiling that wait for somebody with a higher mandaat."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier.models import Plafondakkoord
from ontschot.kassier.queries.mandaten import mandaten_op
from ontschot.kassier.rules import BOVEN_PLAFOND, Aankoop, mandaat_for
from ontschot.kern.composed import composed
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.web.format import euro


@composed
def _asked_by_others(medewerker: int) -> QuerySet[Plafondakkoord]:
    asked = Plafondakkoord.objects.filter(status="gevraagd").exclude(gevraagd_door=medewerker)
    return asked.select_related("interventie__interventiesoort", "gevraagd_door").order_by("pk")


def akkoord_waiting(wie: Actor) -> list[Wacht]:
    """What this person may agree with and did not ask; one query when nothing is asked."""
    rows = list(_asked_by_others(wie.medewerker_id or 0))
    if not rows:
        return []
    mandaten = mandaten_op(wie.regio, timezone.localdate())
    return [
        Wacht(
            soort="akkoord",
            titel=f"Akkoord voor {euro(row.cent)} boven het bedrag in de regeling",
            uitleg=f"{row.interventie.interventiesoort.naam}, gevraagd door {row.gevraagd_door}",
            url=reverse("kassier:akkoord", args=[row.pk]),
            actie="Beslis",
            sinds=row.gevraagd_op,
        )
        for row in rows
        if mandaat_for(
            mandaten, BOVEN_PLAFOND, Aankoop(wie.organisatie_id or 0, wie.rol, "", 0, row.cent)
        )
    ]
