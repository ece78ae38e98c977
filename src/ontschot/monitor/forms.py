"""The filters of the figures, and the form that takes in a delivery."""

from typing import Any

from django import forms
from django.utils import timezone

from ontschot.monitor.codes import Codelijsten, klassen
from ontschot.monitor.definities import DEFINITIES, TABELLEN
from ontschot.monitor.selectie import EERSTE_JAAR, NEDERLAND, TWAALF_MAANDEN
from ontschot.web.forms import DatumField, Formulier

GROOTSTE_BESTAND = 200 * 1024 * 1024


def _jaren() -> list[tuple[str, str]]:
    return [(str(j), str(j)) for j in range(timezone.localdate().year, EERSTE_JAAR - 1, -1)]


class SelectieForm(Formulier):
    """Stands in the address. `regio` is there only for who may see more than one region."""

    regio = forms.ChoiceField(label="Regio's", required=False)
    jaar = forms.ChoiceField(label="Periode", required=False)
    bron = forms.ChoiceField(
        label="Bron",
        required=False,
        choices=[
            ("", "Alle bronnen"),
            ("eigen", "Eigen registratie"),
            ("levering", "Leveringen"),
        ],
    )
    onderwerp = forms.ChoiceField(label="Onderwerp", required=False)
    peil = DatumField(
        label="Zoals bekend op", required=False, help_text="Bijvoorbeeld 1-3-2024. Leeg: nu."
    )

    def __init__(self, *args: Any, codes: Codelijsten, landelijk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not landelijk:
            del self.fields["regio"]
        else:
            vast = [(naam, keuze["label"]) for naam, keuze in klassen()["selectie"].items()]
            regios = list(codes.labels("regio").items())
            chosen = self.data.get("regio", "")
            eigen = [(chosen, f"{chosen.count(',') + 1} regio's")] if "," in chosen else []
            self._choices("regio", [(NEDERLAND, "Nederland"), *vast, *eigen, *regios])
        self._choices("jaar", [(TWAALF_MAANDEN, "Laatste 12 maanden"), *_jaren()])
        tables = [(naam, DEFINITIES[naam].naam) for naam in TABELLEN]
        self._choices("onderwerp", [("", "Overzicht"), *tables])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class LeveringForm(Formulier):
    bestand = forms.FileField(
        label="Bestand",
        help_text="Een csv-bestand, met komma's of puntkomma's. In Excel: ‘Opslaan als’, csv.",
    )
    naam = forms.CharField(
        label="Naam van de levering",
        max_length=120,
        help_text="Bijvoorbeeld: RMT-monitor 2023, definitief",
    )
    jaar = forms.ChoiceField(
        label="Jaar",
        required=False,
        help_text="Kies je een jaar, dan moeten alle datums daarin vallen.",
    )
    zichtbaar = forms.ChoiceField(
        label="Wie mag de rijen zien?",
        choices=[
            ("openbaar", "Monitor, beleid, coördinator en privacy van elke regio"),
            ("besloten", "Alleen onze eigen regio"),
        ],
        widget=forms.RadioSelect,
    )
    vervang = forms.BooleanField(
        label="Vervangt de vorige levering over dezelfde maanden",
        required=False,
        help_text="De vorige blijft bewaard, maar telt niet meer mee.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["jaar"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Volgt uit de datums"), *_jaren()]

    def clean_bestand(self) -> Any:
        bestand = self.cleaned_data["bestand"]
        if bestand.size > GROOTSTE_BESTAND:
            raise forms.ValidationError(
                "Dit bestand is groter dan 200 MB. Laat de beheerder het laden met "
                "./ontschot monitor importeer."
            )
        return bestand
