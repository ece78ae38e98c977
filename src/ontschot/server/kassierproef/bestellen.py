"""The orders of one worker of a trial: really reserved and really committed, one after another.

Every answer is one line on stdout once it was committed, so whoever listens knows what was
acknowledged, also when this process is killed: `r 12 34` is reservering 34 of interventie 12,
`v 12 56` verplichting 56, `n 12` a refusal. The last line, `c 250 90 70 3`, says how many orders
went in the time that counted, what they cost in microseconds of processor, here and in the
process of PostgreSQL that served us (0 where that cannot be seen), and how many were left. It
is `g` when the database was gone.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import chain, islice, zip_longest
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection, transaction

from ontschot.kassier.actions import commit_verplichting, reserve
from ontschot.kassier.models import Reservering, Verplichting
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.models import Regio
from ontschot.server.kassierproef.wereld import Plek, places
from ontschot.trajecten.models import Interventie

CENT = 1000
# Before the time counts: the first orders of a connection have no plans yet.
RUN_UP_SECONDS = 1.5
Order = tuple[Plek, int]


def work(deel: int, van: int) -> None:
    """Order part `deel` of `van` of what was granted, as often as a line on stdin asks.

    `35 6.0 1` asks to order in the first 35 regions for 6 seconds. The 1 means: what was reserved
    on another day, when the besluit was taken, so that only committing is measured; 0 means what
    is still to be reserved too. We say `klaar`, and begin with the next line.
    """
    for line in sys.stdin:
        fondsen, seconden, gereserveerd = line.split()
        with transaction.atomic():
            mine = list(_orders(deel, van, int(fondsen), gereserveerd == "1"))
        _say("klaar")
        sys.stdin.readline()
        try:
            _measured(mine, _commit if gereserveerd == "1" else _both, float(seconden))
        except (OperationalError, InterfaceError):
            connection.close()
            _say("g")


def _measured(orders: list[Order], do: Callable[[Order], None], seconden: float) -> None:
    start = time.monotonic()
    begun = _run(orders, do, start + RUN_UP_SECONDS)
    here, there = time.process_time(), _server_seconds()
    done = begun + _run(orders[begun:], do, start + RUN_UP_SECONDS + seconden)
    here, there = time.process_time() - here, _server_seconds() - there
    _say(f"c {done - begun} {here * 1e6:.0f} {there * 1e6:.0f} {len(orders) - done}")


def _run(orders: list[Order], do: Callable[[Order], None], until: float) -> int:
    """Until this moment, or with nothing left; returns how many."""
    for number, order in enumerate(orders):
        if time.monotonic() > until:
            return number
        do(order)
    return len(orders)


def _server_seconds() -> float:
    """Processor time of the process of PostgreSQL behind our connection, in seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        place = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not place.exists():
        return 0.0
    # After the name, which stands between brackets and may hold spaces.
    numbers = place.read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def _orders(deel: int, van: int, fondsen: int, gereserveerd: bool) -> Iterator[Order]:
    """What this worker orders, taking the fondsen in turn."""
    codes = Regio.objects.values_list("code", flat=True)
    with scope(systeem(*codes, reden="proef")):
        per_fonds = [
            [(plek, number) for number in _granted(plek.regio, gereserveerd)[deel::van]]
            for plek in islice(places(), fondsen)
        ]
    in_turn = chain.from_iterable(zip_longest(*per_fonds))
    yield from (order for order in in_turn if order)


def _granted(regio: str, gereserveerd: bool) -> list[int]:
    reserved = Reservering.objects.filter(regio_id=regio, status="open").values("interventie")
    found = Interventie.objects.filter(regio_id=regio, status="toegekend").order_by("pk")
    wanted = found.filter(pk__in=reserved) if gereserveerd else found.exclude(pk__in=reserved)
    return list(wanted.values_list("pk", flat=True))


def _both(order: Order) -> None:
    """Reserve and commit, each a durable transaction."""
    try:
        held = _reserve(order)
        _say(f"r {order[1]} {held.pk}")
        _say(f"v {order[1]} {_order(order).pk}")
    except Weigering:
        _say(f"n {order[1]}")


def _commit(order: Order) -> None:
    _say(f"v {order[1]} {_order(order).pk}")


def _reserve(order: Order) -> Reservering:
    plek, interventie = order
    return reserve(
        plek.coordinator, interventie_id=interventie, fondsregel_id=plek.regel_id, cent=CENT
    )


def _order(order: Order) -> Verplichting:
    plek, interventie = order
    return commit_verplichting(
        plek.gids, interventie_id=interventie, bedrag_cent=CENT, btw="excl", aanbieder="Bureau"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
