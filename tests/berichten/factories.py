"""Talks and requests, made by the same actions that the screens use."""

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from ontschot.berichten import actions
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern import links
from ontschot.kern.scope import Actor, kandidaat, scope, systeem
from ontschot.netwerk.models import Rol
from tests.kandidaten import factories as mensen

__all__ = ["both_ways", "eigen", "link", "own_page", "person"]


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


def link(person: Kandidaat) -> str:
    """A link to the own page that works for a day; gives its secret."""
    with scope(systeem(person.regio_id)):
        return links.make(
            soort="mijn",
            regio=person.regio_id,
            object_sleutel=person.sleutel,
            geldig_tot=timezone.now() + timedelta(days=1),
            eenmalig=False,
        )


def own_page(person: Kandidaat) -> Client:
    """A browser that opened the own page with a link and the birth date."""
    client, secret = Client(), link(person)
    born = person.geboortedatum.strftime("%d-%m-%Y")
    answer = client.post(f"/mijn/link/{secret}/", {"geboortedatum": born})
    assert answer.status_code == 302, answer.content.decode()
    return client
