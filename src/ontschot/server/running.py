"""`./ontschot demo` and `./ontschot serve`: from nothing to a running Ontschot."""

import importlib
import os
import sys
from pathlib import Path

from ontschot.server.data_folder import DataFolder
from ontschot.server.embedded import nobody_uses, revive
from ontschot.server.environment import child_environment, open_database
from ontschot.server.frontend import build_front_end
from ontschot.server.places import PACKAGE, checkout
from ontschot.server.prepare import (
    claim_database,
    fingerprint,
    load_once,
    migrate,
    replay_versions,
    run_django_silently,
)
from ontschot.server.problem import Probleem
from ontschot.server.processes import (
    HOST,
    check_port,
    running,
    wait_until_ready,
    watch,
    web_command,
    worker_command,
)
from ontschot.server.progress import say, step
from ontschot.server.roles import Access

DATA_FILES = {".json", ".csv", ".toml"}


def demo(data: DataFolder, port: int, *, fresh: bool, sure: bool) -> int:
    """A region in full swing, until Ctrl-C."""
    check_port(port)
    if fresh:
        begin_anew(data, sure=sure)
    data.claim("demo")
    build_front_end()
    with open_database(data, say) as access:
        claim_database(access, "demo")
        migrate(data, access, "demo")
        _load_reference(data, access, "demo")
        load_once(
            data,
            access,
            "demo",
            command="laad_demo",
            what="Demogegevens laden",
            files=(),
            then=replay_versions,
        )
        return _run(data, access, "demo", port)


def serve(data: DataFolder, port: int) -> int:
    """For real use: no demo data, behind the web server that takes care of https."""
    if not os.environ.get("ONTSCHOT_HOSTS"):
        raise Probleem(
            "Zet ONTSCHOT_HOSTS op de naam waaronder Ontschot bereikbaar is, bijvoorbeeld"
            " ONTSCHOT_HOSTS=ontschot.voorbeeld.nl, en start opnieuw."
        )
    if os.environ.get("ONTSCHOT_MODUS", "productie") != "productie":
        raise Probleem("ONTSCHOT_MODUS is niet 'productie'. Haal die weg, of start de demo.")
    check_port(port)
    data.claim("productie")
    build_front_end()
    with open_database(data, say) as access:
        claim_database(access, "productie")
        environment = child_environment(data, access, "productie")
        _check_settings(environment)
        migrate(data, access, "productie")
        _load_reference(data, access, "productie")
        _collect_static(data, environment)
        return _run(data, access, "productie", port)


def _check_settings(environment: dict[str, str]) -> None:
    command = ["check", "--deploy", "--fail-level", "ERROR"]
    status, said = run_django_silently(command, environment)
    if status != 0:
        raise Probleem(f"Ontschot is niet goed ingesteld voor echt gebruik.\n{said}")


def begin_anew(data: DataFolder, *, sure: bool) -> None:
    """Throw the demo away, after asking. Real data is never thrown away here."""
    if data.about().get("modus", "demo") != "demo":
        raise Probleem(f"In {data.path} staan echte gegevens. --fresh is alleen voor een demo.")
    if os.environ.get("DATABASE_URL"):
        raise Probleem("--fresh gooit een eigen database (DATABASE_URL) niet weg. Doe dat zelf.")
    if not (data.path / "postgres").exists():
        return
    if not sure and not _says_yes(f"Alle demogegevens in {data.path} weggooien? [j/N] "):
        raise Probleem("Er is niets weggegooid. Start zonder --fresh, of geef ook --ja.")
    with nobody_uses(data):
        data.empty()


def _says_yes(question: str) -> bool:
    if not sys.stdin.isatty():
        return False
    return input(question).strip().lower() in {"j", "ja"}


def _load_reference(data: DataFolder, access: Access, modus: str) -> None:
    """Load what is data with dates: regions, rules, menukaart; again when a file of it changes."""
    files = {path for path in PACKAGE.rglob("*") if path.suffix in DATA_FILES}
    files |= {*PACKAGE.glob("*/laden.py"), *PACKAGE.glob("*/management/commands/laad_*.py")}
    load_once(
        data,
        access,
        modus,
        command="laad_referentie",
        what="Regio's, regels en menukaart laden",
        files=files,
    )


def _collect_static(data: DataFolder, environment: dict[str, str]) -> None:
    """Production serves files from one folder, collected again when one of them changes."""
    root = checkout()
    places = [*PACKAGE.glob("*/static"), *([root / "build" / "static"] if root else [])]
    code = fingerprint(path for place in places for path in place.rglob("*") if path.is_file())
    if data.stamp("collectstatic") == code:
        return
    with step("Bestanden voor de browser klaarzetten"):
        command = ["collectstatic", "--no-input", "--clear"]
        status, said = run_django_silently(command, environment)
        if status != 0:
            raise Probleem(f"De bestanden voor de browser ontbreken: {said}")
    data.set_stamp("collectstatic", code)


def _run(data: DataFolder, access: Access, modus: str, port: int) -> int:
    say("Ontschot starten …")
    try:
        with running(child_environment(data, access, modus, port=port)) as children:
            children.start("webserver", web_command(port))
            wait_until_ready(port, children, os.environ.get("ONTSCHOT_HOSTS", HOST).split(",")[0])
            print(_welcome(port, data.path, modus), flush=True)
            # The first page goes before the background work: they would wait for each other.
            children.start("worker", worker_command())
            watch(children, lambda: _heal(data))
    except KeyboardInterrupt:
        say("Ontschot stopt …")
    return 0


def _heal(data: DataFolder) -> None:
    if not os.environ.get("DATABASE_URL"):
        revive(data, say)


def _welcome(port: int, folder: Path, modus: str) -> str:
    address = f"http://{HOST}:{port}"
    lines = ["", f"Ontschot draait: {address}/", f"Gegevens: {folder}"]
    if modus == "demo":
        people = importlib.import_module("ontschot.beheer.demo").PERSONAS
        width = max(len(person.naam) for person in people)
        lines += ["", f"Met één klik aanmelden kan op {address}/account/login/ als:"]
        lines += [f"  {person.naam:<{width}}  {person.omschrijving}" for person in people]
    else:
        lines += ["Zet er een webserver met https voor; die luistert namens ONTSCHOT_HOSTS."]
    return "\n".join([*lines, "", "Stoppen: Ctrl-C", ""])
