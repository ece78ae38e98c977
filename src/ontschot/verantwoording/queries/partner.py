"""What a controle asks of a partner: which payments, of whom, before when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.kern.composed import composed
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import valid_on
from ontschot.verantwoording.models import AAN_DE_PARTNER, Controleregel
from ontschot.web.format import aantal


def turn_of_partner() -> Q:
    """The lines of which the partner can say something now and did not yet."""
    reacted = Q(status="voorlopig", bevindingen__reactie_op__isnull=False)
    return (
        Q(status__in=AAN_DE_PARTNER, uiterlijk__isnull=False, controle__status="loopt") & ~reacted
    )


def own_lines(wie: Actor) -> QuerySet[Controleregel]:
    """The payments to the own organisatie that were drawn."""
    return _lines_of(wie.organisatie_id or 0)


def _lines_of(organisatie: int) -> QuerySet[Controleregel]:
    return Controleregel.objects.filter(organisatie=organisatie).select_related(
        "controle", "declaratieregel__verplichting", "kostenregel__declaratie__organisatie"
    )


@composed
def _waiting_at(organisatie: int) -> QuerySet[Controleregel]:
    return _lines_of(organisatie).filter(turn_of_partner()).distinct().order_by("pk")


def asked_of(lines: Iterable[Controleregel]) -> Iterator[tuple[Controleregel, int]]:
    """Each line with whom it is asked (ids of medewerkers): who handed it in, or else made it.

    When neither works for the partner any more, everybody who does. Two queries.
    """
    rows = list(lines)
    makers = {
        pk: (one or other, first or second)
        for pk, one, other, first, second in Controleregel.objects.filter(
            pk__in=[row.pk for row in rows]
        ).values_list(
            "pk",
            "declaratieregel__declaratie__ingediend_door",
            "kostenregel__declaratie__ingediend_door",
            "declaratieregel__declaratie__gemaakt_door",
            "kostenregel__declaratie__gemaakt_door",
        )
    }
    people = _professionals(rows)
    for row in rows:
        here = people[row.organisatie_id, row.regio_id]
        first = next((person for person in makers[row.pk] if person in here), None)
        for person in [first] if first else sorted(here):
            yield row, person


def _professionals(rows: Iterable[Controleregel]) -> dict[tuple[int, str], set[int]]:
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    roles = Rol.objects.filter(
        valid_on(timezone.localdate()),
        organisatie__in={row.organisatie_id for row in rows},
        soort__in=PROFESSIONALS,
    )
    for organisatie, regio, person in roles.values_list("organisatie", "regio", "medewerker"):
        found[organisatie, regio].add(person)
    return found


def asked_waiting(wie: Actor) -> Iterator[Wacht]:
    """One item per controle for who is asked; a term that is over stays until it is answered."""
    if wie.rol not in PROFESSIONALS:
        return
    lines = _waiting_at(wie.organisatie_id or 0)
    per: dict[int, list[Controleregel]] = defaultdict(list)
    for row, person in asked_of(lines):
        if person == wie.medewerker_id:
            per[row.controle_id].append(row)
    for rows in per.values():
        yield _item(rows)


def _item(rows: list[Controleregel]) -> Wacht:
    controle = rows[0].controle
    findings = sum(1 for row in rows if row.status == "voorlopig")
    asked = len(rows) - findings
    words = [
        aantal(number, one, many)
        for number, one, many in (
            (asked, "betaling uitleggen", "betalingen uitleggen"),
            (findings, "bevinding om op te reageren", "bevindingen om op te reageren"),
        )
        if number
    ]
    single = len(rows) == 1
    url = (
        reverse("verantwoording:controleregel", args=[rows[0].pk])
        if single
        else reverse("verantwoording:gevraagd")
    )
    return Wacht(
        soort="controle",
        titel=f"Controle {controle.nummer}: {controle.naam}",
        uitleg=", ".join(words),
        url=url,
        actie="Antwoord",
        uiterlijk=min((row.uiterlijk for row in rows if row.uiterlijk), default=None),
        sinds=controle.getrokken_op,
    )


def soon_over(regio: str, last: date, not_after: date) -> list[Controleregel]:
    """What waits for a partner with a term up to `last`, not reminded of after `not_after`."""
    return list(
        Controleregel.objects.filter(turn_of_partner(), regio=regio, uiterlijk__lte=last)
        .exclude(herinnerd_op__gt=not_after)
        .select_related("controle")
        .distinct()
        .order_by("controle_id", "pk")
    )
