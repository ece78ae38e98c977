"""The tables of the menukaart, by topic."""

from ontschot.menukaart.models.beheer import (
    Dienstversie,
    Invoer,
    Kwaliteitssignaal,
    Menukaartinstelling,
)
from ontschot.menukaart.models.beroep import Beroep, Kansrijkeberoepenlijst
from ontschot.menukaart.models.dienst import Dienst, DienstInGemeente

OPEN_TABLES = {
    "menukaart_dienstingemeente": "public offer, no person and no money; guarded by its dienst",
}

__all__ = [
    "OPEN_TABLES",
    "Beroep",
    "Dienst",
    "DienstInGemeente",
    "Dienstversie",
    "Invoer",
    "Kansrijkeberoepenlijst",
    "Kwaliteitssignaal",
    "Menukaartinstelling",
]
