"""What the commands that make a set of files have in common: ask, count, write, say."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from ontschot.kern import audit
from ontschot.kern.errors import Weigering, why
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.rapport.actions import yesterday
from ontschot.monitor.rapport.soorten import Gemaakt, Vraag, prepare
from ontschot.monitor.selectie import read_jaar
from ontschot.netwerk.models import Regio
from ontschot.web.format import lees_datum


class Uitlevercommando(BaseCommand):
    """A command that makes the files of one kind into a folder. Exit status 2 with one line."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--jaar", required=True, help="bijvoorbeeld 2023")
        parser.add_argument("--peildatum", default="", help="zoals bekend op deze dag (gisteren)")
        parser.add_argument("--uit", type=Path, required=True, help="de map voor de bestanden")

    def make(self, vraag: Callable[[int, date], Vraag], options: dict[str, Any]) -> Gemaakt:
        """Count what was asked as Ontschot itself, and write every file."""
        regios = list(Regio.objects.order_by("code").values_list("code", flat=True))
        wie = systeem(*regios, reden="monitor_uitleveren")
        try:
            jaar, peil = self._year(options["jaar"]), _day(options["peildatum"])
            with transaction.atomic(), scope(wie):
                asked = vraag(jaar, peil)
                made = prepare(asked, codelijsten())
                _record(wie, asked, made)
        except (Weigering, ValueError) as refusal:
            self.stop(str(refusal))
        self._write(made, options["uit"])
        return made

    def _year(self, tekst: str) -> int:
        if read_jaar(tekst)[0] != tekst or not tekst.isdecimal():
            raise Weigering(f"Het jaar {tekst} kan niet. Schrijf bijvoorbeeld 2023.")
        return int(tekst)

    def _write(self, made: Gemaakt, plek: Path) -> None:
        try:
            plek.mkdir(parents=True, exist_ok=True)
            for bestand in made.bestanden:
                (plek / bestand.naam).write_bytes(bestand.inhoud())
                self.stdout.write(f"{plek / bestand.naam}")
        except OSError as problem:
            self.stop(f"{plek} kan niet worden geschreven: {why(problem)}.")

    def stop(self, zin: str) -> None:
        self.stderr.write(zin)
        sys.exit(2)


def _record(wie: Actor, vraag: Vraag, made: Gemaakt) -> None:
    """What leaves by the command line is in the audit log too."""
    audit.record(
        wie, "uitlevering_geexporteerd", object_soort=vraag.soort, object_sleutel=vraag.keuze,
        regio=vraag.keuze if vraag.soort == "levering" else "", jaar=vraag.jaar,
        peil=vraag.peil.isoformat(), sha256=made.sha256,
    )  # fmt: skip


def _day(tekst: str) -> date:
    dag = lees_datum(tekst) if tekst else yesterday()
    if dag > yesterday():
        raise Weigering("Kies als peildatum een dag die voorbij is.")
    return dag
