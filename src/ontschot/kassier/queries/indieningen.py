"""What is handed in and judged, for a screen: who sees it, and what of it waits for whom."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier.models import (
    Claim,
    Claimregel,
    Declaratie,
    Declaratieregel,
    Kostendeclaratie,
    Kostenregel,
)
from ontschot.kassier.models.indieningen import LIVE, NOT_HANDED_IN
from ontschot.kassier.queries.wacht import judging_terms
from ontschot.kassier.rules import judge_before
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.web.format import aantal, euro

Stuk = TypeVar("Stuk", Declaratie, Kostendeclaratie)
PAGINA: dict[type[Claim], str] = {
    Declaratie: "kassier:declaratie",
    Kostendeclaratie: "kassier:kosten",
}
REGEL: dict[type[Claim], type[Claimregel]] = {
    Declaratie: Declaratieregel,
    Kostendeclaratie: Kostenregel,
}


def with_totals(model: type[Stuk]) -> QuerySet[Stuk]:
    """With `aantal` and `cent` of the lines that count."""
    live = Q(regels__status__in=LIVE)
    return model.objects.select_related("organisatie", "fonds").annotate(
        aantal=Count("regels", filter=live), cent=Coalesce(Sum("regels__cent", filter=live), 0)
    )


def visible(wie: Actor, model: type[Stuk]) -> QuerySet[Stuk]:
    """What somebody may see, with its totals.

    Who pays or reads along sees all of the region but concepts; a professional those of his own
    organisatie.
    """
    found = with_totals(model)
    own, handed_in = Q(organisatie=wie.organisatie_id), ~Q(status__in=NOT_HANDED_IN)
    if wie.rol in (Rolsoort.KASSIER, Rolsoort.BELEID):
        return found.filter(handed_in)
    return found.filter(own | handed_in if wie.rol == Rolsoort.COORDINATOR else own)


def to_pay(model: type[Stuk]) -> QuerySet[Stuk]:
    """Approved, with lines that are in no batch; `aantal` and `cent` of those."""
    lines = (
        REGEL[model]
        .objects.filter(declaratie=OuterRef("pk"), status="opgenomen")
        .exclude(betaalregels__status__in=["open", "bevestigd"])
        .order_by()
        .values("declaratie")
    )
    return (
        model.objects.filter(status="goedgekeurd")
        .annotate(
            aantal=Subquery(lines.annotate(n=Count("pk")).values("n")),
            cent=Subquery(lines.annotate(som=Sum(F("cent") - F("verrekend_cent"))).values("som")),
        )
        .filter(aantal__gt=0)
        .select_related("organisatie", "fonds")
        .order_by("fonds_id", "pk")
    )


def unpaid(claim: Claim) -> bool:
    """Nothing of it is paid, offset or in a batch, so it can still be sent back. One query."""
    lines = claim.regels.filter(
        Q(status="betaald")
        | Q(verrekend_cent__gt=0)
        | Q(betaalregels__status__in=["open", "bevestigd"])
    )
    return not lines.exists()


def came_back(model: type[Stuk], organisatie: int, medewerker: int) -> QuerySet[Stuk]:
    """What the kassier sent back to this maker."""
    rows = model.objects.filter(organisatie=organisatie, gemaakt_door=medewerker)
    rows = rows.filter(status="teruggestuurd").select_related("organisatie")
    return rows.order_by("beoordeeld_op")


def judge_items(wie: Actor, rows: Iterable[Any]) -> Iterable[Wacht]:
    """For a kassier: what was handed in (with totals)."""
    terms = judging_terms(wie.regio)
    for row in rows:
        yield _item(
            row,
            f"van {row.organisatie}",
            uitleg=f"{aantal(row.aantal, 'regel', 'regels')}, {euro(row.cent)}",
            actie="Beoordeel",
            uiterlijk=judge_before(timezone.localdate(row.ingediend_op), terms.get(row.fonds_id)),
            sinds=row.ingediend_op,
        )


def late_items(wie: Actor, model: type[Stuk]) -> Iterable[Wacht]:
    """For the coördinator: what the kassier did not judge within the agreed term."""
    if wie.rol != Rolsoort.COORDINATOR:
        return
    terms = judging_terms(wie.regio)
    rows = model.objects.filter(status="ingediend", fonds__in=terms)
    for row in rows.select_related("organisatie").order_by("ingediend_op"):
        assert row.ingediend_op
        last = judge_before(timezone.localdate(row.ingediend_op), terms[row.fonds_id])
        if last and last < timezone.localdate():
            yield _item(
                row,
                "is niet op tijd beoordeeld",
                uitleg=f"van {row.organisatie.naam}",
                actie="Bekijk",
                uiterlijk=last,
                sinds=row.ingediend_op,
            )


def collect_items(wat: str, rows: Sequence[Any]) -> Iterable[Wacht]:
    """One item for all that was approved and is in no batch (`to_pay`)."""
    if rows:
        yield Wacht(
            soort="betaling",
            titel=f"Goedgekeurde {wat} betalen",
            uitleg=f"{aantal(len(rows), 'declaratie', 'declaraties')}, "
            f"{euro(sum(row.cent for row in rows))}",
            url=reverse("kassier:nieuwe_batch"),
            actie="Stel samen",
            sinds=min(row.beoordeeld_op for row in rows),
        )


def back_items(rows: Iterable[Claim]) -> Iterable[Wacht]:
    """For who made it: what has to be changed."""
    for row in rows:
        yield _item(
            row, "kwam terug", uitleg=row.toelichting, actie="Pas aan", sinds=row.beoordeeld_op
        )


def _item(row: Claim, wat: str, **facts: Any) -> Wacht:
    return Wacht(
        soort="declaratie",
        titel=f"{str(row._meta.verbose_name).capitalize()} {row.naam} {wat}",
        url=reverse(PAGINA[type(row)], args=[row.pk]),
        **facts,
    )
