"""The forms of the voorliggend-toets."""

from django import forms

from ontschot.trajecten.models import Toetsregel
from ontschot.web.forms import Formulier, text_area


class RegelForm(Formulier):
    """The answer to one facility; a line that is left empty waits."""

    antwoord = forms.ChoiceField(
        label="Hoe zit het?",
        choices=Toetsregel.ANTWOORDEN,
        widget=forms.RadioSelect,
        required=False,
    )
    reden = text_area(
        "Waarom?", 2, required=False, help_text="Eén zin is genoeg. Noem geen gezondheid."
    )

    @property
    def filled(self) -> bool:
        """Both halves of the answer are there, and something changed."""
        data = self.cleaned_data
        return bool(data["antwoord"] and data["reden"]) and self.has_changed()

    @property
    def half(self) -> bool:
        """One half is missing."""
        data = self.cleaned_data
        return bool(data["antwoord"]) != bool(data["reden"])


class VoorzieningForm(Formulier):
    voorziening = forms.CharField(label="Welke voorziening mist hier?", max_length=140)
