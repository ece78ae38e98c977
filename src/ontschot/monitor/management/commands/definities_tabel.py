"""`./ontschot manage definities_tabel`: what every figure means, for people to read.

`docs/definities.md` is made from the registry itself; a test holds the two together.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ontschot.kern.rollen import LABELS
from ontschot.monitor.definities import (
    AFRONDEN,
    DEFINITIES,
    DIMENSIES,
    GROEPEN,
    VERVALLEN,
    Definitie,
)
from ontschot.monitor.definities.vorm import in_order
from ontschot.web.format import datum

HEAD = """# Wat elk cijfer betekent

Made by `./ontschot manage definities_tabel --schrijf` from the registry (`monitor/definities`); a
test compares. The same text stands on the screen, under `/monitor/definities/`.
"""


def document() -> str:
    """The whole document."""
    parts = [HEAD]
    for groep in GROEPEN:
        parts.append(f"## {groep}\n")
        parts += [_section(d) for d in DEFINITIES.values() if d.groep == groep]
    parts.append("## Waarnaar een cijfer is uit te splitsen\n")
    rows = [f"| `{d.code}` | {d.naam} | {d.tekst} | {d.versie} |" for d in DIMENSIES.values()]
    parts.append("\n".join(["| code | naam | tekst | versie |", "|---|---|---|---|", *rows]) + "\n")
    if VERVALLEN:
        parts.append("## Eerdere versies\n")
        parts += [_section(d) for d in VERVALLEN]
    parts.append(f"## Afronden\n\n{AFRONDEN}\n")
    return "\n".join(parts)


def _section(definitie: Definitie) -> str:
    per = ", ".join(DIMENSIES[d].naam.lower() for d in definitie.dimensies)
    tot = f" tot en met {datum(definitie.tot)}" if definitie.tot else ""
    lines = [
        f"- **Eenheid**: {definitie.eenheid}",
        f"- **Teller**: {definitie.teller}",
        f"- **Noemer**: {definitie.noemer}",
        f"- **Moment**: {definitie.moment}",
        f"- **Uit te splitsen naar**: {per}" if per else "",
        f"- **Zoals bekend op een eerdere dag**: {_known(definitie)}",
        f"- **Regeling**: {definitie.regeling}",
        f"- **Wie mag het zien**: {', '.join(LABELS[rol] for rol in in_order(definitie.rollen))}",
        f"- **Versie**: {definitie.versie}, geldig vanaf {datum(definitie.van)}{tot}",
    ]
    body = "\n".join(line for line in lines if line)
    return f"### {definitie.naam} (`{definitie.code}`)\n\n{definitie.tekst}\n\n{body}\n"


def _known(definitie: Definitie) -> str:
    return definitie.geen_peildatum or f"ja. {definitie.peil_zin}".removesuffix(". ")


class Command(BaseCommand):
    help = "Toont wat elk cijfer betekent; met --schrijf komt het in docs/definities.md."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--schrijf", action="store_true", help="schrijf docs/definities.md")
        parser.add_argument(
            "--controleer", action="store_true", help="vergelijk met docs/definities.md"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        text, written = document(), Path(settings.ROOT_DIR, "docs", "definities.md")
        if options["schrijf"]:
            written.write_text(text, encoding="utf-8")
        elif options["controleer"]:
            if not written.exists() or written.read_text(encoding="utf-8") != text:
                raise CommandError(
                    "docs/definities.md klopt niet meer. "
                    "Draai: ./ontschot manage definities_tabel --schrijf"
                )
        else:
            self.stdout.write(text)
