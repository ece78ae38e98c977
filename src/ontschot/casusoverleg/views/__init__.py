"""The screens of this room. Importing this declares their routes."""

from ontschot.casusoverleg.views import beraad, besluiten, groep, overleggen, tafel, vervallen

__all__ = ["beraad", "besluiten", "groep", "overleggen", "tafel", "vervallen"]
