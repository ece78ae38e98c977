"""`./ontschot manage routes_tabel`: the table of who may open what, for people to read.

`docs/routes.md` is made from the declarations themselves; a test holds the two together.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import get_resolver

from ontschot.kern.rollen import BEZOEKER, KANDIDAAT, Rolsoort
from ontschot.kern.routes import ROUTES, Route

HEAD = """# Wie mag wat openen

Made by `./ontschot manage routes_tabel --schrijf` from the `@route` declarations; a test compares.
`L` reads (GET, in a READ ONLY transaction), `S` writes (its form on GET, the change on POST),
`K` is a button (POST only). An empty cell is a refusal that is itself logged.
`kern`'s default is to refuse: a view without a declaration has no address.

"""
FOOT = """
Besides these, allauth answers under `/account/`: sign-in, sign-out, password and second factor
(TOTP, passkeys, recovery codes). It reads and writes the account of whoever is signed in only.
"""
ROLES = [BEZOEKER, KANDIDAAT, *Rolsoort]


def table() -> str:
    """The whole document."""
    assert get_resolver().url_patterns  # importing the URLs fills the register
    lines = [
        "| route | adres | wat | " + " | ".join(ROLES) + " |",
        "|---|---|---|" + ":-:|" * len(ROLES),
    ]
    for name in sorted(ROUTES):
        found = ROUTES[name]
        cells = [_letter(found) if role in found.rollen else "" for role in ROLES]
        lines.append(
            f"| `{name}` | `/{found.pad}` | {found.omschrijving} | " + " | ".join(cells) + " |"
        )
    return HEAD + "\n".join(lines) + "\n" + FOOT


def _letter(route: Route) -> str:
    if route.knop:
        return "K"
    return "S" if route.schrijft else "L"


class Command(BaseCommand):
    help = "Toont per route welke rol hem mag openen; met --schrijf komt het in docs/routes.md."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--schrijf", action="store_true", help="schrijf docs/routes.md")
        parser.add_argument(
            "--controleer", action="store_true", help="vergelijk met docs/routes.md"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        text, written = table(), Path(settings.ROOT_DIR, "docs", "routes.md")
        if options["schrijf"]:
            written.write_text(text, encoding="utf-8")
        elif options["controleer"]:
            if not written.exists() or written.read_text(encoding="utf-8") != text:
                raise CommandError(
                    "docs/routes.md klopt niet meer. "
                    "Draai: ./ontschot manage routes_tabel --schrijf"
                )
        else:
            self.stdout.write(text)
