"""What more than one screen of the money asks."""

from typing import Any

from django import forms

# A row that was there when the page was opened.
GONE = (
    "Iets wat je aanvinkte, kan niet meer: een ander was je voor. Kijk hieronder wat er nog staat."
)


class TickField(forms.TypedMultipleChoiceField):
    """Rows of a table to tick; the table itself is the template's business."""

    def __init__(self, *, error_messages: dict[str, Any] | None = None, **kwargs: Any) -> None:
        said = {"invalid_choice": GONE} | (error_messages or {})
        super().__init__(coerce=int, error_messages=said, **kwargs)
