"""Money that left twice: how long it is gone, how much is back, and what was done about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier.models import (
    Bankregel,
    Betaalinstelling,
    Betaalregel,
    Dubbelstap,
    Plaatsing,
)
from ontschot.kassier.models.dubbel import AKKOORD, NIET_TERUG
from ontschot.kern.composed import composed
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.web.format import euro

LABELS = dict(Dubbelstap.SOORTEN)
LINES = (
    "betaalregel__declaratieregel__declaratie__organisatie",
    "betaalregel__declaratieregel__verplichting",
    "betaalregel__kostenregel__declaratie__organisatie",
)


@dataclass(frozen=True)
class Dubbel:
    """A payment that left twice. `stap` is the code of the last thing that was done, or empty.

    `termijn_dagen`: after so many days of silence a kassier looks at it again; None: not agreed.
    """

    plaatsing: Plaatsing
    terug_cent: int
    stap: str
    stap_op: datetime | None
    stap_door: int | None
    termijn_dagen: int | None

    @property
    def betaling(self) -> Betaalregel:
        assert self.plaatsing.betaalregel
        return self.plaatsing.betaalregel

    @property
    def weg(self) -> Bankregel:
        """The line of the bank on which it left."""
        return self.plaatsing.bankregel

    @property
    def open_cent(self) -> int:
        return self.weg.cent - self.terug_cent

    @property
    def gestopt(self) -> bool:
        return self.stap == AKKOORD

    @property
    def wacht(self) -> bool:
        """Somebody still waits for this money."""
        return self.open_cent > 0 and not self.gestopt

    @property
    def gedaan(self) -> str:
        return LABELS.get(self.stap, "nog niets")

    @property
    def dagen(self) -> int:
        """How many days it is gone."""
        return (timezone.localdate() - self.weg.dag).days

    @property
    def kijk_op(self) -> date | None:
        """The day after which it was silent too long; None without a term."""
        if self.termijn_dagen is None:
            return None
        last = timezone.localdate(self.stap_op) if self.stap_op else self.weg.dag
        return max(last, self.weg.dag) + timedelta(days=self.termijn_dagen)

    @property
    def te_lang(self) -> bool:
        return self.wacht and self.kijk_op is not None and self.kijk_op < timezone.localdate()


def double_rows() -> QuerySet[Plaatsing]:
    """What left twice, with `terug`, the last step and the term of the region."""
    back = Plaatsing.objects.filter(
        betaalregel=OuterRef("betaalregel"),
        soort="dubbel",
        status="akkoord",
        bankregel__richting="bij",
    )
    sums = back.order_by().values("betaalregel").annotate(cent=Sum("bankregel__cent"))
    last = Dubbelstap.objects.filter(plaatsing=OuterRef("pk")).order_by("-pk")
    term = Betaalinstelling.objects.filter(regio=OuterRef("regio")).values("dubbel_dagen")
    return (
        Plaatsing.objects.filter(soort="dubbel", status="akkoord", bankregel__richting="af")
        .select_related("bankregel", *LINES)
        .annotate(
            terug=Coalesce(Subquery(sums.values("cent")), 0),
            stap=Coalesce(Subquery(last.values("soort")[:1]), Value("")),
            stap_op=Subquery(last.values("op")[:1]),
            stap_door=Subquery(last.values("door")[:1]),
            termijn=Subquery(term[:1]),
        )
    )


def waited_for(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those that are not back, and that nobody gave up."""
    return rows.filter(terug__lt=F("bankregel__cent")).exclude(stap=AKKOORD)


def told(row: Any) -> Dubbel:
    return Dubbel(row, row.terug, row.stap, row.stap_op, row.stap_door, row.termijn)


def doubles(**which: Any) -> list[Dubbel]:
    """One query."""
    return [told(row) for row in double_rows().filter(**which)]


@composed
def _open() -> QuerySet[Plaatsing]:
    found: QuerySet[Plaatsing] = waited_for(double_rows())
    return found.order_by("bankregel__dag", "pk")


def open_doubles() -> list[Dubbel]:
    """What is still waited for, the longest gone first. One query."""
    return [told(row) for row in _open()]


def days_of(dagen: int) -> str:
    return "1 dag" if dagen == 1 else f"{dagen} dagen"


def doubles_waiting(wie: Actor) -> Iterable[Wacht]:
    """For a kassier: what was silent too long, and what another proposed to wait for no longer."""
    for row in open_doubles():
        proposed = row.stap == NIET_TERUG
        if proposed and row.stap_door == wie.medewerker_id:
            continue
        if proposed or row.te_lang:
            yield Wacht(
                soort="bank",
                titel=f"Niet langer wachten op {euro(row.open_cent)} die twee keer wegging?"
                if proposed
                else f"{euro(row.open_cent)} ging twee keer weg en is niet terug",
                uitleg=f"{row.betaling.begunstigde}, {days_of(row.dagen)} weg, "
                + (f"laatst: {row.gedaan}" if row.stap else "nog niets gedaan"),
                url=reverse("kassier:dubbel", args=[row.plaatsing.pk]),
                actie="Beslis" if proposed else "Bekijk",
                uiterlijk=row.kijk_op,
                sinds=row.stap_op or row.plaatsing.beslist_op,
            )


@dataclass(frozen=True)
class Dubbelpagina:
    """One payment that left twice: what came back, and what was done, the latest first."""

    dubbel: Dubbel
    terug: tuple[Plaatsing, ...]
    stappen: tuple[Dubbelstap, ...]


def double_page(plaatsing_id: int) -> Dubbelpagina | None:
    """Three queries; None when it is not one of this region."""
    found = next(iter(doubles(pk=plaatsing_id)), None)
    if not found:
        return None
    back = Plaatsing.objects.filter(
        betaalregel=found.betaling, soort="dubbel", status="akkoord", bankregel__richting="bij"
    ).select_related("bankregel", "beslist_door")
    steps = Dubbelstap.objects.filter(plaatsing=plaatsing_id).select_related("door")
    return Dubbelpagina(found, tuple(back.order_by("pk")), tuple(steps.order_by("-pk")))
