"""The only place where this room writes."""

from ontschot.casusoverleg.actions.besluiten import (
    ask_besluit,
    bevoegdheid,
    decide,
    declare_belang,
    instelling,
    running,
    withdraw_besluit,
)
from ontschot.casusoverleg.actions.mandaten import end_mandaat, give_mandaat

__all__ = [
    "ask_besluit",
    "bevoegdheid",
    "decide",
    "declare_belang",
    "end_mandaat",
    "give_mandaat",
    "instelling",
    "running",
    "withdraw_besluit",
]
