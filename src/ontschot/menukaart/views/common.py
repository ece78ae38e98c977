"""What the screens of this room share."""

from typing import Any

from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie
from ontschot.netwerk.queries import colleagues_in
from ontschot.regelingen.models import Interventiesoort, Situatiesoort


def form_choices(wie: Actor) -> dict[str, list[tuple[Any, str]]]:
    """What the form of a service offers. Four queries for the coördinator, else three."""
    everybody = wie.rol == Rolsoort.COORDINATOR
    colleagues = colleagues_in(wie.regio, PROFESSIONALS)
    own = [rol for rol in colleagues if everybody or rol.organisatie_id == wie.organisatie_id]
    people = {rol.medewerker_id: f"{rol.medewerker.naam} ({rol.organisatie.naam})" for rol in own}
    owners = [(wie.organisatie_id, wie.organisatie)]
    if everybody:
        partners = Organisatie.objects.filter(partners__regio=wie.regio)
        owners = list(partners.order_by("naam").values_list("pk", "naam").distinct()) or owners
    return {
        "interventiesoort": [
            ("", "Geen"),
            *Interventiesoort.objects.order_by("volgorde").values_list("code", "naam"),
        ],
        "situaties": list(Situatiesoort.objects.order_by("volgorde").values_list("code", "label")),
        "eigenaar": owners,
        "bijgehouden_door": [("", "Niemand in het bijzonder"), *people.items()],
    }
