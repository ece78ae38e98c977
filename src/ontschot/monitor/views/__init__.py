"""The screens of the figures. Importing this declares their routes."""

from ontschot.monitor.views import (
    aanlevering,
    cijfers,
    definities,
    hoofdstuk,
    indicatoren,
    leveringen,
    pseudoniemen,
    sturing,
    uitleveringen,
    vaststellen,
)

__all__ = [
    "aanlevering",
    "cijfers",
    "definities",
    "hoofdstuk",
    "indicatoren",
    "leveringen",
    "pseudoniemen",
    "sturing",
    "uitleveringen",
    "vaststellen",
]
