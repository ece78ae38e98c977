"""The web server and the worker: start them, watch them, and leave nothing behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from ontschot.server import become
from ontschot.server.problem import Probleem

HOST = "127.0.0.1"
READY_TIMEOUT_SECONDS = 90
STOP_TIMEOUT_SECONDS = 10
BLOCKING_THREADS = 4
# Pieces of background work side by side: a message need not wait for a large delivery.
TEGELIJK = 3


@dataclass(frozen=True)
class Child:
    """A process of ours, the first of a session of its own so that Ctrl-C does not reach it."""

    name: str
    process: "subprocess.Popen[bytes]"

    def ended(self) -> bool:
        """Is it gone?"""
        return self.process.poll() is not None


def web_command(port: int) -> list[str]:
    """Granian, one worker with a few threads."""
    return [
        sys.executable, "-m", "granian", "ontschot.wsgi:application", "--interface", "wsgi",
        "--host", HOST, "--port", str(port), "--workers", "1",
        "--blocking-threads", str(BLOCKING_THREADS), "--no-ws", "--log-level", "warning",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """The background work: outbox, reminders, reports, deliveries."""
    command = [sys.executable, "-m", "ontschot.server.django_command", "procrastinate", "worker"]
    return [*command, f"--concurrency={TEGELIJK}"]


def check_port(port: int) -> None:
    """Refuse a port that is taken, before anything else is started."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as fault:
            raise Probleem(f"Poort {port} mag alleen root gebruiken. Kies --port 8000.") from fault
        except OSError as fault:
            raise Probleem(
                f"Poort {port} is al in gebruik. Kies een andere, bijvoorbeeld --port {port + 1}."
            ) from fault


class Children:
    """Our processes, in the order in which they were started."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = {
            name: text for name, text in environment.items() if not name.startswith("GRANIAN_")
        }
        self.all: list[Child] = []

    def start(self, name: str, command: Sequence[str]) -> Child:
        """Start one more."""
        life_with_us = [sys.executable, "-I", "-S", become.__file__, "child", str(os.getpid())]
        process = subprocess.Popen(
            [*life_with_us, *command],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.all.append(Child(name, process))
        return self.all[-1]


@contextmanager
def running(environment: dict[str, str]) -> Iterator[Children]:
    """Room for children; every one of them is stopped at the end, whatever happens."""
    children = Children(environment)
    try:
        yield children
    finally:
        _stop(children.all)


def wait_until_ready(port: int, children: Children, host: str = HOST) -> None:
    """Wait for the first answer of the web server; refuse when a child dies before that.

    `host` is the name that the server wants to be called by.
    """
    deadline = time.monotonic() + READY_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        _refuse_when_ended(children)
        if _answers(port, host):
            return
        time.sleep(0.1)
    raise Probleem(f"De webserver geeft na {READY_TIMEOUT_SECONDS} seconden nog geen antwoord.")


def watch(children: Children, heal: Callable[[], None]) -> None:
    """Wait for ever; a child that stops by itself is the end of all. `heal` mends the rest."""
    while True:
        _refuse_when_ended(children)
        heal()
        time.sleep(0.5)


def _refuse_when_ended(children: Children) -> None:
    for child in children.all:
        if child.ended():
            raise Probleem(
                f"De {child.name} is onverwacht gestopt (status {child.process.returncode}; zie"
                " hierboven). Ontschot stopt; start het opnieuw."
            )


def _answers(port: int, host: str) -> bool:
    """Any answer will do: in real use it sends us on to https."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": host})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _stop(children: Sequence[Child]) -> None:
    for child in children:
        child.process.terminate()
    deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, deadline - time.monotonic()))
    for child in children:
        # Also what a child that crashed left behind in its session.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
