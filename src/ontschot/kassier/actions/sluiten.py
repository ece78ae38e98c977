"""Locking orders, and closing what is settled by a payment or by offsetting."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Sum

from ontschot.kassier.models import (
    Declaratie,
    Declaratieregel,
    Kostendeclaratie,
    Kostenregel,
    Verplichting,
)


def lock_orders(order_ids: Iterable[int]) -> dict[int, Verplichting]:
    """Lock these orders in the order of their id, with their line of the fonds.

    Before an entry is written: an entry holds the chain of the fonds and then looks at its order,
    and whoever gives an order back does it the other way round.
    """
    rows = (
        Verplichting.objects.select_for_update(of=("self",))
        .select_related("fondsregel")
        .filter(pk__in=set(order_ids))
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def close_settled(orders: Sequence[Verplichting], claims: Sequence[Declaratie]) -> None:
    """Close the (locked) orders and declaraties of which nothing is open any more."""
    lines = Declaratieregel.objects.filter(status="betaald")
    sums = lines.filter(verplichting__in=orders).order_by().values_list("verplichting")
    per_order = dict(sums.annotate(cent=Sum("cent")))
    done = [
        order
        for order in orders
        if order.status == "open"
        and per_order.get(order.pk, 0) + order.vrijgevallen_cent == order.bedrag_cent
    ]
    for order in done:
        Verplichting.STAPPEN.move(order, "afgerond")
    Verplichting.objects.bulk_update(done, ["status"])
    _close(Declaratie, claims, Declaratieregel)


def close_costs(claims: Sequence[Kostendeclaratie]) -> None:
    """Close the (locked) kostendeclaraties of which every line is paid."""
    _close(Kostendeclaratie, claims, Kostenregel)


def _close(model: Any, claims: Sequence[Any], regels: Any) -> None:
    unpaid = regels.objects.filter(declaratie__in=claims, status="opgenomen")
    waiting = set(unpaid.values_list("declaratie_id", flat=True))
    closed = [c for c in claims if c.pk not in waiting and c.status == "goedgekeurd"]
    for claim in closed:
        model.STAPPEN.move(claim, "betaald")
    model.objects.bulk_update(closed, ["status"])
