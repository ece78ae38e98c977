"""A small world for questions: medewerkers with roles, and questions through any door."""

from typing import Any

from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kern.keys import new_key
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import systeem
from ontschot.meldingen.actions import Ontvangen, receive
from ontschot.meldingen.models import Melding
from ontschot.netwerk.models import Rol
from tests.netwerk import factories as netwerk
from tests.netwerk.factories import actor

__all__ = ["actor"]

REGIO = "AM08"


def rol(soort: Rolsoort = Rolsoort.GIDS, *, regio: str = REGIO, naam: str = "", **over: Any) -> Rol:
    """A medewerker with one role in a region; `naam` is that of the person."""
    named = {"medewerker__naam": naam} if naam else {}
    return netwerk.rol(soort, regio_id=regio, **named, **over)


def ontvangen(regio: str = REGIO, **over: Any) -> Ontvangen:
    values: dict[str, Any] = {
        "deur": "portaal",
        "vraag": "Mijn contract stopt en ik wil de zorg in.",
        "contactwijze": "anoniem",
    }
    return receive(systeem(regio), regio=regio, **values | over)


def melding(regio: str = REGIO, **over: Any) -> Melding:
    return ontvangen(regio, **over).melding


def kandidaat(van: Rol, **over: Any) -> Kandidaat:
    """A kandidaat with `van` as vaste contactpersoon."""
    values = {"voornaam": "Samira", "achternaam": "Verhoeven", "sleutel": new_key(van.regio_id)}
    person = Kandidaat.objects.create(regio_id=van.regio_id, **values | over)
    Betrokkenheid.objects.create(
        regio_id=van.regio_id,
        kandidaat=person,
        medewerker=van.medewerker,
        organisatie=van.organisatie,
        grond="intake",
        vaste_contactpersoon=True,
    )
    return person
