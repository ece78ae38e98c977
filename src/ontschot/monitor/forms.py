"""The filters of the figures, and the form that takes in a delivery."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from ontschot.monitor.bestandsvorm import VELDEN
from ontschot.monitor.codes import Codelijsten, klassen
from ontschot.monitor.definities import DEFINITIES, TABELLEN
from ontschot.monitor.models import SOORTEN
from ontschot.monitor.rules import kort
from ontschot.monitor.selectie import EERSTE_JAAR, NEDERLAND, TWAALF_MAANDEN
from ontschot.web.forms import DatumField, Formulier, offer

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

    def __init__(
        self,
        *args: Any,
        codes: Codelijsten,
        landelijk: bool,
        onderwerpen: Sequence[str] = ("", *TABELLEN),
        **kwargs: Any,
    ) -> None:
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
        if not onderwerpen:
            del self.fields["onderwerp"]
            return
        names = [(n, DEFINITIES[n].naam if n else "Overzicht") for n in onderwerpen]
        self._choices("onderwerp", names)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class DefinitieZoekForm(Formulier):
    zoek = forms.CharField(label="Zoek een definitie", required=False, max_length=60)


class PeilForm(Formulier):
    """As known when."""

    peil = DatumField(
        label="Zoals bekend op", required=False, help_text="Bijvoorbeeld 1-3-2024. Leeg: nu."
    )


class IndicatorForm(PeilForm):
    """The period of an indicator, and since when it was known where that can be asked."""

    jaar = forms.ChoiceField(label="Periode", required=False)
    field_order = ("jaar", "peil")

    def __init__(self, *args: Any, peildatum: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not peildatum:
            del self.fields["peil"]
        offer(self, "jaar", [(TWAALF_MAANDEN, "Laatste 12 maanden"), *_jaren()])


class RegioKeuzeForm(Formulier):
    """Which regions together; the other filters come along unchanged."""

    regio = forms.MultipleChoiceField(
        label="Regio's", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, codes: Codelijsten, gekozen: Sequence[str]) -> None:
        super().__init__(*args, initial={"regio": list(gekozen)})
        offer(self, "regio", list(codes.labels("regio").items()))


class BestandForm(Formulier):
    """A corrected file in the place of the former."""

    bestand = forms.FileField(
        label="Bestand",
        help_text="Een Excel-bestand (xlsx), of een csv-bestand met komma's of puntkomma's.",
    )

    def clean_bestand(self) -> Any:
        bestand = self.cleaned_data["bestand"]
        if bestand.size > GROOTSTE_BESTAND:
            raise forms.ValidationError(
                "Dit bestand is groter dan 200 MB. Laat de beheerder het laden met "
                "./ontschot monitor importeer."
            )
        return bestand


class LeveringForm(BestandForm):
    soort = forms.ChoiceField(
        label="Waar gaat het bestand over?", choices=SOORTEN, initial="interventies"
    )
    bron = forms.CharField(
        label="Wie levert?",
        max_length=120,
        help_text="Bijvoorbeeld: Werkcentrum Achterhoek. Gebruik steeds dezelfde naam.",
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["jaar"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Volgt uit de datums"), *_jaren()]


# What a column of a delivery holds, for who couples the columns of a file.
HULP = {
    "id": "Een eigen nummer of code van elke regel. Geen naam en geen BSN.",
    "regio": "Een code of naam, bijvoorbeeld AM08 of Rijk van Nijmegen.",
    "datum": "De dag, bijvoorbeeld 12-06-2023.",
    "interventie": "Wat is ingezet, bijvoorbeeld oriëntatie op loopbaan.",
    "doelgroep": "Voor wie, bijvoorbeeld werknemer.",
    "geslacht": "Vrouw, man of onbekend.",
    "kwalificatie": "Het opleidingsniveau, bijvoorbeeld HBO en WO.",
    "sector": "Waar iemand werkt of werkte.",
    "inkopende_partij": "Wie het inkocht: gemeente, UWV, FNV, CNV of VCP.",
    "eerstverantwoordelijke": "Wie het eerst voor de doelgroep zorgt: gemeente, UWV of vakbond.",
    "kosten": "Het bedrag in euro's, bijvoorbeeld 1.420,50.",
    "deur": "Waar de vraag binnenkwam, bijvoorbeeld telefoon.",
    "betekenis": "Welke uitkomst het is, bijvoorbeeld aan het werk.",
    "bron": "Wie de uitkomst meldde, bijvoorbeeld kandidaat of werkgever.",
}


class KoppelForm(Formulier):
    """Which column of the file is which of ours: remembered, else recognised, else asked."""

    def __init__(
        self,
        *args: Any,
        soort: str,
        kolommen: Sequence[str],
        voorbeeld: Sequence[str],
        herkend: Sequence[str],
        eerder: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = _with_example(kolommen, voorbeeld)
        for kolom in VELDEN[soort]:
            self.fields[kolom] = forms.ChoiceField(
                label=kolom.replace("_", " ").capitalize(),
                help_text=HULP[kolom],
                error_messages={
                    "required": f"Kies welke kolom van het bestand ‘{kolom}’ is.",
                    "invalid_choice": f"Kies welke kolom van het bestand ‘{kolom}’ is.",
                },
            )
            offer(self, kolom, [("", "Kies een kolom"), *choices])
            self.fields[kolom].initial = _guess(kolom, kolommen, herkend, eerder)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        used: dict[str, str] = {}
        for kolom, naam in list(data.items()):
            if naam in used:
                self.add_error(kolom, f"Deze kolom is al gekozen bij ‘{used[naam]}’.")
            used.setdefault(naam, kolom)
        return data

    @property
    def koppeling(self) -> dict[str, str]:
        """From a column of ours to its name in the file."""
        return dict(self.cleaned_data)


def _with_example(kolommen: Sequence[str], voorbeeld: Sequence[str]) -> list[tuple[str, str]]:
    """The columns of the file, each once, with what its first line says there."""
    found: dict[str, str] = {}
    for naam, cell in zip(kolommen, [*voorbeeld, *[""] * len(kolommen)], strict=False):
        if naam.strip():
            example = f", bijvoorbeeld {kort(cell, 20)}" if cell.strip() else ""
            found.setdefault(naam, kort(naam) + example)
    return list(found.items())


def _guess(
    kolom: str, kolommen: Sequence[str], herkend: Sequence[str], eerder: Mapping[str, str]
) -> str:
    if eerder.get(kolom) in kolommen:
        return eerder[kolom]
    return next((naam for naam, soort in zip(kolommen, herkend, strict=True) if soort == kolom), "")
