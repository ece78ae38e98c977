"""What came of it, and asking again later how it goes."""

from datetime import date

from django.utils import timezone

from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.trajecten.actions.common import betrokken, log_dossier, not_in_future
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import Interventie, Nazorgmoment, Uitkomst
from ontschot.trajecten.rules import nazorg_schedule, plans_nazorg


@action
def record_uitkomst(
    wie: Actor,
    *,
    kandidaat_id: int,
    betekenis: str,
    datum: date,
    bron: str,
    interventie_id: int | None = None,
    toelichting: str = "",
) -> Uitkomst:
    """Record a dated result with one of the four meanings; work plans the nazorg.

    An interventie that is over does not become an uitkomst by itself, nor the other way round.
    """
    kandidaat = betrokken(wie, kandidaat_id, lock=True)
    not_in_future(datum, "datum")
    if betekenis not in dict(Uitkomst.BETEKENISSEN):
        raise Weigering("Kies wat de uitkomst is.", veld="betekenis")
    if bron not in dict(Uitkomst.BRONNEN):
        raise Weigering("Kies van wie je dit weet.", veld="bron")
    own = Interventie.objects.filter(kandidaat=kandidaat)
    if interventie_id and not own.filter(pk=interventie_id).exists():
        raise Weigering("Deze interventie is van een ander. Kies er een uit dit dossier.")
    uitkomst = Uitkomst.objects.create(
        regio_id=kandidaat.regio_id,
        kandidaat=kandidaat,
        interventie_id=interventie_id,
        betekenis=betekenis,
        datum=datum,
        bron=bron,
        toelichting=toelichting.strip(),
        vastgelegd_door_id=medewerker_of(wie),
    )
    if plans_nazorg(betekenis):
        _plan_nazorg(uitkomst)
    log_dossier(wie, "uitkomst_vastgelegd", kandidaat, betekenis=betekenis)
    return uitkomst


def _plan_nazorg(uitkomst: Uitkomst) -> None:
    Nazorgmoment.objects.bulk_create(
        Nazorgmoment(
            regio_id=uitkomst.regio_id,
            uitkomst=uitkomst,
            kandidaat_id=uitkomst.kandidaat_id,
            gepland_op=day,
            na=na,
        )
        for na, day in nazorg_schedule(uitkomst.datum)
    )


@action
def record_nazorg(
    wie: Actor, *, nazorgmoment_id: int, antwoord: str, op: date | None = None
) -> Nazorgmoment:
    """Record what somebody said, or that nobody answered: silence is recorded as silence."""
    moment = locked(Nazorgmoment.objects.all(), nazorgmoment_id, "Dit nazorgmoment")
    kandidaat = betrokken(wie, moment.kandidaat_id)
    if moment.gedaan_op:
        raise Weigering("Dit nazorgmoment is al vastgelegd. Ververs de pagina.")
    if antwoord not in dict(Nazorgmoment.ANTWOORDEN):
        raise Weigering("Kies hoe het gaat, of dat je geen antwoord kreeg.", veld="antwoord")
    day = op or timezone.localdate()
    not_in_future(day, "op")
    moment.antwoord, moment.gedaan_op, moment.door_id = antwoord, day, wie.medewerker_id
    moment.save(update_fields=["antwoord", "gedaan_op", "door"])
    log_dossier(wie, "nazorg_vastgelegd", kandidaat, na=moment.na, antwoord=antwoord)
    return moment
