"""`./ontschot manage laad_referentie`: bring the reference data of every room up to date."""

from importlib import import_module, util
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.models import Regio

# From the ground floor up: a room may point at the rows of the rooms below it.
ROOMS = ("netwerk", "regelingen", "menukaart", "kassier")


class Command(BaseCommand):
    help = "Laadt de vaste gegevens: regio's, partners, regelingen, menukaart en fondsen."

    def handle(self, *args: Any, **options: Any) -> None:
        """All rooms in one transaction: half a set of rules is worse than yesterday's."""
        with transaction.atomic():
            for room in ROOMS:
                if not util.find_spec(f"ontschot.{room}.laden"):
                    continue
                laden = import_module(f"ontschot.{room}.laden")
                # Anew for each room, because `netwerk` brings the regions themselves.
                with scope(systeem(*_regios(), reden="laad_referentie")):
                    rows = laden.load()
                self.stdout.write(f"{room}: {rows} regels")


def _regios() -> list[str]:
    return list(Regio.objects.order_by("code").values_list("code", flat=True))
