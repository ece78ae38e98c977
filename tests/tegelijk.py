"""Acts of several people at the same moment, each on a connection of its own.

Whoever is first, the rule must hold. So a test accepts every legal order, and with `--omgekeerd`
`at_once` and `together` prove the one that seldom comes by itself: the last act before the first.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event
from typing import Any

from django.db import connection, transaction

from ontschot.kern.errors import Weigering

Act = Callable[[], Any]
# So long may a machine that has much else to do take over one act.
PATIENCE_SECONDS = 120
_last_first = False


def let_the_last_go_first() -> None:
    """From now on no two acts run side by side: each waits until the one after it is done."""
    global _last_first  # noqa: PLW0603
    _last_first = True


def at_once(*acts: Act) -> list[str]:
    """Start these at the same moment; the sentence that refused each, '' for what was done.

    Whatever else an act raises, is raised here.
    """
    start = Barrier(1 if _last_first else len(acts))

    def run(act: Act) -> str:
        start.wait(PATIENCE_SECONDS)
        return _told(act)

    with ThreadPoolExecutor(start.parties) as pool:
        if _last_first:
            return list(pool.map(run, reversed(acts)))[::-1]
        return list(pool.map(run, acts))


def together(*acts: Act) -> list[bool]:
    """The same; which of them went through."""
    return [not told for told in at_once(*acts)]


def one_won(told: list[str]) -> str:
    """Of two acts one was done; the sentence that the other read."""
    assert sorted(bool(zin) for zin in told) == [False, True], told
    return "".join(told)


def alone(act: Act) -> bool:
    """Whether this went through, on a connection of its own with nobody beside it."""
    return together(act) == [True]


@contextmanager
def held_open(act: Act) -> Iterator[None]:
    """`act` is done and not committed yet while the block runs; it commits at its end."""
    done, go = Event(), Event()

    def run() -> None:
        try:
            with transaction.atomic():
                act()
                done.set()
                go.wait(PATIENCE_SECONDS)
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(run)
        assert done.wait(PATIENCE_SECONDS)
        try:
            yield
        finally:
            go.set()
        future.result(PATIENCE_SECONDS)


def beside(pool: ThreadPoolExecutor, act: Act) -> "Future[bool]":
    """Start `act` and return when it stands before a lock, or is done."""
    future = pool.submit(lambda: not _told(act))
    deadline = time.monotonic() + PATIENCE_SECONDS
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                "AND datname = current_database()"
            )
            if cursor.fetchone()[0] or future.done():
                return future
            time.sleep(0.005)
    raise AssertionError("nobody waits")


def _told(act: Act) -> str:
    try:
        act()
    except Weigering as refusal:
        return refusal.zin
    finally:
        connection.close()
    return ""
