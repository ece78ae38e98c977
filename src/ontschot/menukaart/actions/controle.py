"""Saying that a service is still right."""

from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.menukaart.models import Dienst
from ontschot.menukaart.rules import may_check


@action
def check_dienst(wie: Actor, *, dienst_id: int) -> Dienst:
    """Record that this service is still right, today, by this person.

    Raises Weigering when the service is not in reach, or belongs to another organisation.
    """
    dienst = Dienst.objects.select_for_update().filter(pk=dienst_id).first()
    if dienst is None:
        raise Weigering("Deze dienst staat niet op de menukaart van jouw regio. Zoek hem opnieuw.")
    if not may_check(wie.rol, wie.organisatie_id, dienst.eigenaar_id):
        raise Weigering(
            f"Alleen {dienst.eigenaar.naam} of de coördinator kan zeggen dat dit nog klopt. "
            f"Bel {dienst.contact or dienst.eigenaar.naam} als je iets ziet dat niet klopt."
        )
    dienst.gecontroleerd_op = timezone.localdate()
    dienst.gecontroleerd_door_id = wie.medewerker_id
    dienst.save(update_fields=["gecontroleerd_op", "gecontroleerd_door"])
    audit.record(
        wie,
        "dienst_gecontroleerd",
        object_soort="dienst",
        object_sleutel=dienst.sleutel[:64],
        regio=wie.regio,
    )
    return dienst
