"""The form of the advies."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ontschot.meldingen.models import Advies
from ontschot.regelingen.models import Adviescriterium
from ontschot.web.forms import Formulier, text_area


class AdviesForm(Formulier):
    """The advies: a text per criterium, with the question to ask; no score."""

    oordeel = forms.ChoiceField(
        label="Wat is je oordeel?", choices=Advies.OORDELEN, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, criteria: Sequence[Adviescriterium], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {f"grond_{criterium.code}": criterium for criterium in criteria}
        verdict = self.fields.pop("oordeel")
        for name, criterium in self.criteria.items():
            self.fields[name] = text_area(
                criterium.naam,
                2,
                required=False,
                help_text=criterium.vraag,
            )
        self.fields["oordeel"] = verdict
        self.fields["toelichting"] = text_area(
            "Toelichting",
            3,
            required=False,
            help_text="Wat gaf de doorslag?",
        )

    @property
    def grounds(self) -> list[Any]:
        return [self[name] for name in self.criteria]

    def filled(self) -> dict[str, str]:
        """The text per code of criterium."""
        return {c.code: self.cleaned_data[name] for name, c in self.criteria.items()}
