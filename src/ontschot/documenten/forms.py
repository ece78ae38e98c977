"""The forms of this room."""

from typing import Any

from django import forms

from ontschot.documenten.models import Document
from ontschot.documenten.soorten import SOORTEN
from ontschot.web.forms import DatumField, Formulier, text_area

ACCEPT = ",".join(f".{soort.extensie}" for soort in SOORTEN)


class BestandField(forms.FileField):
    """A file of a kind that we keep; what it really is, is told from its contents."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def __init__(self, *, label: str = "Welk bestand?", **kwargs: Any) -> None:
        help_text = "Een pdf, png, jpg, docx, xlsx, odt of txt van hoogstens 10 MB."
        super().__init__(label=label, help_text=help_text, **kwargs)


class BewaarForm(Formulier):
    bestand = BestandField()
    soort = forms.ChoiceField(
        label="Wat is het?", choices=Document.SOORTEN, widget=forms.RadioSelect
    )
    titel = forms.CharField(
        label="Hoe noem je het?",
        max_length=160,
        required=False,
        help_text="Laat leeg voor de naam van het bestand. Noem geen ziekte of beperking.",
    )
    datum = DatumField(label="Van wanneer is het document?", required=False)
    datum_overeenkomst = DatumField(
        label="Begin van de overeenkomst",
        required=False,
        help_text="Alleen bij een overeenkomst.",
    )
    geldig_tot = DatumField(
        label="Einde van de overeenkomst", required=False, help_text="Alleen bij een overeenkomst."
    )


class IntrekForm(Formulier):
    intrekking = forms.ChoiceField(
        label="Waarom trek je dit in?", choices=Document.INTREKKINGEN, widget=forms.RadioSelect
    )
    reden = text_area(
        "Licht het kort toe",
        2,
        max_length=300,
        help_text="Wie bij het dossier betrokken is, leest dit. Noem geen ziekte of beperking.",
    )
