"""From a granted request to an order: reserve, give back, commit, call off."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db.models import Sum
from django.utils import timezone

from ontschot.kassier.actions.fondsen import record_again
from ontschot.kassier.journaal import (
    Boeking,
    booking_day,
    money_action,
    post,
    require_open,
    require_rol,
)
from ontschot.kassier.models import Declaratieregel, Fondsregel, Reservering, Saldo, Verplichting
from ontschot.kassier.rules import above_ceiling, rest_cent
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, SYSTEEM
from ontschot.kern.scope import Actor
from ontschot.regelingen.models import Plafond
from ontschot.regelingen.queries import plafond_op, regeling_op
from ontschot.trajecten.models import Interventie
from ontschot.trajecten.verplichten import freeze
from ontschot.web.format import euro


@dataclass(frozen=True)
class _Gevraagd:
    """What the buyer filled in, as it will stand on the order."""

    bedrag_cent: int
    btw: str
    aanbieder: str
    reden_boven_plafond: str
    dag: date


DECIDERS = PROFESSIONALS | {SYSTEEM}
LIVE = ("opgenomen", "betaald")


def _locked_interventie(interventie_id: int) -> Interventie:
    found = (
        Interventie.objects.select_for_update(of=("self",))
        .select_related("interventiesoort", "inkoper")
        .filter(pk=interventie_id)
        .first()
    )
    if not found:
        raise Weigering("Deze interventie bestaat niet in jouw regio.")
    return found


@money_action
def reserve(
    wie: Actor,
    *,
    interventie_id: int,
    fondsregel_id: int,
    cent: int,
    beraadsbesluit: str = "",
    verloopt_op: date | None = None,
    dag: date | None = None,
) -> Reservering:
    """Set `cent` aside on a line for one granted interventie.

    The same call again returns the reservering that stands. `beraadsbesluit` is the reference
    of the joint decision, for a fonds that asks for one. Raises Weigering when the money is
    not there, the fonds is closed, or the line is for another rubriek.
    """
    require_rol(wie, DECIDERS, "geld reserveren")
    day = booking_day(dag)
    interventie = _locked_interventie(interventie_id)
    if known := Reservering.objects.filter(interventie=interventie, status="open").first():
        return _reserved_again(wie, known, fondsregel_id, cent)
    if interventie.status not in ("besluit_gevraagd", "toegekend"):
        raise Weigering(
            f"Deze interventie staat op ‘{interventie.get_status_display()}’. "
            "Alleen na een besluit wordt er geld gereserveerd."
        )
    regel = _line_for(interventie, fondsregel_id, day)
    _require_money(regel, cent)
    reservering = Reservering.objects.create(
        regio_id=interventie.regio_id,
        fondsregel=regel,
        interventie=interventie,
        kandidaat_sleutel=interventie.kandidaat_sleutel,
        cent=cent,
        beraadsbesluit=beraadsbesluit,
        gemaakt_door_id=wie.medewerker_id,
        boekdatum=day,
        verloopt_op=verloopt_op,
    )
    post(wie, day, [_entry("reservering", reservering, cent)])
    _record(wie, "geld_gereserveerd", reservering, bedrag=euro(cent), regel=regel.omschrijving)
    return reservering


def _reserved_again(wie: Actor, known: Reservering, fondsregel_id: int, cent: int) -> Reservering:
    if (known.fondsregel_id, known.cent) != (fondsregel_id, cent):
        raise Weigering(
            f"Voor deze interventie staat al reservering {known.nummer} open, van "
            f"{euro(known.cent)}. Geef die eerst vrij."
        )
    record_again(wie, "reservering", known.nummer, known.regio_id, known.kandidaat_sleutel)
    return known


def _line_for(interventie: Interventie, fondsregel_id: int, day: date) -> Fondsregel:
    regel = Fondsregel.objects.select_related("fonds").filter(pk=fondsregel_id).first()
    if not regel:
        raise Weigering("Dit fonds bestaat niet in jouw regio. Kies een ander fonds.")
    require_open(regel.fonds, day)
    if regel.rubriek_id and regel.rubriek_id != interventie.interventiesoort.rubriek_id:
        raise Weigering(
            f"De regel ‘{regel.omschrijving}’ is niet voor deze soort interventie. "
            "Kies de regel van de juiste rubriek."
        )
    return regel


def _require_money(regel: Fondsregel, cent: int) -> None:
    """A clear sentence before the database would refuse; the database is what holds."""
    free = Saldo.objects.values_list("beschikbaar_cent", flat=True).get(fondsregel=regel)
    if cent > free:
        raise Weigering(
            f"Op de regel ‘{regel.omschrijving}’ is {euro(free)} vrij, en er is {euro(cent)} "
            "nodig. Vraag minder, kies een ander fonds, of overleg met de kassier."
        )


@money_action
def release_reservering(
    wie: Actor, *, reservering_id: int, reden: str, dag: date | None = None
) -> Reservering:
    """Give the money of an open reservering back to its line. `reden` is mandatory."""
    require_rol(wie, DECIDERS, "een reservering vrijgeven")
    day = booking_day(dag)
    reservering = Reservering.objects.select_for_update(of=("self",)).get(pk=reservering_id)
    Reservering.STAPPEN.move(reservering, "vrijgegeven")
    reservering.reden_vrijgave = reden.strip()
    reservering.save(update_fields=["status", "reden_vrijgave"])
    post(wie, day, [_entry("vrijval_reservering", reservering, reservering.cent, reden)])
    _record(wie, "reservering_vrijgegeven", reservering, bedrag=euro(reservering.cent), reden=reden)
    return reservering


@money_action
def commit_verplichting(
    wie: Actor,
    *,
    interventie_id: int,
    bedrag_cent: int,
    btw: str,
    aanbieder: str,
    reden_boven_plafond: str = "",
    dag: date | None = None,
) -> Verplichting:
    """Order what was granted: by the buying partner, for at most what is reserved.

    Freezes price, VAT basis, ceiling and rule version here and on the interventie. What is left
    of the reservering goes back to the line. The same call again returns the order that stands.
    """
    require_rol(wie, PROFESSIONALS, "een verplichting aangaan")
    day = booking_day(dag)
    interventie = _locked_interventie(interventie_id)
    _require_buyer(wie, interventie.inkoper_id, interventie.inkoper.naam)
    asked = _Gevraagd(bedrag_cent, btw, aanbieder.strip(), reden_boven_plafond.strip(), day)
    if known := Verplichting.objects.filter(interventie=interventie, status="open").first():
        return _committed_again(wie, known, asked)
    reservering = _open_reservering(interventie)
    plafond = plafond_op(interventie.interventiesoort_id, day)
    _require_allowed(asked, reservering, plafond)
    verplichting = _make_order(wie, reservering, plafond, asked)
    Reservering.STAPPEN.move(reservering, "verplicht")
    reservering.save(update_fields=["status"])
    freeze(
        interventie,
        regeling=verplichting.regeling,
        kosten_cent=bedrag_cent,
        btw=btw,
        plafond_cent=verplichting.plafond_cent,
        moment=verplichting.besteld_op,
        aanbieder=verplichting.aanbieder,
    )
    rest = rest_cent(reservering.cent, bedrag_cent)
    entries = [_entry("verplichting", verplichting, bedrag_cent)]
    if rest:
        entries.append(_entry("vrijval_reservering", reservering, rest, "besteld voor minder"))
    post(wie, day, entries)
    _record(wie, "verplichting_aangegaan", verplichting, bedrag=euro(bedrag_cent), rest=euro(rest))
    return verplichting


def _require_buyer(wie: Actor, inkoper_id: int, naam: str) -> None:
    if wie.organisatie_id != inkoper_id:
        raise Weigering(f"Alleen {naam} koopt deze interventie in. Draag het daar over.")


def _committed_again(wie: Actor, known: Verplichting, asked: _Gevraagd) -> Verplichting:
    stands = replace(
        asked,
        bedrag_cent=known.bedrag_cent,
        btw=known.btw,
        aanbieder=known.aanbieder,
        reden_boven_plafond=known.reden_boven_plafond,
    )
    if stands != asked:
        raise Weigering(
            f"Deze interventie is al besteld: {known.nummer}, {euro(known.bedrag_cent)} bij "
            f"{known.aanbieder}. Trek die verplichting eerst in."
        )
    record_again(wie, "verplichting", known.nummer, known.regio_id, known.kandidaat_sleutel)
    return known


def _open_reservering(interventie: Interventie) -> Reservering:
    found = (
        Reservering.objects.select_for_update(of=("self",))
        .select_related("fondsregel")
        .filter(interventie=interventie, status="open")
        .first()
    )
    if not found:
        raise Weigering("Voor deze interventie is geen geld gereserveerd. Vraag eerst een besluit.")
    return found


def _require_allowed(asked: _Gevraagd, reservering: Reservering, plafond: Plafond | None) -> None:
    if asked.bedrag_cent <= 0:
        raise Weigering("Vul een bedrag in van meer dan € 0.", veld="bedrag_cent")
    if not asked.aanbieder:
        raise Weigering("Vul in wie de dienst levert.", veld="aanbieder")
    if asked.bedrag_cent > reservering.cent:
        raise Weigering(
            f"Er is {euro(reservering.cent)} gereserveerd. {euro(asked.bedrag_cent)} is meer. "
            "Bestel voor minder, of vraag een nieuw besluit.",
            veld="bedrag_cent",
        )
    ceiling = plafond.bedrag_cent if plafond else None
    if not asked.reden_boven_plafond and above_ceiling(asked.bedrag_cent, ceiling):
        raise Weigering(
            f"In de regeling staat bij deze dienst {euro(ceiling)}. Schrijf waarom er meer "
            "nodig is.",
            veld="reden_boven_plafond",
        )


def _make_order(
    wie: Actor, reservering: Reservering, plafond: Plafond | None, asked: _Gevraagd
) -> Verplichting:
    regeling = regeling_op(asked.dag)
    if not regeling:
        raise Weigering("Op deze dag geldt geen regeling. Vraag de beheerder om die toe te voegen.")
    interventie = reservering.interventie
    return Verplichting.objects.create(
        regio_id=interventie.regio_id,
        reservering=reservering,
        fondsregel=reservering.fondsregel,
        interventie=interventie,
        kandidaat_sleutel=interventie.kandidaat_sleutel,
        interventiesoort_id=interventie.interventiesoort_id,
        inkoper_id=interventie.inkoper_id,
        aanbieder=asked.aanbieder,
        bedrag_cent=asked.bedrag_cent,
        btw=asked.btw,
        plafond_cent=plafond.bedrag_cent if plafond else None,
        reden_boven_plafond=asked.reden_boven_plafond,
        regeling=regeling,
        besteld_door_id=wie.medewerker_id,
        besteld_op=moment_on(asked.dag),
        boekdatum=asked.dag,
    )


def moment_on(day: date) -> datetime:
    """Now for today, and noon for a day that lies behind us."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(12)))


