"""`./ontschot manage netwerk_doet_mee AM08`: open a region for questions, or close it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ontschot.kern.errors import Weigering
from ontschot.kern.scope import systeem
from ontschot.netwerk.actions import set_doet_mee


class Command(BaseCommand):
    help = "Laat een regio meedoen met Ontschot (of niet meer, met --niet)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("regio", help="de CBS-code, bijvoorbeeld AM08")
        parser.add_argument("--niet", action="store_true", help="de regio doet niet meer mee")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["regio"].upper()
        wie = systeem(code, reden="netwerk_doet_mee")
        try:
            regio = set_doet_mee(wie, regio=code, doet_mee=not options["niet"])
        except Weigering as weigering:
            raise CommandError(weigering.zin, returncode=2) from None
        doet = "doet mee" if regio.doet_mee else "doet niet meer mee"
        self.stdout.write(f"{regio.naam} ({regio.code}) {doet}.")
