"""`./ontschot monitor rapport`: print the tables of a selection, for those on the server."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from ontschot.kern.scope import scope, systeem
from ontschot.monitor import queries, uitvoer
from ontschot.monitor.codes import Codelijsten, codelijsten
from ontschot.monitor.selectie import NEDERLAND, Selectie, known_choice, read_selectie
from ontschot.monitor.tonen import regio_label
from ontschot.netwerk.models import Regio
from ontschot.web.format import lees_datum

FORMATEN = ("tekst", "json")


class Command(BaseCommand):
    help = "Drukt de tabellen van de monitor af, met exacte aantallen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--regio", default=NEDERLAND, help="AM11, AM11,AM38, zes of nederland")
        parser.add_argument("--jaar", default="", help="bijvoorbeeld 2023 (anders: 12 maanden)")
        parser.add_argument("--bron", default="", choices=["", "eigen", "levering"])
        parser.add_argument("--peildatum", default="", help="zoals bekend op deze dag")
        parser.add_argument("--formaat", default="tekst", choices=FORMATEN)
        parser.add_argument("--uit", default="", help="een bestand; of: json, tekst")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 2 with one line when an argument cannot be."""
        formaat, plek = options["formaat"], options["uit"]
        if plek in FORMATEN:
            formaat, plek = plek, ""
        regios = list(Regio.objects.order_by("code").values_list("code", flat=True))
        wie = systeem(*regios, reden="monitor_rapport")
        with transaction.atomic(), scope(wie):
            codes = codelijsten()
            selectie = read_selectie(wie, self._asked(options, codes), codes.labels("regio"))
            text = _report(selectie, codes, formaat)
        if not plek:
            self.stdout.write(text)
            return
        try:
            Path(plek).write_text(text, "utf-8")
        except OSError as problem:
            self._stop(f"{plek} kan niet worden geschreven: {problem.strerror}.")

    def _asked(self, options: dict[str, Any], codes: Codelijsten) -> dict[str, str]:
        regio = NEDERLAND if options["regio"] == "alle" else options["regio"]
        if not known_choice(regio, codes.labels("regio")):
            self._stop(f"De regio {regio} bestaat niet. Schrijf AM11, AM11,AM38, zes of alle.")
        asked = {"regio": regio, "jaar": options["jaar"], "bron": options["bron"]}
        if options["peildatum"]:
            try:
                lees_datum(options["peildatum"])
            except ValueError as problem:
                self._stop(str(problem))
            asked["peil"] = options["peildatum"]
        return asked

    def _stop(self, zin: str) -> None:
        self.stderr.write(zin)
        sys.exit(2)


def _report(selectie: Selectie, codes: Codelijsten, formaat: str) -> str:
    found = queries.rapport(selectie, vergelijk=formaat == "tekst", codes=codes)
    if formaat == "json":
        return uitvoer.as_json(found) + "\n"
    return uitvoer.as_text(found, regio_label(selectie, codes))
