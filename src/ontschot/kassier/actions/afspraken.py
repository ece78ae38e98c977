"""What a region agrees about declaraties: terms, sample, evidence. From a day on, with history."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from ontschot.kassier.actions.indieningen import KASSIERS
from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kassier.models import Bewijseis, Declaratieafspraak, Fonds
from ontschot.kassier.models.afspraken import BEWIJSSOORTEN
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.web.format import datum

WIE_AFSPREEKT = KASSIERS | {Rolsoort.COORDINATOR, SYSTEEM}


@dataclass(frozen=True)
class Afspraak:
    """What is agreed for one fonds; None is: not agreed."""

    indientermijn_dagen: int | None = None
    beoordeeltermijn_dagen: int | None = None
    steekproef: str = "geen"
    steekproef_aantal: int | None = None
    steekproef_procent: int | None = None
    altijd_vanaf_cent: int | None = None
    bron: str = ""


@money_action
def set_afspraak(
    wie: Actor, *, fonds_id: int, van: date, afspraak: Afspraak, regio: str = ""
) -> Declaratieafspraak:
    """Agree how declaraties on a fonds go from `van` on; what held before ends the day before."""
    require_rol(wie, WIE_AFSPREEKT, "afspraken over declaraties vastleggen")
    fonds = Fonds.objects.filter(pk=fonds_id).first()
    if not fonds:
        raise Weigering("Dit fonds bestaat niet in jouw regio.")
    region = regio or wie.regio
    before = Declaratieafspraak.objects.filter(regio=region, fonds=fonds)
    before.filter(Q(tot__isnull=True) | Q(tot__gte=van), van__lt=van).update(
        tot=van - timedelta(days=1)
    )
    made = Declaratieafspraak.objects.create(
        regio_id=region,
        fonds=fonds,
        van=van,
        vastgelegd_door_id=wie.medewerker_id,
        **vars(afspraak),
    )
    _record(wie, "declaratieafspraak_vastgelegd", region, fonds.sleutel, van=datum(van))
    return made


@money_action
def add_bewijseis(
    wie: Actor, *, interventiesoort: str, soort: str, van: date, bron: str = "", regio: str = ""
) -> Bewijseis:
    """Ask this evidence with this interventiesoort from `van` on."""
    require_rol(wie, WIE_AFSPREEKT, "bewijs voorschrijven")
    if soort not in dict(BEWIJSSOORTEN):
        raise Weigering("Kies wat voor bewijs je vraagt.", veld="soort")
    region = regio or wie.regio
    made = Bewijseis.objects.create(
        regio_id=region, interventiesoort_id=interventiesoort, soort=soort, van=van, bron=bron
    )
    _record(wie, "bewijseis_vastgelegd", region, interventiesoort, soort=soort, van=datum(van))
    return made


@money_action
def end_bewijseis(wie: Actor, *, eis_id: int, tot: date) -> Bewijseis:
    """Ask this evidence until and including `tot`."""
    require_rol(wie, WIE_AFSPREEKT, "bewijs voorschrijven")
    found = Bewijseis.objects.select_for_update(of=("self",)).filter(pk=eis_id).first()
    if not found:
        raise Weigering("Deze eis bestaat niet in jouw regio. Ververs de pagina.")
    if tot < found.van:
        raise Weigering("De einddatum ligt vóór de begindatum.", veld="tot")
    found.tot = tot
    found.save(update_fields=["tot"])
    _record(
        wie,
        "bewijseis_beeindigd",
        found.regio_id,
        found.interventiesoort_id,
        soort=found.soort,
        tot=datum(tot),
    )
    return found


def _record(wie: Actor, event: str, regio: str, sleutel: str, **gegevens: str) -> None:
    audit.record(
        wie,
        event,
        object_soort="declaratieafspraak",
        object_sleutel=sleutel,
        regio=regio,
        **gegevens,
    )
