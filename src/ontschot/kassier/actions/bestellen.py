"""Ordering what was granted: by the buying partner, within its mandaat and what is reserved."""

from dataclasses import dataclass, replace
from datetime import date

from ontschot.aanbieders.actions import Leverancier, known_or_new, record_new
from ontschot.aanbieders.queries import Koop
from ontschot.aanbieders.rules import key_of
from ontschot.kassier.actions.boeken import (
    entry,
    moment_on,
    record,
    require_buyer,
    to_order,
    without_person,
)
from ontschot.kassier.actions.fondsen import record_again
from ontschot.kassier.actions.mandaten import require_mandaat
from ontschot.kassier.journaal import booking_day, money_action, post, require_rol
from ontschot.kassier.models import Plafondakkoord, Reservering, Verplichting
from ontschot.kassier.queries.mandaten import mandaten_op, needs_number
from ontschot.kassier.rules import (
    OPEN_PARTIJEN,
    Aankoop,
    Deel,
    Mandaat,
    above_ceiling,
    expires_after,
    parts_problem,
    rest_cent,
)
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.rows import insert
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Partner
from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.models import Plafond
from ontschot.regelingen.queries import plafond_op, regeling_op
from ontschot.trajecten.models import Interventie
from ontschot.trajecten.verplichten import freeze
from ontschot.web.format import datum, euro


@dataclass(frozen=True)
class Afspraken:
    """What may be agreed beside the price; whatever is left open follows from the plan.

    `van` and `tot` are the first and last day of delivery, `delen` the parts of the invoice.
    `toch_nieuw`: the name of the provider looks like another one, and it is not that one.
    """

    van: date | None = None
    tot: date | None = None
    delen: tuple[Deel, ...] = ()
    betaalwijze: str = "partner"
    kenmerk_inkoper: str = ""
    eerstverantwoordelijk: str = ""
    op_verzoek_van_id: int | None = None
    toch_nieuw: bool = False


@dataclass(frozen=True)
class _Gevraagd:
    """What the buyer filled in, as it will stand on the order."""

    bedrag_cent: int
    btw: str
    aanbieder: str
    reden_boven_plafond: str
    dag: date
    afspraken: Afspraken


@dataclass(frozen=True)
class _Gedekt:
    """What lets the order go on: the ceiling of the day, the mandaat, the consent above it."""

    plafond: Plafond | None
    mandaat: Mandaat | None
    akkoord: Plafondakkoord | None


@money_action
def commit_verplichting(
    wie: Actor,
    *,
    interventie_id: int,
    bedrag_cent: int,
    btw: str,
    aanbieder: str,
    reden_boven_plafond: str = "",
    afspraken: Afspraken | None = None,
    dag: date | None = None,
) -> Verplichting:
    """Order what was granted: by the buying partner, for at most what is reserved.

    `aanbieder` is the name of a provider; one that is not in the list of the region yet is put in
    it. Freezes price, VAT basis, ceiling and rule version here and on the interventie. What is
    left of the reservering goes back to the line. The same call again returns the order that
    stands.
    """
    require_rol(wie, PROFESSIONALS, "een verplichting aangaan")
    day = booking_day(dag)
    interventie, reserved = to_order(interventie_id, day)
    require_buyer(wie, interventie)
    asked = _Gevraagd(
        bedrag_cent,
        btw,
        " ".join(aanbieder.split()),
        without_person(interventie, reden_boven_plafond, "reden_boven_plafond"),
        day,
        _agreed(interventie, afspraken or Afspraken()),
    )
    if known := _order_of(interventie):
        return _committed_again(wie, known, asked)
    reservering = _require_reserved(reserved, interventie.interventiesoort_id, day)
    _require_allowed(asked, reservering)
    gedekt = _covered(wie, reservering, asked)
    leverancier = _provider(wie, interventie, asked)
    # The database closes the reservering with it.
    verplichting = _make_order(wie, reservering, leverancier, gedekt, asked)
    _freeze(interventie, verplichting)
    rest = rest_cent(reservering.cent, bedrag_cent)
    entries = [entry("verplichting", verplichting, bedrag_cent)]
    if rest:
        entries.append(entry("vrijval_reservering", reservering, rest, "besteld voor minder"))
    post(wie, day, entries)
    record(wie, "verplichting_aangegaan", verplichting, bedrag=euro(bedrag_cent), rest=euro(rest))
    if leverancier.nieuw:
        record_new(wie, leverancier.aanbieder)
    return verplichting


