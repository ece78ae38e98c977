"""What other rooms and the screens ask of the money. No name of a kandidaat is read here."""

from ontschot.kassier.queries.fondsen import (
    available_cent,
    fonds_page,
    fondsregel_for,
    fondsregels_for,
    overview,
)
from ontschot.kassier.queries.journaal import (
    Geld,
    euro_of,
    journal,
    money_of,
    timeline_of,
)
from ontschot.kassier.queries.werk import waiting_for

__all__ = [
    "Geld",
    "available_cent",
    "euro_of",
    "fonds_page",
    "fondsregel_for",
    "fondsregels_for",
    "journal",
    "money_of",
    "overview",
    "timeline_of",
    "waiting_for",
]
