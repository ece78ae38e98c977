"""Why and until when somebody is followed, and the series of nazorg that stands on it."""

from datetime import date, timedelta

from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kern import audit, links
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, systeem
from ontschot.trajecten.actions.common import betrokken, log_dossier, required
from ontschot.trajecten.models import Nazorgmoment, Nazorgschema, Uitkomst, Volggrond
from ontschot.trajecten.queries.volgen import ground_of, schema_of
from ontschot.trajecten.rules.nazorg import MOMENTEN, follow_until, nazorg_schedule

LINK = "nazorg"
# The words of a ground where the professional adds none.
GROND_TEKST = {
    "toestemming": "De kandidaat vond dit goed.",
    "wettelijke_taak": "Begeleiding naar werk is onze wettelijke taak.",
}
# Nobody is followed longer than this in one go.
LANGST_VOLGEN_DAGEN = 730


@action
def record_volggrond(
    wie: Actor, *, kandidaat_id: int, grond: str, van: date, tot: date, tekst: str = ""
) -> Volggrond:
    """Record the legal ground to follow somebody, and its last day."""
    kandidaat = betrokken(wie, kandidaat_id, lock=True)
    row = store_ground(wie, kandidaat, grond=grond, van=van, tot=tot, tekst=tekst)
    log_dossier(wie, "volggrond_vastgelegd", kandidaat, grond=grond)
    return row


def store_ground(
    wie: Actor, kandidaat: Kandidaat, *, grond: str, van: date, tot: date, tekst: str = ""
) -> Volggrond:
    """The ground as a row, inside the action of the caller."""
    if grond not in dict(Volggrond.GRONDEN):
        raise Weigering("Kies op welke grond we later mogen vragen hoe het gaat.", veld="grond")
    if tot < van:
        raise Weigering("De laatste dag ligt vóór de eerste. Verander een van de twee.", veld="tot")
    if (tot - van).days > LANGST_VOLGEN_DAGEN:
        raise Weigering("Volg iemand niet langer dan twee jaar. Kies een eerdere dag.", veld="tot")
    same = Volggrond.objects.filter(kandidaat=kandidaat, van__lte=tot, tot__gte=van)
    if same.exists():
        raise Weigering("Voor die tijd staat er al een grond. Beëindig eerst de oude.", veld="van")
    return Volggrond.objects.create(
        regio_id=kandidaat.regio_id,
        kandidaat=kandidaat,
        grond=grond,
        tekst=required(tekst or GROND_TEKST[grond], "Schrijf op waarom dat mag.", "tekst"),
        van=van,
        tot=tot,
        vastgelegd_door_id=medewerker_of(wie),
    )


@action
def end_volggrond(wie: Actor, *, kandidaat_id: int) -> Kandidaat:
    """Stop following: the ground ends yesterday (or on its first day), open nazorg lapses."""
    kandidaat = betrokken(wie, kandidaat_id, lock=True)
    if not stop_following(kandidaat, omdat="wil_niet"):
        raise Weigering("Er is geen grond die nog loopt. Je hoeft niets te doen.")
    log_dossier(wie, "volggrond_beeindigd", kandidaat)
    return kandidaat


def stop_following(kandidaat: Kandidaat, *, omdat: str) -> bool:
    """End every running ground and let open nazorg lapse; whether there was anything to end."""
    yesterday = timezone.localdate() - timedelta(days=1)
    running = list(Volggrond.objects.filter(kandidaat=kandidaat, tot__gt=yesterday))
    for row in running:
        row.tot = max(row.van, yesterday)
        row.save(update_fields=["tot"])
    return bool(lapse(kandidaat.pk, omdat)) or bool(running)


def stop_asking(kandidaat_id: int, *, omdat: str = "wil_niet") -> None:
    """Stop following on behalf of Ontschot, inside the transaction and scope of the caller."""
    kandidaat = Kandidaat.objects.select_for_update(of=("self",)).get(pk=kandidaat_id)
    if stop_following(kandidaat, omdat=omdat):
        ontschot = systeem(kandidaat.regio_id, reden=omdat)
        log_dossier(ontschot, "volggrond_beeindigd", kandidaat)


