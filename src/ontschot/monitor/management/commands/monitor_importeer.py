"""`./ontschot monitor importeer FILE`: take in a delivery from the command line."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from ontschot.kern.errors import Weigering, why
from ontschot.kern.scope import systeem
from ontschot.monitor.levering.bestand import Onleesbaar
from ontschot.monitor.levering.importeren import Levergegevens, Uitslag, importeer
from ontschot.monitor.levering.lezen import Fout
from ontschot.monitor.uitvoer import remarks, write_faults
from ontschot.monitor.voortgang import regel
from ontschot.netwerk.models import Regio
from ontschot.web.format import getal

GETOOND = 20


class Command(BaseCommand):
    help = "Laadt een levering van de monitor: csv (ook als .xz) of xlsx."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bestand", type=Path, metavar="FILE")
        parser.add_argument(
            "--soort", default="interventies", help="instroom, interventies of uitstroom"
        )
        parser.add_argument("--jaar", type=int, help="alle datums vallen in dit jaar")
        parser.add_argument(
            "--bron",
            default="",
            help="wie levert; een nieuwe levering van dezelfde bron over hetzelfde jaar vervangt "
            "de vorige",
        )
        parser.add_argument("--naam", default="", help="naam van de levering op het scherm")
        parser.add_argument("--regio", default="", help="de levering gaat alleen over deze regio")
        parser.add_argument(
            "--besloten",
            action="store_true",
            help="elke regio ziet alleen haar eigen rijen (anders: openbaar)",
        )
        parser.add_argument(
            "--alles-of-niets", action="store_true", help="laad niets als er één regel fout is"
        )
        parser.add_argument("--fouten", type=Path, help="schrijf de fouten in dit csv-bestand")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 0: nothing refused; 1: lines refused; 2: the file cannot be taken in."""
        bestand: Path = options["bestand"]
        regios = list(Regio.objects.order_by("code").values_list("code", flat=True))
        if options["regio"] and options["regio"] not in regios:
            self._stop(f"De regio {options['regio']} bestaat niet. Schrijf een code zoals AM08.")
        wie = systeem(*regios, reden="monitor_importeer")
        try:
            with bestand.open("rb") as stroom, regel(f"{bestand.name} lezen") as show:
                uitslag = importeer(
                    wie,
                    stroom,
                    _facts(options),
                    self._sink(options["fouten"]),
                    lambda regels, deel: show(deel, f"{getal(regels)} regels"),
                )
        except OSError as problem:
            where = problem.filename or bestand
            self._stop(f"{where} kan niet worden geopend: {why(problem)}.")
        except (Onleesbaar, Weigering) as problem:
            self._stop(str(problem))
        self._say(uitslag, options)
        if uitslag.geweigerd:
            sys.exit(1)

    def _sink(self, plek: Path | None) -> Any:
        """What writes the faults to their file; None when nobody asked for one."""
        if plek is None:
            return None

        def write(fouten: Iterator[Fout]) -> None:
            with plek.open("w", encoding="utf-8", newline="") as out:
                write_faults(out, fouten)

        return write

    def _say(self, uitslag: Uitslag, options: dict[str, Any]) -> None:
        for fout in uitslag.fouten[:GETOOND]:
            self.stderr.write(str(fout))
        if options["fouten"] and uitslag.geweigerd:
            self.stderr.write(f"Alle fouten staan in {options['fouten']}.")
        elif len(uitslag.fouten) > GETOOND:
            self.stderr.write("Er zijn meer fouten. Met --fouten FILE.csv krijg je ze allemaal.")
        for zin in remarks(uitslag):
            self.stdout.write(zin)
        if uitslag.goed and uitslag.geweigerd and not uitslag.levering_id:
            self.stdout.write(
                f"Er is niets geladen. Zonder --alles-of-niets worden de {getal(uitslag.goed)} "
                "goede regels wel geladen."
            )
        self.stdout.write(uitslag.samenvatting)

    def _stop(self, zin: str) -> None:
        self.stderr.write(zin)
        sys.exit(2)


def _facts(options: dict[str, Any]) -> Levergegevens:
    bestand: Path = options["bestand"]
    return Levergegevens(
        naam=(options["naam"] or options["bron"] or bestand.name)[:120],
        bestandsnaam=bestand.name,
        openbaar=not options["besloten"],
        regio=options["regio"],
        jaar=options["jaar"],
        bron=options["bron"].strip()[:120],
        soort=options["soort"],
        alles_of_niets=options["alles_of_niets"],
        vervang=True,
    )
