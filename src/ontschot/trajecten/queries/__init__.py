"""What this room tells the Werkvoorraad, the dossier and its own pages, by subject."""

from ontschot.trajecten.queries.dossier import Dossierdeel, Overdrachtdeel, dossier_part
from ontschot.trajecten.queries.interventie import BUYER_SEES, interventie_for, interventies_of
from ontschot.trajecten.queries.keuzes import buyers, doelgroepen, kinds
from ontschot.trajecten.queries.overdracht import overdracht_for, receivers
from ontschot.trajecten.queries.plan import (
    Stapdeel,
    Verschil,
    current_plan,
    difference,
    steps_of,
    versions_of,
)
from ontschot.trajecten.queries.stand import ROAD, STATUS_KIND, road_of
from ontschot.trajecten.queries.werk import NAZORG_VOORUIT_DAGEN, waiting_for
from ontschot.trajecten.timeline import TIJDLIJN

__all__ = [
    "BUYER_SEES",
    "NAZORG_VOORUIT_DAGEN",
    "ROAD",
    "STATUS_KIND",
    "TIJDLIJN",
    "Dossierdeel",
    "Overdrachtdeel",
    "Stapdeel",
    "Verschil",
    "buyers",
    "current_plan",
    "difference",
    "doelgroepen",
    "dossier_part",
    "interventie_for",
    "interventies_of",
    "kinds",
    "overdracht_for",
    "receivers",
    "road_of",
    "steps_of",
    "versions_of",
    "waiting_for",
]
