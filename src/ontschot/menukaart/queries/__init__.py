"""What the menukaart tells: its own screens, the voorliggend-toets, a plan, and other rooms."""

from ontschot.menukaart.queries.aanbod import (
    Inloop,
    Voorstel,
    aanvullend,
    gemeenten_of,
    inloop,
    on_menukaart,
    voorliggend_for,
)
from ontschot.menukaart.queries.beheer import waiting_for
from ontschot.menukaart.queries.beroepen import KansrijkBeroep, is_kansrijk, kansrijk_op
from ontschot.menukaart.queries.kaart import Kaart, dienst_kaart
from ontschot.menukaart.queries.zoeken import (
    VOLGORDE,
    VOLGORDE_GEZOCHT,
    Filter,
    filter_choices,
    for_situaties,
    search,
    understand,
)

__all__ = [
    "VOLGORDE",
    "VOLGORDE_GEZOCHT",
    "Filter",
    "Inloop",
    "Kaart",
    "KansrijkBeroep",
    "Voorstel",
    "aanvullend",
    "dienst_kaart",
    "filter_choices",
    "for_situaties",
    "gemeenten_of",
    "inloop",
    "is_kansrijk",
    "kansrijk_op",
    "on_menukaart",
    "search",
    "understand",
    "voorliggend_for",
    "waiting_for",
]
