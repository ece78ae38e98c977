"""The screens of the figures. Importing this declares their routes."""

from ontschot.monitor.views import cijfers, leveringen

__all__ = ["cijfers", "leveringen"]
