"""The only place where this room reads for a screen; the other rooms find it here."""

from ontschot.casusoverleg.queries.besluiten import (
    besluiten_list,
    current_besluit,
    zaak_for,
)
from ontschot.casusoverleg.queries.overleggen import waiting_for
from ontschot.casusoverleg.timeline import TIJDLIJN
from ontschot.casusoverleg.voorstel import due

__all__ = [
    "TIJDLIJN",
    "besluiten_list",
    "current_besluit",
    "due",
    "waiting_for",
    "zaak_for",
]
