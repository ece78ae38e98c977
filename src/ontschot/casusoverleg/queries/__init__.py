"""The only place where this room reads for a screen; the other rooms find it here."""

from ontschot.casusoverleg.queries.besluiten import (
    besluiten_list,
    current_besluit,
    due,
    waiting_for,
    zaak_for,
)
from ontschot.casusoverleg.timeline import TIJDLIJN

__all__ = [
    "TIJDLIJN",
    "besluiten_list",
    "current_besluit",
    "due",
    "waiting_for",
    "zaak_for",
]
