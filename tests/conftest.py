"""One strict world for all tests: the real database, as the application's own role.

The database is made and migrated by the owner, filled with the reference data, and from then on
spoken to as the application, which cannot bypass a policy. So a test sees what production sees.
"""

import gc
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from ontschot.kern.remember import forget
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.server.places import PACKAGE
from ontschot.settings import database
from tests import guards, klok, strict
from tests.databases import as_owner, copy, drop
from tests.pristine import Pristine
from tests.tegelijk import let_the_last_go_first

# The marks of what goes first, see `pytest_collection_modifyitems`.
FIRST = {"browser", "lang"}
LONGEST_TEST_SECONDS = 60
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

COMMON: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
hypothesis_settings.register_profile("quick", max_examples=40, database=None, **COMMON)
hypothesis_settings.register_profile("thorough", max_examples=1000, **COMMON)
hypothesis_settings.load_profile(os.environ.get("ONTSCHOT_HYPOTHESIS", "quick"))


def _connect_as(url: str, name: str) -> None:
    connection.close()
    own = database(url)
    for key in ("USER", "PASSWORD", "HOST", "PORT"):
        connection.settings_dict[key] = own[key]
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def database_name(worker_id: str = "") -> str:
    """A name of its own for this process, so that several runs can stand side by side."""
    return f"test_ontschot_{os.getpid()}"


def _clean_name() -> str:
    """The clean database of exactly this code: migrations, rights, reference data, loaders."""
    total = hashlib.sha256()
    patterns = (
        "*/migrations/*.py",
        "*/referentie/*",
        "*/laden.py",
        "*/db.py",
        "kern/*.py",
    )
    total.update(klok.SETTABLE.encode())
    for path in sorted(path for pattern in patterns for path in PACKAGE.glob(pattern)):
        total.update(path.read_bytes())
    return f"ontschot_clean_{total.hexdigest()[:16]}"


def _make_clean(name: str) -> None:
    """Migrate and load once per server; the other workers wait here, and then copy it."""
    owner_url, half = os.environ["ONTSCHOT_EIGENAAR_URL"], f"{name}_{os.getpid()}"
    with psycopg.connect(owner_url, autocommit=True) as lock:
        lock.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        if lock.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        as_owner(f'CREATE DATABASE "{half}"')
        _connect_as(owner_url, half)
        call_command("migrate", verbosity=0, skip_checks=True)
        with connection.cursor() as cursor:
            cursor.execute(klok.SETTABLE)
        _connect_as(os.environ["ONTSCHOT_DATABASE_URL"], half)
        call_command("laad_referentie", stdout=StringIO())
        as_owner(f'ALTER DATABASE "{half}" RENAME TO "{name}"')


@pytest.fixture(scope="session")
def clean_database(django_db_blocker: Any) -> str:
    """The name of a migrated database with the reference data, to copy from."""
    name = _clean_name()
    with django_db_blocker.unblock():
        _make_clean(name)
    return name


@pytest.fixture(scope="session")
def pristine(django_db_blocker: Any, database_name: str, clean_database: str) -> Iterator[Pristine]:
    """What stands in our copy of the clean database; at the end nothing else may stand there."""
    with django_db_blocker.unblock():
        as_owner(copy(clean_database, database_name))
        kept = Pristine(database_name)
        yield kept
        connections.close_all()
        left = kept.touched_tables()
        drop(database_name)
    assert not left, f"some test left rows behind in {left}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, database_name: str, pristine: Pristine) -> None:
    """Work in a copy of the clean database, as the application."""
    with django_db_blocker.unblock():
        _connect_as(os.environ["ONTSCHOT_DATABASE_URL"], database_name)


@pytest.fixture(scope="session", autouse=True)
def _all_is_put_back_after_a_committing_test(pristine: Pristine) -> Iterator[None]:
    """A test that really commits (two connections, a crash) leaves nothing for the next one.

    Django would empty every table, which the append-only tables rightly refuse.
    """

    def put_back(self: TransactionTestCase) -> None:
        pristine.restore()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", put_back)
        yield


