"""The filters above the list of interventies."""

from typing import Any

from django import forms

from ontschot.trajecten.forms.common import Keuzes
from ontschot.trajecten.models import Interventie
from ontschot.web.forms import Formulier, offer


class LijstfilterForm(Formulier):
    """The filters above the list, read from the address."""

    status = forms.ChoiceField(label="Stand", required=False)
    interventiesoort = forms.ChoiceField(label="Soort", required=False)
    doelgroep = forms.ChoiceField(label="Doelgroep", required=False)
    inkoper = forms.TypedChoiceField(label="Inkoper", required=False, coerce=int, empty_value=None)
    wie = forms.ChoiceField(
        label="Van wie", required=False, choices=[("", "Iedereen"), ("mij", "Mijn kandidaten")]
    )

    def __init__(
        self,
        *args: Any,
        soorten: Keuzes,
        doelgroepen: Keuzes,
        inkopers: Keuzes,
        met_namen: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "status", [("", "Alle"), *Interventie.STAPPEN.choices])
        offer(self, "interventiesoort", [("", "Alle"), *soorten])
        offer(self, "doelgroep", [("", "Alle"), *doelgroepen])
        offer(self, "inkoper", [("", "Alle"), *inkopers])
        if not met_namen:
            del self.fields["wie"]
