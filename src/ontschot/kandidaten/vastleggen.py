"""What every action about a person does at its end: the audit line, and the place in the list."""

from typing import Any

from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor


def record(wie: Actor, event: str, kandidaat: Kandidaat, **gegevens: Any) -> None:
    """One audit line about a kandidaat: keys and codes, never a name or a text."""
    audit.record(
        wie,
        event,
        object_soort="kandidaat",
        object_sleutel=kandidaat.sleutel,
        regio=kandidaat.regio_id,
        kandidaat_sleutel=kandidaat.sleutel,
        **gegevens,
    )


def touch(kandidaat_id: int) -> None:
    """Put this dossier on top of the list; inside the transaction of whoever changed it."""
    Kandidaat.objects.filter(pk=kandidaat_id).update(laatste_wijziging_op=timezone.now())


def medewerker_of(wie: Actor) -> int:
    if wie.medewerker_id is None:
        raise Weigering("Alleen een medewerker kan dit vastleggen.")
    return wie.medewerker_id


def organisatie_of(wie: Actor) -> int:
    """The organisatie for which this is done; raises Weigering for anybody without a role."""
    if wie.organisatie_id is None:
        raise Weigering("Alleen wie voor een partner werkt, kan dit vastleggen.")
    return wie.organisatie_id
