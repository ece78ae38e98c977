"""What happens by itself every morning: reminders about terms that are agreed, and climbing.

Where no term was agreed nobody is reminded. Run twice on a day it does nothing the second time.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ontschot.kassier.actions.terugvorderingen import locked_terugvordering, tell_partner
from ontschot.kassier.models import (
    Claim,
    Declaratie,
    Declaratieafspraak,
    Kostendeclaratie,
    Terugvordering,
)
from ontschot.kassier.models.indieningen import OPEN_FOR_CHANGE
from ontschot.kassier.rules import judge_before, last_of_quarter, submit_before
from ontschot.kern import audit, outbox
from ontschot.kern.actions import action
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Regio, Rol
from ontschot.netwerk.queries import valid_on
from ontschot.web.format import datum

REDEN = "de ochtendronde"

# Where somebody finds it in the menu.
WAAR = {"declaratie": "Declaraties", "kostendeclaratie": "Organisatiekosten"}
# So many days before the last day somebody is reminded; our own promise.
VOORAF_DAGEN = 3
HERHAAL_DAGEN = 7


def every_region(today: date) -> int:
    """The round of one day over all regions that take part; returns how many reminders went out."""
    with transaction.atomic():
        codes = list(Regio.objects.filter(doet_mee=True).values_list("code", flat=True))
    return sum(remind_region(code, today) for code in codes)


def remind_region(regio: str, today: date) -> int:
    wie = systeem(regio, reden=REDEN)
    with transaction.atomic(), scope(wie):
        claims = _due_claims(Declaratie, regio, today)
        costs = _due_claims(Kostendeclaratie, regio, today)
        owed = list(
            Terugvordering.objects.filter(
                regio=regio, status="open", uiterlijk__lte=today + timedelta(days=VOORAF_DAGEN)
            )
            .exclude(herinnerd_op__gt=today - timedelta(days=HERHAAL_DAGEN))
            .values_list("pk", flat=True)
        )
    for pk, last in claims:
        remind_claim(wie, declaratie_id=pk, uiterlijk=last, today=today)
    for pk, last in costs:
        remind_costs(wie, declaratie_id=pk, uiterlijk=last, today=today)
    for pk in owed:
        remind_owed(wie, terugvordering_id=pk, today=today)
    return len(claims) + len(costs) + len(owed)


def _due_claims(model: Any, regio: str, today: date) -> list[tuple[int, date]]:
    """(declaratie, last day) of which the agreed term is near or over, not reminded of late."""
    agreed = {
        row.fonds_id: row for row in Declaratieafspraak.objects.filter(valid_on(today), regio=regio)
    }
    rows = model.objects.filter(
        regio=regio, fonds__in=agreed, status__in=[*OPEN_FOR_CHANGE, "ingediend"]
    ).exclude(herinnerd_op__gt=today - timedelta(days=HERHAAL_DAGEN))
    found = []
    for row in rows.order_by("pk"):
        last = last_day(row, agreed[row.fonds_id])
        if last and last <= today + timedelta(days=VOORAF_DAGEN):
            found.append((row.pk, last))
    return found


def last_day(row: Claim, afspraak: Declaratieafspraak) -> date | None:
    """Before when somebody must act: the kassier when it was handed in, else the partner.

    A declaratie is over a month, a kostendeclaratie over a quarter.
    """
    if row.status == "ingediend" and row.ingediend_op:
        return judge_before(timezone.localdate(row.ingediend_op), afspraak.beoordeeltermijn_dagen)
    if isinstance(row, Kostendeclaratie):
        return submit_before(last_of_quarter(row.kwartaal), afspraak.indientermijn_dagen)
    return submit_before(row.periode, afspraak.indientermijn_dagen)


@action
def remind_claim(wie: Actor, *, declaratie_id: int, uiterlijk: date, today: date) -> Declaratie:
    """Mail whoever it waits for; once the term is over the coördinatoren too."""
    row: Declaratie = _locked(Declaratie, declaratie_id)
    _remind(wie, row, "declaratie", uiterlijk, today)
    return row


@action
def remind_costs(
    wie: Actor, *, declaratie_id: int, uiterlijk: date, today: date
) -> Kostendeclaratie:
    """The same for a kostendeclaratie: a kassier of its fonds is reminded."""
    row: Kostendeclaratie = _locked(Kostendeclaratie, declaratie_id)
    _remind(wie, row, "kostendeclaratie", uiterlijk, today)
    return row


def _locked(model: Any, pk: int) -> Any:
    rows = model.objects.select_for_update(of=("self",))
    return rows.select_related("organisatie", "gemaakt_door", "fonds").get(pk=pk)


def _remind(wie: Actor, row: Claim, soort: str, uiterlijk: date, today: date) -> None:
    late = uiterlijk < today
    wat = "beoordelen" if row.status == "ingediend" else "indienen"
    to = _kassiers(row, today) if wat == "beoordelen" else _maker(row)
    if late:
        to = {*to, *_with_role(row.regio_id, Rolsoort.COORDINATOR, today)}
    word = "moest" if late else "moet"
    for address in sorted(to):
        outbox.queue(
            regio=row.regio_id,
            aan=address,
            onderwerp=f"{soort.capitalize()} {row.naam}: {wat} {'is te laat' if late else 'voor'}"
            f"{'' if late else ' ' + datum(uiterlijk)}",
            tekst=f"{soort.capitalize()} {row.naam} {word} uiterlijk op {datum(uiterlijk)} "
            f"{'beoordeeld' if wat == 'beoordelen' else 'ingediend'} zijn. Je vindt haar in "
            f"Ontschot bij {WAAR[soort]}.",
            sleutel=f"{soort}:{row.pk}:{row.keer}:{wat}:{today}:{address}",
        )
    row.herinnerd_op = today
    row.save(update_fields=["herinnerd_op"])
    audit.record(
        wie,
        "declaratie_herinnerd",
        object_soort=soort,
        object_sleutel=row.naam,
        regio=row.regio_id,
        waarom=wat,
    )


def _maker(row: Claim) -> set[str]:
    return {row.gemaakt_door.email} if row.gemaakt_door else set()


def _kassiers(row: Claim, today: date) -> set[str]:
    """Who may judge it: of costs only who works for the kassier of the fonds."""
    costs = isinstance(row, Kostendeclaratie)
    only = {"organisatie": row.fonds.kassier_id} if costs else {}
    return _with_role(row.regio_id, Rolsoort.KASSIER, today, **only)


def _with_role(regio: str, soort: Rolsoort, today: date, **only: Any) -> set[str]:
    found: Iterable[str] = (
        Rol.objects.filter(valid_on(today), regio=regio, soort=soort, **only)
        .annotate(adres=F("medewerker__email"))
        .values_list("adres", flat=True)
    )
    return set(found)


@action
def remind_owed(wie: Actor, *, terugvordering_id: int, today: date) -> Terugvordering:
    """Remind the partner of what has to come back; nothing for one that was settled meanwhile."""
    found = locked_terugvordering(terugvordering_id)
    if found.status == "open":
        tell_partner(found, f"herinnering:{today}")
    found.herinnerd_op = today
    found.save(update_fields=["herinnerd_op"])
    audit.record(
        wie,
        "terugvordering_herinnerd",
        object_soort="terugvordering",
        object_sleutel=found.nummer,
        regio=found.regio_id,
    )
    return found
