import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ontschot.server.problem import Probleem
from ontschot.server.processes import Child, check_port, running, wait_until_ready, watch

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
PARENT = """
import os, sys, time
from ontschot.server.processes import running
sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
with running(dict(os.environ)) as children:
    child = children.start("slaper", sleeper)
    print(child.process.pid, flush=True)
    time.sleep(60)
"""


def alive(pid: int) -> bool:
    """Still running, and not merely waiting for its parent to look."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def gone_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not alive(pid)


def members(session: int) -> list[int]:
    """The processes of a session that run a shell or what the shell started."""
    done = subprocess.run(
        ["pgrep", "-s", str(session), "sh|sleep"], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in done.stdout.split()]


def test_a_taken_port_is_refused_with_another_one_to_try() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Probleem, match=rf"Poort {port} is al in gebruik.*--port {port + 1}"):
            check_port(port)
    check_port(port)


def test_everything_stops_with_the_block_also_when_it_fails() -> None:
    seen: list[Child] = []

    def fail_halfway() -> None:
        with running(dict(os.environ)) as children:
            seen.extend([children.start("een", SLEEPER), children.start("twee", SLEEPER)])
            assert all(alive(child.process.pid) for child in seen)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert len(seen) == 2
    assert not any(alive(child.process.pid) for child in seen)


def test_a_child_that_does_not_listen_is_killed_with_its_own_children(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ontschot.server.processes.STOP_TIMEOUT_SECONDS", 0.2)
    deaf = ["/bin/sh", "-c", "trap '' TERM; sleep 60 & echo $!; wait; wait"]
    with running(dict(os.environ)) as children:
        child = children.start("dove", deaf)
        family = members(child.process.pid)
        while len(family) < 2:
            time.sleep(0.05)
            family = members(child.process.pid)
    assert len(family) == 2
    assert all(gone_within(pid, 30) for pid in family)


def test_a_child_that_stops_by_itself_ends_all_with_a_clear_line() -> None:
    with running(dict(os.environ)) as children:
        children.start("webserver", [sys.executable, "-c", "raise SystemExit(3)"])
        other = children.start("worker", SLEEPER)
        with pytest.raises(Probleem, match=r"webserver is onverwacht gestopt \(status 3"):
            watch(children, lambda: None)
    assert other.ended()


def test_waiting_for_an_answer_ends_when_the_web_server_died() -> None:
    with running(dict(os.environ)) as children:
        children.start("webserver", [sys.executable, "-c", "raise SystemExit(1)"])
        with pytest.raises(Probleem, match="onverwacht gestopt"):
            wait_until_ready(1, children)


def test_the_children_of_a_killed_command_stop_too() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, env=os.environ.copy()
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.send_signal(signal.SIGKILL)
        assert gone_within(child, 30)
