"""The forms of outcome and nazorg."""

from typing import Any

from django import forms
from django.utils import timezone

from ontschot.trajecten.forms.common import Keuzes
from ontschot.trajecten.models import Nazorgmoment, Uitkomst
from ontschot.web.forms import DatumField, Formulier, offer, text_area


class UitkomstForm(Formulier):
    betekenis = forms.ChoiceField(
        label="Wat is de uitkomst?", choices=Uitkomst.BETEKENISSEN, widget=forms.RadioSelect
    )
    datum = DatumField(label="Op welke dag?")
    bron = forms.ChoiceField(
        label="Van wie weet je dit?", choices=Uitkomst.BRONNEN, widget=forms.RadioSelect
    )
    interventie = forms.TypedChoiceField(
        label="Hoort het bij een interventie?", required=False, coerce=int, empty_value=None
    )
    toelichting = text_area("Toelichting", 2, required=False, help_text="Noem geen gezondheid.")

    def __init__(self, *args: Any, interventies: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "interventie", [("", "Nee, of niet te zeggen"), *interventies])


class NazorgForm(Formulier):
    antwoord = forms.ChoiceField(
        label="Hoe gaat het?", choices=Nazorgmoment.ANTWOORDEN, widget=forms.RadioSelect
    )
    op = DatumField(label="Wanneer vroeg je het?", initial=timezone.localdate)
