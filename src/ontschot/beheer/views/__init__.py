"""The screens of who keeps the system. Importing this declares their routes."""

from ontschot.beheer.views import medewerkers, werk

__all__ = ["medewerkers", "werk"]
