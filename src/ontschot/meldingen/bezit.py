"""Getting hold of a question in order to change it: locked, in reach, still open, and yours."""

from typing import Any

from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.meldingen.models import Melding
from ontschot.meldingen.queries import readable_by

NIET_TE_ZIEN = "Deze vraag is er niet in jouw regio, of je mag hem niet zien. Zoek hem in de lijst."


def locked(wie: Actor, melding_id: int) -> Melding:
    """The question, locked until the transaction ends; raises Weigering when out of reach."""
    # Without joins: a row that changed while we waited must not fall out of its own join.
    melding = Melding.objects.select_for_update().filter(readable_by(wie), pk=melding_id).first()
    if melding is None or wie.rol not in PROFESSIONALS:
        raise Weigering(NIET_TE_ZIEN)
    return melding


def own(wie: Actor, melding_id: int) -> Melding:
    """The question of `wie`, locked and still open; raises Weigering when it is somebody else's."""
    melding = locked(wie, melding_id)
    refuse_closed(melding)
    if melding.eigenaar_id != wie.medewerker_id:
        raise Weigering(
            f"Deze vraag is van {melding.eigenaar.naam}. Neem hem eerst over, dan kun je verder."
        )
    return melding


def refuse_closed(melding: Melding) -> None:
    if Melding.STAPPEN.final(melding.status):
        raise Weigering(
            f"Vraag {melding.nummer} is al afgesloten "
            f"({melding.get_uitkomst_display()}). Leg een nieuwe vraag vast als er iets nieuws is."
        )


def record_on(wie: Actor, melding: Melding, gebeurtenis: str, **gegevens: Any) -> None:
    """One audit line about a question."""
    audit.record(
        wie,
        gebeurtenis,
        object_soort="vraag",
        object_sleutel=melding.nummer,
        regio=melding.regio_id,
        kandidaat_sleutel=melding.kandidaat.sleutel if melding.kandidaat else "",
        **gegevens,
    )
