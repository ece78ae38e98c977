"""A file from the bank or a supplier, and where money belongs that nobody recognised."""

from collections.abc import Mapping
from typing import Any

from django import forms

from ontschot.kassier.models import Betaalinstelling, Dubbelstap, Plaatsing
from ontschot.kassier.models.dubbel import AKKOORD
from ontschot.kassier.xmlveilig import MAX_BYTES
from ontschot.kern.errors import Weigering
from ontschot.web.forms import DatumField, Formulier, offer


class XmlForm(Formulier):
    """One XML file; the label says of whom."""

    bestand = forms.FileField(
        label="Bestand", widget=forms.FileInput(attrs={"accept": ".xml,text/xml,application/xml"})
    )

    def __init__(self, *args: Any, label: str, hulp: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bestand"].label = label
        self.fields["bestand"].help_text = hulp

    def inhoud(self) -> bytes:
        """The content; raises Weigering before a file that is too big is read."""
        file = self.cleaned_data["bestand"]
        if (file.size or 0) > MAX_BYTES:
            raise Weigering("Dit bestand is groter dan 10 MB.", veld="bestand")
        content: bytes = file.read()
        return content

    @property
    def bestandsnaam(self) -> str:
        return str(self.cleaned_data["bestand"].name)


class DeclareerForm(Formulier):
    """Whether the PDF of an invoice goes along as evidence: only after a person looked."""

    pdf_zonder_namen = forms.BooleanField(
        label="Geef de pdf mee als bewijs",
        help_text="Alleen als je die nakeek en er geen naam van een kandidaat in staat.",
        required=False,
    )


WELKE = {
    "betaling": "Welke betaling?",
    "deel_terug": "Van welke betaling kwam een deel terug?",
    "geannuleerd": "Welke geannuleerde of geweigerde betaling ging toch weg?",
    "dubbel": "Welke betaling ging twee keer weg?",
    "terugvordering": "Welke terugvordering?",
}

SOORT = dict(Plaatsing.SOORTEN)
# Money that comes in is no payment that left: the same kinds, said from the other side.
BIJ = {"dubbel": "komt terug van een betaling die twee keer wegging"}
WELKE_BIJ = {"dubbel": "Van welke betaling die twee keer wegging?"}


class PlaatsForm(Formulier):
    """Where a line of the bank belongs: a kind, and for most kinds to what of ours.

    `keuzes` are the choices per kind; a kind without any is not offered. Each has a field of its
    own (`bij_<kind>`); `plaats` gives what was chosen as the action wants it.
    """

    soort = forms.ChoiceField(label="Waar hoort dit geld bij?", widget=forms.RadioSelect)
    reden = forms.CharField(
        label="Waarom hoort het niet bij ons?",
        max_length=300,
        required=False,
        help_text="Alleen bij ‘hoort niet bij ons’. Noem geen naam van een persoon.",
    )

    def __init__(
        self,
        *args: Any,
        keuzes: Mapping[str, list[tuple[int, str]]],
        richting: str = "af",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        incoming = richting == "bij"
        names = SOORT | BIJ if incoming else SOORT
        asked = WELKE | WELKE_BIJ if incoming else WELKE
        for kind, rows in keuzes.items():
            self.fields[f"bij_{kind}"] = forms.TypedChoiceField(
                label=asked[kind],
                help_text=f"Alleen bij ‘{names[kind]}’.",
                coerce=int,
                required=False,
                empty_value=None,
                choices=[("", "kies er een"), *rows],
            )
        self.order_fields(["soort", *(f"bij_{kind}" for kind in keuzes), "reden"])
        offered = {**keuzes, "niet_van_ons": []}
        kinds = [(kind, naam) for kind, naam in names.items() if kind in offered]
        offer(self, "soort", kinds)
        if len(kinds) == 1:
            self.initial["soort"] = kinds[0][0]

    @property
    def plaats(self) -> dict[str, Any]:
        soort = self.cleaned_data["soort"]
        chosen = self.cleaned_data.get(f"bij_{soort}")
        name = "terugvordering_nummer" if soort == "terugvordering" else "betaalregel_id"
        return {"soort": soort, name: chosen, "reden": self.cleaned_data["reden"]}

    def refused_field(self, veld: str | None) -> str | None:
        """The field on this form of what an action refused."""
        if veld in ("betaalregel_id", "terugvordering_nummer"):
            return f"bij_{self.cleaned_data['soort']}"
        return veld


class AnnulerenForm(Formulier):
    annuleren_tot = forms.ChoiceField(
        label="Tot wanneer kan een vrijgegeven batch worden geannuleerd?",
        choices=Betaalinstelling.ANNULEREN_TOT,
        widget=forms.RadioSelect,
    )


class DubbeltermijnForm(Formulier):
    dubbel_dagen = forms.IntegerField(
        label="Na hoeveel dagen zonder bericht is geld dat twee keer wegging, te lang weg?",
        help_text="Laat leeg als daar niets over is afgesproken.",
        min_value=1,
        max_value=365,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Vul 1 tot en met 365 dagen in, of niets."
        ),
        widget=forms.NumberInput(attrs={"class": "os-w-xs"}),
    )


class StapForm(Formulier):
    """What was done about money that left twice."""

    soort = forms.ChoiceField(
        label="Wat deed je?",
        choices=[keuze for keuze in Dubbelstap.SOORTEN if keuze[0] != AKKOORD],
        widget=forms.RadioSelect,
    )
    tekst = forms.CharField(
        label="Toelichting",
        max_length=300,
        required=False,
        help_text="Nodig bij ‘iets anders gedaan’ en bij ‘niet langer wachten’. Noem geen naam van "
        "een persoon.",
    )


class PeriodeForm(Formulier):
    """From when until when; both days count."""

    van = DatumField(label="Van")
    tot = DatumField(label="Tot en met")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("van") and data.get("tot") and data["tot"] < data["van"]:
            self.add_error("tot", "De laatste dag ligt vóór de eerste.")
        return data
