"""Talks and requests, made by the same actions that the screens use."""

from datetime import date
from typing import Any

from ontschot.berichten import actions
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.scope import Actor, kandidaat
from ontschot.netwerk.models import Rol
from tests.kandidaten import factories as mensen

__all__ = ["both_ways", "eigen", "person"]


def person(van: Rol, **over: Any) -> Kandidaat:
    """Somebody who can be sent a link."""
    reach = {
        "voornaam": "Samira",
        "geboortedatum": date(1974, 3, 12),
        "email": "samira@voorbeeld.nl",
        "telefoon": "06 12345678",
    }
    return mensen.kandidaat(van, **reach | over)


def eigen(person: Kandidaat) -> Actor:
    """The kandidaat on the own page."""
    return kandidaat(person.regio_id, person.pk)


def both_ways(wie: Actor, person: Kandidaat) -> None:
    """A message from each side, and a request."""
    actions.write_as_kandidaat(eigen(person), tekst="Kan ik dinsdag komen?")
    actions.write_to_kandidaat(wie, sleutel=person.sleutel, tekst="Ja, om tien uur.")
    actions.ask(eigen(person), soort="correctie", onderwerp="telefoon", tekst="06 87654321")
