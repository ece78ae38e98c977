"""A new version of a begroting: every line with its amount."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ontschot.kassier.queries.fondsen import Regelstand
from ontschot.web.forms import BedragField, Formulier, text_area


class BegrotingForm(Formulier):
    reden = forms.CharField(label="Waarom is er een nieuwe versie?", max_length=300)
    gedrukt_totaal_cent = BedragField(
        label="Totaal zoals het in het stuk staat",
        required=False,
        help_text="Alleen invullen als het stuk een totaal noemt. Het mag verschillen van de som.",
    )
    noot = text_area("Noot", required=False)
    bron = forms.CharField(label="In welk stuk staat dit?", max_length=200, required=False)

    def __init__(self, *args: Any, regels: Sequence[Regelstand], **kwargs: Any) -> None:
        """The lines hold what the version in force says, so only what changes is typed."""
        super().__init__(*args, **kwargs)
        self.regels = list(regels)
        for regel in self.regels:
            self.fields[f"cent_{regel.pk}"] = BedragField(
                label=f"Bedrag voor {regel.omschrijving}", initial=regel.begroot_cent
            )

    @property
    def rijen(self) -> list[tuple[Regelstand, forms.BoundField]]:
        return [(regel, self[f"cent_{regel.pk}"]) for regel in self.regels]

    def gegevens(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("reden", "gedrukt_totaal_cent", "noot", "bron")
        cents = {regel.pk: data[f"cent_{regel.pk}"] for regel in self.regels}
        return {name: data[name] for name in names} | {"cents": cents}
