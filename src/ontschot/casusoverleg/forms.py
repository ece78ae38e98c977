"""The forms of this room."""

from typing import Any

from django import forms

from ontschot.web.forms import Formulier


class VraagForm(Formulier):
    """Ask a besluit; above the amount of the regeling it wants a reason."""

    vraag = forms.CharField(
        label="Wil je er iets bij zeggen?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Waarom past dit het best? Noem geen naam en geen gezondheid.",
    )
    reden_boven_plafond = forms.CharField(
        label="Waarom is er meer nodig dan het bedrag in de regeling?",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args: Any, boven_plafond: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not boven_plafond:
            del self.fields["reden_boven_plafond"]


class BesluitForm(Formulier):
    """Decide: yes or no, why, and whether everybody agreed."""

    toekennen = forms.TypedChoiceField(
        label="Wat is het besluit?",
        choices=[("ja", "Toekennen"), ("nee", "Afwijzen")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "ja",
        empty_value=None,
    )
    motivering = forms.CharField(
        label="Waarom?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Noem geen naam en geen gezondheid.",
    )
    consensus = forms.TypedChoiceField(
        label="Was iedereen het eens?",
        choices=[("ja", "Ja"), ("nee", "Nee")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "ja",
        empty_value=None,
        initial="ja",
    )
    afwijkend_standpunt = forms.CharField(
        label="Wat was het andere standpunt?",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
