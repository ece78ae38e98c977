"""`./ontschot monitor exporteer`: what a region delivers to the national monitor, ready made."""

import calendar
import re
from argparse import ArgumentParser
from datetime import date
from typing import Any

from ontschot.monitor.management.wegschrijven import Uitlevercommando
from ontschot.monitor.rapport.soorten import Vraag


class Command(Uitlevercommando):
    help = "Maakt instroom, interventies en uitstroom van één regio uit de eigen registratie."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--regio", required=True, help="bijvoorbeeld AM08")
        parser.add_argument("--tot", default="", help="tot en met deze maand, bijvoorbeeld 2026-10")
        parser.add_argument(
            "--leeg-klopt", action="store_true", help="maanden zonder interventies kloppen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        def asked(jaar: int, peil: date) -> Vraag:
            return Vraag(
                soort="levering",
                keuze=options["regio"],
                jaar=jaar,
                peil=peil,
                tot=_last_day(options["tot"], jaar),
                intern=True,
                leeg_klopt=options["leeg_klopt"],
            )

        self.make(asked, options)
        totals = (options["uit"] / "controle.csv").read_text("utf-8").splitlines()[1:]
        for line in totals:
            bestand, maand, aantal, kosten = line.split(",")
            if maand == "totaal":
                geld = f", {kosten} euro" if bestand.startswith("interventies") else ""
                self.stdout.write(f"{bestand}: {aantal} regels{geld}")


def _last_day(tekst: str, jaar: int) -> date | None:
    """The last day of the month; None for the whole year. Raises ValueError."""
    if not tekst:
        return None
    found = re.fullmatch(r"(\d{4})-(\d{2})", tekst)
    if found is None or int(found[1]) != jaar or not 1 <= int(found[2]) <= 12:
        raise ValueError(f"De maand {tekst} kan niet. Schrijf bijvoorbeeld {jaar}-10.")
    maand = int(found[2])
    if maand == 12:
        return None
    return date(jaar, maand, calendar.monthrange(jaar, maand)[1])
