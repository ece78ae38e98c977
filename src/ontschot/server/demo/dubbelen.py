"""Somebody who came in twice: pairs that may be one person, one that was, and one that was not."""

from ontschot.kandidaten.actions import Gegevens, insert_kandidaat
from ontschot.kandidaten.dubbel.actions import ask_merge, tell_apart
from ontschot.kandidaten.dubbel.vermoeden import propose
from ontschot.kandidaten.models import Dubbelvermoeden, Kandidaat
from ontschot.kandidaten.vastleggen import record
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.rijen import Dossier

PERSONAS = ("gids-uwv", "loopbaancoach-fnv", "consulent-gemeente")


def store(gevuld: Gevuld) -> None:
    """One pair of each waits; one was joined, and of one a colleague said: two people."""
    mine = {
        persona: [d for d in gevuld.hier if d.leven.contactpersoon.sleutel == persona]
        for persona in PERSONAS
    }
    for nummer, dossiers in enumerate(mine.values()):
        for first in dossiers[:1]:
            _again(gevuld, first, f"06 0000 000{nummer}")
    for first in mine["gids-uwv"][1:2]:
        again = _again(gevuld, first, "06 0000 0007")
        ask_merge(
            gevuld.bron.actor(first.leven.contactpersoon),
            blijver=first.kandidaat.sleutel,
            verliezer=again.sleutel,
            contact_id=gevuld.bron.medewerker(first.leven.contactpersoon),
            keuzes=["telefoon"],
        )
    for first in mine["loopbaancoach-fnv"][1:2]:
        again = _again(gevuld, first, "06 0000 0008")
        pair = Dubbelvermoeden.objects.filter(twee=again).order_by("pk").first()
        assert pair
        tell_apart(gevuld.bron.actor(first.leven.contactpersoon), vermoeden_id=pair.pk)


def _again(gevuld: Gevuld, first: Dossier, telefoon: str) -> Kandidaat:
    """The same person a second time, with a telephone number that the first did not have."""
    known, wie, bron = first.kandidaat, first.leven.contactpersoon, gevuld.bron
    again = insert_kandidaat(
        first.regio,
        Gegevens(
            voornaam=known.voornaam,
            tussenvoegsel=known.tussenvoegsel,
            achternaam=known.achternaam,
            geboortedatum=known.geboortedatum,
            gemeente_id=known.gemeente_id,
            telefoon=telefoon,
        ),
        medewerker_id=bron.medewerker(wie),
        organisatie_id=bron.organisatie(wie.organisatie),
    )
    propose(again)
    record(bron.actor(wie), "kandidaat_aangemaakt", again)
    return again
