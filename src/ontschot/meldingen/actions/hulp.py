"""Help without a bought service: one click and a number of minutes."""

from django.utils import timezone

from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.meldingen.bezit import locked, record_on
from ontschot.meldingen.models import Hulp

# In these the person was there; it was the first contact, and is not asked again.
MET_DE_PERSOON = frozenset({"gesprek", "advies", "informatie", "meegegaan"})


@action
def add_hulp(wie: Actor, *, melding_id: int, soort: str, minuten: int) -> Hulp:
    """Record help that was given now, also by who does not own the question.

    Raises Weigering for a closed question, an unknown kind, or minutes outside 1-600.
    """
    melding = locked(wie, melding_id)
    # A question that was answered on the spot is closed at once; helping afterwards counts too.
    labels = dict(Hulp.SOORTEN)
    if soort not in labels:
        raise Weigering("Kies wat je deed.", veld="soort")
    if not 1 <= minuten <= Hulp.MAX_MINUTEN:
        raise Weigering(
            f"Vul een aantal minuten in van 1 tot en met {Hulp.MAX_MINUTEN}.", veld="minuten"
        )
    if wie.medewerker_id is None or wie.organisatie_id is None:
        raise Weigering("Alleen een medewerker kan hulp vastleggen.")
    hulp = Hulp.objects.create(
        regio_id=melding.regio_id,
        melding=melding,
        soort=soort,
        minuten=minuten,
        door_id=wie.medewerker_id,
        organisatie_id=wie.organisatie_id,
    )
    mine = melding.eigenaar_id == wie.medewerker_id
    if mine and soort in MET_DE_PERSOON and melding.eerste_contact_op is None:
        melding.eerste_contact_op = timezone.now()
        melding.save(update_fields=["eerste_contact_op"])
    record_on(wie, melding, "hulp_gegeven", soort=labels[soort], minuten=str(minuten))
    return hulp
