"""The form of a template: a goal and up to eight steps."""

from typing import Any

from django import forms

from ontschot.trajecten.actions.sjabloon import Regel
from ontschot.trajecten.forms.common import Keuzes
from ontschot.trajecten.models import Stap
from ontschot.web.forms import Formulier, text_area

STAPPEN_PER_SJABLOON = 8


class SjabloonForm(Formulier):
    naam = forms.CharField(label="Hoe heet het sjabloon?", max_length=80)
    doel = text_area("Wat wil iemand hiermee bereiken?", 2)

    def __init__(self, *args: Any, diensten: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, STAPPEN_PER_SJABLOON + 1):
            before = [(str(b), f"Stap {b}") for b in range(1, n)]
            self.fields[f"dienst{n}"] = forms.TypedChoiceField(
                label="Van de menukaart",
                choices=[("", "Nee, een eigen stap"), *diensten],
                coerce=int,
                empty_value=None,
                required=False,
            )
            self.fields[f"omschrijving{n}"] = forms.CharField(
                label="Wat is de stap?",
                max_length=160,
                required=False,
                help_text="Leeg: de naam op de menukaart",
            )
            self.fields[f"wie{n}"] = forms.ChoiceField(
                label="Wie doet dit?",
                choices=[("", "Nog niet bekend"), *Stap.DOENERS],
                required=False,
            )
            self.fields[f"na{n}"] = forms.TypedChoiceField(
                label="Na welke stap?",
                choices=[("", "Kan meteen"), *before],
                coerce=int,
                empty_value=None,
                required=False,
            )

    @property
    def regels(self) -> list[Regel]:
        """The steps that were filled in, in their order; an empty row in between is refused."""
        data = self.cleaned_data
        filled = [
            n
            for n in range(1, STAPPEN_PER_SJABLOON + 1)
            if data[f"omschrijving{n}"] or data[f"dienst{n}"]
        ]
        return [
            Regel(data[f"omschrijving{n}"], data[f"dienst{n}"], data[f"wie{n}"], data[f"na{n}"])
            for n in range(1, max(filled, default=0) + 1)
        ]

    def rows(self) -> list[tuple[str, tuple[Any, ...]]]:
        return [
            (
                f"Stap {n}",
                tuple(self[f"{part}{n}"] for part in ("dienst", "omschrijving", "wie", "na")),
            )
            for n in range(1, STAPPEN_PER_SJABLOON + 1)
        ]
