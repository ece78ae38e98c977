"""The forms of one interventie."""

from typing import Any

from django import forms

from ontschot.trajecten.forms.common import Keuzes
from ontschot.trajecten.models import Interventie
from ontschot.web.forms import BedragField, DatumField, Formulier, offer


class InterventieForm(Formulier):
    """Plan an interventie: what kind, who buys, and what it costs."""

    interventiesoort = forms.ChoiceField(label="Wat voor interventie is het?")
    aanbieder = forms.CharField(label="Wie levert het?", required=False, max_length=140)
    gevraagd_cent = BedragField(label="Prijs", min_cent=1)
    btw = forms.ChoiceField(
        label="Deze prijs is", choices=Interventie.BTW, widget=forms.RadioSelect, initial="excl"
    )
    inkoper = forms.TypedChoiceField(
        label="Wie koopt in?", coerce=int, help_text="Dit mag een andere partner zijn dan de jouwe"
    )
    doelgroep_keuze = forms.ChoiceField(
        label="Welke doelgroep telt?", required=False, widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,
        soorten: Keuzes,
        inkopers: Keuzes,
        doelgroepen: Keuzes = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "interventiesoort", [("", "Kies"), *soorten])
        offer(self, "inkoper", [("", "Kies"), *inkopers])
        if doelgroepen:
            offer(self, "doelgroep_keuze", doelgroepen)
        else:
            del self.fields["doelgroep_keuze"]


class HerzienForm(InterventieForm):
    """The same, for a price that changes before the besluit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, soorten=(), **kwargs)
        del self.fields["interventiesoort"]


class VervalForm(Formulier):
    """Why something that was asked or granted does not go on."""

    afbreekreden = forms.ChoiceField(
        label="Waarom gaat het niet door?", choices=[("", "Kies"), *Interventie.AFBREEKREDENEN]
    )
    reden = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=160,
        help_text="Nodig bij ‘Iets anders’. Noem geen naam en geen gezondheid.",
    )


class EindForm(Formulier):
    """The end of an interventie; a reason only when it was broken off."""

    op = DatumField(label="Op welke dag?", required=False, help_text="Leeg: vandaag")
    afbreekreden = forms.ChoiceField(
        label="Stopte het eerder? Waarom?",
        required=False,
        choices=[("", "Nee"), *Interventie.AFBREEKREDENEN],
    )
    reden = forms.CharField(
        label="Waarom?", required=False, max_length=160, help_text="Noem geen gezondheid."
    )
