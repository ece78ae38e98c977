"""What a line of the bank that nobody recognised can belong to, per kind of placing."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from ontschot.kassier.models import Bankregel, Betaalregel, Plaatsing, Terugvordering
from ontschot.web.format import euro

LINES = (
    "declaratieregel__declaratie__organisatie",
    "declaratieregel__verplichting",
    "kostenregel__declaratie__organisatie",
)
OFFERED = 50


def places_for(line: Bankregel, soort: str) -> QuerySet[Any]:
    """The payments (or terugvorderingen) that fit this line as this kind; money that went out or
    came in, to the cent. Empty for a kind that goes the other way."""
    if soort == "terugvordering":
        return _owed(line)
    payments = Betaalregel.objects.filter(batch__vrijgegeven_op__isnull=False)
    same = payments.filter(cent=line.cent)
    out = line.richting == "af"
    if soort == "betaling":
        return same.filter(status="open" if out else "bevestigd")
    if soort == "deel_terug":
        return payments.none() if out else _partly(payments, line)
    stopped = same.filter(status__in=["vervallen", "geweigerd"])
    if soort == "geannuleerd":
        return stopped.filter(_unpaid()) if out else payments.none()
    return _paid_already(same, stopped) if out else _left_twice(payments, line)


def _paid_already(same: QuerySet[Betaalregel], stopped: QuerySet[Betaalregel]) -> Any:
    """Stopped while its line is paid in another way, or seen on a statement before; not known yet
    to have left twice."""
    seen = Bankregel.objects.filter(
        betaalregel=OuterRef("pk"), richting="af", afschrift__isnull=False
    )
    known = Plaatsing.objects.filter(
        betaalregel=OuterRef("pk"), soort="dubbel", status="akkoord", bankregel__richting="af"
    )
    found = Q(pk__in=stopped.exclude(_unpaid())) | Q(status="bevestigd") & Exists(seen)
    return same.filter(found, ~Exists(known))


def _unpaid() -> Any:
    """The line of this payment is still to be paid, for the same amount, and in no batch."""
    taken = Betaalregel.objects.filter(
        Q(declaratieregel=OuterRef("declaratieregel")) | Q(kostenregel=OuterRef("kostenregel")),
        status__in=["open", "bevestigd"],
    )
    claim = Q(
        declaratieregel__status="opgenomen",
        declaratieregel__declaratie__status="goedgekeurd",
        cent=F("declaratieregel__cent") - F("declaratieregel__verrekend_cent"),
    )
    cost = Q(
        kostenregel__status="opgenomen",
        kostenregel__declaratie__status="goedgekeurd",
        cent=F("kostenregel__cent") - F("kostenregel__verrekend_cent"),
    )
    return (claim | cost) & ~Exists(taken)


def _partly(payments: QuerySet[Betaalregel], line: Bankregel) -> QuerySet[Betaalregel]:
    """Paid for more than this, with so much of it not asked back yet."""

    def asked(kind: str) -> Any:
        live = ~Q(**{f"{kind}__terugvorderingen__status": "afgewezen"})
        return Coalesce(Sum(f"{kind}__terugvorderingen__cent", filter=live), 0)

    return (
        payments.filter(status="bevestigd", cent__gt=line.cent)
        .annotate(gevraagd=asked("declaratieregel") + asked("kostenregel"))
        .filter(cent__gte=F("gevraagd") + line.cent)
    )


def _left_twice(payments: QuerySet[Betaalregel], line: Bankregel) -> QuerySet[Betaalregel]:
    """Left twice, with so much of it not back yet: it comes back whole or in parts."""

    def placed(richting: str) -> Any:
        mine = Q(plaatsingen__soort="dubbel", plaatsingen__status="akkoord")
        mine &= Q(plaatsingen__bankregel__richting=richting)
        return Coalesce(Sum("plaatsingen__bankregel__cent", filter=mine), 0)

    return payments.annotate(weg=placed("af"), terug=placed("bij")).filter(
        weg__gte=F("terug") + line.cent
    )


def _owed(line: Bankregel) -> QuerySet[Terugvordering]:
    if line.richting != "bij":
        return Terugvordering.objects.none()
    return (
        Terugvordering.objects.filter(status="open")
        .annotate(over=F("cent") - Coalesce(Sum("ontvangsten__cent"), 0))
        .filter(over__gte=line.cent)
    )


def choices_for(line: Bankregel) -> dict[str, list[tuple[int, str]]]:
    """Per kind what can be chosen, with what people call it; kinds with nothing are left out.

    What the bank itself points at comes first: its own reference, then the account.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for soort in ("betaling", "deel_terug", "geannuleerd", "dubbel"):
        rows: Any = places_for(line, soort).select_related(*LINES).order_by("-pk")[:OFFERED]
        found[soort] = [
            (b.pk, f"{b.end_to_end_id} · {b.begunstigde} · {b.regel.nummer} · {euro(b.cent)}")
            for b in sorted(
                rows, key=lambda b: (b.end_to_end_id != line.kenmerk, b.iban != line.tegenrekening)
            )
        ]
    owed: Any = _owed(line).select_related(
        "declaratieregel__declaratie__organisatie", "kostenregel__declaratie__organisatie"
    )
    found["terugvordering"] = [
        (t.pk, f"{t.nummer} · {t.regel.declaratie.organisatie.naam} · open {euro(t.over)}")
        for t in owed.order_by("pk")[:OFFERED]
    ]
    return {soort: rows for soort, rows in found.items() if rows}
