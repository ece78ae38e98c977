"""The screens of the money. Importing this declares their routes."""

from ontschot.kassier.views import (
    bank,
    betalen,
    declaraties,
    facturen,
    fondsen,
    groep,
    orders,
    partner,
)

__all__ = ["bank", "betalen", "declaraties", "facturen", "fondsen", "groep", "orders", "partner"]
