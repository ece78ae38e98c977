"""Declaraties: put together by ticking, and sent back with a sentence."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ontschot.kassier.forms.common import TickField
from ontschot.kassier.models import Verplichting
from ontschot.web.forms import DatumField, Formulier, offer


class TerugForm(Formulier):
    toelichting = forms.CharField(
        label="Wat moet de partner veranderen?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class DeclaratieForm(Formulier):
    """Tick what is declared; nothing is typed but the month."""

    periode = DatumField(
        label="Over welke maand?", help_text="Een dag in die maand, bijvoorbeeld 31-3-2026"
    )
    verplichtingen = TickField(
        label="Verplichtingen",
        error_messages={"required": "Vink minstens één verplichting aan."},
    )

    def __init__(self, *args: Any, orders: Iterable[Verplichting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "verplichtingen", [(o.pk, o.nummer) for o in orders])
