"""Somebody who came in twice: for each of the demo people one pair that may be one person."""

from ontschot.kandidaten.actions import Gegevens, insert_kandidaat
from ontschot.kandidaten.dubbel.vermoeden import propose
from ontschot.kandidaten.vastleggen import record
from ontschot.server.demo.gevuld import Gevuld

PERSONAS = ("gids-uwv", "loopbaancoach-fnv", "consulent-gemeente")


def store(gevuld: Gevuld) -> None:
    """The same person a second time, with a telephone number that the first did not have."""
    bron = gevuld.bron
    for nummer, persona in enumerate(PERSONAS):
        first = next((d for d in gevuld.hier if d.leven.contactpersoon.sleutel == persona), None)
        if first is None:
            continue
        known = first.kandidaat
        wie = first.leven.contactpersoon
        again = insert_kandidaat(
            first.regio,
            Gegevens(
                voornaam=known.voornaam,
                tussenvoegsel=known.tussenvoegsel,
                achternaam=known.achternaam,
                geboortedatum=known.geboortedatum,
                gemeente_id=known.gemeente_id,
                telefoon=f"06 0000 000{nummer}",
            ),
            medewerker_id=bron.medewerker(wie),
            organisatie_id=bron.organisatie(wie.organisatie),
        )
        propose(again)
        record(bron.actor(wie), "kandidaat_aangemaakt", again)
