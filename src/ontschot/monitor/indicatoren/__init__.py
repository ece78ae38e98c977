"""The indicators: a definition, one relation, and everything that is shown of it.

Importing this registers those of this package; a module that is added here registers its own.
"""

from ontschot.monitor.indicatoren import (
    gemis,
    leveringen,
    personen,
    signalen,
    uitstroom,
    vragen,
    wachten,
    werk,
    werklast,
)
from ontschot.monitor.indicatoren.basis import INDICATOREN, Indicator, Soort

__all__ = [
    "INDICATOREN",
    "Indicator",
    "Soort",
    "gemis",
    "leveringen",
    "personen",
    "signalen",
    "uitstroom",
    "vragen",
    "wachten",
    "werk",
    "werklast",
]
