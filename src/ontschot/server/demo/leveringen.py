"""Small deliveries of a region that does not work in Ontschot.

Instroom and uitstroom are loaded. Interventies, with a few faults, wait for the decision of the
monitor: for a day, as any file that somebody brought.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ontschot.kern.scope import systeem
from ontschot.monitor.aanlevering import actions, taken
from ontschot.monitor.aanlevering.actions import Gezegd
from ontschot.monitor.bestandsvorm import VELDEN, kolomnamen
from ontschot.monitor.levering.importeren import Levergegevens, importeer
from ontschot.netwerk.models import Regio, Rol
from ontschot.netwerk.queries import actor_in_role
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.trajecten.models import Uitkomst

ACHTERHOEK = "AM09"
DEUREN = ("inloop", "telefoon", "portaal", "inloop", "partner", "vakbond", "inloop", "telefoon")
BRONNEN = ("kandidaat", "werkgever", "partner")
ROOSTER_DAGEN = 19  # between two facts
GELADEN_DAGEN = 14  # ago, so that figures as known yesterday have them
# What people type wrong most: a label of their own, a date that is none, an amount in words.
VERSCHREVEN = {3: {"interventie": "cursus heftruck"}, 5: {"datum": "31-02-2024"},
    8: {"kosten": "ongeveer 900"}, 9: {"interventie": "cursus heftruck"}}  # fmt: skip

INTERVENTIE = {
    "regio": ACHTERHOEK, "interventie": "orientatie_loopbaan", "doelgroep": "werknemer",
    "geslacht": "onbekend", "kwalificatie": "onbekend", "sector": "onbekend",
    "inkopende_partij": "gemeente", "eerstverantwoordelijke": "gemeente", "kosten": "450,00",
}  # fmt: skip


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

    _wait_for_a_decision(gevuld)


def _wait_for_a_decision(gevuld: Gevuld) -> None:
    """Brought and checked by the monitor of the demo region, as on the screen."""
    who = gevuld.bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="monitor")[0]
    rollen = Rol.objects.select_related("medewerker", "organisatie").filter(soort="monitor")
    monitor = actor_in_role(
        rollen.get(regio=RIJK_VAN_NIJMEGEN, medewerker=gevuld.bron.medewerker(who)), "demo"
    )
    days = [gevuld.today - timedelta(days=40 + ROOSTER_DAGEN * n) for n in range(12)]
    out = io.StringIO()
    writer = csv.DictWriter(out, VELDEN["interventies"])
    writer.writeheader()
    for nummer, dag in enumerate(days, start=1):
        writer.writerow(INTERVENTIE | {"id": f"{ACHTERHOEK}-{nummer}", "datum": dag.isoformat()}
                        | VERSCHREVEN.get(nummer, {}))  # fmt: skip
    row = actions.bring(
        monitor,
        bestand=io.BytesIO(out.getvalue().encode()),
        bestandsnaam="interventies-achterhoek.csv",
        gezegd=Gezegd("interventies", "Achterhoek", "Interventies van de Achterhoek", None, True),
    )
    row = actions.start_check(
        monitor, aanlevering_id=row.pk, koppeling={veld: veld for veld in VELDEN["interventies"]}
    )
    taken.work(row.pk, row.poging, row.rol_id)


def _file(soort: str, rijen: Iterable[tuple[date, Sequence[str]]]) -> bytes:
    """The rows as a file with the columns of `soort`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(kolomnamen(soort).values())
    for nummer, (dag, rest) in enumerate(rijen, start=1):
        writer.writerow([f"{ACHTERHOEK}-{nummer}", ACHTERHOEK, dag.isoformat(), *rest])
    return out.getvalue().encode()
