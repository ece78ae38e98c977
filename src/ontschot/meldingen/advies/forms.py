"""The form of the advies."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from ontschot.meldingen.models import Advies
from ontschot.regelingen.models import Adviescriterium
from ontschot.web.forms import Formulier, text_area


class AdviesForm(Formulier):
    """The advies: a text per criterium, with questions that help to ask; no score.

    `hulp` holds further questions per code of criterium.
    """

    oordeel = forms.ChoiceField(
        label="Wat is je oordeel?", choices=Advies.OORDELEN, widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Adviescriterium],
        hulp: Mapping[str, Sequence[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {f"grond_{criterium.code}": criterium for criterium in criteria}
        self.hulp = hulp
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
            help_text="Wat gaf de doorslag? De kandidaat leest dit ook, in een brief.",
        )

    @property
    def grounds(self) -> list[tuple[Any, Adviescriterium, Sequence[str]]]:
        """Each field with its criterium and the questions that help to fill it in."""
        return [(self[name], c, self.hulp.get(c.code, ())) for name, c in self.criteria.items()]

    def filled(self) -> dict[str, str]:
        """The text per code of criterium."""
        return {c.code: self.cleaned_data[name] for name, c in self.criteria.items()}
