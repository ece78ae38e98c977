"""The screens of the menukaart; the order of the imports is the order of the addresses."""

from ontschot.menukaart.views import lijst

__all__ = ["lijst"]
