"""The life of an interventie, from the planning to its end."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import Situatie, situation_of
from ontschot.kandidaten.zonder_naam import refuse_person
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie
from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.models import Interventiesoort
from ontschot.regelingen.queries import eerstverantwoordelijke_for
from ontschot.regelingen.rules import Bepaald, Keuze, settle
from ontschot.trajecten.aanbieder import provider
from ontschot.trajecten.actions.arrangement import append_stap
from ontschot.trajecten.actions.common import (
    at,
    locked_arrangement,
    locked_interventie,
    log_interventie,
    not_in_future,
    required,
    without_person,
)
from ontschot.trajecten.actions.inkoop import Deel, write_shares
from ontschot.trajecten.actions.toets import fill_toets
from ontschot.trajecten.groepsprijs import require_same_price, shrink
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import Arrangement, Interventie, Stap


@action
def plan_interventie(
    wie: Actor,
    *,
    interventiesoort: str,
    inkoper_id: int,
    gevraagd_cent: int,
    btw: str,
    stap_id: int | None = None,
    arrangement_id: int | None = None,
    dienst_id: int | None = None,
    omschrijving: str = "",
    aanbieder: str = "",
    doelgroep_keuze: str | None = None,
    van: date | None = None,
    tot: date | None = None,
    delen: Sequence[Deel] = (),
    moment: datetime | None = None,
) -> Interventie:
    """Plan an interventie for a step of the plan, or for a new step at its end.

    The doelgroep, geslacht, opleiding, sector and eerstverantwoordelijke of today are copied and
    stay (KplusV, bijlage 3); where the regeling is silent `doelgroep_keuze` is the professional's
    choice and is recorded as such. The voorliggend-toets is filled from the menukaart.
    `gevraagd_cent` is the share of shared money in cents, `delen` what others pay beside it; `btw`
    excl, incl or onbekend. Give `stap_id`, or `arrangement_id`
    with `dienst_id` or `omschrijving`.
    """
    arrangement = _arrangement_of(wie, stap_id, arrangement_id)
    step = (
        _free_step(arrangement, stap_id)
        if stap_id
        else append_stap(
            arrangement,
            dienst_id=dienst_id,
            omschrijving=omschrijving,
            van_wie=aanbieder,
            van=van,
            tot=tot,
        )
    )
    _check_price(gevraagd_cent, btw)
    planned = at(moment)
    interventie = Interventie(
        gepland_op=planned,
        stap=step,
        interventiesoort=_kind(interventiesoort),
        omschrijving=_described(arrangement.kandidaat_id, step),
        aanbieder=provider(arrangement.kandidaat_id, aanbieder or step.van_wie),
        inkoper=buyer(inkoper_id, arrangement.regio_id, timezone.localdate(planned)),
        gevraagd_cent=gevraagd_cent,
        btw=btw,
    )
    _plan(wie, interventie, arrangement.kandidaat, doelgroep_keuze)
    if delen:
        write_shares(interventie, delen)
    return interventie


def _described(kandidaat_id: int, step: Stap) -> str:
    """What is bought, as the step calls it; a service of the menukaart is called as it is."""
    if step.dienst and step.omschrijving == step.dienst.naam:
        return step.omschrijving
    anders = "Geef de stap in het plan een andere naam."
    return refuse_person(kandidaat_id, step.omschrijving, "omschrijving", anders)


def _plan(
    wie: Actor, interventie: Interventie, kandidaat: Kandidaat, keuze: str | None
) -> Interventie:
    """Copy the facts of this day, save, and fill the toets."""
    moment = interventie.gepland_op
    situatie = situation_of(kandidaat.pk, timezone.localdate(moment))
    bepaald, chooser = determine_doelgroep(wie, situatie, keuze)
    interventie.regio_id = kandidaat.regio_id
    interventie.kandidaat = kandidaat
    interventie.kandidaat_sleutel = kandidaat.sleutel
    interventie.doelgroep_id, interventie.doelgroep_omdat = bepaald.code, bepaald.omdat
    interventie.doelgroep_gekozen_door_id = chooser
    interventie.eerstverantwoordelijk = eerstverantwoordelijke_for(bepaald.code)
    interventie.geslacht, interventie.opleiding = kandidaat.geslacht, kandidaat.opleiding
    interventie.sector = kandidaat.sector
    interventie.save(force_insert=True)
    fill_toets(
        wie, interventie, situaties=situatie.codes, gemeente_id=kandidaat.gemeente_id, moment=moment
    )
    log_interventie(
        wie,
        "interventie_gepland",
        interventie,
        interventiesoort=interventie.interventiesoort_id,
        doelgroep=bepaald.code,
        gekozen=chooser is not None,
    )
    return interventie


def _arrangement_of(wie: Actor, stap_id: int | None, arrangement_id: int | None) -> Arrangement:
    """The plan, locked: the one given, or that of the step."""
    if stap_id is not None:
        of_step = Stap.objects.filter(pk=stap_id).values_list("arrangement_id", flat=True)
        arrangement_id = of_step.first()
    if arrangement_id is None:
        raise Weigering("Kies eerst een stap van het plan.")
    return locked_arrangement(wie, arrangement_id)


def _free_step(arrangement: Arrangement, stap_id: int) -> Stap:
    """A step of the current plan for which nothing is planned, or what was planned lapsed."""
    if arrangement.status == "vervangen":
        raise Weigering("Dit plan is vervangen door een nieuwer. Plan de interventie daar.")
    step = locked(Stap.objects.select_related("dienst"), stap_id, "Deze stap")
    before = Interventie.objects.filter(stap=step, huidig=True).first()
    if before and before.status != "vervallen":
        raise Weigering("Voor deze stap is al een interventie gepland.")
    if before:
        before.huidig = False
        before.save(update_fields=["huidig"])
    return step


def determine_doelgroep(
    wie: Actor, situatie: Situatie, keuze: str | None
) -> tuple[Bepaald, int | None]:
    """The doelgroep, and the medewerker who chose it where the regeling left it open.

    A choice made earlier for exactly these facts holds unless another is made now. Raises
    Weigering when it stays open or unknown.
    """
    settled, chooser = situatie.doelgroep, situatie.gekozen_door_id
    if keuze and isinstance(situatie.afleiding, Keuze):
        settled = settle(situatie.afleiding, keuze, situatie.regels, door=wie.naam)
        chooser = wie.medewerker_id
    if not isinstance(settled, Bepaald):
        raise Weigering(settled.omdat, veld="doelgroep_keuze")
    return settled, chooser


def buyer(organisatie_id: int, regio: str, day: date) -> Organisatie:
    """Who buys: a partner of this region on this day that may buy; raises Weigering otherwise."""
    partner = valid_on(day)
    found = Organisatie.objects.filter(pk=organisatie_id).first()
    if found is None or not found.partners.filter(partner, regio=regio).exists():
        raise Weigering("Deze partner doet vandaag niet mee in deze regio.", veld="inkoper")
    if not found.mag_inkopen:
        raise Weigering(
            f"{found.naam} mag niet inkopen. Kies UWV, een gemeente of een vakbond.",
            veld="inkoper",
        )
    return found


def _kind(code: str) -> Interventiesoort:
    found = Interventiesoort.objects.filter(pk=code).first()
    if found is None:
        raise Weigering("Kies wat voor interventie het is.", veld="interventiesoort")
    return found


def _check_price(cent: int, btw: str) -> None:
    if cent <= 0:
        raise Weigering("Vul een bedrag in van meer dan € 0.", veld="gevraagd_cent")
    if btw not in dict(Interventie.BTW):
        raise Weigering("Kies of het bedrag met of zonder btw is.", veld="btw")


@action
def replan(
    wie: Actor,
    *,
    interventie_id: int,
    gevraagd_cent: int,
    btw: str,
    inkoper_id: int,
    aanbieder: str = "",
    delen: Sequence[Deel] = (),
) -> Interventie:
    """Change price, buyer, provider or payers until a besluit is asked, or after it was refused."""
    interventie = locked_interventie(wie, interventie_id)
    if interventie.status == "afgewezen":
        Interventie.STAPPEN.move(interventie, "gepland")
    elif interventie.status != "gepland":
        raise Weigering("Er is al een besluit gevraagd. De prijs verandert nu niet meer.")
    _check_price(gevraagd_cent, btw)
    require_same_price(interventie, gevraagd_cent + sum(deel.cent for deel in delen))
    interventie.inkoper = buyer(inkoper_id, interventie.regio_id, timezone.localdate())
    interventie.gevraagd_cent, interventie.btw = gevraagd_cent, btw
    interventie.aanbieder = provider(interventie.kandidaat_id, aanbieder)
    interventie.save(
        update_fields=[
            "status",
            "inkoper",
            "gevraagd_cent",
            "btw",
            "aanbieder",
            "laatste_wijziging_op",
        ]
    )
    write_shares(interventie, delen)
    log_interventie(wie, "interventie_herzien", interventie)
    return interventie


@action
def cancel(wie: Actor, *, interventie_id: int, reden: str) -> Interventie:
    """Let a planned interventie lapse; a group goes on without this person, for less.

    Once a besluit was asked `casusoverleg.actions.lapse_interventie` does this, because the
    question and the reserved money go along.
    """
    interventie = locked_interventie(wie, interventie_id)
    if interventie.status != "gepland":
        raise Weigering(
            "Er is al een besluit gevraagd of genomen. Kies bij de interventie ‘Het gaat niet "
            "door’: dan vervalt ook de vraag, en gaat gereserveerd geld terug."
        )
    shrink(interventie)
    return cancel_locked(wie, interventie, reden=reden)


def cancel_locked(
    wie: Actor, interventie: Interventie, *, reden: str, afbreekreden: str = ""
) -> Interventie:
    """The lapse itself, inside the transaction of an action that settled the price of a group."""
    interventie.afbreekreden = afbreekreden
    return _end(wie, interventie, "vervallen", "interventie_vervallen", reden=reden)


@action
def start(wie: Actor, *, interventie_id: int, op: date | None = None) -> Interventie:
    """The interventie has begun, on a day (today when left out); not before the verplichting."""
    interventie = locked_interventie(wie, interventie_id)
    day = op or timezone.localdate()
    not_in_future(day, "op")
    Interventie.STAPPEN.move(interventie, "loopt")
    interventie.gestart_op = day
    interventie.save(update_fields=["status", "gestart_op", "laatste_wijziging_op"])
    log_interventie(wie, "interventie_gestart", interventie)
    return interventie


@action
def finish(wie: Actor, *, interventie_id: int, op: date | None = None) -> Interventie:
    """The interventie is done, on a day (today when left out). No uitkomst follows from it."""
    interventie = locked_interventie(wie, interventie_id)
    return _end(wie, interventie, "afgerond", "interventie_afgerond", op=op)


@action
def break_off(
    wie: Actor,
    *,
    interventie_id: int,
    reden: str = "",
    afbreekreden: str = "anders",
    op: date | None = None,
) -> Interventie:
    """The interventie stopped before its end.

    `afbreekreden` is one of `Interventie.AFBREEKREDENEN`; `reden` a few words, without health,
    needed with `anders`.
    """
    interventie = locked_interventie(wie, interventie_id)
    if afbreekreden not in dict(Interventie.AFBREEKREDENEN):
        raise Weigering("Kies waarom het stopte.", veld="afbreekreden")
    if afbreekreden == "anders":
        required(reden, "Schrijf op waarom het stopte. Noem geen gezondheid.", "reden")
    interventie.afbreekreden = afbreekreden
    return _end(wie, interventie, "afgebroken", "interventie_afgebroken", op=op, reden=reden)


def _end(
    wie: Actor,
    interventie: Interventie,
    status: str,
    event: str,
    *,
    op: date | None = None,
    reden: str = "",
) -> Interventie:
    day = op or timezone.localdate()
    not_in_future(day, "op")
    Interventie.STAPPEN.move(interventie, status)
    interventie.afgesloten_op = day
    interventie.reden_afgebroken = without_person(interventie.kandidaat_id, reden, "reden")[:160]
    interventie.save(
        update_fields=[
            "status",
            "afgesloten_op",
            "afbreekreden",
            "reden_afgebroken",
            "laatste_wijziging_op",
        ]
    )
    log_interventie(wie, event, interventie)
    return interventie
