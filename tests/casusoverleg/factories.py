"""A small world for deciding together."""

from django.utils import timezone

from ontschot.casusoverleg.models import Besluit
from ontschot.trajecten import verplichten
from ontschot.trajecten.models import Interventie


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