@pytest.fixture
def ruim(db: None) -> Iterator[Actor]:
    """A scope over all regions, for building a world: `systeem`, seen by no policy as a person."""
    from ontschot.netwerk.models import Regio

    codes = tuple(Regio.objects.order_by("code").values_list("code", flat=True))
    with scope(systeem(*codes)) as actor:
        yield actor


@pytest.fixture
def binnen() -> Callable[[Actor], Any]:
    """`with binnen(actor):` looks at the database with the eyes of that actor."""

    @contextmanager
    def look(actor: Actor) -> Iterator[Actor]:
        with scope(actor):
            yield actor

    return look


class Counted(CaptureQueriesContext):
    """The statements that a block sent, without the bookkeeping of tests."""

    def __init__(self) -> None:
        super().__init__(connection)

    @property
    def statements(self) -> list[str]:
        return [q["sql"] for q in self.captured_queries if not _bookkeeping(q["sql"])]

    @property
    def aantal(self) -> int:
        return len(self.statements)


def _bookkeeping(statement: str) -> bool:
    return statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT"))


@pytest.fixture
def count_queries(db: None) -> type[Counted]:
    """`with count_queries() as counted: ...; counted.aantal`."""
    return Counted


@pytest.fixture
def als(db: None) -> Callable[[Any], Client]:
    """A client signed in as this `netwerk.Rol`: `als(rol).get("/werkvoorraad/")`."""
    from ontschot.netwerk.queries import ROL_IN_SESSION

    def sign_in(rol: Any) -> Client:
        client = Client(enforce_csrf_checks=False)
        client.force_login(rol.medewerker.user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session[ROL_IN_SESSION] = rol.pk
        session.save()
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _stricter_than_production(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.SECRET_KEY = "tests-" + "x" * 50
    settings.SECURE_SSL_REDIRECT = False
    # A test that keeps files says where; in the folder of the run the other worker finds them.
    settings.DATA_DIR = Path(os.devnull) / "no-folder-was-given"
    strict.undefined_variables_fail(monkeypatch)
    strict.unordered_rows_come_in_any_order(monkeypatch)
    with strict.locks_name_their_table(), strict.refusals_come_from_a_rule():
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What one test read of the reference data, tried too often or read in English is forgotten."""
    forget()
    cache.clear()
    translation.deactivate()


@pytest.fixture(autouse=True)
def _one_day_in_a_test(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test begins in the last moments of a day, and TODAY of its module is the day it runs."""
    now = timezone.localtime()
    left = 86_400 - (now.hour * 60 + now.minute) * 60 - now.second
    if left <= LONGEST_TEST_SECONDS:
        time.sleep(left + 1)
    if hasattr(request.module, "TODAY"):
        monkeypatch.setattr(request.module, "TODAY", timezone.localdate())


def pytest_configure(config: pytest.Config) -> None:
    # Tests speak to the cluster that `./ontschot test` started; without it nothing can run.
    if "ONTSCHOT_EIGENAAR_URL" not in os.environ:
        pytest.exit("Start de tests met ./ontschot test: dat maakt de database.", returncode=2)
    assert settings.TEST, "Tests draaien met ONTSCHOT_MODUS=test."
    guards.watch_connections()
    config.pluginmanager.register(guards.Guards())


def pytest_sessionstart(session: pytest.Session) -> None:
    """Whoever divides the work over workers makes the clean database while they collect."""
    if session.config.pluginmanager.hasplugin("dsession"):
        Thread(
            target=_make_clean_meanwhile, args=[session.config.stash[blocking_manager_key]]
        ).start()


def _make_clean_meanwhile(blocker: Any) -> None:
    # The workers come for it too: the first of all makes it, and what fails here fails there.
    with blocker.unblock(), suppress(Exception):
        _make_clean(_clean_name())


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--omgekeerd", action="store_true", help="run the tests in reverse order")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """The reverse order finds tests that lean on the one before them, or on who came first.

    Whatever the order, the browser and what is long go first: then one worker needs a server with
    a demo world, and nothing long begins when the other worker is almost done.
    """
    if config.getoption("--omgekeerd"):
        items.reverse()
        let_the_last_go_first()
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
    yield
    items.sort(key=lambda item: not any(mark.name in FIRST for mark in item.iter_markers()))


def pytest_collection_finish() -> None:
    """All that was imported stays: do not look through it for garbage a thousand times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
