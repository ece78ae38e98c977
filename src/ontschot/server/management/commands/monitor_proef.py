"""What `./ontschot bench monitor` runs inside Django, on a throw-away database only."""

import json
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.http import QueryDict
from django.test import Client

from ontschot.kern.scope import Actor, scope, systeem
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.db import CODEKOLOMMEN
from ontschot.monitor.levering.importeren import Levergegevens, importeer
from ontschot.monitor.plaats import close
from ontschot.monitor.queries import rapport
from ontschot.monitor.selectie import read_selectie
from ontschot.netwerk.models import Regio
from ontschot.regelingen.models import Interventiesoort
from ontschot.server.monitorproef.bestand import JAAR
from ontschot.web.paging import AFTER, place_word

KEREN = 5
KIB_PER_MIB = 1024
VRAAG = f"regio=nederland&jaar={JAAR}"
# A page in the middle of the rows: those after the last one of the last day of June.
HALVERWEGE = f"&{AFTER}={close(place_word([f'{JAAR}-06-30', 'M']))}"


class Command(BaseCommand):
    help = "Laadt of telt een proefbestand, voor ./ontschot bench monitor."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("wat", choices=["codes", "importeer", "rapport"])
        parser.add_argument("--bestand", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Dit commando werkt alleen op een demodatabase.")
        regios = sorted(Regio.objects.values_list("code", flat=True))
        wie = systeem(*regios, reden="proef")
        if options["wat"] == "codes":
            found = self._codes(wie)
        elif options["wat"] == "importeer":
            found = self._import(wie, options["bestand"])
        else:
            found = self._report(wie)
        self.stdout.write(json.dumps(found))

    def _codes(self, wie: Actor) -> dict[str, Any]:
        with transaction.atomic(), scope(wie):
            labels = codelijsten()
            rubriek = dict(Interventiesoort.objects.values_list("code", "rubriek_id"))
        lists = {kolom: list(labels.labels(kolom)) for kolom in ("regio", *CODEKOLOMMEN)}
        return {"codes": lists, "rubriek": rubriek}

    def _import(self, wie: Actor, plek: Path) -> dict[str, Any]:
        gegevens = Levergegevens(
            naam="Proef",
            bestandsnaam=plek.name,
            openbaar=True,
            jaar=JAAR,
            bron="Proef",
            alles_of_niets=True,
            vervang=True,
        )
        before = _peak_mib()
        started = time.perf_counter()
        with plek.open("rb") as stroom:
            uitslag = importeer(wie, stroom, gegevens)
        seconds = time.perf_counter() - started
        return {
            "geladen": uitslag.geladen,
            "seconden": seconds,
            "begin_mib": before,
            "piek_mib": _peak_mib(),
        }

    def _report(self, wie: Actor) -> dict[str, Any]:
        times = []
        with transaction.atomic(), scope(wie):
            codes = codelijsten()
            selectie = read_selectie(wie, QueryDict(VRAAG), codes.labels("regio"))
            for _ in range(1 + KEREN):
                started = time.perf_counter()
                found = rapport(selectie, codes=codes)
                times.append(time.perf_counter() - started)
        return {
            "aantal": found.aantal,
            "seconden": statistics.median(times[1:]),
            "pagina": self._page("/monitor/"),
            "rijen": self._page("/monitor/rijen/"),
            "rijen_verder": self._page("/monitor/rijen/", HALVERWEGE),
        }

    def _page(self, pad: str, verder: str = "") -> float:
        """Seconds of a page as the person of the monitor opens it."""
        client: Any = Client(SERVER_NAME="localhost")
        if client.post("/demo/inloggen/monitor/").status_code != 302:
            raise CommandError("De demopersoon ‘monitor’ kan niet inloggen.")
        times = []
        for _ in range(1 + KEREN):
            started = time.perf_counter()
            if client.get(f"{pad}?{VRAAG}{verder}").status_code != 200:
                raise CommandError(f"De pagina {pad} antwoordt niet.")
            times.append(time.perf_counter() - started)
        return statistics.median(times[1:])


def _peak_mib() -> float:
    """The most memory that this process has held until now.

    On Linux as the kernel tells it: what `getrusage` tells begins with what the parent held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / KIB_PER_MIB
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / KIB_PER_MIB / (KIB_PER_MIB if sys.platform == "darwin" else 1)
