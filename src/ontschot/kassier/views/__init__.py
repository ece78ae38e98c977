"""The screens of the money. Importing this declares their routes."""

from ontschot.kassier.views import betalen, declaraties, fondsen, groep, orders

__all__ = ["betalen", "declaraties", "fondsen", "groep", "orders"]
