"""A file from the bank or a supplier, and where money belongs that nobody recognised."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ontschot.kassier.models import Betaalinstelling, Betaalregel, Plaatsing
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


class PlaatsForm(Formulier):
    """Where a line of the bank belongs."""

    soort = forms.ChoiceField(label="Waar hoort dit geld bij?", widget=forms.RadioSelect)
    betaalregel_id = forms.TypedChoiceField(
        label="Welke betaling?", coerce=int, required=False, empty_value=None
    )
    terugvordering_nummer = forms.TypedChoiceField(
        label="Welke terugvordering?", coerce=int, required=False, empty_value=None
    )
    reden = forms.CharField(
        label="Waarom hoort het niet bij ons?",
        max_length=300,
        required=False,
        help_text="Alleen nodig als het niet bij ons hoort. Noem geen naam van een persoon.",
    )

    def __init__(
        self,
        *args: Any,
        betalingen: Iterable[Betaalregel],
        terugvorderingen: Iterable[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        payments = [
            (b.pk, f"{b.end_to_end_id} · {b.begunstigde} · {b.regel.nummer}") for b in betalingen
        ]
        kinds = dict(Plaatsing.SOORTEN)
        for kind, name, rows in (
            ("betaling", "betaalregel_id", payments),
            ("terugvordering", "terugvordering_nummer", list(terugvorderingen)),
        ):
            if rows:
                offer(self, name, [("", "kies er een"), *rows])
            else:
                del self.fields[name], kinds[kind]
        offer(self, "soort", kinds.items())
        if len(kinds) == 1:
            self.initial["soort"] = next(iter(kinds))


class AnnulerenForm(Formulier):
    annuleren_tot = forms.ChoiceField(
        label="Tot wanneer kan een vrijgegeven batch worden geannuleerd?",
        choices=Betaalinstelling.ANNULEREN_TOT,
        widget=forms.RadioSelect,
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
