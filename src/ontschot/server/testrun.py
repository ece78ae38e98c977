"""`./ontschot test`: everything that the tests need, and then the tests."""

import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import util

from ontschot.server.browser import find_or_install_browser
from ontschot.server.data_folder import DataFolder
from ontschot.server.embedded import throwaway_server
from ontschot.server.environment import child_environment
from ontschot.server.frontend import build_front_end
from ontschot.server.places import checkout
from ontschot.server.problem import Probleem

REPORT_SECONDS = 20
# Options with which pytest must stay in one process, or that choose the number themselves.
OWN_CHOICE = {"-n", "--numprocesses", "--dist", "--pdb", "--trace", "--collect-only", "--co"}


def run_tests(data: DataFolder, arguments: Sequence[str]) -> int:
    """Run pytest on a throw-away server; its exit status is ours."""
    root = checkout()
    if root is None or util.find_spec("pytest") is None:
        raise Probleem("De tests draaien alleen in een kloon van de broncode: ./ontschot test.")
    build_front_end()
    browser = find_or_install_browser()
    with throwaway_server(data) as (folder, access):
        environment = child_environment(folder, access, "test")
        # A few tests tamper as somebody with all rights would, and must be found out.
        environment["ONTSCHOT_BEHEER_URL"] = access.beheer_url or ""
        # Dozens of processes start in one run: compile once, for this run and the next.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(data.path / "pyc")
        if browser:
            environment["ONTSCHOT_CHROMIUM"] = browser
        command = [sys.executable, "-m", "pytest", *_workers(arguments), *arguments]
        child = subprocess.Popen(command, cwd=root, env=environment)
        try:
            return _wait(child)
        finally:
            child.terminate()
            child.wait()


def _workers(arguments: Sequence[str]) -> list[str]:
    names = {argument.partition("=")[0] for argument in arguments}
    short = any(re.fullmatch(r"-n\w+", argument) for argument in arguments)
    chosen = short or bool(names & OWN_CHOICE) or "no:xdist" in names
    # In small portions: what was handed out is not taken back when the other worker is done.
    return [] if chosen else ["-n", "2", "--maxschedchunk", "100"]


def _wait(child: "subprocess.Popen[bytes]") -> int:
    """Ctrl-C reaches pytest too: let it finish its report. A signal for us alone does not."""
    try:
        return child.wait()
    except KeyboardInterrupt:
        with suppress(subprocess.TimeoutExpired):
            return child.wait(REPORT_SECONDS)
        raise
