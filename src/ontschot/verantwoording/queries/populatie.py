"""The payments that a controle looks at, and which of them were proven when they were declared."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from ontschot.kassier.models import (
    Bewijseis,
    Bewijsstuk,
    Declaratieregel,
    Journaalpost,
    Terugvordering,
)
from ontschot.verantwoording.models import Controle, Controlefonds, Controleregel


@dataclass(frozen=True)
class Betaling:
    """One payment in the journaal: `nummer` is its number in the chain of its fonds. Cents."""

    deel_id: int
    post_id: int
    nummer: int
    cent: int
    declaratieregel_id: int | None
    kostenregel_id: int | None
    organisatie_id: int


def payments(controle: Controle, deel: Controlefonds) -> list[Betaling]:
    """All payments of the period, up to the entry at which it was frozen. One query.

    A payment that the bank sent back was not paid. What was wholly offset is no payment either,
    and of what was partly offset only the rest is.
    """
    back = Journaalpost.objects.filter(
        betaalregel=OuterRef("betaalregel"),
        soort="terugboeking",
        volgnummer__lte=deel.tot_nummer,
    )
    rows = (
        Journaalpost.objects.filter(
            fonds=deel.fonds_id,
            regio=controle.regio_id,
            soort="betaling",
            boekdatum__range=(controle.van, controle.tot),
            volgnummer__lte=deel.tot_nummer,
        )
        .exclude(Exists(back))
        .order_by("volgnummer")
        .values_list(
            "pk",
            "volgnummer",
            "cent",
            "declaratieregel",
            "kostenregel",
            "declaratieregel__declaratie__organisatie",
            "kostenregel__declaratie__organisatie",
        )
    )
    return [
        Betaling(deel.pk, pk, nummer, cent, line, costs, one or other)
        for pk, nummer, cent, line, costs, one, other in rows
    ]


def drawn_again(controle: Controle) -> set[int]:
    """The ids of the entries that the database draws with this seed now. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post_id FROM verantwoording_trekking(%s) WHERE getrokken", [controle.pk]
        )
        return {post_id for (post_id,) in cursor.fetchall()}


def complete(regio: str, rows: Iterable[Betaling]) -> set[int]:
    """The entries of which all evidence that the region asked is there. Three queries.

    What was asked is what held on the day of submission. Where nothing was asked, nothing is
    complete: then the partner tells.
    """
    post_of = {row.declaratieregel_id: row.post_id for row in rows if row.declaratieregel_id}
    lines = Declaratieregel.objects.filter(pk__in=post_of).select_related(
        "declaratie", "verplichting"
    )
    asked = _asked(regio)
    here: dict[tuple[int, int], set[str]] = defaultdict(set)
    found = Bewijsstuk.objects.filter(
        declaratie__regels__in=list(post_of), ingetrokken_op__isnull=True
    )
    for claim, order, soort in found.values_list("declaratie", "verplichting", "soort"):
        here[claim, order].add(soort)
    return {
        post_of[line.pk]
        for line in lines
        if (wanted := _wanted(asked, line))
        and wanted <= here[line.declaratie_id, line.verplichting_id]
    }


def _asked(regio: str) -> dict[str, list[tuple[str, date, date | None]]]:
    found: dict[str, list[tuple[str, date, date | None]]] = defaultdict(list)
    rows = Bewijseis.objects.filter(regio=regio).order_by("pk")
    for soort, bewijs, van, tot in rows.values_list("interventiesoort", "soort", "van", "tot"):
        found[soort].append((bewijs, van, tot))
    return found


def _wanted(
    asked: dict[str, list[tuple[str, date, date | None]]], line: Declaratieregel
) -> set[str]:
    handed_in = line.declaratie.ingediend_op
    if not handed_in:
        return set()
    day = timezone.localdate(handed_in)
    return {
        bewijs
        for bewijs, van, tot in asked.get(line.verplichting.interventiesoort_id, [])
        if van <= day and (tot is None or day <= tot)
    }


def asked_back(line: Controleregel) -> int:
    """Cents of what was paid here that are asked back already, proposals included. One query."""
    asked = Terugvordering.objects.filter(
        declaratieregel=line.declaratieregel_id, kostenregel=line.kostenregel_id
    )
    sums = asked.exclude(status="afgewezen").aggregate(cent=Coalesce(Sum("cent"), 0))
    return int(sums["cent"])
