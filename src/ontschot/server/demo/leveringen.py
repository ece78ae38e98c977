"""A small delivery of instroom and of uitstroom by a region that does not work in Ontschot."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ontschot.kern.scope import systeem
from ontschot.monitor.bestandsvorm import kolomnamen
from ontschot.monitor.levering.importeren import Levergegevens, importeer
from ontschot.netwerk.models import Regio
from ontschot.server.demo.gevuld import Gevuld
from ontschot.trajecten.models import Uitkomst

ACHTERHOEK = "AM09"
DEUREN = ("inloop", "telefoon", "portaal", "inloop", "partner", "vakbond", "inloop", "telefoon")
BRONNEN = ("kandidaat", "werkgever", "partner")
ROOSTER_DAGEN = 19  # between two facts
GELADEN_DAGEN = 14  # ago, so that figures as known yesterday have them


def store(gevuld: Gevuld) -> None:
    days = [gevuld.today - timedelta(days=20 + ROOSTER_DAGEN * n) for n in range(16)]
    instroom = [[DEUREN[n % len(DEUREN)]] for n in range(16)]
    betekenissen = [betekenis for betekenis, _ in Uitkomst.BETEKENISSEN]
    uitstroom = [[betekenissen[n % 4], BRONNEN[n % 3]] for n in range(12)]
    for soort, rijen in (("instroom", instroom), ("uitstroom", uitstroom)):
        importeer(
            systeem(*Regio.objects.values_list("code", flat=True), reden="demogegevens"),
            io.BytesIO(_file(soort, zip(days, rijen, strict=False))),
            Levergegevens(
                naam=f"{soort.capitalize()} van de Achterhoek (voorbeeld)",
                bestandsnaam=f"{soort}-achterhoek.csv",
                openbaar=True,
                bron="Achterhoek",
                soort=soort,
                alles_of_niets=True,
                op=gevuld.nu - timedelta(days=GELADEN_DAGEN),
            ),
        )


def _file(soort: str, rijen: Iterable[tuple[date, Sequence[str]]]) -> bytes:
    """The rows as a file with the columns of `soort`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(kolomnamen(soort).values())
    for nummer, (dag, rest) in enumerate(rijen, start=1):
        writer.writerow([f"{ACHTERHOEK}-{nummer}", ACHTERHOEK, dag.isoformat(), *rest])
    return out.getvalue().encode()
