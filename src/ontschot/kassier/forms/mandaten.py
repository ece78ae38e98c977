"""Who may buy, and how long orders hold."""

from typing import Any

from django import forms

from ontschot.kassier.models.mandaten import PARTIJEN, ROLLEN, Inkoopmandaat
from ontschot.web.forms import BedragField, DatumField, Formulier, offer


class MandaatForm(Formulier):
    """Who may buy or agree; whatever is left empty means all."""

    soort = forms.ChoiceField(
        label="Wat mag het?", choices=Inkoopmandaat.SOORTEN, widget=forms.RadioSelect
    )
    organisatie = forms.TypedChoiceField(
        label="Welke partner?", coerce=int, empty_value=None, required=False
    )
    rol = forms.ChoiceField(
        label="Welke rol?", choices=[("", "Iedere rol"), *ROLLEN], required=False
    )
    voor = forms.ChoiceField(
        label="Voor wiens doelgroep?", choices=[("", "Iedereen"), *PARTIJEN], required=False
    )
    fonds = forms.TypedChoiceField(
        label="Uit welk fonds?", coerce=int, empty_value=None, required=False
    )
    tot_cent = BedragField(label="Tot en met welk bedrag?", min_cent=1)
    van = DatumField(label="Vanaf")
    tot = DatumField(label="Tot en met", required=False)
    bron = forms.CharField(label="Waar staat dat?", max_length=200, required=False)

    def __init__(self, *args: Any, partners: Any, fondsen: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisatie", [("", "Iedere partner"), *partners])
        offer(self, "fonds", [("", "Elk fonds"), *fondsen])

    def given(self) -> dict[str, Any]:
        """What `give_inkoopmandaat` asks."""
        data = dict(self.cleaned_data)
        return {
            "organisatie_id": data.pop("organisatie"),
            "fonds_id": data.pop("fonds"),
            **data,
        }


class TermijnForm(Formulier):
    dagen = forms.IntegerField(label="Hoeveel dagen na de levering?", min_value=0, max_value=730)
    van = DatumField(label="Vanaf")
    bron = forms.CharField(label="Waar staat dat?", max_length=200, required=False)


class EindeForm(Formulier):
    tot = DatumField(label="Laatste dag")


class AkkoordForm(Formulier):
    toelichting = forms.CharField(
        label="Toelichting",
        help_text="Nodig als je geen akkoord geeft.",
        max_length=300,
        required=False,
    )
