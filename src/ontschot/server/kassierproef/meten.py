"""`./ontschot bench kassier`: commitments per second, `controleer`, growth, and crashes.

A commitment (verplichting) is what the buying partner does: order what was granted and reserved
before. An order is both steps, reserving and committing, one after the other. Each step is one
durable transaction with all its checks and its audit line. Beside them, in the same run on the
same server, pgbench does the bare minimum of one such transaction: one balance update and two
inserts. Every part can be run alone with --deel.
"""

import json
import os
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ontschot.server.data_folder import DataFolder
from ontschot.server.embedded import throwaway_server
from ontschot.server.environment import child_environment
from ontschot.server.kassierproef.crash import Klap, controleer, crashes
from ontschot.server.kassierproef.groei import grow
from ontschot.server.kassierproef.minimum import transactions_per_second
from ontschot.server.kassierproef.ploeg import Ploeg
from ontschot.server.kassierproef.verslag import Controle, Groei, Tempo, crash_line, met, table
from ontschot.server.prepare import analyse, migrate, run_django
from ontschot.server.problem import Probleem
from ontschot.server.progress import step
from ontschot.server.roles import Access
from ontschot.web.format import getal

FONDSEN = 35
DELEN = ("tempo", "groei", "crash")
# More than two processors did in any measurement; decides how many are made ready.
COMMITMENTS_PER_SECOND, ORDERS_PER_SECOND = 500, 300
GROEI_SECONDS = 4.0
# The run-up of a worker, and what is left over at the end.
EXTRA_SECONDS = 3.0
CRASH_ORDERS, CRASH_FONDSEN = 250, 3


def main(argv: Sequence[str]) -> int:
    """Measure or crash, and report; exit status 1 when an aim is not met."""
    options = _parse(argv)
    data = DataFolder.open(Path(os.environ["ONTSCHOT_DATA"]))
    with throwaway_server(data, durable=True) as (folder, access):
        migrate(folder, access, "demo")
        environment = child_environment(folder, access, "demo")
        _seed(environment, options)
        analyse(access)
        status = 0
        if options.tempo or options.groei:
            status = _measure(access, environment, options)
        if options.crash:
            status = max(status, _crash(folder, access, environment, options))
        return status


def _parse(argv: Sequence[str]) -> Any:
    parser = ArgumentParser(prog="ontschot bench kassier", description="Meet de kassier.")
    parser.add_argument(
        "--deel", choices=DELEN, action="append",
        help="meet alleen dit deel: tempo, groei of crash (mag vaker; anders: tempo en groei)",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="schrijf JSON in plaats van een tabel")
    parser.add_argument("--seconden", type=float, default=6.0, help="duur van elke meting")
    parser.add_argument("--werkers", type=int, default=4, help="zoveel processen tegelijk")
    parser.add_argument("--orders", type=int, default=0, help="zoveel orders per meting")
    parser.add_argument(
        "--boekingen", default="10000,100000,1000000", help="groottes van het journaal"
    )
    parser.add_argument(
        "--crash", type=int, nargs="?", const=50, default=0, metavar="KEER",
        help="stop toepassing en database zoveel keer met kill -9 (anders: 50)",
    )  # fmt: skip
    options = parser.parse_args(argv)
    parts = options.deel or (["crash"] if options.crash else ["tempo", "groei"])
    options.tempo, options.groei = "tempo" in parts, "groei" in parts
    options.crash = (options.crash or 50) if "crash" in parts else options.crash
    options.sizes = [int(word) for word in options.boekingen.split(",")]
    return options


