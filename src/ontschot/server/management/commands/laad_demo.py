"""`./ontschot manage laad_demo`: invented people and dossiers for a demo, relative to today."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ontschot.server.demo import laden, wereld

FASEN = 8
BREEDTE = 24


class Command(BaseCommand):
    help = "Laadt de demowereld. Een tweede keer verandert niets."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--schaal",
            choices=sorted(wereld.SCHALEN),
            default="groot",
            help="klein: ongeveer 40 kandidaten, voor tests in de browser",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.TEST):
            raise CommandError(
                "Demogegevens horen niet in een echte database: start ./ontschot demo."
            )
        self.stil = options["verbosity"] == 0
        self.klaar = 0
        started = time.monotonic()
        counts = laden.load(options["schaal"], self.fase)
        if self.stil:
            return
        if not counts:
            self.stdout.write("De demowereld is er al; er verandert niets.")
            return
        told = ", ".join(f"{number} {what}" for what, number in counts.items())
        self._line(f"Demowereld: {told} in {time.monotonic() - started:.1f} s", last=True)

    @contextmanager
    def fase(self, naam: str) -> Iterator[None]:
        """One phase on the progress bar: overwritten on a terminal, else a line each."""
        filled = BREEDTE * self.klaar // FASEN
        self._line(f"[{'█' * filled}{'░' * (BREEDTE - filled)}] {naam} …")
        started = time.monotonic()
        yield
        self.klaar += 1
        if not sys.stdout.isatty() and not self.stil:
            self.stdout.write(f"{naam}: {time.monotonic() - started:.1f} s")

    def _line(self, text: str, *, last: bool = False) -> None:
        if self.stil:
            return
        if sys.stdout.isatty():
            self.stdout.write(f"\r\033[K{text}", ending="\n" if last else "")
            self.stdout.flush()
        elif last:
            self.stdout.write(text)
