"""Fills a bench database with many kandidaten and interventies; refuses any other database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ontschot.server.demo.massa import seed_many


class Command(BaseCommand):
    help = "Vult een wegwerpdatabase voor ./ontschot bench."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--kandidaten", type=int, default=3000)
        parser.add_argument("--interventies", type=int, default=30_000)
        parser.add_argument("--diensten", type=int, default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Dit commando vult alleen een demodatabase.")
        seed_many(
            kandidaten=options["kandidaten"],
            interventies=options["interventies"],
            diensten=options["diensten"],
        )
