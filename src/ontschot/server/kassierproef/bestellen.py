"""The orders of one worker of a trial: really reserved and really committed, one after another.

Every answer is one line on stdout once it was committed, so whoever listens knows what was
acknowledged, also when this process is killed: `r 12 34` is reservering 34 of interventie 12,
`v 12 56` verplichting 56, `n 12` a refusal.
"""

import sys
import time
from collections.abc import Iterator
from itertools import chain, islice, zip_longest

from django.db import transaction

from ontschot.kassier.actions import commit_verplichting, reserve
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.models import Regio
from ontschot.server.kassierproef.wereld import Plek, places
from ontschot.trajecten.models import Interventie

CENT = 1000


def work(deel: int, van: int, fondsen: int, seconden: float) -> None:
    """Order part `deel` of `van` of what was granted in the first `fondsen` regions.

    Says `klaar`, waits for a line on stdin, and stops after `seconden` or with nothing left.
    """
    with transaction.atomic():
        mine = list(_orders(deel, van, fondsen))
    _say("klaar")
    sys.stdin.readline()
    until = time.monotonic() + seconden
    for plek, interventie in mine:
        if time.monotonic() > until:
            break
        _order(plek, interventie)


def _orders(deel: int, van: int, fondsen: int) -> Iterator[tuple[Plek, int]]:
    """What this worker orders, taking the fondsen in turn."""
    codes = Regio.objects.values_list("code", flat=True)
    with scope(systeem(*codes, reden="proef")):
        per_fonds = [
            [(plek, number) for number in _granted(plek.regio, deel, van)]
            for plek in islice(places(), fondsen)
        ]
    in_turn = chain.from_iterable(zip_longest(*per_fonds))
    yield from (order for order in in_turn if order)


def _granted(regio: str, deel: int, van: int) -> list[int]:
    found = Interventie.objects.filter(regio_id=regio, status="toegekend").order_by("pk")
    return list(found.values_list("pk", flat=True))[deel::van]


def _order(plek: Plek, interventie: int) -> None:
    try:
        held = reserve(
            plek.coordinator, interventie_id=interventie, fondsregel_id=plek.regel_id, cent=CENT
        )
        _say(f"r {interventie} {held.pk}")
        order = commit_verplichting(
            plek.gids, interventie_id=interventie, bedrag_cent=CENT, btw="excl", aanbieder="Bureau"
        )
        _say(f"v {interventie} {order.pk}")
    except Weigering:
        _say(f"n {interventie}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