@money_action
def void_verplichting(
    wie: Actor, *, verplichting_id: int, reden: str, dag: date | None = None
) -> Verplichting:
    """Give back what was ordered and not declared; with nothing declared the order is off.

    Only the buyer. Raises Weigering when everything is declared already, or without a reason.
    """
    require_rol(wie, PROFESSIONALS, "een verplichting intrekken")
    day = booking_day(dag)
    verplichting = (
        Verplichting.objects.select_for_update(of=("self",))
        .select_related("fondsregel", "inkoper")
        .get(pk=verplichting_id)
    )
    _require_buyer(wie, verplichting.inkoper_id, verplichting.inkoper.naam)
    if not reden.strip():
        raise Weigering("Schrijf waarom het geld niet meer nodig is.", veld="reden")
    claimed, unpaid = _claims(verplichting)
    rest = verplichting.bedrag_cent - verplichting.vrijgevallen_cent - claimed
    if rest <= 0:
        raise Weigering("Alles van deze verplichting is al gedeclareerd. Er is geen rest.")
    if not unpaid:
        Verplichting.STAPPEN.move(verplichting, "afgerond" if claimed else "ingetrokken")
    verplichting.vrijgevallen_cent += rest
    verplichting.reden_vrijgave = reden.strip()
    verplichting.save(update_fields=["status", "vrijgevallen_cent", "reden_vrijgave"])
    post(wie, day, [_entry("vrijval_verplichting", verplichting, rest, reden.strip())])
    _record(wie, "verplichting_vrijgegeven", verplichting, bedrag=euro(rest), reden=reden)
    return verplichting


