"""What `./ontschot bench kassier` runs inside Django, on a throw-away database only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ontschot.server.kassierproef.bestellen import work
from ontschot.server.kassierproef.wereld import seed


class Command(BaseCommand):
    help = "Zaait een proefwereld of bestelt erin, voor ./ontschot bench kassier."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("wat", choices=["zaai", "bestel"])
        parser.add_argument("--fondsen", type=int, default=1)
        parser.add_argument("--orders", type=int, default=100)
        parser.add_argument("--eerste", type=int, default=0)
        parser.add_argument("--deel", type=int, default=0)
        parser.add_argument("--van", type=int, default=1)
        parser.add_argument("--reserveren", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Dit commando werkt alleen op een demodatabase.")
        if options["wat"] == "zaai":
            names = ("fondsen", "orders", "eerste", "reserveren")
            seed(**{name: options[name] for name in names})
        else:
            work(options["deel"], options["van"])
