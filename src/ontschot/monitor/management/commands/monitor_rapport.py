"""`./ontschot monitor rapport`: the tables of chapter 3 for any selection, as a file or as text."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from ontschot.kern.errors import Weigering, why
from ontschot.kern.scope import scope, systeem
from ontschot.monitor.codes import Codelijsten, codelijsten
from ontschot.monitor.rapport import bundel, maken, uitvoer
from ontschot.monitor.selectie import (
    NEDERLAND,
    Selectie,
    known_choice,
    read_jaar,
    read_selectie,
)
from ontschot.monitor.voortgang import regel
from ontschot.netwerk.models import Regio
from ontschot.web.format import lees_datum

FORMATEN = ("tekst", "json", "xlsx", "pdf", "csv")


class Command(BaseCommand):
    help = "Maakt een rapport van de monitor: beschermd, of exact met --intern."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--jaar", default="", help="bijvoorbeeld 2023 (anders: 12 maanden)")
        parser.add_argument("--regio", default="alle", help="AM11, AM11,AM38, zes of alle")
        parser.add_argument("--per-regio", action="store_true", help="ook elke regio apart")
        parser.add_argument("--peildatum", default="", help="zoals bekend op deze dag")
        parser.add_argument("--intern", action="store_true", help="exacte aantallen")
        parser.add_argument("--bron", default="", choices=["", "eigen", "levering"])
        parser.add_argument("--formaat", default="tekst", choices=FORMATEN)
        parser.add_argument("--uit", type=Path, help="schrijf het in dit bestand")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 2 with one line when an argument cannot be."""
        regios = list(Regio.objects.order_by("code").values_list("code", flat=True))
        wie = systeem(*regios, reden="monitor_rapport")
        with transaction.atomic(), scope(wie):
            codes = codelijsten()
            selectie = read_selectie(wie, self._asked(options, codes), codes.labels("regio"))
            try:
                with regel("Rapport") as show:
                    show(0.5, "tellen en opmaken")
                    content = _content(selectie, codes, options)
            except Weigering as refusal:
                self._stop(str(refusal))
        self._write(content, options["uit"])

    def _asked(self, options: dict[str, Any], codes: Codelijsten) -> dict[str, str]:
        regio = NEDERLAND if options["regio"] == "alle" else options["regio"]
        if not known_choice(regio, codes.labels("regio")):
            self._stop(f"De regio {regio} bestaat niet. Schrijf AM11, AM11,AM38, zes of alle.")
        if options["jaar"] and read_jaar(options["jaar"])[0] != options["jaar"]:
            self._stop(f"Het jaar {options['jaar']} kan niet. Schrijf bijvoorbeeld 2023.")
        asked = {"regio": regio, "jaar": options["jaar"], "bron": options["bron"]}
        if options["peildatum"]:
            asked["peil"] = self._day(options["peildatum"]).isoformat()
        return asked

    def _day(self, tekst: str) -> date:
        try:
            dag = lees_datum(tekst)
        except ValueError as problem:
            self._stop(str(problem))
        if dag > timezone.localdate():
            self._stop("Wat er later bekend is, weten we nu niet. Kies vandaag of een eerdere dag.")
        return dag

    def _write(self, content: str | bytes, plek: Path | None) -> None:
        raw = content.encode() if isinstance(content, str) else content
        if plek is not None:
            try:
                plek.write_bytes(raw)
            except OSError as problem:
                self._stop(f"{plek} kan niet worden geschreven: {why(problem)}.")
        elif isinstance(content, str):
            self.stdout.write(content, ending="")
        elif sys.stdout.isatty():
            self._stop("Dit formaat past niet op het scherm. Schrijf --uit FILE.")
        else:
            sys.stdout.buffer.write(raw)

    def _stop(self, zin: str) -> NoReturn:
        self.stderr.write(zin)
        sys.exit(2)


def _content(selectie: Selectie, codes: Codelijsten, options: dict[str, Any]) -> str | bytes:
    formaat = options["formaat"]
    keuze = {
        "intern": options["intern"],
        "per_regio": options["per_regio"],
        "voorlopig": True,
    }
    if formaat in ("pdf", "xlsx"):
        return maken.as_file(formaat, maken.count(selectie, codes, **keuze), codes)
    gevraagd = bundel.make(selectie, codes, vergelijk=formaat == "tekst", **keuze)
    if formaat == "json":
        return uitvoer.as_json(gevraagd)
    return uitvoer.as_csv(gevraagd) if formaat == "csv" else uitvoer.as_text(gevraagd, codes)
