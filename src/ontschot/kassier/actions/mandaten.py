"""Who may buy for whom, who agrees above the ceiling, and how long orders hold in a region."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from ontschot.kassier.actions.boeken import (
    locked_interventie,
    require_buyer,
    without_person,
)
from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kassier.models import Besteltermijn, Fonds, Inkoopmandaat, Plafondakkoord
from ontschot.kassier.queries.mandaten import mandaten_op
from ontschot.kassier.rules import BOVEN_PLAFOND, KOPEN, Aankoop, Mandaat, mandaat_for, who_may
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Partner
from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.queries import plafond_op
from ontschot.web.format import datum, euro

MAX_TERMIJN = 730


def named(mandaten: Sequence[Mandaat]) -> str:
    """`UWV tot € 5.000,00, of de coördinator tot € 9.000,00`, each once."""
    return ", of ".join(dict.fromkeys(f"{m.wie} tot {euro(m.tot_cent)}" for m in mandaten))


def require_mandaat(mandaten: Sequence[Mandaat], buying: Aankoop, fonds: str) -> Mandaat | None:
    """What lets this be bought; None where the region has no rows for buying.

    Raises Weigering with who may.
    """
    if not any(mandaat.soort == KOPEN for mandaat in mandaten):
        return None
    if found := mandaat_for(mandaten, KOPEN, buying):
        return found
    what = f"{euro(buying.cent)} uit ‘{fonds}’ voor de doelgroep van {PARTIJ.get(buying.voor, '?')}"
    others = named(who_may(mandaten, KOPEN, buying))
    if others:
        raise Weigering(f"Jij hebt geen mandaat om {what} te kopen. Dit mag: {others}.")
    raise Weigering(
        f"Niemand in jouw regio heeft een mandaat om {what} te kopen. "
        "De coördinator kan dat vastleggen bij Mandaten."
    )


PARTIJ = {"gemeente": "de gemeente", "uwv": "UWV", "vakbond": "de vakbond"}


def _require_coordinator(wie: Actor, wat: str) -> None:
    if wie.rol not in (Rolsoort.COORDINATOR, SYSTEEM) or not wie.regio:
        raise Weigering(f"Alleen de coördinator van een regio kan {wat}.")


@money_action
def give_inkoopmandaat(
    wie: Actor,
    *,
    soort: str,
    tot_cent: int,
    van: date,
    tot: date | None = None,
    organisatie_id: int | None = None,
    rol: str = "",
    voor: str = "",
    fonds_id: int | None = None,
    bron: str = "",
) -> Inkoopmandaat:
    """Let a partner or a role buy, or agree above the ceiling, up to `tot_cent` (inclusive).

    From `van` on the region buys by mandaat. Raises Weigering for who is no partner by then.
    """
    _require_coordinator(wie, "een mandaat geven")
    day = max(van, timezone.localdate())
    partners = Partner.objects.filter(valid_on(day), regio=wie.regio, organisatie=organisatie_id)
    if organisatie_id and not partners.exists():
        raise Weigering("Kies een partner van jouw regio.", veld="organisatie")
    if fonds_id and not Fonds.objects.filter(pk=fonds_id).exists():
        raise Weigering("Kies een fonds van jouw regio.", veld="fonds")
    if tot_cent <= 0:
        raise Weigering("Vul een bedrag in van meer dan € 0.", veld="tot_cent")
    if soort == BOVEN_PLAFOND and not organisatie_id and not rol:
        raise Weigering("Zeg welke partner of welke rol akkoord mag geven.", veld="organisatie")
    if tot and tot < van:
        raise Weigering("De einddatum ligt vóór de begindatum.", veld="tot")
    found = Inkoopmandaat.objects.create(
        regio_id=wie.regio,
        soort=soort,
        organisatie_id=organisatie_id,
        rol=rol,
        voor=voor,
        fonds_id=fonds_id,
        tot_cent=tot_cent,
        van=van,
        tot=tot,
        bron=bron.strip()[:200],
        gegeven_door_id=wie.medewerker_id,
    )
    _record_mandaat(
        wie, "inkoopmandaat_gegeven", found, wat=found.get_soort_display(), bedrag=euro(tot_cent)
    )
    return found


@money_action
def end_inkoopmandaat(wie: Actor, *, mandaat_id: int, tot: date) -> Inkoopmandaat:
    """End a mandaat after a last day: today or later. Without any other row, the region buys
    without mandaten again."""
    _require_coordinator(wie, "een mandaat beëindigen")
    found = Inkoopmandaat.objects.select_for_update(of=("self",)).filter(pk=mandaat_id).first()
    if not found:
        raise Weigering("Dit mandaat is er niet in jouw regio. Ververs de pagina.")
    today = timezone.localdate()
    if found.tot and found.tot < today:
        raise Weigering(f"Dit mandaat is al voorbij sinds {datum(found.tot)}.")
    if tot < max(today, found.van):
        raise Weigering("Kies vandaag of een latere dag, en niet vóór het begin.", veld="tot")
    found.tot = tot
    found.save(update_fields=["tot"])
    _record_mandaat(wie, "inkoopmandaat_beeindigd", found, dag=datum(tot))
    return found


def _record_mandaat(wie: Actor, event: str, found: Inkoopmandaat, **gegevens: str) -> None:
    named_as = found.organisatie.naam if found.organisatie else found.get_rol_display()
    audit.record(
        wie,
        event,
        object_soort="inkoopmandaat",
        object_sleutel=str(found.pk),
        regio=found.regio_id,
        aan=named_as or "iedere partner",
        **gegevens,
    )


@money_action
def set_besteltermijn(wie: Actor, *, dagen: int, van: date, bron: str = "") -> Besteltermijn:
    """How many days after its delivery period an order expires, from a day on (today or later)."""
    _require_coordinator(wie, "deze termijn vaststellen")
    if van < timezone.localdate():
        raise Weigering("Een termijn gaat vandaag of later in.", veld="van")
    if not 0 <= dagen <= MAX_TERMIJN:
        raise Weigering(f"Kies een termijn van 0 tot {MAX_TERMIJN} dagen.", veld="dagen")
    Besteltermijn.objects.filter(regio=wie.regio, van__gte=van).delete()
    Besteltermijn.objects.filter(regio=wie.regio, tot__isnull=True).update(
        tot=van - timedelta(days=1)
    )
    found = Besteltermijn.objects.create(
        regio_id=wie.regio,
        dagen=dagen,
        van=van,
        bron=bron.strip()[:200],
        vastgesteld_door_id=wie.medewerker_id,
    )
    audit.record(
        wie,
        "besteltermijn_vastgesteld",
        object_soort="besteltermijn",
        object_sleutel=str(found.pk),
        regio=found.regio_id,
        dagen=dagen,
    )
    return found


@money_action
def ask_akkoord(wie: Actor, *, interventie_id: int, cent: int, reden: str) -> Plafondakkoord:
    """Ask somebody with a higher mandaat to agree with an order of `cent`, above the ceiling."""
    require_rol(wie, PROFESSIONALS, "akkoord vragen")
    interventie = locked_interventie(interventie_id)
    require_buyer(wie, interventie)
    plafond = plafond_op(interventie.interventiesoort_id, timezone.localdate())
    if plafond is None or cent <= plafond.bedrag_cent:
        raise Weigering(
            "Dit is niet meer dan het bedrag in de regeling. Je kunt gewoon bestellen.",
            veld="bedrag_cent",
        )
    if not reden.strip():
        raise Weigering("Schrijf waarom er meer nodig is.", veld="reden_boven_plafond")
    reden = without_person(interventie, reden, "reden_boven_plafond")
    assert wie.medewerker_id
    asked = Plafondakkoord.objects.create(
        regio_id=interventie.regio_id,
        interventie=interventie,
        kandidaat_sleutel=interventie.kandidaat_sleutel,
        cent=cent,
        plafond_cent=plafond.bedrag_cent,
        reden=reden[:300],
        gevraagd_door_id=wie.medewerker_id,
    )
    _record_akkoord(wie, "plafondakkoord_gevraagd", asked, reden=asked.reden)
    return asked


@money_action
def decide_akkoord(
    wie: Actor, *, akkoord_id: int, goed: bool, toelichting: str = ""
) -> Plafondakkoord:
    """Agree, or not, as somebody with a mandaat above the ceiling who did not ask it.

    Raises Weigering without such a mandaat (with who has one), for the asker, and for a no
    without a reason.
    """
    require_rol(wie, PROFESSIONALS, "akkoord geven")
    found = Plafondakkoord.objects.select_for_update(of=("self",)).filter(pk=akkoord_id).first()
    if not found:
        raise Weigering("Deze vraag bestaat niet in jouw regio.")
    if found.gevraagd_door_id == wie.medewerker_id:
        raise Weigering("Je vroeg dit zelf. Een ander met een hoger mandaat beslist.")
    mandaten = mandaten_op(found.regio_id, timezone.localdate())
    asking = Aankoop(wie.organisatie_id or 0, wie.rol, "", 0, found.cent)
    mandaat = mandaat_for(mandaten, BOVEN_PLAFOND, asking)
    if not mandaat:
        others = named(who_may(mandaten, BOVEN_PLAFOND, asking)) or "nog niemand in jouw regio"
        raise Weigering(f"Jij mag dit bedrag niet goedvinden. Dit mag: {others}.")
    if not goed and not toelichting.strip():
        raise Weigering("Schrijf waarom je geen akkoord geeft.", veld="toelichting")
    Plafondakkoord.STAPPEN.move(found, "gegeven" if goed else "geweigerd")
    found.beslist_door_id, found.beslist_op = wie.medewerker_id, timezone.now()
    found.toelichting = toelichting.strip()[:300]
    found.mandaat_id = mandaat.pk
    found.save()
    _record_akkoord(
        wie,
        "plafondakkoord_gegeven" if goed else "plafondakkoord_geweigerd",
        found,
        reden=found.toelichting,
    )
    return found


def _record_akkoord(wie: Actor, event: str, found: Plafondakkoord, **gegevens: str) -> None:
    audit.record(
        wie,
        event,
        object_soort="plafondakkoord",
        object_sleutel=str(found.pk),
        regio=found.regio_id,
        kandidaat_sleutel=found.kandidaat_sleutel,
        bedrag=euro(found.cent),
        **gegevens,
    )
