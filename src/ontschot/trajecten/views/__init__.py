"""The screens of this room, by subject; importing them declares their routes."""

from ontschot.trajecten.views import (
    doorlooptijden,
    groep,
    inkoop,
    interventie,
    lijst,
    overdracht,
    plan,
    sjabloon,
    toets,
    uitkomst,
    verder,
    verloop,
    volgen,
)

__all__ = [
    "doorlooptijden",
    "groep",
    "inkoop",
    "interventie",
    "lijst",
    "overdracht",
    "plan",
    "sjabloon",
    "toets",
    "uitkomst",
    "verder",
    "verloop",
    "volgen",
]
