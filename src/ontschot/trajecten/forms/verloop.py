"""The forms of attendance and evaluation."""

from django import forms

from ontschot.trajecten.models import Aanwezigheid
from ontschot.web.forms import DatumField, Formulier, text_area

GEEN_GEZONDHEID = "Schrijf niets over gezondheid."


class AanwezigForm(Formulier):
    van = DatumField(label="Van")
    tot = DatumField(label="Tot en met")
    aanwezig = forms.IntegerField(label="Hoe vaak of hoeveel uur aanwezig?", min_value=0)
    verwacht = forms.IntegerField(label="Hoeveel was afgesproken?", min_value=1, max_value=9999)
    eenheid = forms.ChoiceField(
        label="Wat tel je?", choices=Aanwezigheid.EENHEDEN, widget=forms.RadioSelect, initial="keer"
    )


class EvaluatieForm(Formulier):
    woorden_kandidaat = text_area(
        "Hoe vond de kandidaat het?",
        3,
        required=False,
        help_text=f"In de eigen woorden van de kandidaat. {GEEN_GEZONDHEID}",
    )
    woorden_professional = text_area(
        "Hoe vond jij het gaan?", 3, required=False, help_text=GEEN_GEZONDHEID
    )
