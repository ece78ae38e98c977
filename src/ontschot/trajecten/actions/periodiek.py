"""What happens by itself every morning, region by region; each thing in a transaction of its own.

Run twice on a day it does nothing the second time: what is done shows in the rows.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Regio
from ontschot.trajecten.actions.buiten import send_link
from ontschot.trajecten.actions.nazorg import close_silent, lapse_moment, send_by_itself
from ontschot.trajecten.actions.overdracht import log, offers, tell
from ontschot.trajecten.actions.regio import tell_coordinators
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import Nazorgmoment, Overdracht, Volggrond
from ontschot.trajecten.queries.volgen import schema_of
from ontschot.trajecten.rules.overdracht import remind_on

REDEN = "de ochtendronde"


def every_region(today: date) -> int:
    """The round of one day over all regions that take part; returns how many things were done."""
    with transaction.atomic():
        codes = list(Regio.objects.filter(doet_mee=True).values_list("code", flat=True))
    return sum(remind_receivers(code, today) + follow_up(code, today) for code in codes)


def remind_receivers(regio: str, today: date) -> int:
    """Remind whoever was offered somebody and did not answer, once per offer."""
    wie = systeem(regio, reden=REDEN)
    waiting = Overdracht.objects.filter(
        regio=regio, status="aangeboden", herinnerd_op__isnull=True
    ).order_by("id")
    due = [
        pk
        for pk, offered in _look(wie, waiting.values_list("pk", "aangeboden_op"))
        if remind_on(offered.date()) <= today
    ]
    return _each(due, lambda pk: remind(wie, overdracht_id=pk, today=today))


@action
def remind(wie: Actor, *, overdracht_id: int, today: date) -> Overdracht:
    """Remind the receiver of one offer: a colleague, a partner outside, or the other region."""
    overdracht = locked(offers(), overdracht_id, "Deze overdracht")
    if overdracht.status != "aangeboden" or overdracht.herinnerd_op:
        raise Weigering("Hier valt niets te herinneren.")
    overdracht.herinnerd_op = today
    overdracht.save(update_fields=["herinnerd_op"])
    if overdracht.naar:
        sleutel = overdracht.kandidaat.sleutel
        tell(
            overdracht,
            overdracht.naar.email,
            f"Overdracht {sleutel} wacht nog op je antwoord",
            f"{overdracht.van.naam} bood je dossier {sleutel} aan. Antwoord uiterlijk op "
            f"{overdracht.reageer_uiterlijk:%d-%m-%Y}.",
            "herinnerd",
        )
    elif overdracht.waarheen == "buiten":
        send_link(overdracht, "herinnerd")
    else:
        tell_coordinators(overdracht.regioaanbod, "herinnerd")
    log(wie, "overdracht_herinnerd", overdracht)
    return overdracht


def follow_up(regio: str, today: date) -> int:
    """Lapse what may not be asked, record silence, and send what goes by itself."""
    wie = systeem(regio, reden=REDEN)
    opened = Nazorgmoment.objects.filter(regio=regio, gedaan_op__isnull=True).order_by("id")
    ground = Volggrond.objects.filter(kandidaat=OuterRef("kandidaat"), tot__gte=today)
    died = _look(
        wie, opened.filter(kandidaat__overleden_op__isnull=False).values_list("pk", flat=True)
    )
    done = _each(died, lambda pk: lapse_moment(wie, nazorgmoment_id=pk, omdat="overleden"))
    lost = _look(wie, opened.filter(~Exists(ground)).values_list("pk", flat=True))
    done += _each(lost, lambda pk: lapse_moment(wie, nazorgmoment_id=pk, omdat="grond_voorbij"))
    silent = _look(wie, opened.filter(antwoord_voor__lt=today).values_list("pk", flat=True))
    done += _each(silent, lambda pk: close_silent(wie, nazorgmoment_id=pk))
    due = opened.filter(gevraagd_op__isnull=True, gepland_op__lte=today)
    rows = _look(wie, due.values_list("pk", "uitkomst__datum"))
    return done + _each(
        [pk for pk, since in rows if _by_itself(wie, regio, since)],
        lambda pk: send_by_itself(wie, nazorgmoment_id=pk),
    )


def _by_itself(wie: Actor, regio: str, since: date) -> bool:
    with transaction.atomic(), scope(wie):
        return schema_of(regio, since).automatisch


def _look(wie: Actor, rows: QuerySet[Any, Any]) -> list[Any]:
    with transaction.atomic(), scope(wie):
        return list(rows)


def _each(pks: list[int], do: Callable[[int], object]) -> int:
    """Do it for each; what somebody else settled meanwhile, or what cannot be done, is left."""
    done = 0
    for pk in pks:
        try:
            do(pk)
        except Weigering:
            continue
        done += 1
    return done
