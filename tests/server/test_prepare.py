import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ontschot.server import prepare, testrun
from ontschot.server.data_folder import DataFolder
from ontschot.server.prepare import claim_database, fingerprint, load_once, mark_loaded
from ontschot.server.problem import Probleem
from ontschot.server.roles import Access
from ontschot.server.testrun import _wait, _workers


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The Django commands that were run."""
    seen: list[str] = []

    def run(arguments: list[str], _environment: dict[str, str]) -> int:
        seen.append(arguments[0])
        return 1 if "mislukt" in arguments[0] else 0

    monkeypatch.setattr(prepare, "run_django", run)
    return seen


def load(data: DataFolder, access: Access, command: str, *files: Path) -> None:
    load_once(data, access, "demo", command=command, what="Laden", files=files)


def test_a_loader_runs_once_and_again_when_its_files_change(
    access: Access, data: DataFolder, runs: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "regels.toml"
    file.write_text("a = 1")
    for _again in range(2):
        load(data, access, "laad", file)
    assert runs == ["laad"]
    file.write_text("a = 2")
    load(data, access, "laad", file)
    assert runs == ["laad", "laad"]


def test_a_loader_that_failed_is_tried_again(
    access: Access, data: DataFolder, runs: list[str]
) -> None:
    for _again in range(2):
        with pytest.raises(Probleem, match="Laden is niet gelukt"):
            load(data, access, "laad_mislukt")
    assert runs == ["laad_mislukt", "laad_mislukt"]


def test_what_a_backup_brought_is_not_loaded_on_top(
    access: Access, data: DataFolder, runs: list[str]
) -> None:
    mark_loaded(data, access, "laad_demo")
    load(data, access, "laad_demo")
    assert runs == []


def test_the_fingerprint_sees_contents_names_and_the_rest(tmp_path: Path) -> None:
    one, two = tmp_path / "een", tmp_path / "twee"
    one.write_text("x")
    two.write_text("x")
    prints = {
        fingerprint([one]),
        fingerprint([two]),
        fingerprint([one, two]),
        fingerprint([one], "en"),
        fingerprint([]),
    }
    assert len(prints) == 5
    assert fingerprint([one, two]) == fingerprint([two, one])


@pytest.fixture
def unmarked(access: Access) -> Iterator[Access]:
    """A database that was never used by demo or serve, and is left so."""
    yield access
    with psycopg.connect(access.eigenaar_url) as connection:
        connection.execute("COMMENT ON SCHEMA public IS NULL")


def test_a_demo_never_starts_on_a_database_for_real_use(unmarked: Access) -> None:
    claim_database(unmarked, "productie")
    claim_database(unmarked, "productie")
    with pytest.raises(Probleem, match="in gebruik voor 'productie', niet voor 'demo'"):
        claim_database(unmarked, "demo")


TWO = ["-n", "2", "--maxschedchunk", "100"]


@pytest.mark.parametrize(
    ("arguments", "added"),
    [
        ([], TWO),
        (["tests/kern", "-x", "--color=yes"], TWO),
        (["-n", "4"], []),
        (["-n0"], []),
        (["--numprocesses=1"], []),
        (["--pdb"], []),
        (["-p", "no:xdist"], []),
    ],
)
def test_two_processes_unless_the_user_chooses(arguments: list[str], added: list[str]) -> None:
    assert _workers(arguments) == added


class Deaf(subprocess.Popen[bytes]):
    """A child that does not hear the signal that we got while we waited for it."""

    def wait(self, timeout: float | None = None) -> int:
        if timeout is None:
            raise KeyboardInterrupt
        return super().wait(timeout)


def test_a_signal_for_us_alone_does_not_wait_for_the_tests_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(testrun, "REPORT_SECONDS", 0)
    child = Deaf([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        with pytest.raises(KeyboardInterrupt):
            _wait(child)
    finally:
        child.kill()
        child.wait(10)


def test_after_ctrl_c_the_tests_may_finish_their_report() -> None:
    child = Deaf([sys.executable, "-c", "raise SystemExit(2)"])
    assert _wait(child) == 2
