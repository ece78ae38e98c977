"""Services to keep: the smallest that one can make, and who makes it."""

from datetime import date
from typing import Any

from ontschot.kern.rollen import Rolsoort
from ontschot.menukaart import actions
from ontschot.menukaart.models import Dienst
from ontschot.netwerk.models import Rol
from tests.meldingen.factories import actor, rol

VANDAAG = date(2026, 3, 2)


def gids(organisatie: str = "uwv", **over: Any) -> Rol:
    return rol(Rolsoort.GIDS, organisatie=organisatie, **over)


def coordinator() -> Rol:
    return rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")


def gegevens(van: Rol, **over: Any) -> dict[str, Any]:
    return {
        "naam": "Nieuwe proefles",
        "soort": "voorliggend",
        "aanbieder": van.organisatie.naam,
        "stap": "EW05",
        "vorm": "groep",
        "van": date(2025, 1, 1),
        "eigenaar_id": van.organisatie_id,
        **over,
    }


def dienst(van: Rol, *, op: date | None = date(2025, 1, 1), **over: Any) -> Dienst:
    """A service of this role's organisatie, published since `op`."""
    return actions.make_dienst(actor(van), gegevens=gegevens(van, **over), publiceer_op=op)
