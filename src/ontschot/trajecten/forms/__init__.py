"""The forms of this room, by subject."""

from ontschot.trajecten.forms.common import Keuzes
from ontschot.trajecten.forms.inkoop import (
    BetaalForm,
    CheckForm,
    InkoopregelForm,
    LangerForm,
    LeerbedrijfForm,
    StukForm,
)
from ontschot.trajecten.forms.interventie import (
    EindForm,
    HerzienForm,
    InterventieForm,
    VervalForm,
)
from ontschot.trajecten.forms.lijst import LijstfilterForm
from ontschot.trajecten.forms.overdracht import (
    BuitenForm,
    OverdrachtForm,
    RegioAannemenForm,
    RegioForm,
    TerugkoppelForm,
    WeigerForm,
)
from ontschot.trajecten.forms.plan import AkkoordForm, DoelForm, StapForm, ZoekForm
from ontschot.trajecten.forms.sjabloon import SjabloonForm
from ontschot.trajecten.forms.toets import RegelForm, VoorzieningForm
from ontschot.trajecten.forms.uitkomst import (
    NazorgForm,
    NazorgschemaForm,
    UitkomstForm,
    VerbeterForm,
    VolggrondForm,
)
from ontschot.trajecten.forms.verloop import AanwezigForm, EvaluatieForm

__all__ = [
    "AanwezigForm",
    "AkkoordForm",
    "BetaalForm",
    "BuitenForm",
    "CheckForm",
    "DoelForm",
    "EindForm",
    "EvaluatieForm",
    "HerzienForm",
    "InkoopregelForm",
    "InterventieForm",
    "Keuzes",
    "LangerForm",
    "LeerbedrijfForm",
    "LijstfilterForm",
    "NazorgForm",
    "NazorgschemaForm",
    "OverdrachtForm",
    "RegelForm",
    "RegioAannemenForm",
    "RegioForm",
    "SjabloonForm",
    "StapForm",
    "StukForm",
    "TerugkoppelForm",
    "UitkomstForm",
    "VerbeterForm",
    "VervalForm",
    "VolggrondForm",
    "VoorzieningForm",
    "WeigerForm",
    "ZoekForm",
]
