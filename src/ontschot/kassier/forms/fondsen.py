"""A fonds on the screen: who it is of, how it is decided, its lines, and when to warn."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from ontschot.kassier.actions.fondsen import NieuweRegel
from ontschot.kassier.models import Fonds
from ontschot.web.forms import BedragField, DatumField, Formulier, offer, text_area

LEGE_REGELS = 6
Keuzes = Sequence[tuple[Any, str]]


class FondsForm(Formulier):
    """What stays to be filled in later may stay empty; the lines are only asked for a new fonds."""

    naam = forms.CharField(label="Hoe heet het fonds?", max_length=120)
    eigenaar_id = forms.TypedChoiceField(label="Van wie is het geld?", coerce=int)
    kassier_id = forms.TypedChoiceField(label="Wie is de kassier?", coerce=int)
    beslisregel = forms.ChoiceField(
        label="Wie beslist over dit geld?", choices=Fonds.BESLISREGELS, widget=forms.RadioSelect
    )
    soort = forms.ChoiceField(
        label="Waarvoor is het?", choices=Fonds.SOORTEN, widget=forms.RadioSelect
    )
    van = DatumField(label="Eerste dag")
    tot = DatumField(
        label="Laatste dag",
        required=False,
        help_text="Reserveringen die dan niet zijn besteld, gaan terug naar het fonds.",
    )
    voorwaarden = text_area("Welke voorwaarden gelden er?", required=False)
    bron = forms.CharField(label="Waar staat dit?", max_length=200, required=False)

    def __init__(self, *args: Any, organisaties: Keuzes, geboekt: bool, **kwargs: Any) -> None:
        """`geboekt`: what the database keeps once money was booked is not asked any more."""
        super().__init__(*args, **kwargs)
        for name in ("eigenaar_id", "kassier_id"):
            offer(self, name, [("", "Kies een organisatie"), *organisaties])
        if geboekt:
            for name in ("beslisregel", "soort", "van", "voorwaarden"):
                del self.fields[name]


class NieuwFondsForm(FondsForm):
    """A new fonds with its lines; national for the kassier of more than one region."""

    bereik = forms.ChoiceField(
        label="Voor wie is het?",
        choices=[("regio", "voor deze regio"), ("landelijk", "landelijk, te verdelen")],
        widget=forms.RadioSelect,
        initial="regio",
    )
    rubrieken = forms.BooleanField(
        label="Maak een regel voor elke rubriek",
        required=False,
        help_text="Anders vul je hieronder zelf de regels van de begroting in.",
    )

    def __init__(self, *args: Any, rubrieken: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, geboekt=False, **kwargs)
        self.per_rubriek = list(rubrieken)
        for number in range(1, LEGE_REGELS + 1):
            self.fields[f"regel_{number}"] = forms.CharField(
                label=f"Regel {number}", max_length=120, required=False
            )
            self.fields[f"cent_{number}"] = BedragField(
                label=f"Begroot voor regel {number}", required=False
            )

    @property
    def rijen(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"regel_{n}"], self[f"cent_{n}"]) for n in range(1, LEGE_REGELS + 1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.regels():
            self.add_error("regel_1", "Vul minstens één regel in, of kies een regel per rubriek.")
        return data

    def regels(self) -> list[NieuweRegel]:
        data = self.cleaned_data
        if data.get("rubrieken"):
            return [NieuweRegel(code, naam, 0, code) for code, naam in self.per_rubriek]
        return [
            NieuweRegel(f"regel-{n}", data[f"regel_{n}"].strip(), data.get(f"cent_{n}") or 0)
            for n in range(1, LEGE_REGELS + 1)
            if (data.get(f"regel_{n}") or "").strip()
        ]


class RegelForm(Formulier):
    omschrijving = forms.CharField(label="Hoe heet de regel?", max_length=120)
    rubriek = forms.ChoiceField(label="Voor welke rubriek?", required=False)

    def __init__(self, *args: Any, rubrieken: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rubriek", [("", "voor alles"), *rubrieken])


class GrensForm(Formulier):
    """When to warn, for one line or the whole fonds; both empty takes the level away."""

    waarvoor = forms.ChoiceField(label="Waarvoor?")
    onder_cent = BedragField(label="Als er minder vrij is dan", required=False)
    dagen = forms.IntegerField(
        label="Of als het op is binnen zoveel dagen",
        required=False,
        min_value=0,
        validators=[MaxValueValidator(999)],
        help_text="Laat beide leeg om de waarschuwing weg te halen.",
    )

    def __init__(self, *args: Any, regels: Iterable[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "waarvoor", [("", "het hele fonds"), *regels])
        self.fields["waarvoor"].required = False

    def gegevens(self) -> dict[str, Any]:
        line = self.cleaned_data["waarvoor"]
        return {
            "fondsregel_id": int(line) if line else None,
            "onder_cent": self.cleaned_data["onder_cent"],
            "dagen": self.cleaned_data["dagen"],
        }
