"""The forms of the kassier and of the partner that buys."""

from ontschot.kassier.forms.betalen import BatchForm, DagForm, RekeningForm
from ontschot.kassier.forms.common import TickField
from ontschot.kassier.forms.declaraties import (
    AfspraakForm,
    BerichtForm,
    BevindingForm,
    BewijseisForm,
    BewijsForm,
    BewijsIntrekForm,
    DeclaratiefilterForm,
    DeclaratieForm,
    MeerForm,
    RegelsForm,
    TerugForm,
)
from ontschot.kassier.forms.journaal import JournaalForm
from ontschot.kassier.forms.orders import VerplichtingForm
from ontschot.kassier.forms.terugvorderingen import (
    BesluitForm,
    OntvangstForm,
    VerrekenForm,
    VoorstelForm,
)

__all__ = [
    "AfspraakForm",
    "BatchForm",
    "BerichtForm",
    "BesluitForm",
    "BevindingForm",
    "BewijsForm",
    "BewijsIntrekForm",
    "BewijseisForm",
    "DagForm",
    "DeclaratieForm",
    "DeclaratiefilterForm",
    "JournaalForm",
    "MeerForm",
    "OntvangstForm",
    "RegelsForm",
    "RekeningForm",
    "TerugForm",
    "TickField",
    "VerplichtingForm",
    "VerrekenForm",
    "VoorstelForm",
]
