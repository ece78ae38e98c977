"""Measures the pages of a seeded database, inside Django; prints JSON for `./ontschot bench`."""

import json
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ontschot.kandidaten.models import Betrokkenheid
from ontschot.kern.scope import scope, systeem
from ontschot.server.demo.massa import born, postcode_of

RUNS = 40
NANO_IN_MILLI = 1_000_000
# What says who asks, once per transaction: no question about data.
SCOPE = "set_config('ontschot."
WARM_UP = 3
MIB = 1024 * 1024


@dataclass(frozen=True)
class Budget:
    """What a page may cost: p50 in milliseconds, HTML in KB, queries in all; None: no budget."""

    p50_ms: float | None = None
    html_kb: float | None = None
    vragen: int | None = None

    def met(self, p50_ms: float, html_kb: float, vragen: int) -> bool:
        limits = ((self.p50_ms, p50_ms), (self.html_kb, html_kb), (self.vragen, vragen))
        return all(limit is None or value <= limit for limit, value in limits)

    def __str__(self) -> str:
        parts = [
            f"{value:g} {unit}"
            for value, unit in (
                (self.p50_ms, "ms"), (self.html_kb, "KB"), (self.vragen, "vragen"),
            )
            if value is not None
        ]  # fmt: skip
        return " · ".join(parts) or "–"


@dataclass(frozen=True)
class Pagina:
    naam: str
    persona: str
    pad: str
    budget: Budget


def _pages() -> list[Pagina]:
    lijst, zoek, dossier = Budget(60, 50), Budget(100, 50), Budget(40, None, 12)
    cijfers = Budget(200, 50)
    gids = "gids-uwv"
    return [
        Pagina("kaal", "", "/toegankelijkheid/", Budget()),
        Pagina("interventies", "coordinator", "/interventies/", lijst),
        Pagina("kandidaten", gids, "/kandidaten/", lijst),
        Pagina("vragen", gids, "/vragen/", lijst),
        Pagina("werkvoorraad", gids, "/werkvoorraad/", lijst),
        Pagina("dossier", gids, _a_dossier(gids), dossier),
        Pagina("zoek-naam", gids, "/zoek/?q=jansen", zoek),
        Pagina("zoek-geboortedatum", gids, f"/zoek/?q={born(0):%d-%m-%Y}", zoek),
        Pagina("zoek-postcode", gids, f"/zoek/?q={postcode_of(0).replace(' ', '')}", zoek),
        Pagina("menukaart", gids, "/menukaart/", lijst),
        Pagina("menukaart-zoek", gids, "/menukaart/?q=training", lijst),
        Pagina("menukaart-typfout", gids, "/menukaart/?q=trianing", lijst),
        Pagina("kassier", "kassier", "/kassier/", lijst),
        Pagina("monitor", "monitor", "/monitor/", Budget(150)),
        Pagina("cijfers", gids, "/cijfers/", cijfers),
        Pagina("cijfers-coordinator", "coordinator", "/cijfers/", cijfers),
        Pagina("cijfers-beleid", "beleid", "/cijfers/", cijfers),
        Pagina("cijfers-kassier", "kassier", "/cijfers/", cijfers),
        Pagina("nog-aan-het-werk", "beleid", "/monitor/nog-aan-het-werk/", cijfers),
    ]


def _a_dossier(persona: str) -> str:
    """The address of a full dossier that this person may open."""

    with transaction.atomic(), scope(systeem("AM08")):
        found = (
            Betrokkenheid.objects.filter(medewerker__persona=persona, tot=None)
            .filter(kandidaat__interventies__isnull=False)
            .select_related("kandidaat")
            .order_by("id")
            .first()
        )
        assert found, "the demo world gives this persona no dossier"
        return found.kandidaat.get_absolute_url()


def _client(persona: str) -> Any:

    client = Client(SERVER_NAME="localhost")
    if persona:
        response = client.post(f"/demo/inloggen/{persona}/")
        assert response.status_code == 302, f"{persona} cannot sign in"
    return client


def _measure(page: Pagina) -> dict[str, Any]:

    client = _client(page.persona)
    times, computing = [], []
    for run in range(WARM_UP + RUNS):
        started, worked = time.perf_counter(), _computed_ms()
        response = client.get(page.pad)
        took = (time.perf_counter() - started) * 1000
        assert response.status_code == 200, f"{page.pad} answers {response.status_code}"
        if run >= WARM_UP:
            times.append(took)
            computing.append(_computed_ms() - worked)
    with CaptureQueriesContext(connection) as counted:
        html = client.get(page.pad).content
    p50, html_kb = statistics.median(times), len(html) / 1024
    vragen = sum(
        1
        for q in counted.captured_queries
        if q["sql"].lstrip(" \n(").startswith(("SELECT", "INSERT")) and SCOPE not in q["sql"]
    )
    return {
        "naam": page.naam,
        "pad": page.pad.split("?")[0] if page.naam != "dossier" else "/kandidaten/…/",
        "p50_ms": p50,
        "p95_ms": statistics.quantiles(times, n=20)[-1],
        "reken_ms": statistics.median(computing),
        "vragen": vragen,
        "html_kb": html_kb,
        "budget": str(page.budget),
        "gehaald": page.budget.met(p50, html_kb, vragen),
    }


def _computed_ms() -> float:
    """How long this process and its server process have been computing, waiting left out.

    On a busy machine the time of a page goes up and this does not. The server's part is known
    on Linux only, and when it runs here.
    """
    ours = time.process_time() * 1000
    connection.ensure_connection()
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    if not server.exists():
        return ours
    return ours + int(server.read_text().split()[0]) / NANO_IN_MILLI


def _resident_mb() -> float:
    """What this process holds in memory after serving every page: a web worker holds the same."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) * 1024 / MIB


class Command(BaseCommand):
    help = "Meet de schermen van deze (wegwerp)database. Wordt gebruikt door ./ontschot bench."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("naam", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        only = options["naam"]
        measured = [_measure(page) for page in _pages() if page.naam == "kaal" or only in page.naam]
        plain = measured[0]
        for page in measured:
            page["keer_kaal"] = page["reken_ms"] / plain["reken_ms"]
        self.stdout.write(json.dumps({"paginas": measured, "geheugen_mb": _resident_mb()}))
