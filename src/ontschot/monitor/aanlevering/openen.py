"""The header and the first lines of a brought file, read once and kept beside it.

Of a text only its begin is read, so a page may do it. A workbook costs a page too much: its reader
takes 35 MB, and all its shared texts come along.
"""

import io
import lzma
from typing import IO

from ontschot.monitor.aanlevering.queries import BEGIN
from ontschot.monitor.levering import opslag
from ontschot.monitor.levering.bestand import Onleesbaar, is_csv
from ontschot.monitor.levering.stukken import preview
from ontschot.monitor.models import Aanlevering
from ontschot.monitor.rules import kort

GETOONDE_REGELS = 5
LANGSTE_CEL = 120
GENOEG = 128 * 1024  # of a text, for its header and first lines


def is_workbook(row: Aanlevering) -> bool:
    """Raises Onleesbaar when it is neither a text nor a workbook."""
    with opslag.reopen(row.sleutel) as stroom:
        return not is_csv(stroom)


def open_here(row: Aanlevering) -> None:
    """Keep the header and the first lines. Raises Onleesbaar."""
    with opslag.reopen(row.sleutel) as stroom:
        text = is_csv(stroom)
        kop, regels = preview(io.BytesIO(_begin(stroom)) if text else stroom, GETOONDE_REGELS)
    short = [[kort(cell, LANGSTE_CEL) for cell in line] for line in regels]
    opslag.put(row.sleutel, BEGIN, {"kop": kop, "regels": short})


def _begin(stroom: IO[bytes]) -> bytes:
    """The first lines of a text, whole ones; unpacked when it is packed."""
    packed = stroom.read(1) == b"\xfd"
    stroom.seek(0)
    try:
        unpacked = lzma.LZMAFile(stroom) if packed else stroom  # noqa: SIM115 - closed by its owner
        begin = unpacked.read(GENOEG)
    except (lzma.LZMAError, EOFError):
        raise Onleesbaar("Dit xz-bestand is beschadigd. Maak het opnieuw.") from None
    return begin[: begin.rfind(b"\n") + 1] if len(begin) == GENOEG and b"\n" in begin else begin
