"""The forms of reports and controles."""

from ontschot.verantwoording.forms.controle import (
    AntwoordForm,
    BevindingForm,
    ConclusieForm,
    ControleForm,
    PapierForm,
    ReactieForm,
    RegelfilterForm,
    UitstelForm,
)
from ontschot.verantwoording.forms.verslag import EIGEN, PeriodeForm, VerslagForm

__all__ = [
    "EIGEN",
    "AntwoordForm",
    "BevindingForm",
    "ConclusieForm",
    "ControleForm",
    "PapierForm",
    "PeriodeForm",
    "ReactieForm",
    "RegelfilterForm",
    "UitstelForm",
    "VerslagForm",
]
