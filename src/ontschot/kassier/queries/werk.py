"""What waits for whom, and the lists of declaraties and batches."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier.models import (
    Bankregel,
    Betaalbatch,
    Betaalgegeven,
    Declaratie,
    Declaratieregel,
    Factuur,
    Plaatsing,
    Verplichting,
)
from ontschot.kassier.models.indieningen import LIVE
from ontschot.kassier.queries.akkoorden import akkoord_waiting
from ontschot.kassier.queries.budgetwerk import budget_waiting
from ontschot.kassier.queries.dubbel import doubles_waiting
from ontschot.kassier.queries.indieningen import (
    back_items,
    came_back,
    collect_items,
    judge_items,
    late_items,
    to_pay,
    visible,
)
from ontschot.kassier.queries.kosten import costs_waiting
from ontschot.kassier.queries.wacht import owed, to_decide, unread
from ontschot.kassier.rules import last_of_month
from ontschot.kern.composed import composed
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.web.format import aantal, euro

# Our own promise; no term of payment was found in the sources (domain 2.9).
VRIJGEEF_DAGEN = 3


def to_declare(organisatie_id: int | None) -> QuerySet[Verplichting]:
    """Open orders of a partner of which something is still to be declared, with `over_cent`."""
    claimed = (
        Declaratieregel.objects.filter(verplichting=OuterRef("pk"), status__in=LIVE)
        .order_by()
        .values("verplichting")
        .annotate(cent=Sum("cent"))
        .values("cent")
    )
    return (
        Verplichting.objects.filter(inkoper_id=organisatie_id, status="open")
        .annotate(
            over_cent=F("bedrag_cent") - F("vrijgevallen_cent") - Coalesce(Subquery(claimed), 0)
        )
        .filter(over_cent__gt=0)
        .select_related("interventiesoort", "fondsregel__fonds")
        .order_by("boekdatum", "pk")
    )


def batches() -> QuerySet[Betaalbatch]:
    return Betaalbatch.objects.select_related(
        "fonds", "samengesteld_door", "vrijgegeven_door", "geannuleerd_door", "bevestigd_door"
    )


def accounts(regio: str) -> QuerySet[Betaalgegeven]:
    """The accounts that hold today or later, per organisatie."""
    today = timezone.localdate()
    return (
        Betaalgegeven.objects.filter(Q(tot__isnull=True) | Q(tot__gte=today), regio_id=regio)
        .select_related("organisatie")
        .order_by("organisatie__naam", "van")
    )


def waiting_for(wie: Actor) -> list[Wacht]:
    """What waits for a kassier, or for a professional of a buying partner."""
    found = [*budget_waiting(wie), *costs_waiting(wie)]
    if wie.rol == Rolsoort.KASSIER:
        rows = visible(wie, Declaratie).filter(status="ingediend")
        rows = rows.exclude(ingediend_door=wie.medewerker_id).order_by("ingediend_op")
        found += [
            *judge_items(wie, rows),
            *unread(wie),
            *to_decide(wie),
            *collect_items("declaraties", _ready_to_pay()),
            *_to_release(wie),
            *_to_confirm(),
            *_to_place(wie),
            *doubles_waiting(wie),
        ]
    if wie.rol in PROFESSIONALS:
        found += [
            *back_items(_back_at(wie.organisatie_id or 0, wie.medewerker_id or 0)),
            *unread(wie),
            *late_items(wie, Declaratie),
            *owed(wie),
            *_ready(wie),
            *_invoiced(wie),
            *akkoord_waiting(wie),
        ]
    return found


@composed
def _ready_to_pay() -> QuerySet[Declaratie]:
    return to_pay(Declaratie)


@composed
def _built_by_others(medewerker: int) -> QuerySet[Betaalbatch]:
    rows = batches().filter(status="samengesteld")
    return rows.exclude(samengesteld_door=medewerker).order_by("pk")


def _to_release(wie: Actor) -> Iterable[Wacht]:
    for row in _built_by_others(wie.medewerker_id or 0):
        yield Wacht(
            soort="betaalbatch",
            titel=f"Betaalbatch {row.pk}, samengesteld door {row.samengesteld_door}",
            uitleg=f"{aantal(row.aantal, 'regel', 'regels')}, {euro(row.totaal_cent)}: "
            "tweede paar ogen",
            url=reverse("kassier:batch", args=[row.pk]),
            actie="Geef vrij",
            uiterlijk=timezone.localdate(row.samengesteld_op) + timedelta(days=VRIJGEEF_DAGEN),
            sinds=row.samengesteld_op,
        )


@composed
def _at_the_bank(day: date) -> QuerySet[Betaalbatch]:
    rows = batches().filter(status="vrijgegeven", uitvoerdatum__lte=day)
    return rows.order_by("uitvoerdatum", "pk")


def _to_confirm() -> Iterable[Wacht]:
    for row in _at_the_bank(timezone.localdate()):
        yield Wacht(
            soort="betaalbatch",
            titel=f"Betaalbatch {row.pk}: heeft de bank betaald?",
            uitleg=f"{aantal(row.aantal, 'regel', 'regels')}, {euro(row.totaal_cent)}",
            url=reverse("kassier:batch", args=[row.pk]),
            actie="Bevestig",
            uiterlijk=row.uitvoerdatum + timedelta(days=VRIJGEEF_DAGEN),
            sinds=row.vrijgegeven_op,
        )


def _to_place(wie: Actor) -> Iterable[Wacht]:
    """One item for what nobody recognised, and one for what the other kassier proposed."""
    sums = Bankregel.objects.filter(status="te_plaatsen").aggregate(
        n=Count("pk"), som=Sum("cent"), eerste=Min("bestand__ingelezen_op")
    )
    proposed = Plaatsing.objects.filter(status="voorgesteld").exclude(
        voorgesteld_door=wie.medewerker_id
    )
    asked = proposed.aggregate(n=Count("pk"), eerste=Min("voorgesteld_op"))
    if sums["n"]:
        yield Wacht(
            soort="bank",
            titel="Geld dat Ontschot niet herkende",
            uitleg=f"{aantal(sums['n'], 'regel', 'regels')}, {euro(sums['som'])}",
            url=reverse("kassier:plaatsen"),
            actie="Plaats",
            sinds=sums["eerste"],
        )
    if asked["n"]:
        yield Wacht(
            soort="bank",
            titel="Voorstel om geld te plaatsen",
            uitleg=f"{aantal(asked['n'], 'voorstel', 'voorstellen')}: tweede paar ogen",
            url=reverse("kassier:plaatsen"),
            actie="Bekijk",
            sinds=asked["eerste"],
        )


@composed
def _read_in(organisatie: int) -> QuerySet[Factuur]:
    return Factuur.objects.filter(organisatie=organisatie, status="ingelezen").order_by("pk")


def _invoiced(wie: Actor) -> Iterable[Wacht]:
    for row in _read_in(wie.organisatie_id or 0):
        yield Wacht(
            soort="factuur",
            titel=f"{row} van {row.leverancier_naam}",
            uitleg=f"{euro(row.totaal_cent)}, nagerekend",
            url=reverse("kassier:factuur", args=[row.pk]),
            actie="Declareer" if row.soort == Factuur.FACTUUR else "Verwerk",
            sinds=row.ingelezen_op,
        )


@composed
def _back_at(organisatie: int, medewerker: int) -> QuerySet[Declaratie]:
    return came_back(Declaratie, organisatie, medewerker)


@composed
def _undeclared(organisatie: int, until: date) -> QuerySet[Verplichting, tuple[int, int]]:
    """How many, and how many cents together, in one row."""
    ready = to_declare(organisatie).filter(boekdatum__lte=until).order_by()
    # One group of all: a constant is no column to group by.
    together = ready.values(all=Value(1)).annotate(n=Count("pk"), som=Sum("over_cent"))
    return together.values_list("n", "som")


def _ready(wie: Actor) -> Iterable[Wacht]:
    """Orders of an ended month that nobody declared yet: one item for all of them."""
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    ((number, cent),) = _undeclared(wie.organisatie_id or 0, last_of_month(last_month))
    if number:
        yield Wacht(
            soort="declaratie",
            titel=f"{number} verplichtingen nog niet gedeclareerd",
            uitleg=f"samen {euro(cent)}",
            url=reverse("kassier:nieuwe_declaratie"),
            actie="Declareer",
        )
