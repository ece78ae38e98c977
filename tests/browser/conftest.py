"""A real browser against a real server with the small demo world.

One server per worker, started as `./ontschot demo` starts it: granian, the application role,
demo mode. Each test gets a fresh browser context, so nobody is signed in.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from ontschot.server.roles import with_database
from tests.browser.scherm import HELD_TO_AXE, Scherm
from tests.databases import as_owner, copy, drop

ROOT = Path(__file__).resolve().parents[2]
AANMELDEN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import ROL_IN_SESSION
with transaction.atomic(), scope(systeem("{regio}")):
    rol = Rol.objects.select_related("medewerker__user").filter(
        regio="{regio}", soort="coordinator", tot__isnull=True).order_by("pk").first()
    user = rol.medewerker.user
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[ROL_IN_SESSION] = rol.pk
    session.create()
print(session.session_key)
"""
PATIENCE_MILLISECONDS = 20_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


def _environment(database: str, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "ONTSCHOT_MODUS": "demo",
        "ONTSCHOT_DATA": str(folder),
        "ONTSCHOT_GEHEIM": "browser-tests-" + "x" * 50,
        "ONTSCHOT_DATABASE_URL": with_database(os.environ["ONTSCHOT_DATABASE_URL"], database),
        "ONTSCHOT_EIGENAAR_URL": with_database(os.environ["ONTSCHOT_EIGENAAR_URL"], database),
        "PYTHONPATH": str(ROOT / "src"),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _manage(environment: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", *command], env=environment, check=True, cwd=ROOT
    )


@pytest.fixture(scope="session")
def world(
    clean_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The environment of a database with the small demo world, thrown away afterwards."""
    database = f"browser_{os.getpid()}"
    as_owner(copy(clean_database, database))
    try:
        environment = _environment(database, tmp_path_factory.mktemp("data"))
        _manage(environment, "laad_demo", "--schaal", "klein", "--verbosity=0")
        yield environment
    finally:
        drop(database)


@pytest.fixture(scope="session", autouse=True)
def _axe_remembers(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The workers of one run tell each other what axe saw."""
    base = tmp_path_factory.getbasetemp()
    shared = base if "PYTEST_XDIST_WORKER" not in os.environ else base.parent
    HELD_TO_AXE.folder = shared / "axe"
    HELD_TO_AXE.folder.mkdir(exist_ok=True)


@pytest.fixture(scope="session")
def server(world: dict[str, str]) -> Iterator[str]:
    """The address of a running Ontschot with the small demo world."""
    port = _free_port()
    web = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--blocking-threads", "2", "ontschot.wsgi:application",
        ],
        env=world | {"DJANGO_SETTINGS_MODULE": "ontschot.settings"},
        cwd=ROOT,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, web)
        yield address
    finally:
        web.terminate()
        web.wait(timeout=60)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert process.poll() is None, "the server stopped by itself"
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")


@pytest.fixture
def link_uit_post(world: dict[str, str]) -> Callable[[str], str]:
    """The newest link of this form in what was sent: what the receiver reads and nobody else."""

    def newest(patroon: str) -> str:
        url = with_database(os.environ["ONTSCHOT_BEHEER_URL"], _name(world))
        with psycopg.connect(url) as link:
            rows = link.execute("SELECT tekst FROM kern_bericht ORDER BY id DESC LIMIT 40")
            found = [re.search(patroon, str(text)) for (text,) in rows]
        return next(hit[0] for hit in found if hit)

    return newest


def _name(world: dict[str, str]) -> str:
    return urlsplit(world["ONTSCHOT_DATABASE_URL"]).path.lstrip("/")


@pytest.fixture
def werker(world: dict[str, str]) -> Callable[[], None]:
    """Let the worker of the background do what waits, and stop."""
    return lambda: _manage(world, "procrastinate", "worker", "--one-shot")


@pytest.fixture
def als_coordinator_van(world: dict[str, str], context: BrowserContext) -> Callable[[str], None]:
    """Sit at the screen as a coördinator of another region, for whom the demo has no button."""

    def sign_in(regio: str) -> None:
        script = AANMELDEN.format(regio=regio)
        key = subprocess.run(
            [sys.executable, "-m", "django", "shell", "--no-imports", "-v0", "-c", script],
            env=world, check=True, cwd=ROOT, capture_output=True, text=True,
        ).stdout.split()[-1]  # fmt: skip
        context.clear_cookies()
        context.add_cookies(
            [{"name": "sessionid", "value": key, "domain": "127.0.0.1", "path": "/"}]
        )

    return sign_in


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("ONTSCHOT_CHROMIUM") or None, args=FLAGS
        )
        yield browser
        browser.close()


@contextmanager
def _context(chromium: Browser, server: str, **kind: Any) -> Iterator[BrowserContext]:
    """A browser of its own for one test: nobody signed in, nothing kept, nothing that moves.

    Patient enough for a machine that has more to do.
    """
    found = chromium.new_context(base_url=server, locale="nl-NL", reduced_motion="reduce", **kind)
    found.set_default_timeout(PATIENCE_MILLISECONDS)
    yield found
    found.close()


@pytest.fixture
def context(chromium: Browser, server: str) -> Iterator[BrowserContext]:
    with _context(chromium, server, viewport=WIDE) as found:
        yield found


@pytest.fixture
def scherm(context: BrowserContext) -> Iterator[Scherm]:
    """A screen to work at; nobody is signed in yet."""
    screen = Scherm(context.new_page())
    yield screen
    assert not screen.fouten, f"errors in the console: {screen.fouten}"


@pytest.fixture
def smal(chromium: Browser, server: str) -> Iterator[Scherm]:
    """The same on a telephone of 360 pixels wide."""
    with _context(chromium, server, viewport=NARROW) as context:
        yield Scherm(context.new_page())


@pytest.fixture
def zonder_javascript(chromium: Browser, server: str) -> Iterator[Scherm]:
    with _context(chromium, server, java_script_enabled=False) as context:
        yield Scherm(context.new_page(), toegankelijk=False)
