"""Costs of the organisation for a screen: the list, one declaratie, the statement of a quarter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    F,
    Prefetch,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from ontschot.kassier.models import (
    Fonds,
    Journaalpost,
    Kostenbewijs,
    Kostendeclaratie,
    Kostenregel,
)
from ontschot.kassier.models.kosten import SOORT_FONDS
from ontschot.kassier.queries.indieningen import (
    back_items,
    came_back,
    collect_items,
    judge_items,
    late_items,
    to_pay,
    visible,
    with_totals,
)
from ontschot.kassier.rules import Staatregel, first_of_quarter, kwartaalnaam
from ontschot.kassier.rules.kosten import total
from ontschot.kern.composed import composed
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht

MAX_KWARTALEN = 12


def costs(wie: Actor) -> QuerySet[Kostendeclaratie]:
    """What somebody may see, with its totals and the kassier of its fonds."""
    return visible(wie, Kostendeclaratie).select_related("fonds__kassier")


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


def _moved(fonds: Fonds, kwartaal: date) -> dict[int, tuple[int, ...]]:
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
    return {pk: tuple(int(cent) for cent in cents) for pk, *cents in rows}


def costs_waiting(wie: Actor) -> list[Wacht]:
    """What waits for a kassier of the fonds, came back to who made it, or is judged too late."""
    here, me = wie.organisatie_id or 0, wie.medewerker_id or 0
    if wie.rol == Rolsoort.KASSIER:
        collect = collect_items("organisatiekosten", _ready_to_pay())
        return [*judge_items(wie, _handed_in_at(here, me)), *collect]
    back = back_items(_came_back(here, me)) if wie.rol in PROFESSIONALS else ()
    return [*late_items(wie, Kostendeclaratie), *back]


@composed
def _handed_in_at(kassier: int, medewerker: int) -> QuerySet[Kostendeclaratie]:
    rows = with_totals(Kostendeclaratie).filter(status="ingediend", fonds__kassier=kassier)
    return rows.exclude(ingediend_door=medewerker).order_by("ingediend_op")


@composed
def _ready_to_pay() -> QuerySet[Kostendeclaratie]:
    return to_pay(Kostendeclaratie)


@composed
def _came_back(organisatie: int, medewerker: int) -> QuerySet[Kostendeclaratie]:
    return came_back(Kostendeclaratie, organisatie, medewerker)
