"""The forms of this room."""

from ontschot.casusoverleg.forms.besluiten import (
    BelangForm,
    BesluitForm,
    EindeForm,
    MandaatForm,
    VraagForm,
)

__all__ = ["BelangForm", "BesluitForm", "EindeForm", "MandaatForm", "VraagForm"]
