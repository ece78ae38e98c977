"""A real browser against a real server with the small demo world.

One server per worker, started as `./ontschot demo` starts it: granian, the application role,
demo mode. Each test gets a fresh browser context, so nobody is signed in.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from ontschot.server.roles import with_database
from tests.browser.scherm import Scherm
from tests.databases import as_owner, copy, drop

ROOT = Path(__file__).resolve().parents[2]
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
        web.wait(timeout=20)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(100):
        assert process.poll() is None, "the server stopped by itself"
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("ONTSCHOT_CHROMIUM") or None, args=FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, server: str) -> Iterator[BrowserContext]:
    found = chromium.new_context(
        base_url=server, locale="nl-NL", viewport={"width": 1280, "height": 900}
    )
    found.set_default_timeout(15_000)
    yield found
    found.close()


@pytest.fixture
def scherm(context: BrowserContext) -> Iterator[Scherm]:
    """A screen to work at; nobody is signed in yet."""
    screen = Scherm(context.new_page())
    yield screen
    assert not screen.fouten, f"errors in the console: {screen.fouten}"


@pytest.fixture
def smal(chromium: Browser, server: str) -> Iterator[Scherm]:
    """The same on a telephone of 360 pixels wide."""
    context = chromium.new_context(
        base_url=server, locale="nl-NL", viewport={"width": 360, "height": 740}
    )
    yield Scherm(context.new_page())
    context.close()


@pytest.fixture
def zonder_javascript(chromium: Browser, server: str) -> Iterator[Scherm]:
    context = chromium.new_context(base_url=server, locale="nl-NL", java_script_enabled=False)
    yield Scherm(context.new_page(), toegankelijk=False)
    context.close()