def _freeze(interventie: Interventie, verplichting: Verplichting) -> None:
    freeze(
        interventie,
        regeling=verplichting.regeling,
        kosten_cent=verplichting.bedrag_cent,
        btw=verplichting.btw,
        plafond_cent=verplichting.plafond_cent,
        moment=verplichting.besteld_op,
        aanbieder=verplichting.aanbieder,
    )


def _agreed(interventie: Interventie, afspraken: Afspraken) -> Afspraken:
    """What is left open follows from the plan: the days of the step, who answers first.

    Raises Weigering for a party that cannot answer first for this doelgroep.
    """
    own = interventie.eerstverantwoordelijk
    asked = afspraken.eerstverantwoordelijk or own
    possible = {own} | {code for code, _ in OPEN_PARTIJEN.get(interventie.doelgroep_id, ())}
    if asked not in possible:
        raise Weigering(
            "Wie eerst verantwoordelijk is, volgt uit de doelgroep. Daar is hier geen keuze in.",
            veld="eerstverantwoordelijk",
        )
    step = interventie.stap
    given = afspraken.van or afspraken.tot
    return replace(
        afspraken,
        van=afspraken.van if given else step.van,
        tot=afspraken.tot if given else step.tot,
        kenmerk_inkoper=afspraken.kenmerk_inkoper.strip()[:60],
        eerstverantwoordelijk=asked,
    )


def _order_of(interventie: Interventie) -> Verplichting | None:
    """The open order of an interventie; one that was never ordered has none."""
    if not interventie.verplicht_op:
        return None
    return Verplichting.objects.filter(interventie=interventie, status="open").first()


def _committed_again(wie: Actor, known: Verplichting, asked: _Gevraagd) -> Verplichting:
    agreed = replace(
        asked.afspraken,
        van=known.van,
        tot=known.tot,
        delen=tuple(Deel(date.fromisoformat(d["dag"]), d["cent"]) for d in known.termijnen),
        betaalwijze=known.betaalwijze,
        kenmerk_inkoper=known.kenmerk_inkoper,
        eerstverantwoordelijk=known.eerstverantwoordelijk,
        op_verzoek_van_id=known.op_verzoek_van_id,
    )
    stands = replace(
        asked,
        bedrag_cent=known.bedrag_cent,
        btw=known.btw,
        aanbieder=asked.aanbieder if _same_name(asked, known) else known.aanbieder,
        reden_boven_plafond=known.reden_boven_plafond,
        afspraken=agreed,
    )
    if stands != asked:
        raise Weigering(
            f"Deze interventie is al besteld: {known.nummer}, {euro(known.bedrag_cent)} bij "
            f"{known.aanbieder}. Trek die verplichting eerst in."
        )
    record_again(wie, "verplichting", known.nummer, known.regio_id, known.kandidaat_sleutel)
    return known


def _same_name(asked: _Gevraagd, known: Verplichting) -> bool:
    return key_of(asked.aanbieder) == key_of(known.aanbieder)


def _require_reserved(found: Reservering | None, soort: str, day: date) -> Reservering:
    """Raises Weigering when nothing is reserved, or not until this day."""
    if not found:
        if needs_number(soort, day):
            raise Weigering(
                "Voor deze soort heb je eerst een reserveringsnummer nodig. Vraag een besluit: "
                "dan reserveert de kassier het geld en krijg je het nummer."
            )
        raise Weigering("Voor deze interventie is geen geld gereserveerd. Vraag eerst een besluit.")
    last = expires_after(found.verloopt_op, found.fondsregel.fonds.tot)
    if last and last < day:
        raise Weigering(
            f"Reservering {found.nummer} liep tot en met {datum(last)}. Vraag een nieuw besluit."
        )
    return found


def _require_allowed(asked: _Gevraagd, reservering: Reservering) -> None:
    """Price, parts and period make sense, and are within what is reserved."""
    agreed = asked.afspraken
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
    if agreed.van and agreed.tot and agreed.tot < agreed.van:
        raise Weigering("De laatste dag van de levering ligt vóór de eerste.", veld="tot")
    problem = parts_problem(agreed.delen, asked.bedrag_cent, agreed.van)
    if problem == "som":
        total = sum(deel.cent for deel in agreed.delen)
        problem = f"De delen zijn samen {euro(total)}, en de prijs is {euro(asked.bedrag_cent)}."
    if problem:
        raise Weigering(problem, veld="delen")
    if asker := agreed.op_verzoek_van_id:
        partners = Partner.objects.filter(valid_on(asked.dag), regio_id=reservering.regio_id)
        if not partners.filter(organisatie=asker).exists():
            raise Weigering("Kies een partner van jouw regio.", veld="op_verzoek_van")


