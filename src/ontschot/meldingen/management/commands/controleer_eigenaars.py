"""`./ontschot manage controleer_eigenaars`: replay who owned what from the audit log."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ontschot.kern.scope import scope, systeem
from ontschot.meldingen.logboek import check_region, regions

TOON = 20


class Command(BaseCommand):
    help = (
        "Speelt het logboek na: had elke open vraag en elke kandidaat steeds één eigenaar? "
        "Geeft status 1 en een lijst als er iets niet klopt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("regio", nargs="*", help="bijvoorbeeld AM08; leeg: alle regio's")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = False
        with transaction.atomic():
            codes = regions()
            if unknown := sorted(set(options["regio"]) - set(codes)):
                raise CommandError(f"Deze regio kennen we niet: {unknown[0]}.")
            for code in options["regio"] or codes:
                with scope(systeem(code, reden="controle")):
                    found = check_region(code)
                wrong = wrong or bool(found.fouten)
                self._tell(code, found.fouten, found.zin)
        if wrong:
            raise SystemExit(1)

    def _tell(self, code: str, fouten: list[str], zin: str) -> None:
        for fout in fouten[:TOON]:
            self.stdout.write(f"{code}: {fout}")
        if len(fouten) > TOON:
            self.stdout.write(f"{code}: en nog {len(fouten) - TOON} verschillen.")
        self.stdout.write(f"{code}: {zin}")
