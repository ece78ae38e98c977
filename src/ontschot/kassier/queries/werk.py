"""What waits for whom, and the lists of declaraties and batches."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

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
from ontschot.kassier.queries.kosten import costs_waiting
from ontschot.kassier.queries.wacht import judging_terms, late_for, owed, to_decide, unread
from ontschot.kassier.rules import judge_before, last_of_month
from ontschot.kern.composed import composed
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.web.format import euro

# Our own promise; no term of payment was found in the sources (domain 2.9).
VRIJGEEF_DAGEN = 3


def declaraties(wie: Actor) -> QuerySet[Declaratie]:
    """The declaraties somebody may see, with `aantal` and `cent` of their live lines.

    Who pays or reads along sees all of the region but concepts; a professional those of his
    own organisatie.
    """
    live = Q(regels__status__in=LIVE)
    found = Declaratie.objects.select_related("organisatie", "fonds").annotate(
        aantal=Count("regels", filter=live), cent=Coalesce(Sum("regels__cent", filter=live), 0)
    )
    own = Q(organisatie_id=wie.organisatie_id)
    if wie.rol in (Rolsoort.KASSIER, Rolsoort.BELEID):
        return found.exclude(status__in=["concept", "ingetrokken"])
    if wie.rol == Rolsoort.COORDINATOR:
        return found.filter(own | ~Q(status__in=["concept", "ingetrokken"]))
    return found.filter(own)


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


def to_pay() -> QuerySet[Declaratie]:
    """Approved declaraties with lines that are in no batch; `aantal` and `cent` of those."""
    lines = (
        Declaratieregel.objects.filter(declaratie=OuterRef("pk"), status="opgenomen")
        .exclude(betaalregels__status__in=["open", "bevestigd"])
        .order_by()
        .values("declaratie")
    )
    return (
        Declaratie.objects.filter(status="goedgekeurd")
        .annotate(
            aantal=Subquery(lines.annotate(n=Count("pk")).values("n")),
            cent=Subquery(lines.annotate(som=Sum(F("cent") - F("verrekend_cent"))).values("som")),
        )
        .filter(aantal__gt=0)
        .select_related("organisatie", "fonds")
        .order_by("fonds_id", "pk")
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
        found += [
            *_to_judge(wie),
            *unread(wie),
            *to_decide(wie),
            *_to_collect(),
            *_to_release(wie),
            *_to_confirm(),
            *_to_place(wie),
            *doubles_waiting(wie),
        ]
    if wie.rol in PROFESSIONALS:
        found += [
            *_sent_back(wie),
            *unread(wie),
            *late_for(wie),
            *owed(wie),
            *_ready(wie),
            *_invoiced(wie),
            *akkoord_waiting(wie),
        ]
    return found


def _to_judge(wie: Actor) -> Iterable[Wacht]:
    rows = declaraties(wie).filter(status="ingediend").exclude(ingediend_door=wie.medewerker_id)
    terms = judging_terms(wie.regio)
    row: Any  # with what the queryset counted
    for row in rows.order_by("ingediend_op"):
        yield Wacht(
            soort="declaratie",
            titel=f"Declaratie {row.naam} van {row.organisatie}",
            uitleg=f"{row.aantal} regels, {euro(row.cent)}",
            url=reverse("kassier:declaratie", args=[row.pk]),
            actie="Beoordeel",
            uiterlijk=judge_before(timezone.localdate(row.ingediend_op), terms.get(row.fonds_id)),
            sinds=row.ingediend_op,
        )


@composed
def _ready_to_pay() -> QuerySet[Declaratie]:
    return to_pay()


def _to_collect() -> Iterable[Wacht]:
    rows: list[Any] = list(_ready_to_pay())
    if rows:
        yield Wacht(
            soort="betaling",
            titel="Goedgekeurde declaraties betalen",
            uitleg=f"{len(rows)} declaraties, {euro(sum(row.cent for row in rows))}",
            url=reverse("kassier:nieuwe_batch"),
            actie="Stel samen",
            sinds=min(row.beoordeeld_op for row in rows),
        )


@composed
def _built_by_others(medewerker: int) -> QuerySet[Betaalbatch]:
    rows = batches().filter(status="samengesteld")
    return rows.exclude(samengesteld_door=medewerker).order_by("pk")


def _to_release(wie: Actor) -> Iterable[Wacht]:
    for row in _built_by_others(wie.medewerker_id or 0):
        yield Wacht(
            soort="betaalbatch",
            titel=f"Betaalbatch {row.pk}, samengesteld door {row.samengesteld_door}",
            uitleg=f"{row.aantal} regels, {euro(row.totaal_cent)}: tweede paar ogen",
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
            uitleg=f"{row.aantal} regels, {euro(row.totaal_cent)}",
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
            uitleg=f"{sums['n']} {'regel' if sums['n'] == 1 else 'regels'}, {euro(sums['som'])}",
            url=reverse("kassier:plaatsen"),
            actie="Plaats",
            sinds=sums["eerste"],
        )
    if asked["n"]:
        yield Wacht(
            soort="bank",
            titel="Voorstel om geld te plaatsen",
            uitleg=f"{asked['n']} {'voorstel' if asked['n'] == 1 else 'voorstellen'}: tweede paar "
            "ogen",
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
    rows = Declaratie.objects.filter(organisatie=organisatie, gemaakt_door=medewerker)
    return rows.filter(status="teruggestuurd").order_by("beoordeeld_op")


def _sent_back(wie: Actor) -> Iterable[Wacht]:
    for row in _back_at(wie.organisatie_id or 0, wie.medewerker_id or 0):
        yield Wacht(
            soort="declaratie",
            titel=f"Declaratie {row.naam} kwam terug",
            uitleg=row.toelichting,
            url=reverse("kassier:declaratie", args=[row.pk]),
            actie="Pas aan",
            sinds=row.beoordeeld_op,
        )


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
