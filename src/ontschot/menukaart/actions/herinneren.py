"""Reminding who keeps a service: one mail per keeper per month, however often this runs."""

from datetime import date

from django.utils import timezone

from ontschot.kern import audit, outbox
from ontschot.kern.actions import action
from ontschot.kern.scope import Actor
from ontschot.menukaart.queries.beheer import Herinnering, reminders

# A longer list is not read in a mail; the Werkvoorraad and the menukaart have it.
IN_MAIL = 12


@action
def send_reminders(wie: Actor, *, regio: str, day: date | None = None) -> int:
    """Mail every keeper in a region who has services to check; returns how many mails there are.

    The key of a mail holds keeper and month, so a second run in a month sends nothing new.
    """
    today = day or timezone.localdate()
    keepers = reminders(regio, today)
    for keeper in keepers:
        outbox.queue(
            regio=regio,
            aan=keeper.email,
            onderwerp="Klopt jouw aanbod op de menukaart nog?",
            tekst=_text(keeper),
            sleutel=f"menukaart-{regio}-{keeper.medewerker_id}-{today:%Y-%m}",
        )
    audit.record(
        wie,
        "menukaart_herinnerd",
        object_soort="regio",
        object_sleutel=regio,
        regio=regio,
        aantal=len(keepers),
    )
    return len(keepers)


def _text(keeper: Herinnering) -> str:
    names = [f"- {naam}" for naam, _ in keeper.diensten[:IN_MAIL]]
    if rest := len(keeper.diensten) - IN_MAIL:
        names += [f"- en nog {rest}"] if rest > 0 else []
    return "\n".join(
        [
            f"Dag {keeper.naam},",
            "",
            "Jij houdt aanbod bij op de menukaart. Dit keek al een tijd niemand na:",
            *names,
            "",
            "Kijk of het nog klopt. Dat kan met één klik in Ontschot, onder Werkvoorraad.",
        ]
    )
