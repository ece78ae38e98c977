"""The forms of this room."""

from ontschot.casusoverleg.forms.beraad import (
    AntwoordForm,
    ConsultForm,
    OpvolgForm,
    SignaalForm,
    VoorbeeldForm,
    ZoekVoorbeeldForm,
)
from ontschot.casusoverleg.forms.besluiten import (
    BelangForm,
    BesluitForm,
    EindeForm,
    MandaatForm,
    VraagForm,
)
from ontschot.casusoverleg.forms.overleg import (
    AanwezigForm,
    ActieForm,
    AfrondForm,
    AfzegForm,
    InbrengForm,
    InstellingForm,
    MeeleesForm,
    NotitieForm,
    ReeksForm,
    VerzetForm,
)

__all__ = [
    "AanwezigForm",
    "ActieForm",
    "AfrondForm",
    "AfzegForm",
    "AntwoordForm",
    "BelangForm",
    "BesluitForm",
    "ConsultForm",
    "EindeForm",
    "InbrengForm",
    "InstellingForm",
    "MandaatForm",
    "MeeleesForm",
    "NotitieForm",
    "OpvolgForm",
    "ReeksForm",
    "SignaalForm",
    "VerzetForm",
    "VoorbeeldForm",
    "VraagForm",
    "ZoekVoorbeeldForm",
]
