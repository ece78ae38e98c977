"""What one test may not leave to the next.

A test that passes and leaves the process changed makes an innocent one fail, in one order of many
and so mostly on somebody else's machine. After every test this looks at what is easily left behind.
It looks in this process alone and asks the server nothing, so it costs no time to speak of; and it
is the test that left something that fails, with a sentence that says what.
"""

import decimal
import gc
import locale
import logging
import os
import signal
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep
from typing import Any

import psycopg
import pytest
import structlog
import time_machine
from django.conf import settings
from django.db import connection
from django.utils import timezone

from ontschot.kern import scope
from ontschot.settings import database

# Read now: a test may take the environment away.
APPLICATION_ROLE = database(os.environ.get("ONTSCHOT_DATABASE_URL", ""))["USER"]
LOOKS, LOOK_AGAIN_SECONDS = 250, 0.02
SIGNS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
# What pytest and Django write there for each test or for the whole run.
NOT_OURS = {"PYTEST_CURRENT_TEST", "DATABASES", "ALLOWED_HOSTS", "EMAIL_BACKEND"}
_links: "weakref.WeakSet[psycopg.Connection[Any]]" = weakref.WeakSet()


def _without_theirs(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in NOT_OURS}


def _umask() -> int:
    """Which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _loggers() -> tuple[Any, ...]:
    root = logging.getLogger()
    handlers = [handler for handler in root.handlers if "pytest" not in type(handler).__module__]
    return logging.root.manager.disable, root.level, handlers


# Must be after a test as it was before the first.
SAME: dict[str, Callable[[], Any]] = {
    "the environment": lambda: _without_theirs(dict(os.environ)),
    "the working directory": os.getcwd,
    "the umask": _umask,
    "the locale": lambda: locale.setlocale(locale.LC_ALL),
    "the handlers of signals": lambda: [signal.getsignal(sign) for sign in SIGNS],
    "how garbage is collected": lambda: (gc.isenabled(), gc.get_threshold()),
    "how numbers are rounded": lambda: (decimal.getcontext().prec, decimal.getcontext().rounding),
    "the log": _loggers,
    "the fields of log lines": structlog.contextvars.get_contextvars,
    "the settings": lambda: _without_theirs(settings._wrapped.__dict__.copy()),
    "the time zone": timezone.get_current_timezone_name,
    "the clock": time_machine.escape_hatch.is_travelling,
    "the scope": scope.current,
}


def _connection() -> Iterator[str]:
    """Of Django's connection, which waits for the next test."""
    link = connection.connection
    users = {connection.settings_dict["USER"]}
    if link is not None and not link.closed:
        users.add(link.info.user)
    yield from (f"a connection of {user}" for user in users - {APPLICATION_ROLE})
    if connection.in_atomic_block:
        yield "an open transaction"
    if connection.closed_in_transaction:
        yield "a transaction whose connection was closed, with the world of a whole module in it"
    yield from (f"a watch over statements: {watch}" for watch in connection.execute_wrappers)
    yield from (f"work for after the commit: {work}" for work in connection.run_on_commit)


def _other_links() -> Iterator[str]:
    """Connections beside that one: of a thread that ended, or of psycopg itself."""
    for link in list(_links):
        if not link.closed and link is not connection.connection:
            yield f"a connection with number {link.info.backend_pid}"


def _children() -> Iterator[str]:
    """Programs that still run, as far as the system tells: Linux does."""
    for task in Path("/proc/self/task").glob("*/children"):
        yield from (f"program {number}" for number in task.read_text().split() if _runs(number))


def _runs(number: str) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2]
    except OSError:
        return False
    return not state.startswith("Z")


# A fixture of a module or of the whole run may begin these; a test ends what it began.
NO_MORE: tuple[Callable[[], Iterator[str]], ...] = (
    _connection,
    _other_links,
    _children,
    lambda: (f"thread {thread.name}" for thread in threading.enumerate()),
)


def watch_connections() -> None:
    """From now on every connection that psycopg makes is known."""
    connect = psycopg.connect

    def known(*words: Any, **named: Any) -> Any:
        link = connect(*words, **named)
        _links.add(link)
        return link

    psycopg.connect = known


class Guards:
    """Knows what stood there before, and holds the test that changes it to it."""

    def __init__(self) -> None:
        self._same: dict[str, Any] = {}
        self._there: set[str] = set()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self) -> None:
        self.begin()

    def begin(self) -> None:
        """What stands there now, may stand there."""
        self._same = {name: look() for name, look in SAME.items()}
        self._there = self._now()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[Any]:
        made = yield
        if fixturedef.scope != "function":
            self._there |= self._now()
        return made

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self) -> Iterator[None]:
        yield
        left = self.left()
        assert not left, f"this test leaves behind: {'; '.join(left)}"

    def left(self) -> list[str]:
        """What was changed since the last look; from then on that is how it is."""
        same = {name: look() for name, look in SAME.items()}
        changed = [
            f"{name}, {_difference(self._same[name], now)}"
            for name, now in same.items()
            if now != self._same[name]
        ]
        there = self._when_what_ends_has_ended()
        left = [*changed, *sorted(there - self._there)]
        self._same, self._there = same, there
        return left

    def _when_what_ends_has_ended(self) -> set[str]:
        """A thread or a program that was told to end may need a moment on a busy machine."""
        for _ in range(LOOKS):
            if not (now := self._now()) - self._there:
                break
            sleep(LOOK_AGAIN_SECONDS)
        return now

    def _now(self) -> set[str]:
        return {found for look in NO_MORE for found in look()}


def _difference(before: Any, now: Any) -> str:
    if isinstance(before, dict) and isinstance(now, dict):
        changed = {k for k in before.keys() | now.keys() if before.get(k) != now.get(k)}
        before, now = ({k: kept.get(k) for k in sorted(changed)} for kept in (before, now))
    return f"{before!r} before and {now!r} now"
