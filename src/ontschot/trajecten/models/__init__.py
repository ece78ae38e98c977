"""From plan to result: arrangement, interventie, voorliggend-toets, overdracht, uitkomst."""

from ontschot.trajecten.models.arrangement import ARRANGEMENT_STAPPEN, Arrangement, Stap
from ontschot.trajecten.models.interventie import INTERVENTIE_STAPPEN, Interventie, Toetsregel
from ontschot.trajecten.models.overdracht import OVERDRACHT_STAPPEN, Overdracht
from ontschot.trajecten.models.uitkomst import Nazorgmoment, Uitkomst

__all__ = [
    "ARRANGEMENT_STAPPEN",
    "INTERVENTIE_STAPPEN",
    "OVERDRACHT_STAPPEN",
    "Arrangement",
    "Interventie",
    "Nazorgmoment",
    "Overdracht",
    "Stap",
    "Toetsregel",
    "Uitkomst",
]
