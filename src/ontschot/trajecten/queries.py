"""What this room tells the Werkvoorraad, the dossier and its own pages."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten.errors import GeenToegang
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.netwerk.models import Organisatie, Partner, Rol
from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.models import Doelgroep, Interventiesoort
from ontschot.trajecten.models import (
    Arrangement,
    Interventie,
    Nazorgmoment,
    Overdracht,
    Stap,
    Toetsregel,
)
from ontschot.trajecten.timeline import TIJDLIJN
from ontschot.web.format import euro

__all__ = ["TIJDLIJN"]

# How many days ahead a nazorgmoment shows in the Werkvoorraad.
NAZORG_VOORUIT_DAGEN = 7
# From the besluit on, the buyer's people see an interventie by key.
BUYER_SEES = ("toegekend", "verplicht", "loopt", "afgerond", "afgebroken")
STATUS_KIND = {
    "gepland": "neutral",
    "besluit_gevraagd": "warn",
    "toegekend": "ok",
    "verplicht": "ok",
    "loopt": "ok",
    "afgerond": "ok",
    "afgewezen": "stop",
    "afgebroken": "stop",
    "vervallen": "neutral",
}


@dataclass(frozen=True)
class Stapdeel:
    """One step of a plan as the dossier shows it. Amounts in cents; None: nothing is bought.

    `toets_open` and `toets_totaal` count the facilities of the voorliggend-toets.
    """

    stap_id: int
    omschrijving: str
    sub: str
    van_wie: str
    van: date | None
    tot: date | None
    interventie_id: int | None = None
    status: str = ""
    stand: str = ""
    stand_kind: str = "neutral"
    cent: int | None = None
    toets_open: int = 0
    toets_totaal: int = 0
    url: str = ""


@dataclass(frozen=True)
class Overdrachtdeel:
    overdracht_id: int
    soort: str
    naar: str
    reageer_uiterlijk: date
    url: str


@dataclass(frozen=True)
class Dossierdeel:
    """What this room gives the dossier: the current plan, its steps, and what is on offer.

    `nu_nodig` is the next thing to do in a sentence, with where to do it; empty when nothing.
    """

    arrangement: Arrangement | None
    stappen: tuple[Stapdeel, ...]
    overdrachten: tuple[Overdrachtdeel, ...]
    nu_nodig: str = ""
    nu_nodig_url: str = ""
    nu_nodig_actie: str = ""

    @property
    def interventie_ids(self) -> list[int]:
        return [s.interventie_id for s in self.stappen if s.interventie_id is not None]


def steps_of(arrangement_id: int) -> list[Stapdeel]:
    """The steps of a plan with their interventies and the state of each toets. One query."""
    return [_step(step) for step in _steps().filter(arrangement_id=arrangement_id)]


def _steps() -> QuerySet[Stap]:
    """Steps in their order, with the answers of each toets as `antwoorden`."""
    lines = Toetsregel.objects.filter(interventie=OuterRef("interventie")).order_by()
    return (
        Stap.objects.select_related("dienst", "interventie__interventiesoort")
        .annotate(antwoorden=ArraySubquery(lines.values_list("antwoord")))
        .order_by("volgorde")
    )


def _step(step: Stap) -> Stapdeel:
    interventie: Interventie | None = getattr(step, "interventie", None)
    plain = Stapdeel(
        stap_id=step.pk,
        omschrijving=step.omschrijving,
        sub=step.dienst.get_soort_display() if step.dienst else "",
        van_wie=step.van_wie,
        van=step.van,
        tot=step.tot,
    )
    if interventie is None:
        return plain
    answers: list[str] = getattr(step, "antwoorden", [])
    total, unanswered = len(answers), answers.count("")
    return replace(
        plain,
        sub=interventie.interventiesoort.naam,
        interventie_id=interventie.pk,
        status=interventie.status,
        stand=_standing(interventie, total, unanswered),
        stand_kind="warn" if unanswered else STATUS_KIND[interventie.status],
        cent=interventie.kosten_cent or interventie.gevraagd_cent,
        toets_open=unanswered,
        toets_totaal=total,
        url=reverse("trajecten:interventie", args=[interventie.pk]),
    )


def _standing(interventie: Interventie, total: int, unanswered: int) -> str:
    if interventie.status == "gepland" and interventie.toets_gedaan_op is None and total:
        return f"toets {total - unanswered} van {total}"
    return str(interventie.get_status_display())


def current_plan(kandidaat_id: int) -> Arrangement | None:
    """The plan that counts: the one being made or the one agreed. One query."""
    plans = Arrangement.objects.filter(kandidaat_id=kandidaat_id).exclude(status="vervangen")
    return plans.select_related("kandidaat").first()


def _plan_with_steps(kandidaat: Kandidaat) -> tuple[Arrangement | None, tuple[Stapdeel, ...]]:
    """The plan that counts with its steps. One query; a plan without a step costs a second."""
    running = _steps().filter(arrangement__kandidaat=kandidaat)
    steps = list(running.exclude(arrangement__status="vervangen").select_related("arrangement"))
    if not steps:
        return current_plan(kandidaat.pk), ()
    return steps[0].arrangement, tuple(_step(step) for step in steps)


def dossier_part(kandidaat: Kandidaat) -> Dossierdeel:
    """Plan, steps with interventies and open overdrachten. Two queries, three without a step."""
    arrangement, steps = _plan_with_steps(kandidaat)
    offers = (
        Overdracht.objects.filter(kandidaat=kandidaat, status="aangeboden")
        .select_related("naar", "naar_organisatie")
        .order_by("id")
    )
    return Dossierdeel(
        arrangement=arrangement,
        stappen=steps,
        overdrachten=tuple(
            Overdrachtdeel(
                o.pk,
                o.get_soort_display(),
                f"{o.naar.naam} ({o.naar_organisatie.naam})",
                o.reageer_uiterlijk,
                reverse("trajecten:overdracht", args=[o.pk]),
            )
            for o in offers
        ),
        **_next(kandidaat.sleutel, arrangement, steps),
    )


def _next(
    sleutel: str, arrangement: Arrangement | None, steps: tuple[Stapdeel, ...]
) -> dict[str, str]:
    """The next thing to do in this room, in a sentence, with its button."""
    for step in steps:
        if step.status == "gepland" and step.toets_open:
            wat = (
                "is nog één voorziening"
                if step.toets_open == 1
                else f"zijn nog {step.toets_open} van de {step.toets_totaal} voorzieningen"
            )
            return {
                "nu_nodig": f"Bij {step.omschrijving} {wat} niet beantwoord.",
                "nu_nodig_url": reverse("trajecten:toets", args=[step.interventie_id]),
                "nu_nodig_actie": "Maak de toets af",
            }
    if arrangement and arrangement.status == "concept" and steps:
        return {
            "nu_nodig": "Het plan is nog niet afgesproken met de kandidaat.",
            "nu_nodig_url": reverse("trajecten:plan", args=[sleutel]),
            "nu_nodig_actie": "Spreek het plan af",
        }
    return {}


def waiting_for(wie: Actor) -> list[Wacht]:
    """What waits for this person: overdrachten, toetsen, nazorg, and what may be bought.

    Overdue overdrachten climb to the coördinator, without a name. Four queries.
    """
    if wie.medewerker_id is None or wie.rol not in PROFESSIONALS:
        return []
    items = _overdrachten_for(wie)
    if wie.rol in HULPVERLENERS:
        items += [*_toetsen_for(wie), *_nazorg_for(wie), *_purchases_for(wie)]
    return items


def _overdrachten_for(wie: Actor) -> list[Wacht]:
    for_me = Q(naar_id=wie.medewerker_id)
    if wie.rol == Rolsoort.COORDINATOR:
        for_me |= Q(reageer_uiterlijk__lt=timezone.localdate())
    found = (
        Overdracht.objects.filter(for_me, status="aangeboden")
        .select_related("kandidaat", "van", "van_organisatie", "naar")
        .order_by("reageer_uiterlijk", "id")
    )
    return [_overdracht_item(wie, o) for o in found]


def _overdracht_item(wie: Actor, o: Overdracht) -> Wacht:
    mine = o.naar_id == wie.medewerker_id
    wat = "draagt over" if o.soort == "overdracht" else "vraagt je mee te helpen"
    return Wacht(
        soort="overdracht",
        titel=f"{o.van.naam} {wat}" if mine else f"Overdracht zonder antwoord van {o.naar.naam}",
        uitleg=f"{o.kandidaat.naam} · {o.reden}" if mine else f"{o.kandidaat.sleutel} · te laat",
        url=reverse("trajecten:overdracht", args=[o.pk]),
        actie="Neem aan of weiger" if mine else "Bekijk",
        uiterlijk=o.reageer_uiterlijk,
        sinds=o.aangeboden_op,
    )


def _mine(wie: Actor) -> Q:
    """Rows about a kandidaat of whom this person is the vaste contactpersoon."""
    contact = Betrokkenheid.objects.filter(
        medewerker_id=wie.medewerker_id or 0, vaste_contactpersoon=True, tot__isnull=True
    )
    return Q(kandidaat_id__in=contact.values("kandidaat_id"))


def _toetsen_for(wie: Actor) -> list[Wacht]:
    found = (
        Interventie.objects.filter(_mine(wie), status="gepland")
        .select_related("kandidaat")
        .annotate(open=Count("toets", filter=Q(toets__antwoord="")))
        .order_by("gepland_op", "id")
    )
    return [
        Wacht(
            soort="toets",
            titel=f"{i.kandidaat.naam}: {i.omschrijving}",
            uitleg=f"Nog {i.open} te beantwoorden" if i.open else "Klaar om een besluit te vragen",
            url=reverse("trajecten:toets", args=[i.pk]),
            actie="Maak de toets af" if i.open else "Vraag een besluit",
            sinds=i.gepland_op,
        )
        for i in found
    ]


def _nazorg_for(wie: Actor) -> list[Wacht]:
    until = timezone.localdate() + timedelta(days=NAZORG_VOORUIT_DAGEN)
    found = (
        Nazorgmoment.objects.filter(_mine(wie), gedaan_op__isnull=True, gepland_op__lte=until)
        .select_related("kandidaat")
        .order_by("gepland_op", "id")
    )
    return [
        Wacht(
            soort="nazorg",
            titel=f"Hoe gaat het met {n.kandidaat.naam}?",
            uitleg=f"Nazorg na {n.na}",
            url=reverse("trajecten:nazorg", args=[n.pk]),
            actie="Leg vast",
            uiterlijk=n.gepland_op,
        )
        for n in found
    ]


def _purchases_for(wie: Actor) -> list[Wacht]:
    """Granted, and my organisation buys: by key, because the buyer need not be betrokken."""
    found = (
        Interventie.objects.filter(status="toegekend", inkoper_id=wie.organisatie_id)
        .select_related("interventiesoort")
        .order_by("laatste_wijziging_op", "id")
    )
    return [
        Wacht(
            soort="inkoop",
            titel=f"{i.omschrijving} voor {i.kandidaat_sleutel}",
            uitleg=f"{i.interventiesoort.naam} · {euro(i.gevraagd_cent)}",
            url=reverse("trajecten:interventie", args=[i.pk]),
            actie="Leg de verplichting vast",
            sinds=i.laatste_wijziging_op,
        )
        for i in found
    ]


def buyers(regio: str, day: date) -> list[tuple[int, str]]:
    """The partners that may buy in this region on this day, as choices."""
    partners = Organisatie.objects.filter(
        mag_inkopen=True,
        pk__in=Partner.objects.filter(valid_on(day), regio=regio).values("organisatie"),
    )
    return list(partners.order_by("naam").values_list("pk", "naam"))


def receivers(wie: Actor, regio: str, day: date) -> list[tuple[int, str]]:
    """The colleagues to whom somebody can be handed over, as choices of `netwerk.Rol`."""
    rollen = (
        Rol.objects.filter(valid_on(day), regio=regio, soort__in=sorted(HULPVERLENERS))
        .exclude(medewerker_id=wie.medewerker_id or 0)
        .select_related("medewerker", "organisatie")
        .order_by("organisatie__naam", "medewerker__naam", "id")
    )
    return [
        (r.pk, f"{r.medewerker.naam} · {r.organisatie.naam} ({r.get_soort_display()})")
        for r in rollen
    ]


def kinds() -> list[tuple[str, str]]:
    """The kinds of interventie, as choices."""
    return list(Interventiesoort.objects.order_by("volgorde").values_list("code", "naam"))


def doelgroepen() -> list[tuple[str, str]]:
    """The doelgroepen, as choices."""
    return list(Doelgroep.objects.order_by("volgorde").values_list("code", "label"))


def interventies_of(kandidaat_id: int) -> list[tuple[int, str]]:
    """The interventies of one person, as choices."""
    rows = Interventie.objects.filter(kandidaat_id=kandidaat_id).order_by("-gepland_op", "-id")
    return list(rows.values_list("pk", "omschrijving"))


def interventie_for(wie: Actor, pk: int) -> tuple[Interventie, Kandidaat | None]:
    """An interventie for its page, and the kandidaat when the dossier is open to `wie`.

    The buyer's people see it too, by key: they order what was granted. Others are refused with
    GeenToegang; an interventie of another region does not exist here.
    """
    found = (
        Interventie.objects.filter(pk=pk)
        .select_related("interventiesoort", "doelgroep", "inkoper", "stap__arrangement")
        .first()
    )
    if found is None:
        raise Weigering("Deze interventie is er niet in jouw regio. Zoek hem in de lijst.")
    try:
        return found, kandidaat_for(wie, found.kandidaat_sleutel)
    except GeenToegang:
        if found.inkoper_id == wie.organisatie_id and found.status in BUYER_SEES:
            return found, None
        raise


def overdracht_for(wie: Actor, pk: int) -> Overdracht:
    """An offer for giver and receiver; for the coördinator once it is late."""
    mine = Q(van_id=wie.medewerker_id or 0) | Q(naar_id=wie.medewerker_id or 0)
    if wie.rol == Rolsoort.COORDINATOR:
        mine |= Q(status="aangeboden", reageer_uiterlijk__lt=timezone.localdate())
    found = (
        Overdracht.objects.filter(mine, pk=pk)
        .select_related("kandidaat", "van", "van_organisatie", "naar", "naar_organisatie")
        .first()
    )
    if found is None:
        raise Weigering("Deze overdracht is niet aan jou aangeboden.")
    return found


ROAD = ("gepland", "besluit_gevraagd", "toegekend", "verplicht", "loopt", "afgerond")
ROAD_LABELS = ("Gepland", "Besluit gevraagd", "Toegekend", "Ingekocht", "Loopt", "Afgerond")


def road_of(interventie: Interventie) -> list[dict[str, str]]:
    """Where the interventie is on its way, for the stepper; empty when it left the road."""
    if interventie.status not in ROAD:
        return []
    here = ROAD.index(interventie.status)
    last = interventie.status == ROAD[-1]
    return [
        {"label": label, "state": "done" if i < here or last else "now" if i == here else "todo"}
        for i, label in enumerate(ROAD_LABELS)
    ]
