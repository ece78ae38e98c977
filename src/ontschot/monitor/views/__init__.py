"""The screens of the figures. Importing this declares their routes."""

from ontschot.monitor.views import cijfers, hoofdstuk, leveringen

__all__ = ["cijfers", "hoofdstuk", "leveringen"]
