"""What the coördinator sets: terms, Werkcafés, campagnes and intake stops."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ontschot.meldingen.actions.stoppen import Stopgegevens
from ontschot.meldingen.models import Intakestop, Melding
from ontschot.meldingen.termijnen import VELDEN
from ontschot.web.forms import DatumField, Formulier, offer, text_area


class TermijnenForm(Formulier):
    """Working days per promise."""

    LABELS = {
        "werkdagen": "Eerste contact met een mens",
        "antwoord_werkdagen": "Antwoord",
        "wachten_werkdagen": "Zo lang mag een vraag op een ander wachten",
        "klim_werkdagen": "Zo lang na de afgesproken dag ziet ook de coördinator het",
        "bevestiging_werkdagen": "Zo lang heeft een ander om te bevestigen",
    }
    GRENZEN = {
        "werkdagen": (1, 30),
        "antwoord_werkdagen": (1, 60),
        "wachten_werkdagen": (1, 60),
        "klim_werkdagen": (0, 30),
        "bevestiging_werkdagen": (1, 30),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for veld in VELDEN:
            low, high = self.GRENZEN[veld]
            self.fields[veld] = forms.IntegerField(
                label=self.LABELS[veld],
                min_value=low,
                max_value=high,
                help_text=f"In werkdagen, {low} tot en met {high}.",
                error_messages={
                    "required": f"Vul bij “{self.LABELS[veld]}” een aantal werkdagen in.",
                    "invalid": f"Vul bij “{self.LABELS[veld]}” een heel getal in.",
                    "min_value": f"“{self.LABELS[veld]}” is minstens {low}.",
                    "max_value": f"“{self.LABELS[veld]}” is hoogstens {high}.",
                },
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        contact, antwoord = data.get("werkdagen"), data.get("antwoord_werkdagen")
        if contact and antwoord and antwoord < contact:
            self.add_error(
                "antwoord_werkdagen",
                "Het antwoord kan niet eerder komen dan het eerste contact. Kies meer dagen.",
            )
        return data


class WerkcafeForm(Formulier):
    naam = forms.CharField(label="Naam", max_length=120, help_text="Bijvoorbeeld: Werkcafé Wijchen")
    plaats = forms.CharField(
        label="Plaats", max_length=120, help_text="Bijvoorbeeld: bibliotheek Wijchen"
    )
    datum = DatumField(label="Datum")


class CampagneForm(Formulier):
    naam = forms.CharField(label="Naam", max_length=120)
    van = DatumField(label="Eerste dag")
    tot = DatumField(label="Laatste dag", required=False)


class StopForm(Formulier):
    """An intake stop: for whom, why, how long, and what people are told meanwhile."""

    deur = forms.ChoiceField(
        label="Voor welke deur?", required=False, choices=[("", "Alle deuren"), *Melding.DEUREN]
    )
    rubriek = forms.ChoiceField(label="Voor welk onderwerp?", required=False)
    reden = forms.ChoiceField(label="Waarom?", choices=Intakestop.REDENEN, widget=forms.RadioSelect)
    van = DatumField(label="Eerste dag")
    tot = DatumField(label="Laatste dag")
    tekst_nl = text_area(
        "Wat lezen bezoekers?",
        3,
        help_text="Zeg waarom het langer duurt en wat iemand nu al kan doen.",
    )
    tekst_en = text_area("En in het Engels?", 3)

    def __init__(self, *args: Any, rubrieken: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rubriek", [("", "Alle onderwerpen"), *rubrieken])

    def gegevens(self) -> Stopgegevens:
        return Stopgegevens(**self.cleaned_data)
