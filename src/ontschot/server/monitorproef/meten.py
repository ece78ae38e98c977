"""`./ontschot bench monitor`: taking in and counting, beside COPY, DuckDB and Polars, and growth.

Each size replaces the one before it, as a corrected delivery does, in one throw-away database with
durable commits. COPY is measured before and after the import, so that a machine that slows down is
fair. Memory is that of the process that imports, at its highest.
"""

import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ontschot.monitor.voortgang import regel
from ontschot.server.data_folder import DataFolder
from ontschot.server.embedded import throwaway_server
from ontschot.server.environment import child_environment
from ontschot.server.monitorproef import naast
from ontschot.server.monitorproef.bestand import write
from ontschot.server.prepare import analyse, migrate, run_django
from ontschot.server.problem import Probleem
from ontschot.server.progress import step
from ontschot.server.roles import Access
from ontschot.web.format import getal

GROOTTES = "20000,200000,2000000,10000000"
LANGST_MINUTEN = 30.0
IMPORT_KEER_COPY = 3.0
RAPPORT_KEER_DUCKDB = 3.0
PAGINA_SECONDEN = 0.2
# From here on the aims count: below it starting costs more than working.
GROOT = 2_000_000


@dataclass(frozen=True)
class Meting:
    """Seconds, unless the name says otherwise."""

    rijen: int
    copy: float
    importeren: float
    begin_mib: float
    piek_mib: float
    rapport: float
    duckdb: float
    duckdb_laden: float
    polars: float
    polars_laden: float
    pagina: float
    rijenpagina: float
    rijen_verder: float

    @property
    def keer_copy(self) -> float:
        return self.importeren / self.copy

    @property
    def keer_duckdb(self) -> float:
        return self.rapport / self.duckdb

    @property
    def keer_polars(self) -> float:
        return self.rapport / self.polars

    @property
    def met(self) -> bool:
        small = self.rijen < GROOT
        return self.pagina <= PAGINA_SECONDEN and (
            small
            or (
                self.keer_copy <= IMPORT_KEER_COPY
                and self.keer_duckdb <= RAPPORT_KEER_DUCKDB
                and self.keer_polars < 1
            )
        )


def main(argv: Sequence[str]) -> int:
    """Measure and report; exit status 1 when an aim is not met."""
    options = _parse(argv)
    data = DataFolder.open(Path(os.environ["ONTSCHOT_DATA"]))
    until = time.monotonic() + options.minuten * 60
    found: list[Meting] = []
    with throwaway_server(data, durable=True) as (folder, access):
        migrate(folder, access, "demo")
        environment = child_environment(folder, access, "demo")
        _seed(environment)
        analyse(access)
        for rijen in options.rijen:
            if found and _would_take(found[-1], rijen) > until - time.monotonic():
                print(f"Geen tijd meer voor {getal(rijen)} rijen (zie --minuten).", file=sys.stderr)
                break
            found.append(_measure(folder.path, access, environment, rijen))
    if options.json:
        print(json.dumps([_row(meting) for meting in found], indent=2))
    else:
        print(table(found))
    return 0 if all(meting.met for meting in found) else 1


def _parse(argv: Sequence[str]) -> Any:
    parser = ArgumentParser(prog="ontschot bench monitor", description="Meet de monitor.")
    parser.add_argument("--json", action="store_true", help="schrijf JSON in plaats van een tabel")
    parser.add_argument("--rijen", type=_sizes, default=_sizes(GROOTTES), help=GROOTTES)
    parser.add_argument(
        "--minuten", type=float, default=LANGST_MINUTEN,
        help="begin niet aan een grootte die na zoveel minuten klaar zou zijn",
    )  # fmt: skip
    return parser.parse_args(argv)


def _sizes(words: str) -> list[int]:
    return [int(word) for word in words.split(",")]


def _would_take(last: Meting, rijen: int) -> float:
    seconds = last.importeren + 2 * last.copy + last.duckdb_laden + last.polars_laden
    return 2 * seconds * rijen / last.rijen


def _seed(environment: dict[str, str]) -> None:
    for command in (
        ["laad_referentie", "--verbosity", "0"],
        ["laad_demo", "--schaal", "klein", "--verbosity", "0"],
    ):
        if run_django(command, environment) != 0:
            raise Probleem("De meting kon haar gegevens niet laden (zie hierboven).")


