"""A small world for deciding together."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from ontschot.casusoverleg import actions
from ontschot.casusoverleg.models import Besluit, Overleg, Overlegreeks
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie
from ontschot.trajecten import verplichten
from ontschot.trajecten.models import Interventie

PARTNERS = ("gemeente-nijmegen", "uwv", "fnv")


def granted_besluit(found: Interventie, *, asker_id: int, decider_id: int) -> Besluit:
    """The besluit that grants an interventie that waits for one, beside any mandaat and money."""
    besluit = Besluit.objects.create(
        regio_id=found.regio_id,
        interventie=found,
        gevraagd_door_id=asker_id,
        gevraagd_op=timezone.now(),
        gevraagd_cent=found.gevraagd_cent,
    )
    verplichten.grant(found)
    besluit.uitkomst, besluit.wijze, besluit.consensus = "toegekend", "casusoverleg", True
    besluit.motivering = "Niets anders past."
    besluit.besloten_door_id, besluit.besloten_op = decider_id, timezone.now()
    besluit.save()
    return besluit


def partner_ids(*sleutels: str) -> list[int]:
    found = Organisatie.objects.filter(sleutel__in=sleutels or PARTNERS)
    return list(found.order_by("pk").values_list("pk", flat=True))


def reeks(boss: Actor, **over: Any) -> Overlegreeks:
    """A weekly series of three partners, two of whom decide."""
    values: dict[str, Any] = {
        "naam": "Casusoverleg",
        "weekdag": 1,
        "om": time(9, 30),
        "duur_minuten": 60,
        "quorum": 2,
        "partners": partner_ids(),
        "van": timezone.localdate(),
    }
    return actions.plan_reeks(boss, **values | over)


def vandaag(of: Overlegreeks, moment: datetime | None = None) -> Overleg:
    """A planned meeting of today in this series, with the partners that are expected."""
    overleg = Overleg.objects.create(
        regio_id=of.regio_id,
        reeks=of,
        begint_op=moment or timezone.now() - timedelta(minutes=5),
        quorum=of.quorum,
    )
    for partner in of.partners.order_by("pk"):
        overleg.deelnames.create(regio_id=of.regio_id, organisatie_id=partner.organisatie_id)
    return overleg


def bezig(boss: Actor, *, aanwezig: int = 2) -> Overleg:
    """A meeting that runs now with so many partners."""
    overleg = vandaag(reeks(boss))
    actions.set_attendance(boss, overleg_id=overleg.pk, aanwezig=partner_ids()[:2])
    overleg = actions.start_overleg(boss, overleg_id=overleg.pk)
    return actions.set_attendance(boss, overleg_id=overleg.pk, aanwezig=partner_ids()[:aanwezig])
