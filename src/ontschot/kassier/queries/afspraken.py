"""What was agreed about declaraties on one day: read by actions, queries and reminders."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ontschot.kassier.models import Bewijseis, Declaratieafspraak
from ontschot.kassier.rules import Steekproefmaat
from ontschot.netwerk.queries import valid_on


def afspraak_on(regio: str, fonds_id: int, day: date) -> Declaratieafspraak | None:
    """The agreement for a fonds in a region on this day; None when there is none."""
    return Declaratieafspraak.objects.filter(valid_on(day), regio=regio, fonds=fonds_id).first()


def maat_of(afspraak: Declaratieafspraak) -> Steekproefmaat:
    return Steekproefmaat(
        afspraak.steekproef,
        afspraak.steekproef_aantal,
        afspraak.steekproef_procent,
        afspraak.altijd_vanaf_cent,
    )


def asked_evidence(regio: str, soorten: Iterable[str], day: date) -> dict[str, frozenset[str]]:
    """Which kinds of evidence a region asks per interventiesoort on this day. One query."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Bewijseis.objects.filter(
        valid_on(day), regio=regio, interventiesoort__in=list(soorten)
    ).order_by()
    for soort, bewijs in rows.values_list("interventiesoort", "soort"):
        found[soort].add(bewijs)
    return {soort: frozenset(kinds) for soort, kinds in found.items()}
