"""Facts that turned out wrong and were taken back, so the history of a situation shows them."""

from datetime import timedelta

from ontschot.kandidaten.models import Feitintrekking
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.klok import day_of

REDENEN = (
    ("ww", "De WW was al gestopt; het is de Ziektewet."),
    ("in_dienst", "Het contract liep een maand eerder af."),
    ("geen_uitkering", "Er bleek wel recht op WW te zijn."),
)


def store(gevuld: Gevuld) -> None:
    """One in eight of the newest dossiers here has a correction."""
    Feitintrekking.objects.bulk_create(
        Feitintrekking(
            regio_id=dossier.regio,
            kandidaat=dossier.kandidaat,
            soort_id=soort,
            van=day_of(dossier.leven.aangemaakt_op) - timedelta(days=90),
            bron="verteld door de kandidaat",
            vastgelegd_op=dossier.leven.aangemaakt_op,
            ingetrokken_door_id=gevuld.bron.medewerker(dossier.leven.contactpersoon),
            ingetrokken_op=min(
                dossier.leven.aangemaakt_op + timedelta(days=3), gevuld.nu - timedelta(hours=1)
            ),
            reden=reden,
        )
        for number, dossier in enumerate(reversed(gevuld.hier[-64:]))
        if number % 8 == 0
        for soort, reden in [REDENEN[number // 8 % len(REDENEN)]]
    )