def _claims(verplichting: Verplichting) -> tuple[int, bool]:
    """Cents claimed by live lines, and whether one of those is not paid yet."""
    lines = Declaratieregel.objects.filter(verplichting=verplichting, status__in=LIVE)
    claimed = lines.aggregate(cent=Sum("cent"))["cent"] or 0
    return claimed, lines.filter(status="opgenomen").exists()


def _entry(soort: str, document: Reservering | Verplichting, cent: int, reden: str = "") -> Boeking:
    """The one entry of this kind for a document; an order may give back more than once."""
    if isinstance(document, Reservering):
        return Boeking(
            soort,
            document.fondsregel,
            document.regio_id,
            cent,
            f"{soort}:reservering:{document.pk}",
            reden,
            reservering_id=document.pk,
        )
    return Boeking(
        soort,
        document.fondsregel,
        document.regio_id,
        cent,
        f"{soort}:verplichting:{document.pk}:{document.vrijgevallen_cent}",
        reden,
        reservering_id=document.reservering_id,
        verplichting_id=document.pk,
    )


def _record(wie: Actor, event: str, document: Reservering | Verplichting, **gegevens: str) -> None:
    audit.record(
        wie,
        event,
        object_soort=type(document).__name__.lower(),
        object_sleutel=document.nummer,
        regio=document.regio_id,
        kandidaat_sleutel=document.kandidaat_sleutel,
        **gegevens,
    )
