"""What of the controles waits for whom: draw, judge, weigh, make final, close."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.kern.composed import composed
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.verantwoording.models import Controle, Controleregel
from ontschot.verantwoording.queries.controle import (
    MAKERS,
    as_laatste,
    latest,
    second_of,
)
from ontschot.verantwoording.queries.partner import asked_waiting
from ontschot.verantwoording.rules import turn
from ontschot.web.format import aantal

TWEEDEN = frozenset({Rolsoort.KASSIER, Rolsoort.COORDINATOR, Rolsoort.BELEID})


def waiting_for(wie: Actor) -> list[Wacht]:
    """What waits in this room; for most people nothing. At most seven queries."""
    found: list[Wacht] = []
    if wie.rol in PROFESSIONALS:
        found += asked_waiting(wie)
    if wie.rol in TWEEDEN:
        found += _work(wie)
    if wie.rol == Rolsoort.KASSIER:
        found += [*_to_draw(wie), *_to_close(wie)]
    return found


@composed
def _set_up(organisatie: int, medewerker: int) -> QuerySet[Controle]:
    rows = Controle.objects.filter(status="opgezet", organisatie=organisatie)
    return rows.exclude(opgezet_door=medewerker).order_by("pk")


@composed
def _all_final(organisatie: int) -> QuerySet[Controle]:
    open_lines = Controleregel.objects.exclude(status="definitief").values("controle")
    rows = Controle.objects.filter(status="loopt", organisatie=organisatie)
    return rows.exclude(pk__in=open_lines).order_by("pk")


def _to_draw(wie: Actor) -> Iterator[Wacht]:
    for row in _set_up(wie.organisatie_id or 0, wie.medewerker_id or 0):
        yield Wacht(
            soort="controle",
            titel=f"Trek controle {row.nummer}: {row.naam}",
            uitleg="tweede paar ogen",
            url=reverse("verantwoording:controle", args=[row.pk]),
            actie="Trek",
            sinds=row.opgezet_op,
        )


def _to_close(wie: Actor) -> Iterator[Wacht]:
    for row in _all_final(wie.organisatie_id or 0):
        yield Wacht(
            soort="controle",
            titel=f"Sluit controle {row.nummer} af: {row.naam}",
            uitleg="alle bevindingen zijn definitief",
            url=reverse("verantwoording:controle", args=[row.pk]),
            actie="Sluit af",
            sinds=row.getrokken_op,
        )


def _work(wie: Actor) -> Iterator[Wacht]:
    """One item per controle: so many to judge, to weigh and to make final by this person."""
    lines = list(_open_lines(wie))
    today, findings = timezone.localdate(), latest(lines)
    counts: dict[int, Counter[str]] = {}
    controles = {line.controle_id: line.controle for line in lines}
    for line in lines:
        last = as_laatste(findings.get(line.pk))
        what = turn(line.status, line.uiterlijk, last, today)
        mine = last is not None and last.door == wie.medewerker_id
        # What is contradicted is weighed by whoever found it, and by who can make it final.
        if what in ("beoordelen", "wegen") or (what == "tweede" and not mine):
            counts.setdefault(line.controle_id, Counter())[what] += 1
    for pk, number in counts.items():
        yield _item(controles[pk], number)


def _open_lines(wie: Actor) -> Iterable[Controleregel]:
    """What is not final, in which this person had no part and for which the role fits."""
    running = Controleregel.objects.filter(controle__status="loopt").exclude(status="definitief")
    found = second_of(wie, running)
    if wie.rol != Rolsoort.KASSIER:
        found = found.filter(status="voorlopig")
    for kind in ("declaratieregel", "kostenregel"):
        parts = {part: F(f"{kind}__declaratie__{part}") for part in MAKERS}
        found = found.annotate(**{f"{kind}_{part}": value for part, value in parts.items()})
    rows = found.select_related("controle").order_by("controle_id", "pk")
    for row in rows:
        did = {getattr(row, f"{k}_{p}") for k in ("declaratieregel", "kostenregel") for p in MAKERS}
        if wie.medewerker_id not in did:
            yield row


def _item(controle: Controle, number: Counter[str]) -> Wacht:
    words = (
        ("beoordelen", "betaling beoordelen", "betalingen beoordelen"),
        ("wegen", "tegenspraak wegen", "keer tegenspraak wegen"),
        ("tweede", "bevinding definitief maken", "bevindingen definitief maken"),
    )
    return Wacht(
        soort="controle",
        titel=f"Controle {controle.nummer}: {controle.naam}",
        uitleg=", ".join(
            aantal(number[kind], one, many) for kind, one, many in words if number[kind]
        ),
        url=reverse("verantwoording:controle", args=[controle.pk]),
        actie="Bekijk",
        sinds=controle.getrokken_op,
    )
