"""`./ontschot manage zoek_dubbelen AM08`: which dossiers of a region may be of one person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ontschot.kandidaten.dubbel.vermoeden import propose_all
from ontschot.kern.scope import systeem
from ontschot.netwerk.models import Regio


class Command(BaseCommand):
    help = "Zoekt in een regio welke dossiers misschien dubbel zijn. Mag vaker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "regio", nargs="*", help="de CBS-code, bijvoorbeeld AM08; zonder: alle die meedoen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        asked = [code.upper() for code in options["regio"]]
        with transaction.atomic():
            regios = list(Regio.objects.order_by("code"))
        known = {regio.code for regio in regios}
        if unknown := [code for code in asked if code not in known]:
            raise CommandError(f"{unknown[0]} is geen regio. Schrijf een code zoals AM08.")
        for regio in regios:
            if regio.code in asked or (not asked and regio.doet_mee):
                number = propose_all(systeem(regio.code, reden="zoek_dubbelen"))
                self.stdout.write(f"{regio.naam} ({regio.code}): {number} keer misschien dubbel.")
