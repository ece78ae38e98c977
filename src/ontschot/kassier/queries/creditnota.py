"""A credit note laid beside what became of its orders. Reads only."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from ontschot.kassier.models import (
    Declaratieregel,
    Factuur,
    Factuurregel,
    Terugvordering,
    Verplichting,
)
from ontschot.kassier.models.indieningen import LIVE, OPEN_FOR_CHANGE
from ontschot.kassier.rules.creditnota import Creditplan, Orderstand, Regelbedrag, plan


def credit_plans(creditnota: Factuur) -> list[Creditplan]:
    """What processing it would do now, per order that it names. Four queries."""
    asked: dict[int, int] = defaultdict(int)
    for pk, cent in creditnota.regels.filter(voorstel_cent__gt=0).values_list(
        "verplichting", "voorstel_cent"
    ):
        asked[pk or 0] += cent
    orders = Verplichting.objects.filter(pk__in=asked).order_by("pk")
    return [plan(stand, asked[pk]) for pk, stand in order_states(orders).items()]


def order_states(orders: Iterable[Verplichting]) -> dict[int, Orderstand]:
    """Per order what is open, declared and paid. The latest line comes first. Two queries."""
    rows = {order.pk: order for order in orders}
    lines: dict[int, list[tuple[Declaratieregel, int]]] = defaultdict(list)
    found = (
        Declaratieregel.objects.filter(verplichting__in=rows, status__in=LIVE)
        .select_related("declaratie__organisatie")
        .annotate(
            gevraagd_cent=Coalesce(
                Sum("terugvorderingen__cent", filter=~Q(terugvorderingen__status="afgewezen")), 0
            )
        )
        .order_by("-pk")
    )
    for line in found:
        lines[line.verplichting_id].append((line, line.gevraagd_cent))
    return {pk: _state(order, lines[pk]) for pk, order in rows.items()}


def _state(order: Verplichting, lines: list[tuple[Declaratieregel, int]]) -> Orderstand:
    """Each line comes with the cents of it that are asked back."""
    kinds: dict[str, list[Regelbedrag]] = {"concept": [], "vast": [], "betaald": []}
    for line, gevraagd_cent in lines:
        paid = line.status == "betaald"
        open_now = line.declaratie.status in OPEN_FOR_CHANGE
        kind = "betaald" if paid else "concept" if open_now else "vast"
        asked = gevraagd_cent if paid else 0
        kinds[kind].append(Regelbedrag(line.pk, line.declaratie.naam, line.cent - asked))
    claimed = sum(line.cent for line, _ in lines)
    return Orderstand(
        order.nummer,
        order.bedrag_cent - order.vrijgevallen_cent - claimed if order.status == "open" else 0,
        *(tuple(kinds[kind]) for kind in ("concept", "vast", "betaald")),
    )


def still_costs(orders: Iterable[Verplichting]) -> dict[int, int]:
    """Cents that each order still costs: without what went back, is asked back, or is credited by
    another note that waits. Two queries."""
    rows = {order.pk: order for order in orders}
    back = Terugvordering.objects.filter(declaratieregel__verplichting__in=rows)
    asked = dict(
        back.exclude(status="afgewezen")
        .order_by()
        .values_list("declaratieregel__verplichting")
        .annotate(cent=Sum("cent"))
    )
    waiting = Factuurregel.objects.filter(
        verplichting__in=rows, factuur__soort=Factuur.CREDITNOTA, factuur__status="ingelezen"
    )
    credited = dict(
        waiting.order_by().values_list("verplichting").annotate(cent=Sum("voorstel_cent"))
    )
    return {
        pk: order.bedrag_cent - order.vrijgevallen_cent - asked.get(pk, 0) - credited.get(pk, 0)
        for pk, order in rows.items()
    }
