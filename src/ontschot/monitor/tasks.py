"""What the worker does for this room. Importing this declares it."""

from ontschot.monitor.rapport.taken import make

__all__ = ["make"]
