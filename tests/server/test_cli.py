import argparse
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from ontschot.server import cli
from ontschot.server.data_folder import DataFolder
from ontschot.server.problem import Probleem


@pytest.fixture(autouse=True)
def _signals_as_they_were() -> Iterator[None]:
    signs = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {sign: signal.getsignal(sign) for sign in signs}
    yield
    for sign, handler in before.items():
        signal.signal(sign, handler)


def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fault: BaseException) -> int:
    def command(_data: DataFolder, _options: argparse.Namespace) -> int:
        raise fault

    monkeypatch.setitem(cli.COMMANDS, "serve", command)
    return cli.main(["serve", "--data", str(tmp_path / "var")])


def test_help_needs_no_data_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["--data", str(tmp_path / "var"), "help"]) == 0
    assert "./ontschot" in capsys.readouterr().out
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    "argv", [["dmo"], ["demo", "--port", "x"], ["kassier", "tel"], ["monitor"]]
)
def test_bad_input_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, argv: list[str]
) -> None:
    assert cli.main([*argv, "--data", str(tmp_path / "var")]) == 2
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert said.out == ""


def test_a_problem_is_one_line_and_status_2(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path, Probleem("Zo gaat het niet.")) == 2
    assert capsys.readouterr().err == "Zo gaat het niet.\n"


def test_a_fault_of_ours_shows_no_traceback_but_keeps_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("ONTSCHOT_TRACEBACK", raising=False)
    assert run(monkeypatch, tmp_path, ZeroDivisionError("gedeeld door nul\nen meer")) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "ZeroDivisionError: gedeeld door nul" in said
    assert "Traceback" in (tmp_path / "var" / "fout.log").read_text()


def test_interrupting_is_not_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert run(monkeypatch, tmp_path, KeyboardInterrupt()) == 130


def test_asking_twice_to_stop_does_not_disturb_the_cleaning_up() -> None:
    cli._stop_in_order()
    with pytest.raises(SystemExit) as stopped:
        signal.raise_signal(signal.SIGTERM)
    assert stopped.value.code == 128 + signal.SIGTERM
    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGTERM)
