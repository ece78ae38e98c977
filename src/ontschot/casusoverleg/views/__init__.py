"""The screens of this room. Importing this declares their routes."""

from ontschot.casusoverleg.views import besluiten

__all__ = ["besluiten"]
