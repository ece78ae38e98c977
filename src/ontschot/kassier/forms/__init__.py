"""The forms of the kassier and of the partner that buys."""

from ontschot.kassier.forms.betalen import BatchForm, DagForm, RekeningForm
from ontschot.kassier.forms.common import RedenForm, TickField
from ontschot.kassier.forms.declaraties import DeclaratieForm, TerugForm
from ontschot.kassier.forms.journaal import JournaalForm
from ontschot.kassier.forms.orders import VerplichtingForm

__all__ = [
    "BatchForm",
    "DagForm",
    "DeclaratieForm",
    "JournaalForm",
    "RedenForm",
    "RekeningForm",
    "TerugForm",
    "TickField",
    "VerplichtingForm",
]
