"""Proposing a decision on money, dividing national money, and deciding."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django import forms

from ontschot.kassier.models import Fondsregel
from ontschot.kassier.queries.budgetbesluiten import Regiorij
from ontschot.kassier.queries.fondsen import Regelstand
from ontschot.kassier.rules.budgetbesluiten import SOORTEN, Verplaatsing
from ontschot.web.forms import BedragField, DatumField, Formulier, offer, text_area

DAG = {
    "periode_sluiten": "Tot en met welke dag gaat de periode dicht?",
    "periode_heropenen": "Tot en met welke dag blijft het dicht? Leeg: alles gaat open.",
}


class WaaromForm(Formulier):
    """What every proposal says."""

    reden = forms.CharField(label="Waarom stel je dit voor?", max_length=300)
    kenmerk = forms.CharField(
        label="Kenmerk van het besluit",
        required=False,
        max_length=120,
        help_text="Van de eigenaar of het Regionaal Beraad. Bijvoorbeeld: RB 12 maart, punt 4.",
    )
    besluitdatum = DatumField(label="Datum van dat besluit", required=False)


class VoorstelForm(WaaromForm):
    """Per line how much, and where it goes; for a period up to which day."""

    def __init__(
        self,
        *args: Any,
        soort: str,
        regels: Sequence[Regelstand],
        doelen: Sequence[Fondsregel] = (),
        voorwaarden: str = "",
        **kwargs: Any,
    ) -> None:
        """`doelen` are the lines that may take it, for a kind that moves between lines;
        `voorwaarden` the conditions as they are now."""
        super().__init__(*args, **kwargs)
        self.kind, self.soort, self.regels = SOORTEN[soort], soort, list(regels)
        if soort in DAG:
            self.fields["tot_dag"] = DatumField(
                label=DAG[soort], required=soort == "periode_sluiten"
            )
        if soort == "voorwaarden":
            self.fields["voorwaarden"] = text_area(
                "Welke voorwaarden gelden er?", 8, required=False, initial=voorwaarden
            )
        for regel in self.regels if self.kind.geld else []:
            self.fields[f"cent_{regel.pk}"] = BedragField(
                label=f"Bedrag voor {regel.omschrijving}", required=False
            )
            if self.kind.eraf and self.kind.erbij:
                self._offer_targets(regel, doelen)

    def _offer_targets(self, regel: Regelstand, doelen: Iterable[Fondsregel]) -> None:
        name = f"naar_{regel.pk}"
        self.fields[name] = forms.TypedChoiceField(
            label=f"Naar, voor {regel.omschrijving}", coerce=int, empty_value=None, required=False
        )
        found = [line for line in doelen if line.pk != regel.pk]
        elsewhere = self.soort == "overheveling"
        groups = groupby(found, key=lambda line: line.fonds.naam) if elsewhere else []
        choices: list[tuple[Any, Any]] = [
            (naam, [(line.pk, line.omschrijving) for line in lines]) for naam, lines in groups
        ] or [(line.pk, line.omschrijving) for line in found]
        offer(self, name, [("", "Kies een regel"), *choices])
        if elsewhere:
            same = next((line.pk for line in found if line.code == regel.code), None)
            self.fields[name].initial = same

    @property
    def rijen(self) -> list[tuple[Regelstand, forms.BoundField, forms.BoundField | None]]:
        return [
            (
                r,
                self[f"cent_{r.pk}"],
                self[f"naar_{r.pk}"] if f"naar_{r.pk}" in self.fields else None,
            )
            for r in self.regels
            if f"cent_{r.pk}" in self.fields
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for regel in self.regels:
            name = f"naar_{regel.pk}"
            if name in self.fields and data.get(f"cent_{regel.pk}") and not data.get(name):
                self.add_error(name, "Kies naar welke regel dit bedrag gaat.")
        return data

    def gegevens(self) -> dict[str, Any]:
        """What `propose_budgetbesluit` wants, but the fonds."""
        names = ("reden", "kenmerk", "besluitdatum", "tot_dag", "voorwaarden")
        known = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return known | {"soort": self.soort, "verplaatsingen": list(self._moves())}

    def _moves(self) -> Iterable[Verplaatsing]:
        for regel in self.regels:
            cent = self.cleaned_data.get(f"cent_{regel.pk}") or 0
            to = self.cleaned_data.get(f"naar_{regel.pk}")
            if self.kind.eraf:
                yield Verplaatsing(cent, van_id=regel.pk, naar_id=to)
            else:
                yield Verplaatsing(cent, naar_id=regel.pk)


class VerdelingForm(WaaromForm):
    """Regions down, lines of the national fonds across: one amount per cell."""

    def __init__(
        self, *args: Any, bronnen: Sequence[Regelstand], rijen: Sequence[Regiorij], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bronnen, self.regios = list(bronnen), list(rijen)
        for rij in self.regios:
            for bron, cell in zip(self.bronnen, rij.cellen, strict=True):
                if cell is not None:
                    self.fields[f"cel_{cell.pk}"] = BedragField(
                        label=f"{rij.naam}, {bron.omschrijving}", required=False
                    )

    @property
    def rijen(self) -> list[tuple[Regiorij, list[tuple[Fondsregel, forms.BoundField] | None]]]:
        return [
            (rij, [(cell, self[f"cel_{cell.pk}"]) if cell else None for cell in rij.cellen])
            for rij in self.regios
        ]

    def gegevens(self) -> dict[str, Any]:
        names = ("reden", "kenmerk", "besluitdatum")
        moves = [
            Verplaatsing(self.cleaned_data.get(f"cel_{cell.pk}") or 0, bron.pk, cell.pk)
            for rij in self.regios
            for bron, cell in zip(self.bronnen, rij.cellen, strict=True)
            if cell is not None
        ]
        return {name: self.cleaned_data[name] for name in names} | {
            "soort": "verdeling",
            "verplaatsingen": moves,
        }


class VerdeelbestandForm(Formulier):
    bestand = forms.FileField(
        label="Bestand met de verdeling",
        help_text="Excel (.xlsx) of csv, met de kolommen van het voorbeeld.",
    )


class BeslisForm(Formulier):
    kenmerk = forms.CharField(
        label="Kenmerk van het besluit",
        required=False,
        max_length=120,
        help_text="Nodig als het Regionaal Beraad samen over dit fonds beslist.",
    )
    besluitdatum = DatumField(label="Datum van dat besluit", required=False)
