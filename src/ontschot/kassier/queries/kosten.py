"""Costs of the organisation for a screen: the list, one declaratie, the statement of a quarter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier.models import (
    Fonds,
    Journaalpost,
    Kostenbewijs,
    Kostendeclaratie,
    Kostenregel,
)
from ontschot.kassier.models.indieningen import LIVE
from ontschot.kassier.models.kosten import SOORT_FONDS
from ontschot.kassier.queries.wacht import judging_terms
from ontschot.kassier.rules import Staatregel, first_of_quarter, judge_before, kwartaalnaam
from ontschot.kassier.rules.kosten import total
from ontschot.kern.composed import composed
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.web.format import euro

MAX_KWARTALEN = 12


def costs(wie: Actor) -> QuerySet[Kostendeclaratie]:
    """What somebody may see, with `aantal` and `cent` of the lines that count.

    Who pays or reads along sees all of the region but concepts; a professional those of his own
    organisatie.
    """
    found = _with_totals()
    own, handed_in = Q(organisatie=wie.organisatie_id), ~Q(status__in=["concept", "ingetrokken"])
    if wie.rol in (Rolsoort.KASSIER, Rolsoort.BELEID):
        return found.filter(handed_in)
    return found.filter(own | handed_in if wie.rol == Rolsoort.COORDINATOR else own)


def _with_totals() -> QuerySet[Kostendeclaratie]:
    live = Q(regels__status__in=LIVE)
    return Kostendeclaratie.objects.select_related("organisatie", "fonds__kassier").annotate(
        aantal=Count("regels", filter=live), cent=Coalesce(Sum("regels__cent", filter=live), 0)
    )


@dataclass(frozen=True)
class Kostenstand:
    """A kostendeclaratie with its lines, each with its evidence; `cent` of what counts."""

    declaratie: Kostendeclaratie
    regels: tuple[Any, ...]
    aantal: int
    cent: int

    @property
    def terug_te_vragen(self) -> tuple[Any, ...]:
        """Paid lines of which something can still be asked back."""
        paid = (line for line in self.regels if line.status == "betaald")
        return tuple(line for line in paid if line.cent > line.gevraagd_cent)

    @property
    def zonder_bewijs(self) -> int:
        return sum(not line.bewijs for line in self.regels if line.status == "opgenomen")


def costs_page(wie: Actor, declaratie_id: int) -> Kostenstand | None:
    """One kostendeclaratie, or None when it does not exist for this person. Four queries."""
    row: Any = (
        costs(wie)
        .select_related("ingediend_door", "beoordeeld_door")
        .filter(pk=declaratie_id)
        .first()
    )
    if not row:
        return None
    evidence = Kostenbewijs.objects.select_related("door").order_by("pk")
    lines = (
        Kostenregel.objects.filter(declaratie=row)
        .exclude(status="vervallen")
        .select_related("fondsregel__saldo", "declaratie")
        .prefetch_related(
            Prefetch("bewijsstukken", evidence.filter(ingetrokken_op__isnull=True), "bewijs"),
            "terugvorderingen",
        )
        .annotate(
            gevraagd_cent=Coalesce(
                Sum("terugvorderingen__cent", filter=~Q(terugvorderingen__status="afgewezen")), 0
            )
        )
        .order_by("fondsregel__volgorde", "pk")
    )
    return Kostenstand(row, tuple(lines), row.aantal, row.cent)


def organisation_funds() -> QuerySet[Fonds]:
    return Fonds.objects.filter(soort=SOORT_FONDS).order_by("-van", "naam")


def quarters_of(fondsen: Iterable[Fonds]) -> list[date]:
    """The quarters over which may be declared now, the latest first; at most three years."""
    open_ = [fonds for fonds in fondsen if fonds.status == "open"]
    if not open_:
        return []
    first = min(first_of_quarter(fonds.van) for fonds in open_)
    found: list[date] = []
    quarter = first_of_quarter(timezone.localdate())
    while quarter >= first and len(found) < MAX_KWARTALEN:
        found.append(quarter)
        quarter = first_of_quarter(quarter - timedelta(days=1))
    return found


def costs_to_pay() -> QuerySet[Kostendeclaratie]:
    """Approved ones with lines that are in no batch; `aantal` and `cent` of those."""
    lines = (
        Kostenregel.objects.filter(declaratie=OuterRef("pk"), status="opgenomen")
        .exclude(betaalregels__status__in=["open", "bevestigd"])
        .order_by()
        .values("declaratie")
    )
    return (
        Kostendeclaratie.objects.filter(status="goedgekeurd")
        .annotate(
            aantal=Subquery(lines.annotate(n=Count("pk")).values("n")),
            cent=Subquery(lines.annotate(som=Sum(F("cent") - F("verrekend_cent"))).values("som")),
        )
        .filter(aantal__gt=0)
        .select_related("organisatie", "fonds")
        .order_by("fonds_id", "pk")
    )


@dataclass(frozen=True)
class Kwartaalstaat:
    """What was declared on each line of the begroting, over one quarter and beside it."""

    fonds: Fonds
    kwartaal: date
    regels: tuple[Staatregel, ...]

    @property
    def samen(self) -> Staatregel:
        return total(self.regels)

    @property
    def titel(self) -> str:
        return f"Kwartaalstaat {self.fonds.naam}, {kwartaalnaam(self.kwartaal)}"


def quarterly_statement(fonds: Fonds, kwartaal: date) -> Kwartaalstaat:
    """Counted from the journaal and compared with the balances of the lines. Two queries.

    Raises Weigering when the two differ: then somebody changed the books beside Ontschot.
    """
    moved = _moved(fonds, kwartaal)
    lines, differ = [], []
    for regel in fonds.regels.select_related("saldo").order_by("volgorde", "pk"):
        line = Staatregel(regel.omschrijving, *moved.get(regel.pk, (0, 0, 0, 0, 0, 0)))
        lines.append(line)
        if line.over_cent != regel.saldo.beschikbaar_cent:
            differ.append(regel.omschrijving)
    if differ:
        raise Weigering(
            f"De staat klopt niet met het journaal bij: {', '.join(differ)}. Vraag de beheerder "
            "om de boeken te controleren."
        )
    return Kwartaalstaat(fonds, kwartaal, tuple(lines))


def _moved(fonds: Fonds, kwartaal: date) -> dict[int, tuple[int, int, int, int, int, int]]:
    """Per line: budget, declared before, over this quarter and later, back, gone otherwise."""
    cost = Q(soort__in=["kosten", "terug_kosten"])
    back = Q(soort="terugontvangst", kostenregel__isnull=False)
    over = "kostenregel__declaratie__kwartaal"
    zero = Value(0)
    out = Case(When(van="beschikbaar", then=F("cent")), When(naar="beschikbaar", then=-F("cent")))
    granted = Case(When(van="toegekend", then=F("cent")), When(naar="toegekend", then=-F("cent")))
    rows = (
        Journaalpost.objects.filter(fonds=fonds)
        .order_by()
        .values_list("fondsregel")
        .annotate(
            budget=Coalesce(Sum(granted), zero),
            eerder=Coalesce(Sum(out, filter=cost & Q(**{f"{over}__lt": kwartaal})), zero),
            dit=Coalesce(Sum(out, filter=cost & Q(**{over: kwartaal})), zero),
            later=Coalesce(Sum(out, filter=cost & Q(**{f"{over}__gt": kwartaal})), zero),
            terug=Coalesce(Sum("cent", filter=back), zero),
            anders=Coalesce(
                Sum(out, filter=~cost & ~back & ~Q(van="toegekend") & ~Q(naar="toegekend")), zero
            ),
        )
    )
    return {pk: tuple(int(cent) for cent in cents) for pk, *cents in rows}  # type: ignore[misc]


def costs_waiting(wie: Actor) -> list[Wacht]:
    """What waits for a kassier of the fonds, came back to who made it, or is judged too late."""
    if wie.rol == Rolsoort.KASSIER:
        return [*_to_judge(wie), *_to_collect()]
    late = _late(wie) if wie.rol == Rolsoort.COORDINATOR else ()
    return [*late, *_sent_back(wie)] if wie.rol in PROFESSIONALS else list(late)


@composed
def _handed_in_at(kassier: int, medewerker: int) -> QuerySet[Kostendeclaratie]:
    rows = _with_totals().filter(status="ingediend", fonds__kassier=kassier)
    return rows.exclude(ingediend_door=medewerker).order_by("ingediend_op")


@composed
def _ready_to_pay() -> QuerySet[Kostendeclaratie]:
    return costs_to_pay()


def _to_judge(wie: Actor) -> Iterable[Wacht]:
    terms = judging_terms(wie.regio)
    row: Any
    for row in _handed_in_at(wie.organisatie_id or 0, wie.medewerker_id or 0):
        yield Wacht(
            soort="declaratie",
            titel=f"Kostendeclaratie {row.naam} van {row.organisatie}",
            uitleg=f"{row.aantal} {'regel' if row.aantal == 1 else 'regels'}, {euro(row.cent)}",
            url=reverse("kassier:kosten", args=[row.pk]),
            actie="Beoordeel",
            uiterlijk=judge_before(timezone.localdate(row.ingediend_op), terms.get(row.fonds_id)),
            sinds=row.ingediend_op,
        )


def _late(wie: Actor) -> Iterable[Wacht]:
    """For the coördinator: what the kassier did not judge within the agreed term."""
    terms = judging_terms(wie.regio)
    row: Any
    for row in costs(wie).filter(status="ingediend", fonds__in=terms).order_by("ingediend_op"):
        last = judge_before(timezone.localdate(row.ingediend_op), terms[row.fonds_id])
        if last and last < timezone.localdate():
            yield Wacht(
                soort="declaratie",
                titel=f"Kostendeclaratie {row.naam} is niet op tijd beoordeeld",
                uitleg=f"van {row.organisatie.naam}",
                url=reverse("kassier:kosten", args=[row.pk]),
                actie="Bekijk",
                uiterlijk=last,
                sinds=row.ingediend_op,
            )


def _to_collect() -> Iterable[Wacht]:
    rows: list[Any] = list(_ready_to_pay())
    if rows:
        yield Wacht(
            soort="betaling",
            titel="Goedgekeurde organisatiekosten betalen",
            uitleg=f"{len(rows)} {'declaratie' if len(rows) == 1 else 'declaraties'}, "
            f"{euro(sum(row.cent for row in rows))}",
            url=reverse("kassier:nieuwe_batch"),
            actie="Stel samen",
            sinds=min(row.beoordeeld_op for row in rows),
        )


@composed
def _came_back(organisatie: int, medewerker: int) -> QuerySet[Kostendeclaratie]:
    rows = Kostendeclaratie.objects.filter(
        organisatie=organisatie, status="teruggestuurd", gemaakt_door=medewerker
    )
    return rows.select_related("organisatie", "fonds").order_by("beoordeeld_op")


def _sent_back(wie: Actor) -> Iterable[Wacht]:
    for row in _came_back(wie.organisatie_id or 0, wie.medewerker_id or 0):
        yield Wacht(
            soort="declaratie",
            titel=f"Kostendeclaratie {row.naam} kwam terug",
            uitleg=row.toelichting,
            url=reverse("kassier:kosten", args=[row.pk]),
            actie="Pas aan",
            sinds=row.beoordeeld_op,
        )
