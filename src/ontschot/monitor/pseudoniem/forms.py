"""What the privacy officer says to make the file of pseudonyms."""

from typing import Any

from django import forms
from django.utils import timezone

from ontschot.monitor.pseudoniem.rules import Onbruikbaar, read_key
from ontschot.monitor.selectie import EERSTE_JAAR
from ontschot.web.forms import Formulier, offer

GROOTSTE_SLEUTEL = 4096  # bytes of the file


class PseudoniemForm(Formulier):
    jaar = forms.ChoiceField(label="Jaar", help_text="Een jaar dat voorbij is.")
    sleutel = forms.FileField(
        label="Sleutelbestand van de regio's",
        help_text="We gebruiken het één keer en bewaren het niet.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = timezone.localdate().year - 1
        offer(self, "jaar", [(str(j), str(j)) for j in range(last, EERSTE_JAAR - 1, -1)])

    def clean_sleutel(self) -> bytes:
        bestand = self.cleaned_data["sleutel"]
        if bestand.size > GROOTSTE_SLEUTEL:
            raise forms.ValidationError("Dit bestand is te groot voor een sleutel. Kies een ander.")
        try:
            return read_key(bestand.read().decode("ascii"))
        except UnicodeDecodeError:
            raise forms.ValidationError("Dit is geen sleutelbestand. Kies een ander.") from None
        except Onbruikbaar as problem:
            raise forms.ValidationError(str(problem)) from None
