"""What more than one screen of the money asks."""

from typing import Any

from django import forms


class TickField(forms.TypedMultipleChoiceField):
    """Rows of a table to tick; the table itself is the template's business."""

    default_error_messages = {
        "invalid_choice": "Iets wat je aanvinkte, kan niet meer: een ander was je voor. Kijk "
        "hieronder wat er nog staat."
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)
