"""Money set aside and given back: reserve, release, call an order off, let it expire."""

from datetime import date

from django.db.models import QuerySet, Sum

from ontschot.kassier.actions.boeken import (
    entry,
    locked_interventie,
    open_reservering,
    record,
    require_buyer,
    without_person,
)
from ontschot.kassier.actions.fondsen import record_again
from ontschot.kassier.journaal import booking_day, money_action, post, require_open, require_rol
from ontschot.kassier.models import Declaratieregel, Fondsregel, Reservering, Verplichting
from ontschot.kassier.models.indieningen import LIVE
from ontschot.kassier.queries.mandaten import term_on
from ontschot.kassier.rules import order_expires_after
from ontschot.kern.composed import composed
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, SYSTEEM, Rolsoort
from ontschot.kern.rows import insert
from ontschot.kern.scope import Actor
from ontschot.regelingen.queries import rubriek_of
from ontschot.trajecten.models import Interventie
from ontschot.web.format import datum, euro

DECIDERS = PROFESSIONALS | {SYSTEEM}
EXPIRERS = PROFESSIONALS | {Rolsoort.KASSIER, SYSTEEM}


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
    interventie = locked_interventie(interventie_id)
    if known := open_reservering(interventie):
        return _reserved_again(wie, known, fondsregel_id, cent)
    if interventie.status not in ("besluit_gevraagd", "toegekend"):
        raise Weigering(
            f"Deze interventie staat op ‘{interventie.get_status_display()}’. "
            "Alleen na een besluit wordt er geld gereserveerd."
        )
    regel = _line_for(interventie, fondsregel_id, day)
    _require_money(regel, cent)
    reservering = insert(
        Reservering(
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
    )
    post(wie, day, [entry("reservering", reservering, cent)])
    record(wie, "geld_gereserveerd", reservering, bedrag=euro(cent), regel=regel.omschrijving)
    return reservering


def _reserved_again(wie: Actor, known: Reservering, fondsregel_id: int, cent: int) -> Reservering:
    if (known.fondsregel_id, known.cent) != (fondsregel_id, cent):
        raise Weigering(
            f"Voor deze interventie staat al reservering {known.nummer} open, van "
            f"{euro(known.cent)}. Geef die eerst vrij."
        )
    record_again(wie, "reservering", known.nummer, known.regio_id, known.kandidaat_sleutel)
    return known


@composed
def _with_saldo(fondsregel: int) -> QuerySet[Fondsregel]:
    return Fondsregel.objects.filter(pk=fondsregel).select_related("fonds", "saldo")


def _line_for(interventie: Interventie, fondsregel_id: int, day: date) -> Fondsregel:
    if not (found := _with_saldo(fondsregel_id)):
        raise Weigering("Dit fonds bestaat niet in jouw regio. Kies een ander fonds.")
    (regel,) = found
    require_open(regel.fonds, day)
    if regel.rubriek_id and regel.rubriek_id != rubriek_of(interventie.interventiesoort_id):
        raise Weigering(
            f"De regel ‘{regel.omschrijving}’ is niet voor deze soort interventie. "
            "Kies de regel van de juiste rubriek."
        )
    return regel


def _require_money(regel: Fondsregel, cent: int) -> None:
    """A clear sentence before the database would refuse; the database is what holds."""
    free = regel.saldo.beschikbaar_cent
    if cent > free:
        raise Weigering(
            f"Op de regel ‘{regel.omschrijving}’ is {euro(free)} vrij, en er is {euro(cent)} "
            "nodig. Vraag minder, kies een ander fonds, of overleg met de kassier."
        )


@money_action
def release_reservering(
    wie: Actor, *, reservering_id: int, reden: str, eigen_zin: bool = False, dag: date | None = None
) -> Reservering:
    """Give the money of an open reservering back to its line. `reden` is mandatory.

    `eigen_zin`: it is a sentence of Ontschot itself, which can hold a word that is also somebody's
    surname. Raises Weigering when what was typed points at the kandidaat.
    """
    require_rol(wie, DECIDERS, "een reservering vrijgeven")
    day = booking_day(dag)
    reservering = (
        Reservering.objects.select_for_update(of=("self",))
        .select_related("interventie")
        .get(pk=reservering_id)
    )
    Reservering.STAPPEN.move(reservering, "vrijgegeven")
    reden = reden.strip() if eigen_zin else without_person(reservering.interventie, reden)
    reservering.reden_vrijgave = reden
    reservering.save(update_fields=["status", "reden_vrijgave"])
    post(wie, day, [entry("vrijval_reservering", reservering, reservering.cent, reden)])
    record(wie, "reservering_vrijgegeven", reservering, bedrag=euro(reservering.cent), reden=reden)
    return reservering


@money_action
def void_verplichting(
    wie: Actor, *, verplichting_id: int, reden: str, dag: date | None = None
) -> Verplichting:
    """Give back what was ordered and not declared; with nothing declared the order is off.

    Only the buyer. Raises Weigering when everything is declared already, or without a reason.
    """
    require_rol(wie, PROFESSIONALS, "een verplichting intrekken")
    day = booking_day(dag)
    verplichting = _locked_order(verplichting_id)
    require_buyer(wie, verplichting)
    if not reden.strip():
        raise Weigering("Schrijf waarom het geld niet meer nodig is.", veld="reden")
    reden = without_person(verplichting.interventie, reden)
    rest = _give_back_rest(wie, verplichting, "ingetrokken", reden, day)
    record(wie, "verplichting_vrijgegeven", verplichting, bedrag=euro(rest), reden=reden)
    return verplichting


def _give_back_rest(
    wie: Actor, verplichting: Verplichting, nothing_claimed: str, reden: str, day: date
) -> int:
    """What was ordered and not declared goes back to the line; returns how many cents.

    The order closes: as `nothing_claimed` when nothing was declared, and as `afgerond` when all
    that was declared is paid. With unpaid lines it stays open for those alone.
    """
    claimed, unpaid = _claims(verplichting)
    rest = verplichting.bedrag_cent - verplichting.vrijgevallen_cent - claimed
    if rest <= 0:
        raise Weigering("Alles van deze verplichting is al gedeclareerd. Er is geen rest.")
    if not unpaid:
        Verplichting.STAPPEN.move(verplichting, "afgerond" if claimed else nothing_claimed)
    verplichting.vrijgevallen_cent += rest
    verplichting.reden_vrijgave = reden
    verplichting.save(update_fields=["status", "vrijgevallen_cent", "reden_vrijgave"])
    post(wie, day, [entry("vrijval_verplichting", verplichting, rest, reden)])
    return rest


@money_action
def expire_verplichting(
    wie: Actor, *, verplichting_id: int, dag: date | None = None
) -> Verplichting:
    """Let an order expire whose delivery period and the term of the region after it are over.

    What was not declared goes back to the line. By Ontschot itself every morning, or by the
    buyer, the coördinator or the kassier. Raises Weigering before its time.
    """
    require_rol(wie, EXPIRERS, "een verplichting laten verlopen")
    day = booking_day(dag)
    verplichting = _locked_order(verplichting_id)
    last = order_expires_after(verplichting.tot, term_on(verplichting.regio_id, day))
    if last is None:
        raise Weigering(
            "Deze bestelling verloopt niet vanzelf: zij heeft geen einddatum, of jouw regio "
            "sprak geen termijn af."
        )
    if day <= last:
        raise Weigering(f"Deze bestelling loopt nog tot en met {datum(last)}.")
    reden = f"verlopen: geleverd tot {datum(verplichting.tot)}, declareren kon tot {datum(last)}"
    rest = _give_back_rest(wie, verplichting, "verlopen", reden, day)
    record(wie, "verplichting_verlopen", verplichting, bedrag=euro(rest))
    return verplichting


def _locked_order(verplichting_id: int) -> Verplichting:
    found = (
        Verplichting.objects.select_for_update(of=("self",))
        .select_related("fondsregel", "inkoper")
        .filter(pk=verplichting_id)
        .first()
    )
    if not found:
        raise Weigering("Deze verplichting bestaat niet in jouw regio.")
    if found.status != "open":
        raise Weigering(f"Deze verplichting is al {found.get_status_display()}.")
    return found


def _claims(verplichting: Verplichting) -> tuple[int, bool]:
    """Cents claimed by live lines, and whether one of those is not paid yet."""
    lines = Declaratieregel.objects.filter(verplichting=verplichting, status__in=LIVE)
    claimed = lines.aggregate(cent=Sum("cent"))["cent"] or 0
    return claimed, lines.filter(status="opgenomen").exists()
