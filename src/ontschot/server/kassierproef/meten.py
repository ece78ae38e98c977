"""`./ontschot bench kassier`: orders per second, `controleer`, growth, and crashes with --crash.

An order is what a person does: reserve and commit, each a durable transaction with all its checks
and its audit line. Beside it, in the same run on the same server, pgbench does the bare minimum
of one such transaction: one balance update and two inserts.
"""

import json
import os
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ontschot.server.data_folder import DataFolder
from ontschot.server.embedded import throwaway_server
from ontschot.server.environment import child_environment
from ontschot.server.kassierproef.crash import Klap, controleer, crashes
from ontschot.server.kassierproef.groei import grow
from ontschot.server.kassierproef.minimum import transactions_per_second
from ontschot.server.kassierproef.ploeg import orders_per_second
from ontschot.server.prepare import analyse, migrate, run_django
from ontschot.server.problem import Probleem
from ontschot.server.progress import step
from ontschot.server.roles import Access
from ontschot.web.format import getal

FONDSEN = 35
# Beside pgbench, for the hot fonds (issue "Elke euro een reden", section 7).
DOEL = 0.3
# More than two processors did in any measurement; decides how many orders are made ready.
ORDERS_PER_SECOND = 120
CONTROLE_SECONDEN_PER_MILJOEN = 60.0


@dataclass(frozen=True)
class Tempo:
    """Orders per second, and transactions per second of the bare minimum, on so many fondsen."""

    fondsen: int
    boekingen: int
    orders: float
    minimum: float

    @property
    def verhouding(self) -> float:
        """Orders beside bare transactions: an order is two of ours."""
        return self.orders / self.minimum

    @property
    def per_transactie(self) -> float:
        return 2 * self.verhouding


@dataclass(frozen=True)
class Controle:
    boekingen: int
    seconden: float
    status: int


def main(argv: Sequence[str]) -> int:
    """Measure or crash, and report; exit status 1 when an aim is not met."""
    options = _parse(argv)
    data = DataFolder.open(Path(os.environ["ONTSCHOT_DATA"]))
    with throwaway_server(data, durable=True) as (folder, access):
        migrate(folder, access, "demo")
        environment = child_environment(folder, access, "demo")
        _seed(environment, _wanted(options))
        analyse(access)
        if options.crash:
            return _crash(folder, access, environment, options)
        return _measure(access, environment, options)


def _parse(argv: Sequence[str]) -> Any:
    parser = ArgumentParser(prog="ontschot bench kassier", description="Meet de kassier.")
    parser.add_argument("--json", action="store_true", help="schrijf JSON in plaats van een tabel")
    parser.add_argument("--seconden", type=float, default=10.0, help="duur van elke meting")
    parser.add_argument("--werkers", type=int, default=4, help="zoveel processen tegelijk")
    parser.add_argument("--orders", type=int, default=0, help="zoveel orders klaarzetten")
    parser.add_argument(
        "--boekingen", default="10000,100000,1000000", help="groottes van het journaal"
    )
    parser.add_argument(
        "--crash", type=int, nargs="?", const=50, default=0, metavar="KEER",
        help="stop toepassing en database zoveel keer met kill -9 (anders: 50)",
    )  # fmt: skip
    return parser.parse_args(argv)


def _wanted(options: Any) -> int:
    """Orders on the hot fonds: enough for every measurement on a machine that is fast."""
    sizes = len(options.boekingen.split(","))
    measuring = round(ORDERS_PER_SECOND * (options.seconden + 4) * sizes)
    return int(options.orders or (250 * options.crash if options.crash else measuring))


