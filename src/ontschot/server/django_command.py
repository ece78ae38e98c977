"""One Django command in a process of its own; `python -m ontschot.server.django_command migrate`.

Django's faults become one line for the person at the keyboard; the rest goes to `fout.log`.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, ManagementUtility, get_commands
from django.core.management.base import CommandParser
from django.db import Error as DatabaseError

from ontschot.server.arguments import in_dutch


def main(argv: Sequence[str]) -> int:
    """Run the command and return the exit status: 2 when something was wrong with the input."""
    try:
        return _execute(list(argv))
    except KeyboardInterrupt:
        return 130
    except CommandError as fault:
        return _refuse(str(fault), max(fault.returncode, 2))
    except Exception as fault:
        return _refuse(_explain(fault), 2)


def _refuse_words(parser: CommandParser, message: str) -> NoReturn:
    """One Dutch line, instead of a page of usage in English."""
    raise CommandError(f"{in_dutch(message)}. Zie: {parser.prog} --help")


def _explain(fault: Exception) -> str:
    if isinstance(fault, ImproperlyConfigured) or type(fault).__name__ == "Weigering":
        return str(fault)
    what = "De database weigert" if isinstance(fault, DatabaseError) else "Onverwachte fout"
    return f"{what}: {_first_line(fault)}{_keep_traceback()}"


def _execute(argv: list[str]) -> int:
    django.setup()
    CommandParser.error = _refuse_words  # type: ignore[method-assign, assignment]
    if argv and not argv[0].startswith("-"):
        if argv[0] not in {*get_commands(), "help", "version"}:
            raise CommandError(
                f"Het commando '{argv[0]}' bestaat niet. Kijk met: ./ontschot manage help"
            )
        if argv[0] in get_commands():
            # Django's own way of printing a CommandError would pass us by.
            argv.insert(1, "--traceback")
    utility = ManagementUtility(["ontschot manage", *argv])
    utility.prog_name = "ontschot manage"
    utility.execute()
    return 0


def _first_line(fault: Exception) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0]


def _refuse(line: str, status: int) -> int:
    print(line, file=sys.stderr)
    return status


def _keep_traceback() -> str:
    """Keep the traceback where a developer finds it; return where that is."""
    if os.environ.get("ONTSCHOT_TRACEBACK"):
        traceback.print_exc()
        return ""
    log = Path(os.environ.get("ONTSCHOT_DATA", ".")) / "fout.log"
    with log.open("a", encoding="utf-8") as file:
        file.write(f"== {datetime.now(UTC).isoformat()} {' '.join(sys.argv)}\n")
        traceback.print_exc(file=file)
    return f" (bijzonderheden in {log})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
