"""The forms of results and nazorg."""

from typing import Any

from django import forms
from django.utils import timezone

from ontschot.trajecten.forms.common import Keuzes
from ontschot.trajecten.models import Nazorgmoment, Uitkomst, Volggrond
from ontschot.trajecten.rules.nazorg import ANTWOORD_DAGEN, AT_WORK, MOMENTEN
from ontschot.web.forms import DatumField, Formulier, offer, text_area

NIET_VOLGEN = "niet"
GEEN_GEZONDHEID = "Schrijf niets over gezondheid."


class UitkomstForm(Formulier):
    """One result. For work the ground to follow is asked, unless one runs already."""

    betekenis = forms.ChoiceField(
        label="Wat is de uitkomst?", choices=Uitkomst.BETEKENISSEN, widget=forms.RadioSelect
    )
    grond = forms.ChoiceField(
        label="Aan het werk? Op welke grond mogen we later vragen hoe het gaat?",
        choices=[
            ("toestemming", "De kandidaat vindt het goed"),
            ("wettelijke_taak", "Het is onze wettelijke taak"),
            (NIET_VOLGEN, "We vragen het niet"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    datum = DatumField(label="Op welke dag?")
    bron = forms.ChoiceField(
        label="Van wie weet je dit?", choices=Uitkomst.BRONNEN, widget=forms.RadioSelect
    )
    interventie = forms.TypedChoiceField(
        label="Hoort het bij een interventie?", required=False, coerce=int, empty_value=None
    )
    toelichting = text_area("Toelichting", 2, required=False, help_text=GEEN_GEZONDHEID)

    def __init__(
        self, *args: Any, interventies: Keuzes, vraag_grond: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "interventie", [("", "Nee, of niet te zeggen"), *interventies])
        if not vraag_grond:
            del self.fields["grond"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "grond" in self.fields and data.get("betekenis") == AT_WORK and not data.get("grond"):
            self.add_error("grond", "Kies op welke grond we later mogen vragen, of vraag het niet.")
        if data.get("grond") == NIET_VOLGEN or data.get("betekenis") != AT_WORK:
            data["grond"] = ""
        return data


class VerbeterForm(Formulier):
    """What an uitkomst should have been."""

    geldt = forms.TypedChoiceField(
        label="Wat klopt er niet?",
        choices=[("ja", "Een gegeven is anders"), ("nee", "Deze uitkomst was er nooit")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "ja",
        initial="ja",
    )
    betekenis = forms.ChoiceField(
        label="Wat is de uitkomst?", choices=Uitkomst.BETEKENISSEN, widget=forms.RadioSelect
    )
    datum = DatumField(label="Op welke dag?")
    bron = forms.ChoiceField(
        label="Van wie weet je dit?", choices=Uitkomst.BRONNEN, widget=forms.RadioSelect
    )
    toelichting = text_area("Wat klopte er niet?", 2, help_text=GEEN_GEZONDHEID)


class NazorgForm(Formulier):
    antwoord = forms.ChoiceField(
        label="Hoe gaat het?",
        choices=[keuze for keuze in Nazorgmoment.ANTWOORDEN if keuze[0] != "vervallen"],
        widget=forms.RadioSelect,
    )
    op = DatumField(label="Wanneer vroeg je het?", initial=timezone.localdate)
    hulp_nodig = forms.BooleanField(label="De kandidaat vraagt om hulp", required=False)


class VolggrondForm(Formulier):
    """Why, and until when, somebody may be followed."""

    grond = forms.ChoiceField(
        label="Op welke grond?", choices=Volggrond.GRONDEN, widget=forms.RadioSelect
    )
    tekst = forms.CharField(
        label="Waar blijkt dat uit?",
        required=False,
        max_length=200,
        help_text="Bijvoorbeeld: gezegd in het gesprek van 3 maart.",
    )
    van = DatumField(label="Vanaf welke dag?", initial=timezone.localdate)
    tot = DatumField(label="Tot en met welke dag?")


class NazorgschemaForm(Formulier):
    """When the region asks how it goes."""

    momenten = forms.MultipleChoiceField(
        label="Wanneer vragen we hoe het gaat?",
        choices=[(code, f"Na {moment.na}") for code, moment in MOMENTEN.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=["7d", "1m", "3m", "6m", "12m"],
    )
    antwoord_dagen = forms.IntegerField(
        label="Hoeveel dagen wachten we op een antwoord?",
        min_value=1,
        max_value=60,
        initial=ANTWOORD_DAGEN,
        help_text="Daarna leggen we vast dat er geen antwoord kwam.",
    )
    automatisch = forms.BooleanField(
        label="Stuur de vraag vanzelf, als er een e-mailadres of telefoonnummer is", required=False
    )
    van = DatumField(
        label="Vanaf welke dag?",
        initial=timezone.localdate,
        help_text="Wie al aan het werk is, houdt de momenten die gepland zijn.",
    )
