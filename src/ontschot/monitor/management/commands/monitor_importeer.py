"""`./ontschot monitor importeer FILE`: take in a delivery from the command line."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ontschot.kern.errors import Weigering
from ontschot.kern.scope import systeem
from ontschot.monitor.importeren import Levergegevens, Uitslag, importeer
from ontschot.monitor.lezen import Onleesbaar
from ontschot.monitor.uitvoer import faults_csv
from ontschot.netwerk.models import Regio

GETOOND = 20


class Command(BaseCommand):
    help = "Laadt een levering van de monitor (csv, ook als .xz). Alles of niets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bestand", type=Path, metavar="FILE")
        parser.add_argument("--naam", default="", help="naam van de levering")
        parser.add_argument("--jaar", type=int, help="alle datums vallen in dit jaar")
        parser.add_argument("--regio", default="", help="de levering gaat alleen over deze regio")
        parser.add_argument(
            "--besloten",
            action="store_true",
            help="elke regio ziet alleen haar eigen rijen (anders: openbaar)",
        )
        parser.add_argument(
            "--vervang", action="store_true", help="vervangt wat over dezelfde maanden geladen is"
        )
        parser.add_argument("--fouten", type=Path, help="schrijf de fouten in dit csv-bestand")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 0: nothing refused; 1: lines refused, so nothing loaded; 2: unreadable."""
        bestand: Path = options["bestand"]
        regios = list(Regio.objects.order_by("code").values_list("code", flat=True))
        if options["regio"] and options["regio"] not in regios:
            self._stop(f"De regio {options['regio']} bestaat niet. Schrijf een code zoals AM08.")
        gegevens = Levergegevens(
            naam=options["naam"] or bestand.name,
            bestandsnaam=bestand.name,
            openbaar=not options["besloten"],
            regio=options["regio"],
            jaar=options["jaar"],
            vervang=options["vervang"],
        )
        wie = systeem(*regios, reden="monitor_importeer")
        try:
            with bestand.open("rb") as stroom:
                uitslag = importeer(wie, stroom, gegevens)
        except OSError as problem:
            self._stop(f"{bestand} kan niet worden gelezen: {problem.strerror}.")
        except (Onleesbaar, Weigering) as problem:
            self._stop(str(problem))
        self._say(uitslag, options["fouten"], bestand)

    def _say(self, uitslag: Uitslag, fouten: Path | None, bestand: Path) -> None:
        if uitslag.al_bekend:
            self.stdout.write("Dit bestand was al geladen. Er verandert niets.")
        for fout in uitslag.fouten[:GETOOND]:
            self.stderr.write(str(fout))
        if uitslag.fouten:
            self._write_faults(uitslag, fouten or _default_place(bestand))
        if uitslag.extra_kolommen:
            self.stdout.write(f"Niet gebruikte kolommen: {', '.join(uitslag.extra_kolommen)}.")
        self.stdout.write(uitslag.samenvatting)
        if uitslag.geweigerd:
            sys.exit(1)

    def _write_faults(self, uitslag: Uitslag, plek: Path) -> None:
        try:
            plek.parent.mkdir(parents=True, exist_ok=True)
            plek.write_text(faults_csv(uitslag.fouten, excel=False), "utf-8", newline="")
        except OSError as problem:
            self.stderr.write(f"De fouten passen niet in {plek}: {problem.strerror}.")
        else:
            self.stderr.write(f"Er is niets geladen. Alle fouten staan in {plek}.")

    def _stop(self, zin: str) -> None:
        self.stderr.write(zin)
        sys.exit(2)


def _default_place(bestand: Path) -> Path:
    return Path(settings.DATA_DIR) / "monitor" / f"{bestand.name}.fouten.csv"
