"""The guards see what a test would leave behind, and are silent when it left nothing."""

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, chdir, contextmanager
from datetime import UTC, datetime
from unittest import mock

import psycopg
import pytest
import structlog
import time_machine
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from ontschot.kern.scope import scope, systeem
from tests import guards
from tests.guards import Guards

Leak = Callable[[], AbstractContextManager[object]]


@contextmanager
def umask() -> Iterator[None]:
    before = os.umask(0o123)
    yield
    os.umask(before)


@contextmanager
def thread() -> Iterator[None]:
    end = threading.Event()
    running = threading.Thread(target=end.wait, name="somebody")
    running.start()
    yield
    end.set()
    running.join()


@contextmanager
def program() -> Iterator[None]:
    with subprocess.Popen(["sleep", "600"]) as running:
        yield
        running.kill()


LEAKS: dict[str, tuple[Leak, str]] = {
    "environment": (
        lambda: mock.patch.dict(os.environ, LEFT="here"),
        "the environment, {'LEFT': None} before and {'LEFT': 'here'} now",
    ),
    "directory": (lambda: chdir("/"), "the working directory"),
    "umask": (umask, "the umask"),
    "settings": (lambda: override_settings(LEFT=1), "'LEFT': 1"),
    "time zone": (lambda: timezone.override("Asia/Tokyo"), "the time zone"),
    "clock": (lambda: time_machine.travel(datetime(2024, 2, 29, tzinfo=UTC)), "the clock"),
    "log lines": (lambda: structlog.contextvars.bound_contextvars(left=1), "the fields of log"),
    "thread": (thread, "thread somebody"),
    "program": (program, "program "),
    "watch": (lambda: connection.execute_wrapper(lambda *_: None), "a watch over statements"),
    "link": (lambda: psycopg.connect(os.environ["ONTSCHOT_DATABASE_URL"]), "a connection with"),
    "role": (
        lambda: mock.patch.dict(connection.settings_dict, USER="root"),
        "connection of root",
    ),
}


@pytest.mark.parametrize(("leak", "said"), LEAKS.values(), ids=LEAKS.keys())
def test_what_is_left_behind_is_said(
    leak: Leak, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "LOOKS", 1)
    watch = Guards()
    watch.begin()
    assert watch.left() == []
    with leak():
        assert said in "; ".join(watch.left())


def test_a_program_that_is_still_ending_is_waited_for() -> None:
    watch = Guards()
    watch.begin()
    with subprocess.Popen(["sleep", "0.2"]):
        assert watch.left() == []


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_stays_open_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "LOOKS", 1)
    watch = Guards()
    watch.begin()
    with transaction.atomic(), scope(systeem("AM08")):
        assert watch.left() == [
            f"the scope, None before and {systeem('AM08')!r} now",
            "an open transaction",
        ]
    assert watch.left() == [f"the scope, {systeem('AM08')!r} before and None now"]
