"""What was accounted for (`verslag`), and what was looked at again (`controle`)."""

from ontschot.verantwoording.models.controle import (
    AAN_DE_PARTNER,
    MATEN,
    Bevinding,
    Controle,
    Controlebewijs,
    Controlebewijsinhoud,
    Controlefonds,
    Controleregel,
)
from ontschot.verantwoording.models.verslag import Verslag

__all__ = [
    "AAN_DE_PARTNER",
    "MATEN",
    "Bevinding",
    "Controle",
    "Controlebewijs",
    "Controlebewijsinhoud",
    "Controlefonds",
    "Controleregel",
    "Verslag",
]

OPEN_TABLES: dict[str, str] = {}
