"""Make `.venv` from a hash-locked list; run by `./ontschot` with the system's own Python.

`bootstrap.py ROOT LOCK` stands alone: it may use nothing but the standard library, because the
packages are what it installs. A copy of the list in `.venv` is the stamp that it was installed.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-compile")
HEARTBEAT_SECONDS = 10
NO_ANSWER = re.compile(
    r"NewConnectionError|NameResolutionError|Temporary failure in name resolution|"
    r"Network is unreachable|ConnectTimeout|Read timed out|Connection refused|ProxyError"
)


class Refusal(Exception):
    """One Dutch line."""


def say(line: str) -> None:
    """One line, at once."""
    print(f"  {line}", file=sys.stderr, flush=True)


def stamp(venv: Path, lock: str) -> Path:
    """Where the copy of the installed list stands."""
    return venv / f".ontschot-{lock}.txt"


def installed(root: Path, lock: str) -> bool:
    """Is this very list what stands in `.venv`?"""
    wanted, found = root / "requirements" / f"{lock}.txt", stamp(root / ".venv", lock)
    python = root / ".venv" / "bin" / "python"
    return python.exists() and found.exists() and found.read_bytes() == wanted.read_bytes()


def make_venv(venv: Path) -> None:
    """A new environment, unless a working one is there."""
    python = venv / "bin" / "python"
    if (
        python.exists()
        and subprocess.run([python, "-m", "pip", "-V"], capture_output=True, check=False).returncode
        == 0
    ):
        return
    say("Omgeving maken in .venv …")
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(venv)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return
    if "ensurepip" in done.stdout + done.stderr or "No module named venv" in done.stderr:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Refusal(
            "De module venv van Python ontbreekt. Installeer haar (Debian, Ubuntu:"
            f" apt install python{version}-venv) en start opnieuw."
        )
    raise Refusal(f"De omgeving {venv} kan niet worden gemaakt: {last_line(done.stderr)}")


def install(root: Path, lock: str) -> None:
    """Install the list, with uv because it is many times quicker, else with pip."""
    venv, wanted = root / ".venv", root / "requirements" / f"{lock}.txt"
    say("Pakketten installeren (de eerste keer duurt dit even) …")
    started = time.monotonic()
    if not with_uv(root, venv, wanted):
        with_pip(venv, wanted)
    for name in {"dev": ("dev", "base")}.get(lock, (lock,)):
        shutil.copyfile(root / "requirements" / f"{name}.txt", stamp(venv, name))
    say(f"Pakketten installeren: klaar in {time.monotonic() - started:.0f} s")


def with_uv(root: Path, venv: Path, wanted: Path) -> bool:
    """False when uv cannot be had or cannot do it: it does not know pip's configuration."""
    locked = (root / "requirements" / "dev.txt").read_text(encoding="utf-8")
    found = re.search(r"^uv==.*?(?=^\S)", locked, re.MULTILINE | re.DOTALL)
    if found is None:
        return False
    python = str(venv / "bin" / "python")
    with tempfile.TemporaryDirectory(dir=venv) as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text(found[0], encoding="utf-8")
        tool = [python, *PIP, "--quiet", "--retries", "1", "--require-hashes", "-r", str(only_uv)]
        if subprocess.run(tool, capture_output=True, check=False).returncode != 0:
            return False
        command = [
            str(venv / "bin" / "uv"), "pip", "install", "--quiet", "--python", python,
            "--cache-dir", f"{folder}/cache", "--require-hashes", "-r", str(wanted),
        ]  # fmt: skip
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            while True:
                try:
                    return process.wait(HEARTBEAT_SECONDS) == 0
                except subprocess.TimeoutExpired:
                    say("nog bezig met ophalen en installeren …")


def with_pip(venv: Path, wanted: Path) -> None:
    """Install with pip, telling now and then how far it is."""
    command = [
        str(venv / "bin" / "python"), *PIP, "--retries", "2", "--require-hashes", "-r", str(wanted),
    ]  # fmt: skip
    total = len(re.findall(r"^[\w.-]+==", wanted.read_text(encoding="utf-8"), re.MULTILINE))
    seen, log = 0, []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            log.append(line)
            seen += line.startswith(("Collecting", "Requirement already"))
            if line.startswith("Collecting") and seen % 10 == 0:
                say(f"{seen} van {total} pakketten opgehaald")
    if process.returncode == 0:
        return
    text = "".join(log)
    if NO_ANSWER.search(text):
        raise Refusal(
            "De pakketten kunnen niet worden opgehaald: geen verbinding met de pakketbron."
            " Controleer het netwerk en start opnieuw."
        )
    raise Refusal(f"De pakketten kunnen niet worden geïnstalleerd: {last_line(text)}")


def last_line(text: str) -> str:
    """What a program said last, which is usually why it failed."""
    return (text.strip().splitlines() or ["geen melding"])[-1]


def main(root: Path, lock: str) -> int:
    """One at a time; 0 when `.venv` is as it must be, 2 after one line that says why not."""
    venv = root / ".venv"
    try:
        venv.mkdir(exist_ok=True)
        (root / "build").mkdir(exist_ok=True)
        with (root / "build" / ".omgeving.slot").open("a") as slot:
            try:
                fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Wachten op een ander commando dat de omgeving maakt …")
                fcntl.flock(slot, fcntl.LOCK_EX)
            if not installed(root, lock):
                make_venv(venv)
                install(root, lock)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except OSError as fault:
        print(
            f"In de map {root} kan niet worden geschreven ({fault.strerror or fault})."
            " Zet Ontschot in een map waar u mag schrijven.",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
