"""The forms of a hand-over."""

from typing import Any

from django import forms

from ontschot.trajecten.forms.common import Keuzes
from ontschot.web.forms import DatumField, Formulier, offer, text_area


class OverdrachtForm(Formulier):
    soort = forms.ChoiceField(
        label="Wat vraag je?",
        choices=[
            ("overdracht", "Een collega neemt het over"),
            ("verwijzing", "Een collega helpt mee, ik blijf de vaste contactpersoon"),
        ],
        widget=forms.RadioSelect,
        initial="overdracht",
    )
    naar = forms.TypedChoiceField(label="Aan wie?", coerce=int)
    reden = text_area("Waarom, en wat is er nodig?", help_text="Noem geen gezondheid.")
    warm_contact = forms.CharField(
        label="Wie sprak met wie?",
        max_length=200,
        help_text="Bijvoorbeeld: samen gebeld met de kandidaat en M. Bos",
    )
    warm_contact_op = DatumField(label="Wanneer was dat?")
    kandidaat_akkoord_op = DatumField(label="Wanneer vond de kandidaat dit goed?")

    def __init__(self, *args: Any, collegas: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "naar", [("", "Kies een collega"), *collegas])


class WeigerForm(Formulier):
    reden = text_area("Waarom weiger je?", 2, help_text="Je collega leest dit.")
