"""The screens of the money. Importing this declares their routes."""

from ontschot.kassier.views import (
    bank,
    betalen,
    budgetbesluiten,
    declaraties,
    facturen,
    fondsbeheer,
    fondsen,
    groep,
    mandaten,
    orders,
    partner,
)

__all__ = [
    "bank",
    "betalen",
    "budgetbesluiten",
    "declaraties",
    "facturen",
    "fondsbeheer",
    "fondsen",
    "groep",
    "mandaten",
    "orders",
    "partner",
]
