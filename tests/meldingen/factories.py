"""A small world for questions: medewerkers with roles, and questions through any door."""

from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model

from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kern.keys import new_key
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, systeem
from ontschot.meldingen.actions import Ontvangen, receive
from ontschot.meldingen.models import Melding
from ontschot.netwerk.models import Medewerker, Organisatie, Rol
from ontschot.netwerk.queries import actor_in_role

REGIO = "AM08"
_numbers = count(1)


def rol(
    soort: Rolsoort = Rolsoort.GIDS,
    *,
    organisatie: str = "uwv",
    regio: str = REGIO,
    naam: str = "",
    van: date = date(2020, 1, 1),
    tot: date | None = None,
) -> Rol:
    """A medewerker with one role; the rol carries medewerker, organisatie and regio."""
    number = next(_numbers)
    email = f"medewerker{number}@voorbeeld.nl"
    user = get_user_model().objects.create(username=email, email=email)
    medewerker = Medewerker.objects.create(
        user=user, naam=naam or f"Medewerker {number}", email=email
    )
    return Rol.objects.create(
        medewerker=medewerker,
        organisatie=Organisatie.objects.get(sleutel=organisatie),
        regio_id=regio,
        soort=soort,
        van=van,
        tot=tot,
    )


def actor(van: Rol) -> Actor:
    return actor_in_role(van)


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
