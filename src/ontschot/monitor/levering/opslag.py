"""Where an uploaded file waits between the upload and the loading: on disk, for one day.

Each file belongs to the medewerker who brought it; nobody else can open it.
"""

import re
import secrets
import shutil
import time
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor

BEWAREN_SECONDEN = 24 * 60 * 60
SLEUTEL = re.compile(r"[0-9a-f]{32}")


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "monitor" / "innames"


def keep(wie: Actor, bestand: Any) -> str:
    """Keep an uploaded file; returns the key with which this medewerker opens it again."""
    _sweep()
    sleutel = secrets.token_hex(16)
    _folder().mkdir(parents=True, exist_ok=True)
    plek = _folder() / f"{wie.medewerker_id}-{sleutel}"
    with plek.open("xb") as out:
        plek.chmod(0o600)
        bestand.seek(0)
        shutil.copyfileobj(bestand, out)
    return sleutel


def reopen(wie: Actor, sleutel: str) -> IO[bytes]:
    """Raises Weigering when the file is not there any more."""
    try:
        if SLEUTEL.fullmatch(sleutel):
            return (_folder() / f"{wie.medewerker_id}-{sleutel}").open("rb")
    except FileNotFoundError:
        pass
    raise Weigering("Dit bestand wordt niet langer bewaard. Kies het opnieuw.")


def _sweep() -> None:
    """Throw away what waited for longer than a day."""
    for plek in _folder().glob("*-*"):
        try:
            if time.time() - plek.stat().st_mtime > BEWAREN_SECONDEN:
                plek.unlink()
        except FileNotFoundError:
            continue  # somebody else swept it
