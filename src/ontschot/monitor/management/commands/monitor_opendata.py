"""`./ontschot monitor opendata`: protected figures of all regions as csv and Parquet."""

from datetime import date
from typing import Any

from ontschot.monitor.management.wegschrijven import Uitlevercommando
from ontschot.monitor.rapport.soorten import Vraag
from ontschot.monitor.selectie import NEDERLAND


class Command(Uitlevercommando):
    help = "Maakt open data: beschermde aantallen per regio, met een woordenlijst."

    def handle(self, *args: Any, **options: Any) -> None:
        def asked(jaar: int, peil: date) -> Vraag:
            return Vraag(
                "open_data", NEDERLAND, jaar=jaar, peil=peil, per_regio=True, voorlopig=True
            )

        self.make(asked, options)
