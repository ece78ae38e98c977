"""How it goes: attendance and evaluation, and many interventies at once."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.trajecten.actions.common import locked_interventie, log_interventie
from ontschot.trajecten.actions.interventie import finish, start
from ontschot.trajecten.models import Aanwezigheid, Evaluatie, Interventie
from ontschot.trajecten.queries.verloop import BOUGHT

NOT_BOUGHT = "Deze interventie is nog niet ingekocht. Leg dit vast als hij loopt."


@action
def record_aanwezigheid(
    wie: Actor,
    *,
    interventie_id: int,
    van: date,
    tot: date,
    aanwezig: int,
    verwacht: int,
    eenheid: str = "keer",
) -> Aanwezigheid:
    """So many of so many hours or times (`Aanwezigheid.EENHEDEN`), in a period."""
    interventie = _bought(wie, interventie_id)
    if tot < van:
        raise Weigering("Deze periode eindigt vóór hij begint. Verander een dag.", veld="tot")
    if eenheid not in dict(Aanwezigheid.EENHEDEN):
        raise Weigering("Kies of je uren of keren telt.", veld="eenheid")
    if aanwezig > verwacht:
        raise Weigering("Iemand is er niet vaker geweest dan was afgesproken.", veld="aanwezig")
    if interventie.aanwezigheid.filter(van__lte=tot, tot__gte=van).exists():
        raise Weigering(
            "Over deze dagen is de aanwezigheid al vastgelegd. Kies andere dagen.", veld="van"
        )
    found = Aanwezigheid.objects.create(
        regio_id=interventie.regio_id,
        interventie=interventie,
        van=van,
        tot=tot,
        eenheid=eenheid,
        aanwezig=aanwezig,
        verwacht=verwacht,
        door_id=medewerker_of(wie),
    )
    log_interventie(wie, "aanwezigheid_vastgelegd", interventie)
    return found


@action
def record_evaluatie(
    wie: Actor, *, interventie_id: int, woorden_kandidaat: str, woorden_professional: str
) -> Evaluatie:
    """How it was, in both their words; writing again replaces it."""
    interventie = _bought(wie, interventie_id)
    said = {
        "woorden_kandidaat": woorden_kandidaat.strip(),
        "woorden_professional": woorden_professional.strip(),
    }
    if not any(said.values()):
        raise Weigering("Schrijf op hoe het was.", veld="woorden_kandidaat")
    found, _ = Evaluatie.objects.update_or_create(
        interventie=interventie,
        defaults={
            "regio_id": interventie.regio_id,
            "door_id": medewerker_of(wie),
            "op": timezone.now(),
            **said,
        },
    )
    log_interventie(wie, "evaluatie_vastgelegd", interventie)
    return found


def _bought(wie: Actor, interventie_id: int) -> Interventie:
    interventie = locked_interventie(wie, interventie_id)
    if interventie.status not in BOUGHT:
        raise Weigering(NOT_BOUGHT)
    return interventie


def step_many(wie: Actor, *, interventie_ids: Collection[int], stap: str) -> dict[int, str]:
    """Start or finish several; each for itself. Returns per id why it was refused."""
    write = {"start": start, "finish": finish}[stap]
    refused: dict[int, str] = {}
    for pk in interventie_ids:
        try:
            write(wie, interventie_id=pk)
        except Weigering as refusal:
            refused[pk] = refusal.zin
    return refused
