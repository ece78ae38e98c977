"""Setting up a controle, answering it, and saying what was found."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from ontschot.documenten.forms import BestandField
from ontschot.kassier.models import Fonds
from ontschot.kassier.rules import Steekproefmaat
from ontschot.verantwoording.forms.verslag import PeriodeForm
from ontschot.verantwoording.models import MATEN, Bevinding, Controleregel
from ontschot.verantwoording.rules import Opzet
from ontschot.web.forms import BedragField, Formulier, offer, text_area


class ControleForm(PeriodeForm):
    """What, over which money, how much of it, and with which terms."""

    naam = forms.CharField(label="Hoe heet deze controle?", max_length=120)
    doel = text_area(
        "Wat wil je weten?", 2, help_text="Bijvoorbeeld: is er geleverd wat betaald is?"
    )
    fondsen = forms.TypedMultipleChoiceField(
        label="Welke fondsen?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Uit elk fonds wordt apart getrokken.",
    )
    soort = forms.ChoiceField(
        label="Hoeveel betalingen kijk je na, per fonds?", choices=MATEN, widget=forms.RadioSelect
    )
    aantal = forms.IntegerField(
        label="Aantal", required=False, min_value=1, max_value=10_000,
        help_text="Alleen bij een aantal",
    )  # fmt: skip
    procent = forms.IntegerField(
        label="Procent", required=False, min_value=1, max_value=100,
        help_text="Alleen bij een percentage",
    )  # fmt: skip
    altijd_vanaf_cent = BedragField(
        label="Altijd vanaf",
        required=False,
        min_cent=1,
        help_text="Betalingen van dit bedrag of meer kijk je allemaal na.",
    )
    antwoord_dagen = forms.IntegerField(
        label="Dagen om uitleg te geven", min_value=1, max_value=365
    )
    uitstel_dagen = forms.IntegerField(
        label="Dagen uitstel",
        min_value=0,
        max_value=365,
        help_text="Een partner kan hier één keer om vragen. 0 is: geen uitstel.",
    )
    reactie_dagen = forms.IntegerField(
        label="Dagen om te reageren op een bevinding", min_value=1, max_value=365
    )
    tolerantie_procent = forms.DecimalField(
        label="Tolerantie in procent",
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=True,
        help_text="Welk deel van de euro’s mag fout of zonder bewijs zijn? Leeg: niet afgesproken.",
    )
    betrouwbaarheid_procent = forms.IntegerField(
        label="Zekerheid van de schatting, in procent",
        required=False,
        min_value=50,
        max_value=99,
        help_text="Leeg: het rapport schat niets over wat niet is nagekeken.",
    )
    bron = forms.CharField(
        label="Waar staat dit?",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld: controleprotocol, vastgesteld op 3 maart",
    )

    def __init__(self, *args: Any, fondsen: Iterable[Fonds], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "fondsen", [(fonds.pk, fonds.naam) for fonds in fondsen])

    def clean(self) -> dict[str, Any]:
        """A number with a number, a percentage with a percentage; a period that runs until now."""
        data = super().clean()
        if data.get("periode") in self.periodes:
            data["tot"] = min(data["tot"], timezone.localdate())
        for soort in ("aantal", "procent"):
            if data.get("soort") == soort and not data.get(soort) and soort not in self.errors:
                self.add_error(soort, "Vul in hoeveel.")
        return data

    @property
    def opzet(self) -> Opzet:
        """The choices as the action takes them."""
        data = self.cleaned_data
        soort, terms = data["soort"], ("antwoord_dagen", "uitstel_dagen", "reactie_dagen")
        maat = Steekproefmaat(
            soort,
            data["aantal"] if soort == "aantal" else None,
            data["procent"] if soort == "procent" else None,
            data["altijd_vanaf_cent"] if soort != "alles" else None,
        )
        more = ("tolerantie_procent", "betrouwbaarheid_procent", "bron")
        return Opzet(maat, **{name: data[name] for name in (*terms, *more)})


class ConclusieForm(Formulier):
    conclusie = text_area(
        "Wat leverde de controle op?",
        4,
        help_text="Dit staat boven het rapport. Schrijf geen namen.",
    )


class AntwoordForm(Formulier):
    antwoord = text_area(
        "Je uitleg",
        4,
        help_text="Waarvoor is betaald, en waar blijkt dat uit? Schrijf geen namen.",
    )


class UitstelForm(Formulier):
    reden = forms.CharField(label="Waarom heb je meer tijd nodig?", max_length=300)


class PapierForm(Formulier):
    """A file with one payment. A browser forgets the file when something else is wrong."""

    bestand = BestandField()
    zonder_namen = forms.BooleanField(
        label="Ik keek het na: er staat geen naam van een kandidaat in dit bestand",
        help_text="De kassier mag geen namen zien. Haal een naam weg of maak hem onleesbaar.",
        error_messages={"required": "Kijk het bestand na en bevestig dat er geen namen in staan."},
    )


class ReactieForm(Formulier):
    eens = forms.TypedChoiceField(
        label="Ben je het eens met de bevinding?",
        choices=[("ja", "Ja, dit klopt"), ("nee", "Nee, dit klopt niet")],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
    )
    reactie = text_area(
        "Je reactie", 3, required=False, help_text="Nodig als je het niet eens bent. Geen namen."
    )
    nummer = forms.IntegerField(widget=forms.HiddenInput)


class BevindingForm(Formulier):
    oordeel = forms.ChoiceField(
        label="Wat vond je?", choices=Bevinding.OORDELEN, widget=forms.RadioSelect
    )
    foutsoort = forms.ChoiceField(label="Wat is er fout?", required=False)
    cent = BedragField(
        label="Om welk bedrag gaat het?",
        required=False,
        help_text="Bij een fout: wat te veel betaald is, 0 als het geld klopt. Ontbreekt het "
        "bewijs, dan is leeg het hele bedrag.",
    )
    toelichting = text_area(
        "Wat zag je?",
        3,
        required=False,
        help_text="Nodig als iets niet klopt. De partner leest dit. Schrijf geen namen.",
    )
    # Which finding this would be: two people who judge at once do not both count.
    nummer = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "foutsoort", [("", "geen fout"), *Bevinding.FOUTSOORTEN])


class RegelfilterForm(Formulier):
    """Which payments of a controle are shown, read from the address."""

    status = forms.ChoiceField(label="Status", required=False)
    partner = forms.TypedChoiceField(label="Partner", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, partners: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "status", [("", "Alle"), *Controleregel.STAPPEN.choices])
        offer(self, "partner", [("", "Alle"), *partners])
