import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ontschot.server import bootstrap
from ontschot.server.places import checkout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout of which everything is installed, with a Python that says what it was asked."""
    source = checkout()
    assert source is not None
    shutil.copy(source / "ontschot", tmp_path / "ontschot")
    binaries = tmp_path / ".venv" / "bin"
    binaries.mkdir(parents=True)
    python = binaries / "python"
    python.write_text('#!/bin/sh\necho "$@" "$PYTHONPATH"\n')
    python.chmod(0o755)
    (tmp_path / "requirements").mkdir()
    for lock in ("base", "dev"):
        (tmp_path / "requirements" / f"{lock}.txt").write_text(f"{lock}==1\n")
        shutil.copy(
            tmp_path / "requirements" / f"{lock}.txt", bootstrap.stamp(tmp_path / ".venv", lock)
        )
    return tmp_path


def start(root: Path, *arguments: str, path: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [root / "ontschot", *arguments],
        capture_output=True, text=True, check=False, env={"PATH": path}, cwd="/",
    )  # fmt: skip


def test_what_is_installed_starts_at_once(root: Path) -> None:
    done = start(root, "demo", "--port", "9000", path=os.environ["PATH"])
    assert done.stdout.split() == ["-P", "-m", "ontschot", "demo", "--port", "9000", f"{root}/src"]
    assert done.stderr == ""


@pytest.mark.parametrize(("command", "lock"), [("demo", "base"), ("test", "dev")])
def test_a_changed_list_calls_the_bootstrap_with_that_list(
    root: Path, command: str, lock: str
) -> None:
    (root / "requirements" / f"{lock}.txt").write_text("nieuw==2\n")
    fakes = root / "fakes"
    fakes.mkdir()
    (fakes / "python3").write_text('#!/bin/sh\n[ "$1" = -c ] || echo "gevraagd: $*"\n')
    (fakes / "python3").chmod(0o755)
    done = start(root, command, path=f"{fakes}:{os.environ['PATH']}")
    asked = f"gevraagd: -I {root}/src/ontschot/server/bootstrap.py {root} {lock}"
    assert done.stdout.splitlines()[0] == asked


def test_a_python_that_is_too_old_is_one_clear_line(root: Path) -> None:
    (root / "requirements" / "base.txt").write_text("nieuw==2\n")
    fakes = root / "fakes"
    fakes.mkdir()
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        (fakes / name).write_text("#!/bin/sh\nexit 1\n")
        (fakes / name).chmod(0o755)
    done = start(root, "demo", path=f"{fakes}:/usr/bin:/bin")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "Ontschot heeft Python 3.11 of nieuwer nodig. Installeer dat en start opnieuw."
    ]


def test_installed_means_this_very_list(root: Path) -> None:
    assert bootstrap.installed(root, "base")
    (root / "requirements" / "base.txt").write_text("base==2\n")
    assert not bootstrap.installed(root, "base")
    assert bootstrap.installed(root, "dev")


def test_no_network_is_one_clear_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "Could not fetch: NewConnectionError: [Errno -2] Name or service not known"
    (root / ".venv" / "bin" / "python").write_text(f"#!/bin/sh\necho '{said}'\nexit 1\n")
    with pytest.raises(bootstrap.Refusal, match="geen verbinding met de pakketbron") as caught:
        bootstrap.with_pip(root / ".venv", root / "requirements" / "base.txt")
    assert len(str(caught.value).splitlines()) == 1


def test_the_lists_hold_hashes_and_no_addresses_and_agree() -> None:
    source = checkout()
    assert source is not None
    pins = {}
    for lock in ("base", "dev"):
        text = (source / "requirements" / f"{lock}.txt").read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--index-url|--find-links", text)
        pins[lock] = set(re.findall(r"^[\w.\[\],-]+==[^ ;\\]+", text, re.MULTILINE))
    assert pins["base"]
    assert pins["base"] <= pins["dev"], "`test` installs what `demo` uses"
