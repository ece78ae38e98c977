"""What the buying partner orders."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ontschot.kassier.actions import Afspraken
from ontschot.kassier.models import Verplichting
from ontschot.kassier.rules import OPEN_PARTIJEN, Deel, equal_parts
from ontschot.web.format import lees_bedrag, lees_datum
from ontschot.web.forms import BedragField, DatumField, Formulier, offer

Keuzes = Sequence[tuple[Any, str]]


class VerplichtingForm(Formulier):
    """What the buyer orders. All but four facts is proposed or may stay empty.

    The ceiling and the rule version come from the regeling, the provider from the list of the
    region; a name that is not in it yet is put in it.
    """

    bedrag_cent = BedragField(label="Prijs", min_cent=1)
    btw = forms.ChoiceField(
        label="Is dat met of zonder btw?", choices=Verplichting.BTW, widget=forms.RadioSelect
    )
    aanbieder = forms.CharField(
        label="Wie levert de dienst?",
        help_text="Kies een naam uit de lijst. Een nieuwe naam komt vanzelf in de lijst.",
        max_length=140,
        widget=forms.TextInput(attrs={"list": "aanbieders", "autocomplete": "off"}),
    )
    toch_nieuw = forms.BooleanField(
        label="Dit is een andere aanbieder dan die met bijna dezelfde naam", required=False
    )
    reden_boven_plafond = forms.CharField(
        label="Waarom is er meer nodig dan het bedrag in de regeling?",
        help_text="Alleen nodig als de prijs hoger is. Schrijf niets over de persoon.",
        max_length=300,
        required=False,
    )
    van = DatumField(label="Eerste dag", required=False)
    tot = DatumField(label="Laatste dag", required=False)
    betaalwijze = forms.ChoiceField(
        label="Wie betaalt de aanbieder?",
        choices=[
            ("partner", "Wij betalen, en vragen het terug"),
            ("aanbieder", "De kassier betaalt de aanbieder zelf"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    aantal_delen = forms.IntegerField(
        label="In hoeveel gelijke delen komt de rekening?", required=False
    )
    delen = forms.CharField(
        label="Of schrijf de delen zelf op",
        help_text="Eén regel per deel: de dag en het bedrag, zoals 31-3-2026 500,00.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    eerstverantwoordelijk = forms.ChoiceField(
        label="Wie is eerst verantwoordelijk?", required=False, widget=forms.RadioSelect
    )
    op_verzoek_van = forms.TypedChoiceField(
        label="Op verzoek van", coerce=int, empty_value=None, required=False
    )
    kenmerk_inkoper = forms.CharField(label="Jullie eigen kenmerk", max_length=60, required=False)

    # True when the name looks like another one: then the tick is shown.
    lijkt_op = False

    def __init__(
        self, *args: Any, doelgroep: str = "", partners: Keuzes = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "op_verzoek_van", [("", "Niemand anders"), *partners])
        open_choice = OPEN_PARTIJEN.get(doelgroep, ())
        offer(self, "eerstverantwoordelijk", open_choice)
        if not open_choice:
            del self.fields["eerstverantwoordelijk"]

    def clean_delen(self) -> tuple[Deel, ...]:
        """The parts as they were written down, or none."""
        return tuple(
            _part(line) for line in self.cleaned_data["delen"].splitlines() if line.strip()
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        number = data.get("aantal_delen")
        if number and number > 1 and not data.get("delen"):
            van, tot, cent = data.get("van"), data.get("tot"), data.get("bedrag_cent")
            if van and tot and cent and van <= tot:
                try:
                    data["delen"] = equal_parts(cent, number, van, tot)
                except ValueError:
                    self.add_error("aantal_delen", "Zoveel delen passen niet. Kies er minder.")
            elif cent:
                self.add_error(
                    "aantal_delen", "Vul ook de eerste en de laatste dag van de levering in."
                )
        return data

    def order(self) -> dict[str, Any]:
        """What `commit_verplichting` asks; the form must be valid."""
        data = self.cleaned_data
        return {
            "bedrag_cent": data["bedrag_cent"],
            "btw": data["btw"],
            "aanbieder": data["aanbieder"],
            "reden_boven_plafond": data["reden_boven_plafond"],
            "afspraken": Afspraken(
                van=data["van"],
                tot=data["tot"],
                delen=data["delen"],
                betaalwijze=data["betaalwijze"] or "partner",
                kenmerk_inkoper=data["kenmerk_inkoper"],
                eerstverantwoordelijk=data.get("eerstverantwoordelijk", ""),
                op_verzoek_van_id=data["op_verzoek_van"],
                toch_nieuw=data["toch_nieuw"],
            ),
        }


def _part(line: str) -> Deel:
    day, _, amount = line.strip().partition(" ")
    try:
        return Deel(lees_datum(day), lees_bedrag(amount.strip()))
    except ValueError:
        raise ValidationError(
            "‘%(line)s’ is geen dag met een bedrag. Schrijf het zo: 31-3-2026 500,00.",
            params={"line": line.strip()[:40]},
        ) from None
