"""The forms of a group: make it, add people, plan them all, answer once."""

from typing import Any

from django import forms
from django.utils import timezone

from ontschot.trajecten.forms.common import Keuzes
from ontschot.trajecten.forms.plan import AkkoordForm
from ontschot.trajecten.models import Interventie
from ontschot.web.forms import BedragField, DatumField, Formulier, offer

__all__ = ["GroepForm", "GroepsakkoordForm", "LidForm", "WegForm"]


class GroepForm(Formulier):
    naam = forms.CharField(
        label="Hoe heet de groep?", max_length=120, help_text="Noem geen namen van mensen."
    )
    interventiesoort = forms.ChoiceField(label="Wat voor interventie is het?")
    aanbieder = forms.CharField(label="Wie levert het?", required=False, max_length=140)
    totaal_cent = BedragField(label="Prijs voor de hele groep", min_cent=1)
    btw = forms.ChoiceField(
        label="Deze prijs is", choices=Interventie.BTW, widget=forms.RadioSelect, initial="excl"
    )
    plaatsen = forms.IntegerField(label="Hoeveel plaatsen?", min_value=1, max_value=500)
    inkoper_id = forms.TypedChoiceField(label="Wie koopt in?", coerce=int)
    van = DatumField(label="Van")
    tot = DatumField(label="Tot en met")

    def __init__(self, *args: Any, soorten: Keuzes, inkopers: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "interventiesoort", [("", "Kies"), *soorten])
        offer(self, "inkoper_id", [("", "Kies"), *inkopers])


class LidForm(Formulier):
    kandidaat = forms.TypedChoiceField(label="Welke kandidaat?", coerce=int)

    def __init__(self, *args: Any, kandidaten: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kandidaat", [("", "Kies"), *kandidaten])


class WegForm(Formulier):
    """Somebody leaves a group that is planned: why, and who carries the price."""

    prijs = forms.ChoiceField(
        label="Wat gebeurt er met de prijs?",
        choices=[
            ("minder", "De groep kost zo veel minder"),
            ("zelfde", "De groep kost hetzelfde: de anderen dragen dit deel"),
        ],
        widget=forms.RadioSelect,
        initial="minder",
    )
    afbreekreden = forms.ChoiceField(
        label="Waarom doet de kandidaat niet meer mee?",
        choices=[("", "Kies"), *Interventie.AFBREEKREDENEN],
    )
    reden = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=160,
        help_text="Nodig bij ‘Iets anders’. Noem geen naam en geen gezondheid.",
    )


class GroepsakkoordForm(AkkoordForm):
    """When and how everybody in the group agreed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"op": timezone.localdate()}, **kwargs)
        self.fields["op"].label = "Wanneer ging iedereen akkoord?"
