"""The forms around a besluit."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ontschot.kassier.models import Fondsregel
from ontschot.web.format import euro
from ontschot.web.forms import BedragField, DatumField, Formulier, offer


class VraagForm(Formulier):
    """Ask a besluit; above the amount of the regeling it wants a reason."""

    vraag = forms.CharField(
        label="Wil je er iets bij zeggen?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Waarom past dit het best? Noem geen naam en geen gezondheid.",
    )
    reden_boven_plafond = forms.CharField(
        label="Waarom is er meer nodig dan het bedrag in de regeling?",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args: Any, boven_plafond: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not boven_plafond:
            del self.fields["reden_boven_plafond"]


class BesluitForm(Formulier):
    """Decide: yes or no, why, and whether everybody agreed."""

    toekennen = forms.TypedChoiceField(
        label="Wat is het besluit?",
        choices=[("ja", "Toekennen"), ("nee", "Afwijzen")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "ja",
        empty_value=None,
    )
    motivering = forms.CharField(
        label="Waarom?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Noem geen naam en geen gezondheid.",
    )
    consensus = forms.TypedChoiceField(
        label="Was iedereen het eens?",
        choices=[("ja", "Ja"), ("nee", "Nee")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "ja",
        empty_value=None,
        initial="ja",
    )
    afwijkend_standpunt = forms.CharField(
        label="Wat was het andere standpunt?",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    fondsregel_id = forms.TypedChoiceField(
        label="Uit welk fonds?", coerce=int, empty_value=None, required=False
    )
    beraadsbesluit = forms.CharField(
        label="Kenmerk van het besluit van het Regionaal Beraad",
        required=False,
        max_length=120,
        help_text="Nodig als het Beraad samen over dit fonds beslist.",
    )
    verloopt_op = DatumField(
        label="Reserveren tot en met",
        required=False,
        help_text="Daarna gaat het geld terug, als er niets is ingekocht. Leeg: tot het fonds "
        "eindigt.",
    )

    def __init__(self, *args: Any, regels: Iterable[Fondsregel], **kwargs: Any) -> None:
        """`regels` are the lines that may pay this, the usual one first, with `saldo` loaded."""
        super().__init__(*args, **kwargs)
        found = list(regels)
        joint = any(regel.fonds.beslisregel == "beraad_gezamenlijk" for regel in found)
        if not joint:
            del self.fields["beraadsbesluit"]
        # One line that is made for this rubriek is no choice; one for everything is.
        if len(found) < 2 and all(regel.rubriek_id for regel in found):
            del self.fields["fondsregel_id"]
            return
        choices = [
            (r.pk, f"{r.fonds.naam}: {r.omschrijving} ({euro(r.saldo.beschikbaar_cent)} vrij)")
            for r in found
        ]
        offer(self, "fondsregel_id", choices)
        self.fields["fondsregel_id"].initial = found[0].pk


class BelangForm(Formulier):
    uitleg = forms.CharField(
        label="Wat is je belang?",
        required=False,
        max_length=200,
        help_text="Noem geen naam van de kandidaat.",
    )


class MandaatForm(Formulier):
    """Give a partner a mandaat."""

    organisatie_id = forms.TypedChoiceField(label="Welke partner?", coerce=int)
    tot_cent = BedragField(label="Tot en met welk bedrag per interventie?", min_cent=1)
    van = DatumField(label="Vanaf")
    tot = DatumField(label="Tot en met", required=False)
    bron = forms.CharField(
        label="Waar is dit afgesproken?",
        required=False,
        max_length=200,
        help_text="Bijvoorbeeld: Regionaal Beraad van 3 maart.",
    )

    def __init__(self, *args: Any, partners: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisatie_id", [("", "Kies een partner"), *partners])


class EindeForm(Formulier):
    """End one of several: a series or a mandaat."""

    welke = forms.TypedChoiceField(label="Welke?", coerce=int)
    tot = DatumField(label="Laatste dag")

    def __init__(self, *args: Any, keuzes: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "welke", [("", "Kies er een"), *keuzes])
