"""`./ontschot monitor pseudoniem`: unique persons over regions, without moving who they are."""

import os
import secrets
import stat
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from ontschot.kern.errors import Weigering, why
from ontschot.kern.scope import systeem
from ontschot.monitor.pseudoniem import actions
from ontschot.monitor.pseudoniem.rules import (
    SLEUTEL_BYTES,
    Bestand,
    Onbruikbaar,
    blind,
    read_file,
    read_key,
)
from ontschot.monitor.pseudoniem.tonen import in_words
from ontschot.netwerk.models import Regio

GROOTSTE_BESTAND = 100_000_000


class Command(BaseCommand):
    help = "Telt unieke personen over regio's met pseudoniemen die de regio's zelf maken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        soorten = parser.add_subparsers(
            dest="wat", required=True, metavar="sleutel, maak, blind of tel"
        )
        sleutel = soorten.add_parser("sleutel", help="maakt een nieuwe sleutel")
        sleutel.add_argument("--uit", type=Path, required=True)
        maak = soorten.add_parser("maak", help="maakt het bestand van een regio")
        maak.add_argument("--regio", required=True, help="bijvoorbeeld AM08")
        maak.add_argument("--jaar", type=int, required=True)
        blinden = soorten.add_parser("blind", help="verblindt een bestand met een eigen sleutel")
        blinden.add_argument("bestand", type=Path)
        for parser_met_sleutel in (maak, blinden):
            parser_met_sleutel.add_argument("--sleutel", type=Path, required=True)
            parser_met_sleutel.add_argument("--uit", type=Path, required=True)
        tel = soorten.add_parser("tel", help="telt de bestanden van twee of meer regio's")
        tel.add_argument("bestanden", type=Path, nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 2 with one line when something cannot be."""
        todo: dict[str, Callable[[dict[str, Any]], None]] = {
            "sleutel": self._key,
            "maak": self._make,
            "blind": self._blind,
            "tel": self._count,
        }
        try:
            todo[options["wat"]](options)
        except (Onbruikbaar, Weigering) as refusal:
            self._stop(str(refusal))
        except FileExistsError as problem:
            self._stop(f"{problem.filename} bestaat al. Kies een andere naam.")
        except OSError as problem:
            self._stop(f"{problem.filename} kan niet worden geopend: {why(problem)}.")

    def _key(self, options: dict[str, Any]) -> None:
        _write(options["uit"], secrets.token_hex(SLEUTEL_BYTES) + "\n")
        self.stdout.write(
            f"De sleutel staat in {options['uit']}. Geef hem alleen aan de andere regio's, nooit "
            "aan wie telt. Wie hem heeft, kan van iemand nagaan of die in een bestand staat."
        )

    def _make(self, options: dict[str, Any]) -> None:
        regios = list(Regio.objects.order_by("code").values_list("code", flat=True))
        regio = options["regio"]
        if regio not in regios:
            raise Weigering(f"De regio {regio} bestaat niet. Schrijf een code zoals AM08.")
        wie = systeem(regio, reden="monitor_pseudoniem")
        sleutel = _read_secret(options["sleutel"])
        made = actions.make(wie, regio=regio, jaar=options["jaar"], sleutel=sleutel)
        _write(options["uit"], made.as_text())
        self.stdout.write(
            f"Pseudoniemen van {made.regio} over {made.jaar}: {len(made.pseudoniemen)}. Zonder "
            f"geboortedatum of naam, en dus niet meegeteld: {made.zonder_gegevens}."
        )

    def _blind(self, options: dict[str, Any]) -> None:
        bestand = _read(options["bestand"])
        blinded = blind(bestand, _read_secret(options["sleutel"]))
        _write(options["uit"], blinded.as_text())
        self.stdout.write(f"Verblind: {options['uit']}. Gooi {options['bestand']} nu weg.")

    def _count(self, options: dict[str, Any]) -> None:
        regios = Regio.objects.values_list("code", flat=True)
        wie = systeem(*regios, reden="monitor_pseudoniem")
        telling = actions.count(wie, bestanden=[_read(plek) for plek in options["bestanden"]])
        for zin in in_words(telling):
            self.stdout.write(zin)

    def _stop(self, zin: str) -> None:
        self.stderr.write(zin)
        sys.exit(2)


def _read(plek: Path) -> Bestand:
    if plek.stat().st_size > GROOTSTE_BESTAND:
        raise Onbruikbaar(f"{plek} is te groot voor een bestand met pseudoniemen.")
    try:
        return read_file(plek.read_text("ascii"))
    except UnicodeDecodeError:
        raise Onbruikbaar(f"{plek} is geen bestand met pseudoniemen.") from None
    except Onbruikbaar as problem:
        raise Onbruikbaar(f"{plek}: {problem}") from None


def _read_secret(plek: Path) -> bytes:
    """The key, when nobody but its owner can read the file."""
    if plek.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Onbruikbaar(
            f"Anderen op deze computer kunnen {plek} lezen. Sluit het af met: chmod 600 {plek}"
        )
    try:
        return read_key(plek.read_text("ascii"))
    except UnicodeDecodeError:
        raise Onbruikbaar(f"{plek} is geen sleutelbestand.") from None


def _write(plek: Path, tekst: str) -> None:
    """A new file that only its owner can read; an existing one is never overwritten."""
    handle = os.open(plek, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(tekst)
