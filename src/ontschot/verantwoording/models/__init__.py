"""What was accounted for (`verslag`), and what was looked at again (`controle`)."""

from ontschot.verantwoording.models.controle import MATEN, Controle, Controlefonds
from ontschot.verantwoording.models.controleregel import (
    AAN_DE_PARTNER,
    Bevinding,
    Controlebewijs,
    Controlebewijsinhoud,
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
