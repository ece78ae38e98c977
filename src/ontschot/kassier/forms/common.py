"""What more than one screen of the money asks."""

from typing import Any

from django import forms

from ontschot.web.forms import Formulier


class RedenForm(Formulier):
    """One sentence why; the label says of what."""

    reden = forms.CharField(label="Waarom?", max_length=300)

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reden"].label = label


class TickField(forms.TypedMultipleChoiceField):
    """Rows of a table to tick; the table itself is the template's business."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)
