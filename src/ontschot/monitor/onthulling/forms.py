"""What somebody says who proposes to publish the figures of a year, or who refuses to."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from ontschot.monitor.onthulling.queries import Regiostand
from ontschot.web.forms import Formulier, offer, text_area


class VoorstelForm(Formulier):
    regios = forms.MultipleChoiceField(
        label="Van welke regio's zijn de cijfers goed?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Een regio die nog niet volledig is, kan later. Haal daar het vinkje weg.",
        error_messages={"required": "Kies minstens één regio."},
    )
    toelichting = text_area(
        "Waarom kunnen deze cijfers nu vast?",
        rows=2,
        max_length=400,
        help_text="Bijvoorbeeld: alle regio's hebben geleverd, of wat er is gecorrigeerd. Wie "
        "beslist, leest dit. Schrijf niets over personen.",
    )

    def __init__(
        self, *args: Any, states: Sequence[Regiostand], namen: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        codes = [state.code for state in states]
        offer(self, "regios", [(code, namen.get(code, code)) for code in codes])
        self.fields["regios"].initial = [s.code for s in states if not s.lege_maanden or s.sinds]


class AfwijzenForm(Formulier):
    reden = text_area("Waarom niet?", rows=2, max_length=400)