def _seed(environment: dict[str, str], options: Any) -> None:
    """The hot fonds has its own orders; the others share those of the runs on all fondsen.

    Where speed is measured half of them is reserved already, for the runs that only commit.
    """
    run = options.orders or round(COMMITMENTS_PER_SECOND * (options.seconden + EXTRA_SECONDS))
    hot = 2 * run if options.tempo else 0
    growing = len(options.sizes) * ORDERS_PER_SECOND * (GROEI_SECONDS + EXTRA_SECONDS)
    shared = hot + (2 * round(growing) if options.groei else 0)
    each = max(40, shared // FONDSEN, CRASH_ORDERS * options.crash)
    fondsen = FONDSEN if shared else CRASH_FONDSEN
    sow = ["--fondsen", str(fondsen), "--orders", str(each), "--eerste", str(hot + each)]
    sow += ["--reserveren"] if shared else []
    for words, command in (
        ("Regelingen en partners laden", ["laad_referentie", "--verbosity", "0"]),
        (f"{getal(each * fondsen + hot)} toekenningen klaarzetten",
         ["kassier_proef", "zaai", *sow]),
    ):  # fmt: skip
        with step(words):
            if run_django(command, environment) != 0:
                raise Probleem("De proef kon haar gegevens niet laden (zie hierboven).")


def _measure(access: Access, environment: dict[str, str], options: Any) -> int:
    ploeg = Ploeg(environment, options.werkers)
    try:
        tempo = _tempo(access, ploeg, options) if options.tempo else []
        groei, controles = _growth(access, ploeg, options) if options.groei else ([], [])
    finally:
        ploeg.stop()
    if options.json:
        parts: dict[str, list[Any]] = {"tempo": tempo, "groei": groei, "controle": controles}
        print(json.dumps({name: [asdict(row) for row in rows] for name, rows in parts.items()}))
    else:
        print(table(tempo, groei, controles))
    return 0 if met(tempo, controles) else 1


def _tempo(access: Access, ploeg: Ploeg, options: Any) -> list[Tempo]:
    """Half of the minimum before and half after, so that a machine that slows down is fair."""
    found = []
    for fondsen in (1, FONDSEN):
        asked = {"fondsen": fondsen, "seconden": options.seconden}
        with step(f"Het minimum van pgbench op {_fondsen(fondsen)}"):
            before = _minimum(access, options, fondsen)
        with step(f"Bestellen wat gereserveerd is, op {_fondsen(fondsen)}"):
            commitments = ploeg.pace(**asked, gereserveerd=True)
        with step(f"Reserveren en bestellen, op {_fondsen(fondsen)}"):
            orders = ploeg.pace(**asked)
        with step(f"Nog eens het minimum van pgbench op {_fondsen(fondsen)}"):
            after = _minimum(access, options, fondsen)
        found.append(Tempo(fondsen, commitments, orders, (before + after) / 2))
    return found


def _fondsen(number: int) -> str:
    return "één fonds" if number == 1 else f"{number} fondsen"


def _minimum(access: Access, options: Any, fondsen: int) -> float:
    return transactions_per_second(
        access.eigenaar_url, clients=options.werkers, fondsen=fondsen,
        seconden=options.seconden / 2,
    )  # fmt: skip


def _growth(access: Access, ploeg: Ploeg, options: Any) -> tuple[list[Groei], list[Controle]]:
    """At each size: how fast everything is recomputed, and how fast is ordered beside it."""
    rows, controles = [], []
    stands = 0
    assert access.beheer_url
    for size in options.sizes:
        with step(f"Journaal laten groeien tot {getal(size)} boekingen"):
            stands += grow(access.beheer_url, max(0, size - stands))
        with step(f"{getal(stands)} boekingen narekenen"):
            controles.append(_controle(ploeg.environment, stands))
        with step(f"Reserveren en bestellen naast {getal(stands)} boekingen"):
            orders = ploeg.pace(fondsen=FONDSEN, seconden=GROEI_SECONDS)
        rows.append(Groei(stands, orders))
    with step("Narekenen na het bestellen"):
        controles.append(_controle(ploeg.environment, stands))
    return rows, controles


def _controle(environment: dict[str, str], stands: int) -> Controle:
    started = time.perf_counter()
    status, said = controleer(environment)
    if status:
        raise Probleem(f"controleer is niet schoon: {said.strip().splitlines()[:1]}")
    return Controle(stands, time.perf_counter() - started)


def _crash(folder: DataFolder, access: Access, environment: dict[str, str], options: Any) -> int:
    def hear(number: int, klap: Klap) -> None:
        print(crash_line(number, klap), flush=True)

    found = crashes(
        folder, access, environment, keer=options.crash, werkers=options.werkers,
        fondsen=CRASH_FONDSEN, hoor=hear,
    )  # fmt: skip
    wrong = [klap for klap in found if not klap.goed]
    total = sum(klap.bevestigd for klap in found)
    print(
        f"{len(found)} keer gestopt, {getal(total)} bevestigde opdrachten, "
        f"{sum(klap.kwijt for klap in found)} kwijt, {len(wrong)} keer niet schoon."
    )
    return 1 if wrong else 0
