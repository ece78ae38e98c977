"""What is asked back: the list, one with its receipts, and with what it can be offset."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from ontschot.kassier.models import (
    Claimregel,
    Kostenregel,
    Terugontvangst,
    Terugvordering,
)
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor

SEES_ALL = (Rolsoort.KASSIER, Rolsoort.BELEID, Rolsoort.COORDINATOR)


def terugvorderingen(wie: Actor) -> QuerySet[Terugvordering]:
    """What is asked back, with `terug_cent`; a professional sees those of the own organisatie."""
    found = Terugvordering.objects.select_related(
        "declaratieregel__declaratie__organisatie",
        "declaratieregel__verplichting",
        "kostenregel__declaratie__organisatie",
        "kostenregel__fondsregel",
        "fonds__kassier",
        "voorgesteld_door",
        "besloten_door",
    ).annotate(terug_cent=Coalesce(Sum("ontvangsten__cent"), 0))
    if wie.rol in SEES_ALL:
        return found
    mine = wie.organisatie_id
    return found.filter(
        Q(declaratieregel__declaratie__organisatie=mine)
        | Q(kostenregel__declaratie__organisatie=mine)
    )


@dataclass(frozen=True)
class Terugvorderingstand:
    """One terugvordering with what came back (cents), and the lines it can be offset with."""

    terugvordering: Terugvordering
    ontvangsten: Sequence[Terugontvangst]
    open_cent: int
    te_verrekenen: Sequence[Claimregel]

    @property
    def te_laat(self) -> bool:
        last = self.terugvordering.uiterlijk
        return self.terugvordering.status == "open" and bool(last and last < timezone.localdate())


def terugvordering_page(wie: Actor, terugvordering_id: int) -> Terugvorderingstand | None:
    """One terugvordering, or None when it does not exist for this person. Three queries."""
    row = terugvorderingen(wie).filter(pk=terugvordering_id).first()
    if not row:
        return None
    receipts = list(
        row.ontvangsten.select_related(
            "declaratieregel__verplichting", "kostenregel__declaratie", "door"
        )
    )
    open_cent = row.cent - sum(r.cent for r in receipts)
    offsets = _can_offset(row) if row.status == "open" and wie.rol == Rolsoort.KASSIER else []
    return Terugvorderingstand(row, receipts, open_cent, offsets)


def _can_offset(row: Terugvordering) -> list[Claimregel]:
    claim = row.regel.declaratie
    model: Any = type(row.regel)
    extra = ["fondsregel"] if model is Kostenregel else ["verplichting"]
    return list(
        model.objects.filter(
            status="opgenomen",
            declaratie__status="goedgekeurd",
            declaratie__organisatie=claim.organisatie_id,
            declaratie__fonds=claim.fonds_id,
            verrekend_cent__lt=F("cent"),
        )
        .exclude(Q(betaalregels__status__in=["open", "bevestigd"]))
        .select_related("declaratie__organisatie", *extra)
        .order_by("pk")[:20]
    )
