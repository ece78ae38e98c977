"""The filter of the menukaart."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from ontschot.menukaart.models import Dienst
from ontschot.menukaart.queries import Filter
from ontschot.web.forms import Formulier


class MenukaartForm(Formulier):
    """What is chosen stands in the URL, so a list can be kept and sent."""

    q = forms.CharField(label="Zoek", required=False, max_length=120)
    soort = forms.ChoiceField(
        label="Aanbod", required=False, choices=[("", "Alles"), *Dienst.SOORTEN]
    )
    stap = forms.ChoiceField(
        label="Stap", required=False, choices=[("", "Alle stappen"), *Dienst.STAPPEN]
    )
    situatie = forms.ChoiceField(label="Voor wie", required=False)
    gemeente = forms.TypedChoiceField(
        label="Gemeente", required=False, coerce=int, empty_value=None
    )
    interventiesoort = forms.ChoiceField(label="Interventie", required=False)
    vorm = forms.ChoiceField(
        label="Vorm",
        required=False,
        choices=[("", "Maakt niet uit"), ("individueel", "individueel"), ("groep", "groep")],
    )

    def __init__(
        self, *args: Any, choices: Mapping[str, Sequence[tuple[Any, str]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    def chosen(self) -> Filter:
        """What was asked; a value that does not exist asks nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        return Filter(gemeente_id=data.pop("gemeente", None), **data)
