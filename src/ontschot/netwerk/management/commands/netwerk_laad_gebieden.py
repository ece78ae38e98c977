"""`./ontschot manage netwerk_laad_gebieden LIJST.csv`: the division of the CBS of one day."""

import csv
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ontschot.kern.errors import Weigering, why
from ontschot.kern.scope import systeem
from ontschot.netwerk.actions import load_gebieden
from ontschot.netwerk.models import Regio
from ontschot.netwerk.rules import read_gebieden

UITLEG = """\
Leest welke gemeente op welke dag bij welke arbeidsmarktregio hoort, uit een lijst van het CBS
(Gebieden in Nederland). Een csv-bestand met een kop en deze kolommen, in welke volgorde ook:

  gemeentecode           GM0268
  gemeentenaam           Nijmegen
  arbeidsmarktregiocode  AM08
  peildatum              2026-01-01, voor alle regels dezelfde

Puntkomma of komma, UTF-8. De lijst moet heel Nederland bevatten: een gemeente die er niet in
staat, houdt op de dag voor de peildatum op te bestaan. Bij één fout verandert er niets. Twee keer
inlezen mag.
"""
TOO_MANY_FAULTS = 20


class Command(BaseCommand):
    help = UITLEG

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("bestand", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        header, rows = _read(options["bestand"])
        regios = list(Regio.objects.values_list("code", flat=True))
        gebieden, peildatum, faults = read_gebieden(header, rows, regios)
        if faults or peildatum is None:
            shown = faults[:TOO_MANY_FAULTS]
            if len(faults) > len(shown):
                shown.append(f"… en nog {len(faults) - len(shown)} fouten.")
            raise CommandError("\n".join([*shown, "Er is niets ingelezen."]), returncode=2)
        wie = systeem(reden="netwerk_laad_gebieden")
        try:
            changed = load_gebieden(wie, gebieden=gebieden, peildatum=peildatum)
        except Weigering as weigering:
            raise CommandError(weigering.zin, returncode=2) from None
        self.stdout.write(f"{len(gebieden)} gemeenten gelezen, {changed} indelingen veranderd.")


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows; raises CommandError when it is no readable csv file."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as problem:
        raise CommandError(f"{path} is niet te lezen: {why(problem)}.", returncode=2) from None
    except UnicodeDecodeError:
        raise CommandError(
            f"{path} is geen UTF-8. Bewaar het als csv UTF-8.", returncode=2
        ) from None
    first = text.split("\n", 1)[0]
    lines = list(csv.reader(text.splitlines(), delimiter=";" if ";" in first else ","))
    if not lines:
        raise CommandError(f"{path} is leeg.", returncode=2)
    return lines[0], lines[1:]
