"""`./ontschot kassier controleer`: prove the journaal, the balances and the documents."""

import os
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from ontschot.kassier.controle import Uitkomst, check
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.models import Regio
from ontschot.web.format import getal

# More than this many connections bring nothing: the work is that of the database.
HOOGSTENS = 8
ZEG_IETS_NA_SECONDEN = 2.0


class Command(BaseCommand):
    help = (
        "Rekent alle boekingen na. Exit 0: alles klopt. Exit 1: de verschillen, één per regel. "
        "Exit 2: het narekenen lukte niet."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--naast-elkaar",
            type=int,
            default=min(os.cpu_count() or 1, HOOGSTENS),
            help="zoveel verbindingen rekenen tegelijk (anders: zoveel als er processors zijn)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        found = self._check(max(1, options["naast_elkaar"]))
        for name, line in found.verschillen:
            self.stdout.write(f"{name}: {line}")
        seconds = time.perf_counter() - started
        self.stdout.write(
            f"{getal(found.boekingen)} boekingen van {found.fondsen} fondsen nagerekend in "
            f"{getal(seconds, 1)} seconden: "
            + (f"{len(found.verschillen)} verschillen." if found.verschillen else "alles klopt.")
        )
        if found.verschillen:
            sys.exit(1)

    def _check(self, naast_elkaar: int) -> Uitkomst:
        with transaction.atomic():
            alone = bool(connection.savepoint_ids)
            if not alone:
                # One moment for all checks, also while people are at work.
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            regios = Regio.objects.values_list("code", flat=True)
            with scope(systeem(*regios, reden="kassier_controleer"), read_only=True):
                # Another connection would not see what an outer transaction wrote.
                return check(naast_elkaar=1 if alone else naast_elkaar, voortgang=self._tell())

    def _tell(self) -> Any:
        """Say now and then how far it is, to who waits; not in what may be piped onwards."""
        said = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal said
            if time.monotonic() - said < ZEG_IETS_NA_SECONDEN:
                return
            said = time.monotonic()
            self.stderr.write(f"  {getal(done)} van {getal(total)} boekingen nagerekend …")

        return tell
