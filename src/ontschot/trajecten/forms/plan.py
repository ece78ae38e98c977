"""The forms of the plan."""

from typing import Any

from django import forms

from ontschot.trajecten.forms.common import Keuzes
from ontschot.trajecten.models import Arrangement, Stap
from ontschot.web.forms import DatumField, Formulier, offer, text_area


class DoelForm(Formulier):
    """Begin a plan, or a next version of it."""

    doel = text_area(
        "Wat wil de kandidaat bereiken?",
        2,
        help_text="In gewone woorden. Meer doelen? Zet elk doel op een eigen regel.",
    )


class ZoekForm(Formulier):
    """Look on the menukaart for a step of the plan."""

    q = forms.CharField(label="Zoek op de menukaart", required=False, max_length=80)


class StapForm(Formulier):
    """A step of one's own, beside the menukaart."""

    omschrijving = forms.CharField(label="Wat is de stap?", max_length=160)
    wie_doet = forms.ChoiceField(
        label="Wie doet dit?", required=False, choices=[("", "Nog niet bekend"), *Stap.DOENERS]
    )
    van_wie = forms.CharField(
        label="Naam van de partner of aanbieder", required=False, max_length=140
    )
    na_id = forms.TypedChoiceField(
        label="Na welke stap?", required=False, coerce=int, empty_value=None
    )
    van = DatumField(label="Van", required=False)
    tot = DatumField(label="Tot en met", required=False)

    def __init__(self, *args: Any, stappen: Keuzes = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if stappen:
            offer(self, "na_id", [("", "Kan meteen"), *stappen])
        else:
            del self.fields["na_id"]


class AkkoordForm(Formulier):
    op = DatumField(label="Wanneer ging de kandidaat akkoord?")
    wijze = forms.ChoiceField(
        label="Hoe?", choices=Arrangement.WIJZEN, widget=forms.RadioSelect, initial="gesprek"
    )
