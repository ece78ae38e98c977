"""`./ontschot monitor controleer`: count the standen again from the rows."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from ontschot.kern.scope import scope, systeem
from ontschot.monitor.levering.controleren import check
from ontschot.monitor.models import Levering
from ontschot.monitor.voortgang import regel
from ontschot.netwerk.models import Regio
from ontschot.web.format import getal


class Command(BaseCommand):
    help = "Telt de standen van elke levering na uit de rijen."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 0: every stand is what its rows say; 1: a list of the differences."""
        regios = list(Regio.objects.order_by("code").values_list("code", flat=True))
        with transaction.atomic(), scope(systeem(*regios, reden="monitor_controleer")):
            leveringen = list(Levering.objects.filter(soort="interventies").order_by("pk"))
            with regel("Natellen") as show:
                found = 0
                for place, levering in enumerate(leveringen, start=1):
                    for verschil in check(levering):
                        found += 1
                        self.stdout.write(str(verschil))
                    show(place / len(leveringen), levering.naam)
            rijen = sum(levering.aantal for levering in leveringen)
        if found:
            self.stdout.write(f"{getal(found)} standen kloppen niet met hun rijen.")
            sys.exit(1)
        self.stdout.write(
            f"Alle standen kloppen: {getal(len(leveringen))} leveringen, {getal(rijen)} rijen."
        )
