"""Where a brought file waits, with what is known of it: on disk, a folder each, for a day.

The folder has the file, its first lines, how far the worker is, and what came of it. Web and worker
share it. Whose folder it is, and until when, its row says (`monitor.aanlevering`).
"""

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from ontschot.kern.errors import Weigering

BEWAREN_SECONDEN = 24 * 60 * 60
SLEUTEL = re.compile(r"[0-9a-f]{32}")
NIET_MEER = "Dit bestand wordt niet langer bewaard. Kies het opnieuw."


def _root() -> Path:
    return Path(settings.DATA_DIR) / "monitor" / "innames"


def _place(sleutel: str, naam: str = "") -> Path:
    if not SLEUTEL.fullmatch(sleutel):
        raise Weigering(NIET_MEER)
    return _root() / sleutel / naam


def keep(bestand: IO[bytes]) -> str:
    """Keep an uploaded file; returns the key under which it waits."""
    sweep()
    sleutel = secrets.token_hex(16)
    _place(sleutel).mkdir(parents=True, mode=0o700)
    bestand.seek(0)
    with _place(sleutel, "bestand").open("xb") as out:
        shutil.copyfileobj(bestand, out)
    return sleutel


def reopen(sleutel: str) -> IO[bytes]:
    """Raises Weigering when the file is not there any more."""
    try:
        return _place(sleutel, "bestand").open("rb")
    except FileNotFoundError:
        raise Weigering(NIET_MEER) from None


def put(sleutel: str, naam: str, inhoud: Any) -> None:
    """Keep facts beside the file. Who reads meanwhile finds the former or the new, never half."""
    new = _place(sleutel, f"{naam}.nieuw")
    try:
        new.write_text(json.dumps(inhoud, ensure_ascii=False), "utf-8")
        new.replace(_place(sleutel, naam))
    except FileNotFoundError:
        raise Weigering(NIET_MEER) from None


def get(sleutel: str, naam: str) -> Any:
    """What was put beside the file; None when there is nothing."""
    try:
        return json.loads(_place(sleutel, naam).read_text("utf-8"))
    except FileNotFoundError:
        return None


@contextmanager
def writing(sleutel: str, naam: str) -> Iterator[IO[str]]:
    """A text file beside the kept one, which may grow as large as it must."""
    with _place(sleutel, naam).open("w", encoding="utf-8", newline="") as out:
        yield out


def beside(sleutel: str, naam: str) -> Path | None:
    """The file beside the kept one; None when there is none."""
    found = _place(sleutel, naam)
    return found if found.is_file() else None


def forget_file(sleutel: str) -> None:
    """The file is loaded: only what came of it still waits."""
    _place(sleutel, "bestand").unlink(missing_ok=True)


def throw_away(sleutel: str) -> None:
    shutil.rmtree(_place(sleutel), ignore_errors=True)


def sweep() -> None:
    """Throw away what no row can know any more: twice as old as anything may become."""
    for place in _root().glob("*"):
        try:
            if time.time() - place.stat().st_mtime > 2 * BEWAREN_SECONDEN:
                shutil.rmtree(place) if place.is_dir() else place.unlink()
        except FileNotFoundError:
            continue  # somebody else swept it
