"""What professionals find out about a service, and what its owner answers."""

from django.utils import timezone

from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.menukaart.actions.common import (
    bounded,
    locked_dienst,
    may_edit_dienst,
    medewerker_of,
    record,
)
from ontschot.menukaart.models import Kwaliteitssignaal


@action
def report_signaal(wie: Actor, *, sleutel: str, soort: str, reden: str) -> Kwaliteitssignaal:
    """Tell the owner what you saw; about the service, never about a person."""
    dienst = locked_dienst(sleutel)
    if soort not in dict(Kwaliteitssignaal.SOORTEN):
        raise Weigering("Kies wat je wilt melden.", veld="soort")
    bounded({"reden": reden})
    if not reden.strip():
        raise Weigering(
            "Schrijf in één zin wat je zag. Dan kan de ander er iets mee.", veld="reden"
        )
    medewerker_id, organisatie_id = medewerker_of(wie)
    signaal = Kwaliteitssignaal.objects.create(
        regio_id=wie.regio,
        dienst=dienst,
        soort=soort,
        reden=reden.strip(),
        door_id=medewerker_id,
        organisatie_id=organisatie_id,
    )
    record(wie, dienst, "dienst_signaal_gemeld", soort=signaal.get_soort_display())
    return signaal


@action
def answer_signaal(wie: Actor, *, signaal_id: int, antwoord: str) -> Kwaliteitssignaal:
    """The owner's answer; a signal is answered once."""
    signaal = (
        Kwaliteitssignaal.objects.select_for_update(of=("self",))
        .select_related("dienst")
        .defer("dienst__zoekvector")
        .filter(pk=signaal_id)
        .first()
    )
    if signaal is None:
        raise Weigering("Dit signaal is er niet (meer). Ga terug naar je werkvoorraad.")
    if not may_edit_dienst(wie, signaal.dienst):
        raise Weigering("Alleen wie deze dienst bijhoudt of de coördinator geeft antwoord.")
    bounded({"antwoord": antwoord})
    if not antwoord.strip():
        raise Weigering("Schrijf een antwoord voor wie dit meldde.", veld="antwoord")
    Kwaliteitssignaal.STAPPEN.move(signaal, "beantwoord")
    signaal.antwoord = antwoord.strip()
    signaal.beantwoord_door_id, signaal.beantwoord_op = wie.medewerker_id, timezone.now()
    signaal.save()
    record(wie, signaal.dienst, "dienst_signaal_beantwoord")
    return signaal
