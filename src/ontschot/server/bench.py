"""`./ontschot bench`: the budgets of the design, measured on a throw-away database.

Pages are seeded with 3 000 kandidaten, 30 000 interventies and 2 000 diensten; `--groot` makes it
50 000 kandidaten, and takes a quarter of an hour. Times are the view's, through Django's own
client, after a warm-up. `reken ms` leaves out waiting for the processor: when p50 is much more,
the machine was busy. The last column compares that with the plainest page of the same run, so
that a slow machine does not look like a slow page. Prints a table, or JSON.

`bench kassier` is about the money and stands in `kassierproef.meten`, `bench monitor` about many
rows in `monitorproef.meten`.
"""

import gzip
import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ontschot.server.data_folder import DataFolder
from ontschot.server.embedded import throwaway_server
from ontschot.server.environment import child_environment
from ontschot.server.frontend import build_front_end
from ontschot.server.kassierproef import meten as kassierproef
from ontschot.server.monitorproef import meten as monitorproef
from ontschot.server.places import checkout
from ontschot.server.prepare import analyse, migrate, run_django
from ontschot.server.problem import Probleem
from ontschot.server.progress import step
from ontschot.server.roles import Access

HEADS = ("pagina", "p50 ms", "p95 ms", "reken ms", "vragen", "KB html", "budget", "× kaal")
KANDIDATEN, INTERVENTIES, DIENSTEN = 3000, 30_000, 2000
GROOT = 50_000


def main(argv: Sequence[str]) -> int:
    """Measure and report; exit status 1 when a budget is not met."""
    if list(argv[:1]) == ["kassier"]:
        return kassierproef.main(argv[1:])
    if list(argv[:1]) == ["monitor"]:
        return monitorproef.main(argv[1:])
    options = _parse(argv)
    data = DataFolder.open(Path(os.environ["ONTSCHOT_DATA"]))
    build_front_end()
    with throwaway_server(data) as (folder, access):
        started = time.perf_counter()
        migrate(folder, access, "demo")
        migrate_seconds = time.perf_counter() - started
        environment = child_environment(folder, access, "demo")
        _seed(environment, access, options)
        with step("Meten"):
            pages = _measure(environment, options.naam)
        report = {
            "kandidaten": options.kandidaten,
            "interventies": options.interventies,
            "diensten": options.diensten,
            "migrate_seconds": round(migrate_seconds, 1),
            "over_de_lijn_kb": _over_the_wire_kb(),
            **pages,
        }
    print(json.dumps(report, indent=2) if options.json else _table(report))
    return 0 if all(page["gehaald"] for page in report["paginas"]) else 1


def _parse(argv: Sequence[str]) -> Any:
    parser = ArgumentParser(prog="ontschot bench", description="Meet de snelheid van de schermen.")
    parser.add_argument("naam", nargs="?", default="", help="meet alleen pagina's met deze naam")
    parser.add_argument("--json", action="store_true", help="schrijf JSON in plaats van een tabel")
    parser.add_argument(
        "--groot", action="store_true", help="meet met 50 000 kandidaten (duurt een kwartier)"
    )
    parser.add_argument("--kandidaten", type=int)
    parser.add_argument("--interventies", type=int)
    parser.add_argument("--diensten", type=int, default=DIENSTEN)
    options = parser.parse_args(argv)
    options.kandidaten = options.kandidaten or (GROOT if options.groot else KANDIDATEN)
    options.interventies = options.interventies or (GROOT if options.groot else INTERVENTIES)
    return options


def _seed(environment: dict[str, str], access: Access, options: Any) -> None:
    many = ["kandidaten", "interventies", "diensten"]
    massa = [f"--{what}={getattr(options, what)}" for what in many]
    for command in (
        ["laad_referentie", "--verbosity", "0"],
        ["laad_demo", "--schaal", "klein", "--verbosity", "0"],
        ["laad_massa", *massa],
    ):
        if run_django(command, environment) != 0:
            raise Probleem("De meting kon haar gegevens niet laden (zie hierboven).")
        analyse(access)


def _measure(environment: dict[str, str], only: str) -> dict[str, Any]:
    child = subprocess.run(
        [sys.executable, "-m", "ontschot.server.django_command", "meet_paginas", only],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if child.returncode != 0:
        raise Probleem(f"De meting is gestopt: {child.stderr.strip().splitlines()[-1:]}")
    found: dict[str, Any] = json.loads(child.stdout)
    return found


def _over_the_wire_kb() -> float:
    """CSS and JavaScript of a first visit, compressed as a server would."""
    static = (checkout() or Path()) / "build" / "static"
    files = [*static.glob("*.css"), *static.glob("*.js")]
    return round(sum(len(gzip.compress(file.read_bytes())) for file in files) / 1024, 1)


def _table(report: dict[str, Any]) -> str:
    rows = [
        (
            page["naam"],
            f"{page['p50_ms']:.1f}",
            f"{page['p95_ms']:.1f}",
            f"{page['reken_ms']:.1f}",
            str(page["vragen"]),
            f"{page['html_kb']:.1f}",
            page["budget"] + ("" if page["gehaald"] else "  NIET GEHAALD"),
            f"{page['keer_kaal']:.1f}",
        )
        for page in report["paginas"]
    ]
    widths = [max(len(row[i]) for row in [HEADS, *rows]) for i in range(len(HEADS))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [HEADS, *rows]
    ]
    rest = [
        f"geheugen van de webserver: {report['geheugen_mb']:.0f} MB (budget 150)",
        f"CSS en JavaScript over de lijn: {report['over_de_lijn_kb']} KB (budget 80)",
        f"lege database bijwerken: {report['migrate_seconds']} s (budget 10)",
        ", ".join(f"{report[what]} {what}" for what in ("kandidaten", "interventies", "diensten")),
    ]
    return "\n".join([*lines, "", *rest])
