"""The filter of the journaal."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ontschot.web.forms import Formulier, offer


class JournaalForm(Formulier):
    """Filter of the journaal: one order, one line, one kind of entry."""

    verplichting = forms.CharField(label="Verplichting", required=False, max_length=20)
    regel = forms.ChoiceField(label="Regel", required=False)
    soort = forms.ChoiceField(label="Soort", required=False)

    def __init__(
        self,
        *args: Any,
        regels: Iterable[tuple[str, str]],
        soorten: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "regel", [("", "alle regels"), *regels])
        offer(self, "soort", [("", "alle soorten"), *soorten])

    def clean_verplichting(self) -> int | None:
        """The id in an order number (`V2026-000123`) or the bare number."""
        text = str(self.cleaned_data["verplichting"]).strip().upper()
        if not text:
            return None
        number = text.rpartition("-")[2]
        if not number.isdecimal() or len(number) > 15:
            raise forms.ValidationError("Schrijf het nummer zo: V2026-000123.")
        return int(number)