def _covered(wie: Actor, reservering: Reservering, asked: _Gevraagd) -> _Gedekt:
    """The mandaat and the consent that this order needs; raises Weigering with who may."""
    interventie = reservering.interventie
    plafond = plafond_op(interventie.interventiesoort_id, asked.dag)
    ceiling = plafond.bedrag_cent if plafond else None
    above = above_ceiling(asked.bedrag_cent, ceiling)
    if above and not asked.reden_boven_plafond:
        raise Weigering(
            f"In de regeling staat bij deze dienst {euro(ceiling)}. Schrijf waarom er meer "
            "nodig is.",
            veld="reden_boven_plafond",
        )
    if not reservering.met_mandaten:
        return _Gedekt(plafond, None, None)
    mandaten = mandaten_op(reservering.regio_id, asked.dag)
    buying = Aankoop(
        organisatie_id=interventie.inkoper_id,
        rol=wie.rol,
        voor=asked.afspraken.eerstverantwoordelijk,
        fonds_id=reservering.fondsregel.fonds_id,
        cent=asked.bedrag_cent,
    )
    mandaat = require_mandaat(mandaten, buying, reservering.fondsregel.fonds.naam)
    return _Gedekt(plafond, mandaat, _consent(wie, interventie, asked) if above else None)


def _consent(wie: Actor, interventie: Interventie, asked: _Gevraagd) -> Plafondakkoord:
    found = (
        Plafondakkoord.objects.filter(
            interventie=interventie, status="gegeven", cent__gte=asked.bedrag_cent
        )
        .exclude(beslist_door=wie.medewerker_id)
        .order_by("cent", "pk")
        .first()
    )
    if not found:
        raise Weigering(
            "Dit is meer dan het bedrag in de regeling. Daarvoor is akkoord nodig van iemand "
            "met een hoger mandaat. Vraag dat hieronder.",
            veld="reden_boven_plafond",
        )
    return found


def _provider(wie: Actor, interventie: Interventie, asked: _Gevraagd) -> Leverancier:
    koop = Koop(interventie.inkoper_id, interventie.interventiesoort_id, asked.dag)
    again = asked.afspraken.toch_nieuw
    found = known_or_new(wie, interventie.regio_id, asked.aanbieder, koop, toch_nieuw=again)
    provider = found.aanbieder
    if provider.tot and provider.tot < asked.dag:
        raise Weigering(
            f"Bij {provider.naam} wordt sinds {datum(provider.tot)} niet meer besteld: "
            f"{provider.reden_gestopt}",
            veld="aanbieder",
        )
    return found


def _make_order(
    wie: Actor,
    reservering: Reservering,
    leverancier: Leverancier,
    gedekt: _Gedekt,
    asked: _Gevraagd,
) -> Verplichting:
    regeling = regeling_op(asked.dag)
    if not regeling:
        raise Weigering("Op deze dag geldt geen regeling. Vraag de beheerder om die toe te voegen.")
    interventie, agreed = reservering.interventie, asked.afspraken
    order = Verplichting(
        regio_id=interventie.regio_id,
        reservering=reservering,
        fondsregel=reservering.fondsregel,
        interventie=interventie,
        kandidaat_sleutel=interventie.kandidaat_sleutel,
        interventiesoort_id=interventie.interventiesoort_id,
        inkoper_id=interventie.inkoper_id,
        aanbieder=leverancier.aanbieder.naam,
        leverancier=leverancier.aanbieder,
        eerstverantwoordelijk=agreed.eerstverantwoordelijk,
        op_verzoek_van_id=agreed.op_verzoek_van_id,
        van=agreed.van,
        tot=agreed.tot,
        termijnen=[{"dag": deel.dag.isoformat(), "cent": deel.cent} for deel in agreed.delen],
        betaalwijze=agreed.betaalwijze,
        kenmerk_inkoper=agreed.kenmerk_inkoper,
        bedrag_cent=asked.bedrag_cent,
        btw=asked.btw,
        kaderprijs_id=leverancier.kaderprijs_id,
        mandaat_id=gedekt.mandaat.pk if gedekt.mandaat else None,
        akkoord=gedekt.akkoord,
        plafond_cent=gedekt.plafond.bedrag_cent if gedekt.plafond else None,
        reden_boven_plafond=asked.reden_boven_plafond,
        regeling=regeling,
        besteld_door_id=wie.medewerker_id,
        besteld_op=moment_on(asked.dag),
        boekdatum=asked.dag,
    )
    return insert(order)
