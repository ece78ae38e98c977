"""What this room tells the Werkvoorraad, the dossier and its own pages, by subject."""

from ontschot.trajecten.queries.dossier import Dossierdeel, Overdrachtdeel, dossier_part
from ontschot.trajecten.queries.gedeeld import Deel, Gedeeld, gedeeld_van, shared_parts
from ontschot.trajecten.queries.interventie import BUYER_SEES, interventie_for, interventies_of
from ontschot.trajecten.queries.keuzes import buyers, doelgroepen, kinds
from ontschot.trajecten.queries.overdracht import (
    documents_to_share,
    figure_of,
    handed_over_most,
    other_regions,
    overdracht_for,
    receivers,
    regioaanbod_for,
)
from ontschot.trajecten.queries.plan import (
    Stapdeel,
    Verschil,
    current_plan,
    difference,
    steps_of,
    versions_of,
)
from ontschot.trajecten.queries.stand import ROAD, STATUS_KIND, road_of
from ontschot.trajecten.queries.volgen import (
    banen_of,
    ground_of,
    lasting_work,
    lasting_work_of,
    moment_labels,
    reachable,
    schema_of,
    schemas_of,
)
from ontschot.trajecten.queries.werk import NAZORG_VOORUIT_DAGEN, waiting_for
from ontschot.trajecten.timeline import TIJDLIJN

__all__ = [
    "BUYER_SEES",
    "NAZORG_VOORUIT_DAGEN",
    "ROAD",
    "STATUS_KIND",
    "TIJDLIJN",
    "Deel",
    "Dossierdeel",
    "Gedeeld",
    "Overdrachtdeel",
    "Stapdeel",
    "Verschil",
    "banen_of",
    "buyers",
    "current_plan",
    "difference",
    "documents_to_share",
    "doelgroepen",
    "dossier_part",
    "figure_of",
    "gedeeld_van",
    "ground_of",
    "handed_over_most",
    "interventie_for",
    "interventies_of",
    "kinds",
    "lasting_work",
    "lasting_work_of",
    "moment_labels",
    "other_regions",
    "overdracht_for",
    "reachable",
    "receivers",
    "regioaanbod_for",
    "road_of",
    "schema_of",
    "schemas_of",
    "shared_parts",
    "steps_of",
    "versions_of",
    "waiting_for",
]
