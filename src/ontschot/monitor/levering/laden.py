"""What this room brings along: reference files that are read as they are, and a demo delivery."""

from datetime import datetime

from ontschot.kern.scope import systeem
from ontschot.monitor.codes import REFERENTIE, codelijsten
from ontschot.monitor.levering.importeren import Levergegevens, Uitslag, importeer
from ontschot.netwerk.models import Regio

RECONSTRUCTIE = REFERENTIE / "rmt-monitor-2023-reconstructie.csv.xz"


def load() -> int:
    """Nothing to put in a table; the code lists are checked. Returns how many codes there are."""
    return sum(len(lijst) for lijst in codelijsten().lijsten.values())


def load_reconstructie(op: datetime | None = None) -> Uitslag:
    """The published figures of 2023 as 20 515 invented rows; loading again changes nothing.

    `op` is since when they are known; None is now.
    """
    wie = systeem(*Regio.objects.values_list("code", flat=True), reden="demogegevens")
    gegevens = Levergegevens(
        naam="RMT-monitor 2023 (reconstructie uit gepubliceerde cijfers)",
        bestandsnaam=RECONSTRUCTIE.name,
        openbaar=True,
        jaar=2023,
        bron="Reconstructie",
        op=op,
    )
    with RECONSTRUCTIE.open("rb") as stroom:
        return importeer(wie, stroom, gegevens)