def _measure(folder: Path, access: Access, environment: dict[str, str], rijen: int) -> Meting:
    known = _inside(environment, "codes")
    with _file(folder, rijen, known["codes"]) as plek:
        naam = f"{getal(rijen)} rijen"
        with step(f"{naam}: COPY en importeren"):
            copies = [naast.bare_copy(access.eigenaar_url, plek)]
            taken_in = _inside(environment, "importeer", "--bestand", str(plek))
            copies.append(naast.bare_copy(access.eigenaar_url, plek))
        if taken_in["geladen"] != rijen:
            raise Probleem(f"Er zijn {taken_in['geladen']} van de {rijen} rijen geladen.")
        analyse(access)
        with step(f"{naam}: rapport, DuckDB en Polars"):
            counted = _inside(environment, "rapport")
            duck = naast.duckdb_counts(plek, known["rubriek"])
            bear = naast.polars_counts(plek)
        if counted["aantal"] != rijen:
            raise Probleem(f"Het rapport telt {counted['aantal']} van de {rijen} rijen.")
    return Meting(
        rijen=rijen,
        copy=sum(copies) / len(copies),
        importeren=taken_in["seconden"],
        begin_mib=taken_in["begin_mib"],
        piek_mib=taken_in["piek_mib"],
        rapport=counted["seconden"],
        duckdb=duck.tellen,
        duckdb_laden=duck.laden,
        polars=bear.tellen,
        polars_laden=bear.laden,
        pagina=counted["pagina"],
        rijenpagina=counted["rijen"],
        rijen_verder=counted["rijen_verder"],
    )


@contextmanager
def _file(folder: Path, rijen: int, codes: dict[str, list[str]]) -> Iterator[Path]:
    plek = folder / f"proef-{rijen}.csv"
    try:
        with regel(f"{getal(rijen)} rijen schrijven") as show:
            write(plek, rijen, codes, lambda done: show(done / rijen, getal(done)))
        yield plek
    finally:
        plek.unlink(missing_ok=True)


def _inside(environment: dict[str, str], *words: str) -> dict[str, Any]:
    """Do one thing in a Django process of its own, so that its memory is its own too."""
    child = subprocess.run(
        [sys.executable, "-m", "ontschot.server.django_command", "monitor_proef", *words],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if child.returncode != 0:
        raise Probleem(f"De meting is gestopt: {child.stderr.strip().splitlines()[-1:]}")
    found: dict[str, Any] = json.loads(child.stdout)
    return found


def _row(meting: Meting) -> dict[str, Any]:
    ratios = ("keer_copy", "keer_duckdb", "keer_polars", "met")
    return asdict(meting) | {name: getattr(meting, name) for name in ratios}


TOELICHTING = """
COPY: hetzelfde bestand, zoals het is, in een kale tabel (tekst, date, numeric; geen sleutel, index
of trigger), in één duurzame transactie; het gemiddelde van vóór en na het importeren.
Importeren: lezen, controleren, laden, standen tellen en verzegelen, in één duurzame transactie;
MiB is het meeste geheugen van dat proces, en wat het al had voor het begon.
Rapport: alle tabellen van een landelijk jaar, uit de standen. DuckDB: dezelfde tellingen in één
opdracht (GROUPING SETS) over geladen ENUM-kolommen. Polars: zes gewone group-bys over geladen
Categorical-kolommen. Laden: wat het kost om die kolommen uit het bestand te maken.
Pagina en rijen: /monitor/ en /monitor/rijen/ over heel Nederland, zonder de webserver; halverwege:
de bladzijde met rijen van eind juni.
Doel vanaf {groot} rijen: importeren hoogstens {copy} × COPY, rapport hoogstens {duckdb} × DuckDB
en sneller dan Polars; de pagina onder {pagina} ms."""
HEADS = (
    "rijen", "COPY s", "import s", "× COPY", "MiB (begin)", "rapport ms", "DuckDB ms", "× DuckDB",
    "Polars ms", "× Polars", "laden DuckDB s", "laden Polars s", "pagina ms", "rijen ms",
    "halverwege ms",
)  # fmt: skip


def table(found: Sequence[Meting]) -> str:
    rows = [HEADS, *map(_cells, found)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    lines = [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    aims = TOELICHTING.format(
        groot=getal(GROOT),
        copy=getal(IMPORT_KEER_COPY),
        duckdb=getal(RAPPORT_KEER_DUCKDB),
        pagina=getal(PAGINA_SECONDEN * 1000),
    )
    missed = [f"NIET GEHAALD bij {getal(meting.rijen)} rijen" for meting in found if not meting.met]
    return "\n".join([*lines, aims, *missed])


def _cells(meting: Meting) -> tuple[str, ...]:
    def ms(seconds: float) -> str:
        return getal(seconds * 1000, 1)

    return (
        getal(meting.rijen),
        getal(meting.copy, 2),
        getal(meting.importeren, 2),
        getal(meting.keer_copy, 1),
        f"{getal(meting.piek_mib)} ({getal(meting.begin_mib)})",
        ms(meting.rapport),
        ms(meting.duckdb),
        getal(meting.keer_duckdb, 2),
        ms(meting.polars),
        getal(meting.keer_polars, 2),
        getal(meting.duckdb_laden, 2),
        getal(meting.polars_laden, 2),
        ms(meting.pagina),
        ms(meting.rijenpagina),
        ms(meting.rijen_verder),
    )
