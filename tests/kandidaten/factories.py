"""People in the register, made by the same actions that the screens use."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from ontschot.kandidaten import actions
from ontschot.kandidaten.models import Kandidaat, Situatiefeit
from ontschot.netwerk.models import Gemeente, Rol
from tests.netwerk.factories import actor

_numbers = count(1)


def kandidaat(van: Rol, **over: Any) -> Kandidaat:
    """A kandidaat of whom the medewerker of `van` is vaste contactpersoon."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "voornaam": f"Noor{number}",
        "achternaam": "Verhoeven",
        "geboortedatum": date(1980, 1, 1) + timedelta(days=number),
        "gemeente_id": Gemeente.objects.get(naam="Wijchen").pk,
    }
    return actions.create_kandidaat(actor(van), **values | over)


def feit(door: Rol, person: Kandidaat, soort: str = "ww", **over: Any) -> Situatiefeit:
    """A fact that holds since a month."""
    begin = timezone.localdate() - timedelta(days=30)
    return actions.record_feit(actor(door), kandidaat=person, soort=soort, **{"van": begin} | over)


def many(van: Rol, number: int) -> list[Kandidaat]:
    """So many kandidaten, each with a fact and a contact."""
    people = [kandidaat(van) for _ in range(number)]
    for person in people:
        feit(van, person)
        actions.record_contact(
            actor(van), kandidaat=person, wijze="telefoon", op=timezone.now(), minuten=10
        )
    return people
