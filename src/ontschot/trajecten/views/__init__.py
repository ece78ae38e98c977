"""The screens of this room, by subject; importing them declares their routes."""

from ontschot.trajecten.views import interventie, lijst, overdracht, plan, toets, uitkomst

__all__ = ["interventie", "lijst", "overdracht", "plan", "toets", "uitkomst"]
