"""`./ontschot kassier controleer`: prove the journaal, the balances and the documents."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from ontschot.kassier.controle import check
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.models import Regio
from ontschot.web.format import getal


class Command(BaseCommand):
    help = "Rekent alle boekingen na. Exit 0: alles klopt. Exit 1: de verschillen, één per regel."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        with transaction.atomic():
            if not connection.savepoint_ids:
                # One moment for all checks, also while people are at work.
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            regios = Regio.objects.values_list("code", flat=True)
            with scope(systeem(*regios, reden="kassier_controleer"), read_only=True):
                found = check()
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
