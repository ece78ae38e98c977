"""What the user typed: Dutch help, and a Dutch line for every mistake."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from ontschot.server.places import default_data_folder
from ontschot.server.problem import Probleem

HELP = """\
Ontschot: het gedeelde register van een arbeidsmarktregio.

Gebruik: ./ontschot [--data MAP] COMMANDO …

  demo [--port 8000] [--fresh [--ja]]  start een regio met voorbeelden; Ctrl-C stopt alles
  serve [--port 8000]                  start voor echt gebruik, zonder voorbeelden
  test [pytest-argumenten]             alle tests, ook die in de browser
  manage …                             de commando's van Django (manage help)
  kassier controleer                   bewijst het journaal van de kassier
  monitor importeer BESTAND …          leest een levering van de monitor in
  monitor rapport …                    maakt een rapport
  monitor controleer                   telt na of de standen van de leveringen kloppen
  monitor exporteer …                  maakt de levering van een regio aan de landelijke monitor
  monitor pseudoniem …                 telt unieke personen over regio's, zonder namen te delen
  monitor opendata …                   maakt open data: beschermde aantallen als csv en Parquet
  backup BESTAND                       bewaart de hele database in één bestand
  herstel BESTAND [--ja]               zet een bewaarde database terug
  bench [NAAM]                         meet de snelheid van de schermen
  bench kassier [--crash [KEER]]       meet de kassier, of stopt hem met kill -9
  bench monitor [--rijen N,N]          meet laden en tellen van de monitor, naast COPY en DuckDB

  --data MAP   waar alle gegevens staan (ook ONTSCHOT_DATA; anders var/ bij het programma)
  DATABASE_URL is het adres van een eigen PostgreSQL (15 of nieuwer); zonder start Ontschot er een.
"""

PASSED_ON = {"test", "manage", "bench", "kassier", "monitor"}

_TRANSLATIONS = (
    (r"the following arguments are required: (.*)", r"er ontbreekt iets: {0}"),
    (r"unrecognized arguments: (.*)", r"onbekend: {0}"),
    (r"argument (\S+): expected one argument", r"achter {0} ontbreekt een waarde"),
    (r"argument (\S+): invalid \w+ value: (.*)", r"{1} is geen goede waarde voor {0}"),
    (
        r"argument (\S+): invalid choice: (.*) \(choose from (.*)\)",
        r"{1} kan niet bij {0}; kies {2}",
    ),
    (r"argument (\S+): ignored explicit argument (.*)", r"{0} heeft geen waarde ({1})"),
    (r"ambiguous option: (\S+) could match (.*)", r"{0} is niet duidelijk: {1}"),
    (r"argument \S+: (.*)", r"{0}"),
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Probleem(f"{self.prog}: {in_dutch(message)}. Zie ./ontschot help.")


def in_dutch(message: str) -> str:
    """What argparse says is wrong with the words that were typed."""
    for pattern, dutch in _TRANSLATIONS:
        found = re.fullmatch(pattern, message)
        if found:
            return dutch.format(*found.groups())
    return message


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError(f"poort '{text}' is geen getal van 1 tot en met 65535")
    return number


def _parser(command: str) -> _Parser:
    parser = _Parser(prog=f"./ontschot {command}", add_help=False, allow_abbrev=False)
    if command in {"demo", "serve"}:
        parser.add_argument("--port", type=_port, default=8000)
    if command == "demo":
        parser.add_argument("--fresh", action="store_true")
    if command in {"demo", "herstel"}:
        parser.add_argument("--ja", action="store_true")
    if command in {"backup", "herstel"}:
        parser.add_argument("bestand", type=Path)
    return parser


def take_data_folder(argv: Sequence[str]) -> tuple[Path, list[str]]:
    """Every command takes `--data MAP`, in any place before a lone `--`."""
    rest: list[str] = []
    folder: str | None = None
    words = iter(argv)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--data":
            folder = next(words, "")
        elif word.startswith("--data="):
            folder = word.removeprefix("--data=")
        else:
            rest.append(word)
    if folder == "":
        raise Probleem("Achter --data ontbreekt de naam van een map.")
    return Path(folder).expanduser() if folder else default_data_folder(), rest


def parse(command: str, argv: Sequence[str]) -> argparse.Namespace:
    """The options of a command; those of `test`, `manage` and such are passed on unread."""
    if command in PASSED_ON:
        return argparse.Namespace(rest=list(argv))
    return _parser(command).parse_args(list(argv))
