"""The menukaart as lines of a file, and the files that somebody offered."""

from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.menukaart.bestand import cells_of
from ontschot.menukaart.models import Dienst, Invoer
from ontschot.netwerk.models import Organisatie

LAATSTE = 10


def lines(regio: str) -> list[list[str]]:
    """Every service of a region, concepts and what stopped too. Two queries."""
    eigenaren = dict(Organisatie.objects.values_list("pk", "sleutel"))
    found = Dienst.objects.filter(regio=regio).defer("zoekvector").order_by("naam", "pk")
    return [cells_of(dienst, eigenaren) for dienst in found]


def invoer_of(wie: Actor, nummer: int) -> Invoer:
    """A file that this person offered; raises Weigering when there is none. One query."""
    found = Invoer.objects.filter(pk=nummer, door=wie.medewerker_id).first()
    if found is None:
        raise Weigering("Dit bestand is er niet (meer). Kies het opnieuw.")
    return found


def invoeren_of(wie: Actor) -> list[Invoer]:
    """The latest files of this person. One query."""
    own = Invoer.objects.filter(door=wie.medewerker_id).defer("regels", "geweigerd")
    return list(own.order_by("-pk")[:LAATSTE])