def stop_after_death(kandidaat_id: int) -> None:
    """Nobody asks how it goes with somebody who died."""
    stop_asking(kandidaat_id, omdat="overleden")


def lapse(kandidaat_id: int, omdat: str, *, uitkomst_id: int | None = None) -> int:
    """Let the open moments of somebody lapse, with the reason; returns how many there were.

    Links to them stop working.
    """
    rows = Nazorgmoment.objects.filter(kandidaat_id=kandidaat_id, gedaan_op__isnull=True)
    if uitkomst_id is not None:
        rows = rows.filter(uitkomst_id=uitkomst_id)
    for moment in rows.order_by("id"):
        lapse_one(moment, omdat)
    return len(rows)


def lapse_one(moment: Nazorgmoment, omdat: str) -> None:
    moment.antwoord, moment.vervallen_omdat = "vervallen", omdat
    moment.gedaan_op = timezone.localdate()
    moment.save(update_fields=["antwoord", "vervallen_omdat", "gedaan_op"])
    links.revoke(soort=LINK, object_sleutel=str(moment.pk))


def plan_nazorg(uitkomst: Uitkomst, *, skip: frozenset[str] = frozenset()) -> int:
    """Plan the series for a start of work by the schedule of that day; a former series lapses.

    Only what lies within the ground to follow is planned. `skip`: labels that were asked already.
    Returns the number of moments.
    """
    lapse(uitkomst.kandidaat_id, "nieuwe_baan")
    if not uitkomst.kandidaat.is_bereikbaar:
        return 0
    schema = schema_of(uitkomst.regio_id, uitkomst.datum)
    grounds = list(Volggrond.objects.filter(kandidaat_id=uitkomst.kandidaat_id))
    planned = [
        Nazorgmoment(
            regio_id=uitkomst.regio_id,
            uitkomst=uitkomst,
            kandidaat_id=uitkomst.kandidaat_id,
            gepland_op=day,
            na=na,
        )
        for na, day in nazorg_schedule(uitkomst.datum, schema.momenten)
        if na not in skip and any(g.van <= day <= g.tot for g in grounds)
    ]
    Nazorgmoment.objects.bulk_create(planned)
    return len(planned)


def ground_for_work(wie: Actor, kandidaat: Kandidaat, since: date, grond: str) -> None:
    """Record the ground on which a start of work is followed, where none runs yet."""
    if not grond or ground_of(kandidaat.pk):
        return
    schema = schema_of(kandidaat.regio_id, since)
    today = timezone.localdate()
    tot = max(follow_until(since, schema), today)
    store_ground(wie, kandidaat, grond=grond, van=min(since, today), tot=tot)


@action
def set_nazorgschema(
    wie: Actor, *, momenten: list[str], antwoord_dagen: int, automatisch: bool, van: date
) -> Nazorgschema:
    """A new schedule for the region from `van` on; the one before ends the day before.

    Who started to work earlier keeps the moments that were planned.
    """
    if wie.rol != Rolsoort.COORDINATOR or not wie.regio:
        raise Weigering("Alleen de coördinator bepaalt het nazorgschema van de regio.")
    chosen = [code for code in MOMENTEN if code in momenten]
    if not chosen:
        raise Weigering("Kies minstens één moment.", veld="momenten")
    if van < timezone.localdate():
        raise Weigering("Kies vandaag of een latere dag.", veld="van")
    if not 1 <= antwoord_dagen <= 60:
        raise Weigering("Wacht minstens 1 en hoogstens 60 dagen.", veld="antwoord_dagen")
    rows = Nazorgschema.objects.select_for_update().filter(regio=wie.regio)
    rows.filter(van__gte=van).delete()
    rows.filter(van__lt=van).exclude(tot__lt=van).update(tot=van - timedelta(days=1))
    schema = Nazorgschema.objects.create(
        regio_id=wie.regio,
        momenten=chosen,
        antwoord_dagen=antwoord_dagen,
        automatisch=automatisch,
        van=van,
    )
    audit.record(
        wie,
        "nazorgschema_bepaald",
        object_soort="nazorgschema",
        object_sleutel=str(schema.pk),
        regio=schema.regio_id,
        van=schema.van.isoformat(),
    )
    return schema