def _seed(environment: dict[str, str], orders: int) -> None:
    """The hot fonds has all of these orders; the fondsen together have them once more."""
    each = ["--fondsen", str(FONDSEN), "--orders", str(max(40, 2 * orders // FONDSEN))]
    for command in (
        ["laad_referentie", "--verbosity", "0"],
        ["kassier_proef", "zaai", *each, "--eerste", str(2 * orders)],
    ):
        with step(f"Klaarzetten: {command[0]}"):
            if run_django(command, environment) != 0:
                raise Probleem("De proef kon haar gegevens niet laden (zie hierboven).")


def _measure(access: Access, environment: dict[str, str], options: Any) -> int:
    tempo, controles = [], []
    stands = 0
    for size in [int(word) for word in options.boekingen.split(",")]:
        with step(f"Journaal laten groeien tot {getal(size)} boekingen"):
            assert access.beheer_url
            stands += grow(access.beheer_url, max(0, size - stands))
        with step("Narekenen"):
            controles.append(_controle(environment, stands))
        for fondsen in (1, FONDSEN):
            with step(f"Bestellen op {fondsen} fonds(en)"):
                tempo.append(_tempo(access, environment, options, fondsen, stands))
    with step("Narekenen na het bestellen"):
        controles.append(_controle(environment, stands))
    if options.json:
        print(json.dumps({"tempo": _rows(tempo), "controle": _rows(controles)}, indent=2))
    else:
        print(_table(tempo, controles))
    return 0 if _met(tempo, controles) else 1


def _tempo(
    access: Access, environment: dict[str, str], options: Any, fondsen: int, stands: int
) -> Tempo:
    """Half of the minimum before and half after, so that a machine that slows down is fair."""
    half = options.seconden / 2
    bare = [transactions_per_second(
        access.eigenaar_url, clients=options.werkers, fondsen=fondsen, seconden=half
    )]  # fmt: skip
    orders = orders_per_second(
        environment, werkers=options.werkers, fondsen=fondsen, seconden=options.seconden
    )
    bare.append(
        transactions_per_second(
            access.eigenaar_url, clients=options.werkers, fondsen=fondsen, seconden=half
        )
    )
    return Tempo(fondsen, stands, orders, sum(bare) / 2)


def _controle(environment: dict[str, str], stands: int) -> Controle:
    started = time.perf_counter()
    status, said = controleer(environment)
    if status:
        raise Probleem(f"controleer is niet schoon: {said.strip().splitlines()[:1]}")
    return Controle(stands, time.perf_counter() - started, status)


def _met(tempo: list[Tempo], controles: list[Controle]) -> bool:
    hot = [row.per_transactie for row in tempo if row.fondsen == 1]
    large = [row for row in controles if row.boekingen >= 500_000]
    return all(ratio >= DOEL for ratio in hot) and all(
        row.seconden / row.boekingen * 1_000_000 <= CONTROLE_SECONDEN_PER_MILJOEN for row in large
    )


def _rows(found: Sequence[Any]) -> list[dict[str, Any]]:
    extra = ("verhouding", "per_transactie")
    return [
        asdict(row) | {name: getattr(row, name) for name in extra if hasattr(row, name)}
        for row in found
    ]


def _table(tempo: list[Tempo], controles: list[Controle]) -> str:
    lines = [
        "boekingen  fondsen  orders/s  minimum/s  per order  per transactie",
        *(
            f"{getal(row.boekingen):>9}  {row.fondsen:>7}  {getal(row.orders, 1):>8}  "
            f"{getal(row.minimum, 1):>9}  {getal(row.verhouding, 2):>9}  "
            f"{getal(row.per_transactie, 2):>14}"
            for row in tempo
        ),
        "",
        "Een order is twee duurzame transacties (reserveren en verplichten), met alle controles en",
        "de auditregel. Het minimum is één duurzame transactie van pgbench: één saldo bijwerken en",
        f"twee regels invoegen. Doel op één fonds: {getal(DOEL, 1)} per transactie.",
        "",
        *(
            f"controleer: {getal(row.boekingen)} boekingen in {getal(row.seconden, 1)} s, "
            f"{getal(row.boekingen / row.seconden)} per seconde"
            for row in controles
        ),
    ]
    return "\n".join(lines)


def _crash(folder: DataFolder, access: Access, environment: dict[str, str], options: Any) -> int:
    def hear(number: int, klap: Klap) -> None:
        wrong = "" if klap.goed else f" FOUT: {klap.kwijt} kwijt, {klap.verschillen.strip()}"
        print(
            f"{number:>3}  kill -9 {klap.doel:<14}  {klap.bevestigd:>5} bevestigd, "
            f"controleer {klap.controle}{wrong}",
            flush=True,
        )

    found = crashes(
        folder, access, environment, keer=options.crash, werkers=options.werkers, hoor=hear
    )
    wrong = [klap for klap in found if not klap.goed]
    total = sum(klap.bevestigd for klap in found)
    print(
        f"{len(found)} keer gestopt, {getal(total)} bevestigde opdrachten, "
        f"{sum(klap.kwijt for klap in found)} kwijt, {len(wrong)} keer niet schoon."
    )
    return 1 if wrong else 0
