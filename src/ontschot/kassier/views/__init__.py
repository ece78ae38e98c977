"""The screens of the money. Importing this declares their routes."""

from ontschot.kassier.views import (
    bank,
    beoordelen,
    betalen,
    budgetbesluiten,
    declaraties,
    dubbel,
    facturen,
    fondsbeheer,
    fondsen,
    groep,
    kosten,
    kwartaalstaat,
    mandaten,
    orders,
    partner,
    terugvorderingen,
)

__all__ = [
    "bank",
    "beoordelen",
    "betalen",
    "budgetbesluiten",
    "declaraties",
    "dubbel",
    "facturen",
    "fondsbeheer",
    "fondsen",
    "groep",
    "kosten",
    "kwartaalstaat",
    "mandaten",
    "orders",
    "partner",
    "terugvorderingen",
]
