"""Money that comes back."""

from typing import Any

from django import forms
from django.utils import timezone

from ontschot.web.forms import BedragField, DatumField, Formulier, offer


class VoorstelForm(Formulier):
    cent = BedragField(label="Hoeveel moet er terug?", min_cent=1)
    reden = forms.CharField(
        label="Waarom moet dit terug?",
        max_length=300,
        help_text="De partner leest dit. Schrijf geen namen.",
    )
    aanleiding = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class BesluitForm(Formulier):
    besluit = forms.ChoiceField(
        label="Wat besluit je?",
        choices=[("ja", "Dit geld moet terug"), ("nee", "Dit geld hoeft niet terug")],
        widget=forms.RadioSelect,
    )
    uiterlijk = DatumField(
        label="Uiterlijk terug op",
        required=False,
        help_text="Nodig als het geld terug moet. Er is geen vaste termijn bekend.",
    )
    reden = forms.CharField(
        label="Waarom hoeft het niet terug?",
        max_length=300,
        required=False,
        help_text="Nodig als het geld niet terug hoeft.",
    )


class OntvangstForm(Formulier):
    cent = BedragField(label="Hoeveel kwam er terug?", min_cent=1)
    dag = DatumField(label="Op welke dag?")
    # Makes a form that is sent twice count once.
    sleutel = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dag"].initial = timezone.localdate()


class VerrekenForm(Formulier):
    regel = forms.TypedChoiceField(label="Met welke regel?", coerce=int)

    def __init__(self, *args: Any, regels: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "regel",
            [(r.pk, f"{r.declaratie.naam}, {r.nummer}") for r in regels],
        )
