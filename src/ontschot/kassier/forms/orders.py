"""What the buying partner orders."""

from typing import Any

from django import forms

from ontschot.kassier.models import Verplichting
from ontschot.trajecten.models import Interventie
from ontschot.web.forms import BedragField, Formulier


class VerplichtingForm(Formulier):
    """What the buyer orders. The ceiling and the rule version come from the regeling."""

    bedrag_cent = BedragField(label="Prijs", min_cent=1)
    btw = forms.ChoiceField(
        label="Is dat met of zonder btw?", choices=Verplichting.BTW, widget=forms.RadioSelect
    )
    aanbieder = forms.CharField(label="Wie levert de dienst?", max_length=140)
    reden_boven_plafond = forms.CharField(
        label="Waarom is er meer nodig dan het bedrag in de regeling?",
        help_text="Alleen nodig als de prijs hoger is. Schrijf niets over de persoon.",
        max_length=300,
        required=False,
    )

    @classmethod
    def for_interventie(
        cls, data: Any, interventie: Interventie, reserved_cent: int | None
    ) -> "VerplichtingForm":
        """Filled with what is known already, so the buyer only looks."""
        initial = {
            "bedrag_cent": min(interventie.gevraagd_cent, reserved_cent or 0) or None,
            "btw": interventie.btw,
            "aanbieder": interventie.aanbieder,
        }
        return cls(data, initial=initial)
