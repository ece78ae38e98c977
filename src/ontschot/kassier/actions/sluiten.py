"""Closing what is settled: when a payment is confirmed and when a line is offset."""

from collections.abc import Sequence

from django.db.models import Sum

from ontschot.kassier.models import Declaratie, Declaratieregel, Verplichting


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
    unpaid = Declaratieregel.objects.filter(declaratie__in=claims, status="opgenomen")
    waiting = set(unpaid.values_list("declaratie_id", flat=True))
    closed = [
        claim for claim in claims if claim.pk not in waiting and claim.status == "goedgekeurd"
    ]
    for claim in closed:
        Declaratie.STAPPEN.move(claim, "betaald")
    Declaratie.objects.bulk_update(closed, ["status"])
