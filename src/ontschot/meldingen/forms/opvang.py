"""What the quick screens of a busy counter and of a Werkcafé ask."""

from typing import Any

from django import forms

from ontschot.meldingen.deuren import Keuzes
from ontschot.meldingen.forms.afhandelen import GEEN_GEZONDHEID
from ontschot.meldingen.models import Hulp
from ontschot.web.forms import Formulier, offer

MAX_RIJEN = 15


class SnelForm(Formulier):
    """Three boxes: the question, the door (remembered), and how to reach somebody."""

    vraag = forms.CharField(
        label="Wat is de vraag?",
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=GEEN_GEZONDHEID,
    )
    deur = forms.ChoiceField(label="Deur")
    bereik = forms.CharField(
        label="Telefoon of e-mail",
        required=False,
        help_text="Leeg is anoniem: dan krijgt de persoon een code.",
    )
    minuten = forms.IntegerField(
        label="Al beantwoord? Hoeveel minuten kostte het?",
        required=False,
        min_value=1,
        max_value=Hulp.MAX_MINUTEN,
    )
    formulier = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, deuren: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "deur", deuren)


class MiddagForm(Formulier):
    """The head of the table of an afternoon; the rows stand beside it."""

    deur = forms.ChoiceField(label="Waar was dit?")
    formulier = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, deuren: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "deur", deuren)


class RijForm(Formulier):
    """One row of the afternoon; empty rows do not count."""

    vraag = forms.CharField(required=False)
    bereik = forms.CharField(required=False)
    minuten = forms.CharField(required=False)

    def __init__(self, *args: Any, nummer: int, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"rij{nummer}", **kwargs)
        self.nummer = nummer
        for veld, label in (("vraag", "Vraag"), ("bereik", "Bereik"), ("minuten", "Minuten")):
            shape = {"aria-label": f"{label} in rij {nummer}", "autocomplete": "off"}
            # A short answer gets a short box; the question gets what is left of the row.
            narrow = {"class": "os-w-xs" if veld == "minuten" else "os-w-s"}
            self.fields[veld].widget = (
                forms.Textarea(attrs=shape | {"rows": 1})
                if veld == "vraag"
                else forms.TextInput(attrs=shape | narrow)
            )

    @property
    def leeg(self) -> bool:
        return not any(str(value).strip() for value in self.cleaned_data.values())

    @property
    def fouten(self) -> list[str]:
        return [str(fout) for veld in self.errors.values() for fout in veld]


def afternoon_rows(posted: Any) -> list[RijForm]:
    """Fifteen rows, filled with what was sent."""
    return [RijForm(posted or None, nummer=n) for n in range(1, MAX_RIJEN + 1)]
