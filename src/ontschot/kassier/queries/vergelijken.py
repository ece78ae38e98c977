"""A file of the bank laid beside the payments that it speaks of. Writes nothing."""

from collections.abc import Iterable

from django.db.models import Q

from ontschot.kassier import bankbericht
from ontschot.kassier.bankbericht import Antwoord, Bankbericht, Regel
from ontschot.kassier.models import (
    Bankbestand,
    Bankregel,
    Betaalregel,
    Plaatsing,
    Terugvordering,
)
from ontschot.kassier.rules.bank import Gezonden, Uitkomst, match


def matched(bestand: Bankbestand) -> tuple[Bankbericht, list[Uitkomst]]:
    """The file with what each of its lines would do now. Reads only."""
    bericht = bankbericht.read(bytes(bestand.inhoud))
    return bericht, match(bericht, _sent(bestand.regio_id, bericht))


def _sent(regio_id: str, bericht: Bankbericht) -> list[Gezonden]:
    """The payments of ours that this file speaks of."""
    lines: list[Regel | Antwoord] = [r for a in bericht.afschriften for r in a.regels]
    lines += bericht.antwoorden
    by_key = Betaalregel.objects.filter(end_to_end_id__in={r.kenmerk for r in lines if r.kenmerk})
    whole = {r.bericht for r in lines if r.bericht}
    numbers = [n for b in whole if (n := _batch_number(regio_id, b))]
    found = by_key | Betaalregel.objects.filter(batch__in=numbers)
    rows = list(found.filter(regio_id=regio_id, batch__vrijgegeven_op__isnull=False).order_by("pk"))
    seen: dict[int, set[str]] = {}
    shown = Bankregel.objects.filter(betaalregel__in=rows, afschrift__isnull=False)
    for payment, richting in shown.values_list("betaalregel_id", "richting"):
        seen.setdefault(payment, set()).add(richting)
    placed = Plaatsing.objects.filter(betaalregel__in=rows, status="akkoord")
    for payment, richting in placed.values_list("betaalregel_id", "bankregel__richting"):
        seen.setdefault(payment, set()).add(richting)
    asked = asked_back(row.pk for row in rows)
    return [
        Gezonden(
            row.pk,
            row.end_to_end_id,
            message_id(row.regio_id, row.batch_id),
            row.cent,
            row.iban,
            row.status,
            frozenset(seen.get(row.pk, ())),
            row.pk in asked,
        )
        for row in rows
    ]


def message_id(regio_id: str, batch_id: int) -> str:
    """The MsgId of a payment file, by which the bank speaks of it."""
    return f"ONTSCHOT-{regio_id}-{batch_id}"


def _batch_number(regio_id: str, bericht: str) -> int | None:
    number = bericht.removeprefix(message_id(regio_id, 0)[:-1])
    return int(number) if number != bericht and number.isascii() and number.isdecimal() else None


def asked_back(betaalregel_ids: Iterable[int]) -> set[int]:
    """Payments of which money is asked back, or came back already: the bank's return is not all."""
    asked = Terugvordering.objects.filter(
        Q(status__in=["voorgesteld", "open"]) | Q(ontvangsten__isnull=False)
    )
    of_claims = asked.filter(declaratieregel__isnull=False).values("declaratieregel")
    of_costs = asked.filter(kostenregel__isnull=False).values("kostenregel")
    found = Betaalregel.objects.filter(
        Q(declaratieregel__in=of_claims) | Q(kostenregel__in=of_costs),
        pk__in=list(betaalregel_ids),
    )
    return set(found.values_list("pk", flat=True))
