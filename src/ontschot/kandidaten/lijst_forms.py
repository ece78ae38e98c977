"""The filters of the list, as they stand in its address."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ontschot.kandidaten.lijst import Lijstfilter
from ontschot.web.forms import Formulier, offer

Choices = Iterable[tuple[Any, str]]


class LijstfilterForm(Formulier):
    wie = forms.ChoiceField(
        label="Van wie",
        required=False,
        choices=[
            ("", "Alle dossiers die voor mij open zijn"),
            ("mij", "Ik ben vast contact"),
            ("organisatie", "Mijn organisatie is vast contact"),
        ],
    )
    gemeente = forms.TypedChoiceField(
        label="Gemeente", required=False, coerce=int, empty_value=None
    )
    situatie = forms.ChoiceField(label="Situatie", required=False)
    doelgroep = forms.ChoiceField(label="Doelgroep", required=False)
    stil = forms.TypedChoiceField(
        label="Niets gebeurd",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", "Maakt niet uit"),
            (30, "Al 30 dagen"),
            (60, "Al 60 dagen"),
            (90, "Al 90 dagen"),
        ],
    )
    zonder = forms.BooleanField(label="Nog zonder interventie", required=False)

    def __init__(
        self,
        *args: Any,
        gemeenten: Choices,
        situaties: Choices,
        doelgroepen: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "gemeente", [("", "Alle gemeenten"), *gemeenten])
        offer(self, "situatie", [("", "Alle situaties"), *situaties])
        offer(self, "doelgroep", [("", "Alle doelgroepen"), *doelgroepen])

    def chosen(self) -> Lijstfilter:
        """What is asked; a broken address asks nothing."""
        data = dict(self.cleaned_data) if self.is_valid() else {}
        data["gemeente_id"] = data.pop("gemeente", None)
        data["stil"] = data.pop("stil", None) or 0
        return Lijstfilter(**data)
