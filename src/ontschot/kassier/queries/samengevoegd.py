"""Whom the kassier pays for orders of a provider that was joined with another: never silently."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ontschot.aanbieders.models import Aanbieder, Rekeningovername
from ontschot.aanbieders.queries import taken_over
from ontschot.kassier.models import Betaalbatch, Declaratie, Declaratieregel


@dataclass(frozen=True)
class Samengevoegd:
    """A provider that ended, the numbers of its orders, and whose account is paid."""

    aanbieder: Aanbieder
    nummers: tuple[str, ...]
    overname: Rekeningovername | None

    @property
    def met(self) -> Aanbieder:
        assert self.aanbieder.samengevoegd_met
        return self.aanbieder.samengevoegd_met


def joined_to_pay(declaraties: Iterable[Declaratie]) -> list[Samengevoegd]:
    """Of approved declaraties: the lines that go to a provider that was joined."""
    return _joined(declaratie__in=[row.pk for row in declaraties], status="opgenomen")


def joined_in(batch: Betaalbatch) -> list[Samengevoegd]:
    """Of a batch that is not at its end yet."""
    if batch.status not in ("samengesteld", "vrijgegeven"):
        return []
    return _joined(betaalregels__batch=batch, betaalregels__status="open")


def _joined(**which: Any) -> list[Samengevoegd]:
    """One query, and one more when there are any."""
    lines = (
        Declaratieregel.objects.filter(
            verplichting__betaalwijze="aanbieder",
            verplichting__leverancier__samengevoegd_met__isnull=False,
            **which,
        )
        .select_related("verplichting__leverancier__samengevoegd_met")
        .order_by("pk")
    )
    orders: dict[int, list[Any]] = {}
    for line in lines:
        order = line.verplichting
        orders.setdefault(order.leverancier_id or 0, []).append(order)
    taken = taken_over(orders) if orders else {}
    return [
        Samengevoegd(found[0].leverancier, tuple(o.nummer for o in found), taken.get(pk))
        for pk, found in orders.items()
    ]
