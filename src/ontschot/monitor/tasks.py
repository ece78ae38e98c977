"""What the worker does for this room. Importing this declares it."""

from ontschot.monitor.aanlevering.taken import wipe_old, work
from ontschot.monitor.onthulling.taken import reken
from ontschot.monitor.rapport.taken import make

__all__ = ["make", "reken", "wipe_old", "work"]
