"""Deciding together: meetings, besluiten, and what a region learns from its cases."""

from ontschot.casusoverleg.models.agenda import Actie, Agendapunt, Belang
from ontschot.casusoverleg.models.beraad import (
    Consult,
    Consultantwoord,
    Signaal,
    Voorbeeld,
    Voorbeeldconcept,
)
from ontschot.casusoverleg.models.besluit import Besluit, Mandaat
from ontschot.casusoverleg.models.overleg import (
    Casusinstelling,
    Deelname,
    Overleg,
    Overlegreeks,
    Reekspartner,
)
from ontschot.casusoverleg.models.versies import Signaalversie

__all__ = [
    "Actie",
    "Agendapunt",
    "Belang",
    "Besluit",
    "Casusinstelling",
    "Consult",
    "Consultantwoord",
    "Deelname",
    "Mandaat",
    "Overleg",
    "Overlegreeks",
    "Reekspartner",
    "Signaal",
    "Signaalversie",
    "Voorbeeld",
    "Voorbeeldconcept",
]
