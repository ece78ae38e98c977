"""The forms of this room."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db import IntegrityError
from django.utils import timezone

from ontschot.kern.errors import Weigering, as_sentence
from ontschot.trajecten.models import (
    Arrangement,
    Interventie,
    Nazorgmoment,
    Toetsregel,
    Uitkomst,
)
from ontschot.web.forms import BedragField, DatumField, Formulier, offer, text_area

Keuzes = Sequence[tuple[Any, str]]


def perform(form: Formulier, write: Callable[[], Any]) -> Any:
    """Do it and return what was made, or put the refusal in the form and return None."""
    try:
        return write()
    except Weigering as refusal:
        form.weiger(refusal)
    except IntegrityError as refusal:
        form.add_error(None, as_sentence(refusal))
    return None


class DoelForm(Formulier):
    """Begin a plan, or a next version of it."""

    doel = text_area("Wat wil de kandidaat bereiken?", 2, help_text="Eén zin, in gewone woorden.")


class ZoekForm(Formulier):
    """Look on the menukaart for a step of the plan."""

    q = forms.CharField(label="Zoek op de menukaart", required=False, max_length=80)


class StapForm(Formulier):
    """A step of one's own, beside the menukaart."""

    omschrijving = forms.CharField(label="Wat is de stap?", max_length=160)
    van_wie = forms.CharField(
        label="Wie doet dit?", required=False, max_length=140, help_text="Ook de kandidaat zelf kan"
    )
    van = DatumField(label="Van", required=False)
    tot = DatumField(label="Tot en met", required=False)


class AkkoordForm(Formulier):
    op = DatumField(label="Wanneer ging de kandidaat akkoord?")
    wijze = forms.ChoiceField(
        label="Hoe?", choices=Arrangement.WIJZEN, widget=forms.RadioSelect, initial="gesprek"
    )


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


class RegelForm(Formulier):
    """The answer to one facility; a line that is left empty waits."""

    antwoord = forms.ChoiceField(
        label="Hoe zit het?",
        choices=Toetsregel.ANTWOORDEN,
        widget=forms.RadioSelect,
        required=False,
    )
    reden = text_area(
        "Waarom?", 2, required=False, help_text="Eén zin is genoeg. Noem geen gezondheid."
    )

    @property
    def filled(self) -> bool:
        """Both halves of the answer are there, and something changed."""
        data = self.cleaned_data
        return bool(data["antwoord"] and data["reden"]) and self.has_changed()

    @property
    def half(self) -> bool:
        """One half is missing."""
        data = self.cleaned_data
        return bool(data["antwoord"]) != bool(data["reden"])


class VoorzieningForm(Formulier):
    voorziening = forms.CharField(label="Welke voorziening mist hier?", max_length=140)


class EindForm(Formulier):
    """The end of an interventie; a reason only when it was broken off."""

    op = DatumField(label="Op welke dag?", required=False)
    reden = forms.CharField(
        label="Waarom?", required=False, max_length=160, help_text="Noem geen gezondheid."
    )


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


class UitkomstForm(Formulier):
    betekenis = forms.ChoiceField(
        label="Wat is de uitkomst?", choices=Uitkomst.BETEKENISSEN, widget=forms.RadioSelect
    )
    datum = DatumField(label="Op welke dag?")
    bron = forms.ChoiceField(
        label="Van wie weet je dit?", choices=Uitkomst.BRONNEN, widget=forms.RadioSelect
    )
    interventie = forms.TypedChoiceField(
        label="Hoort het bij een interventie?", required=False, coerce=int, empty_value=None
    )
    toelichting = text_area("Toelichting", 2, required=False, help_text="Noem geen gezondheid.")

    def __init__(self, *args: Any, interventies: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "interventie", [("", "Nee, of niet te zeggen"), *interventies])


class NazorgForm(Formulier):
    antwoord = forms.ChoiceField(
        label="Hoe gaat het?", choices=Nazorgmoment.ANTWOORDEN, widget=forms.RadioSelect
    )
    op = DatumField(label="Wanneer vroeg je het?", initial=timezone.localdate)


class LijstfilterForm(Formulier):
    """The filters above the list, read from the address."""

    status = forms.ChoiceField(label="Stand", required=False)
    interventiesoort = forms.ChoiceField(label="Soort", required=False)
    doelgroep = forms.ChoiceField(label="Doelgroep", required=False)
    inkoper = forms.TypedChoiceField(label="Inkoper", required=False, coerce=int, empty_value=None)
    wie = forms.ChoiceField(
        label="Van wie", required=False, choices=[("", "Iedereen"), ("mij", "Mijn kandidaten")]
    )

    def __init__(
        self,
        *args: Any,
        soorten: Keuzes,
        doelgroepen: Keuzes,
        inkopers: Keuzes,
        met_namen: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "status", [("", "Alle"), *Interventie.STAPPEN.choices])
        offer(self, "interventiesoort", [("", "Alle"), *soorten])
        offer(self, "doelgroep", [("", "Alle"), *doelgroepen])
        offer(self, "inkoper", [("", "Alle"), *inkopers])
        if not met_namen:
            del self.fields["wie"]
