"""Every morning: remind partners of what a controle asks before its term is over."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from django.db import transaction

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Regio
from ontschot.verantwoording.actions.bericht import tell_again
from ontschot.verantwoording.models import Controle, Controleregel
from ontschot.verantwoording.queries.partner import soon_over

# So many days before the last day, and again after so many; our own promise.
VOORAF_DAGEN = 3
HERHAAL_DAGEN = 7


def every_region(today: date) -> int:
    """The round of one day; returns of how many payments somebody was reminded."""
    with transaction.atomic():
        codes = list(Regio.objects.filter(doet_mee=True).values_list("code", flat=True))
    return sum(remind_region(code, today) for code in codes)


def remind_region(regio: str, today: date) -> int:
    wie = systeem(regio, reden="de ochtendronde")
    with transaction.atomic(), scope(wie):
        found = soon_over(
            regio, today + timedelta(days=VOORAF_DAGEN), today - timedelta(days=HERHAAL_DAGEN)
        )
    for _, lines in groupby(found, key=lambda line: line.controle_id):
        rows = list(lines)
        remind(wie, controle=rows[0].controle, lines=rows, today=today)
    return len(found)


@action
def remind(
    wie: Actor, *, controle: Controle, lines: Sequence[Controleregel], today: date
) -> Controle:
    """Mail whoever these payments are asked of, one message each, and remember it."""
    tell_again(controle, lines, today)
    for line in lines:
        line.herinnerd_op = today
        line.save(update_fields=["herinnerd_op"])
    audit.record(
        wie,
        "controle_herinnerd",
        object_soort="controle",
        object_sleutel=controle.nummer,
        regio=controle.regio_id,
        aantal=len(lines),
    )
    return controle
