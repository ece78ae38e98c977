"""The forms of asking colleagues, of signals, and of the library."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ontschot.casusoverleg.models import Signaal
from ontschot.web.forms import DatumField, Formulier, offer, text_area

NAMELESS = "Noem geen naam, telefoonnummer of adres. Schrijf niets over gezondheid."
Keuzes = Iterable[tuple[Any, str]]


class ConsultForm(Formulier):
    """Ask colleagues about a case."""

    vraag = text_area("Wat wil je vragen?", 4, help_text=NAMELESS)
    medewerkers = forms.TypedMultipleChoiceField(
        label="Aan wie?",
        coerce=int,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="Je kunt meer collega's kiezen, ten hoogste acht.",
    )
    uiterlijk = DatumField(label="Wanneer heb je antwoord nodig?")

    def __init__(self, *args: Any, collegas: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "medewerkers", collegas)


class AntwoordForm(Formulier):
    antwoord = text_area("Wat raad je aan?", 5, help_text=NAMELESS)


class SignaalForm(Formulier):
    """Report a signal, without the person."""

    onderwerp = forms.ChoiceField(
        label="Waar gaat het over?", choices=[("", "Kies een onderwerp"), *Signaal.ONDERWERPEN]
    )
    wat = text_area("Wat valt er tussen wal en schip?", 4, help_text=NAMELESS)
    gemeente_id = forms.TypedChoiceField(
        label="In welke gemeente?", coerce=int, empty_value=None, required=False
    )
    voorziening = forms.CharField(label="Welke voorziening?", required=False, max_length=140)
    regel = forms.CharField(label="Welke regel of regeling?", required=False, max_length=140)
    aantal_keer = forms.IntegerField(
        label="Bij hoeveel mensen zag je dit?", min_value=1, max_value=10_000, initial=1
    )

    def __init__(self, *args: Any, gemeenten: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "gemeente_id", [("", "In meer of alle gemeenten"), *gemeenten])


class OpvolgForm(Formulier):
    """What policy does with a signal."""

    status = forms.ChoiceField(label="Hoe staat het ermee?")
    eigenaar_id = forms.TypedChoiceField(
        label="Wie volgt dit op?", coerce=int, empty_value=None, required=False
    )
    beraad_op = DatumField(label="Wanneer in het Regionaal Beraad?", required=False)
    uitkomst = text_area("Wat kwam eruit?", 3, required=False)

    def __init__(self, *args: Any, signaal: Signaal, eigenaren: Keuzes, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "status": signaal.status if signaal.status != "nieuw" else "opgepakt",
                "eigenaar_id": signaal.eigenaar_id,
                "beraad_op": signaal.beraad_op,
                "uitkomst": signaal.uitkomst,
            },
        )
        super().__init__(*args, **kwargs)
        steps = Signaal.STAPPEN
        states = [s for s in steps.states if steps.allows(signaal.status, s)]
        if signaal.status != "nieuw":
            states.insert(0, signaal.status)
        offer(self, "status", [(s, steps.labels[s]) for s in states])
        offer(self, "eigenaar_id", [("", "Ik"), *eigenaren])


class VoorbeeldForm(Formulier):
    """The words of an example."""

    situatie = text_area("De situatie", 2, help_text="In algemene woorden.")
    vraag = text_area("De vraag", 3, help_text=NAMELESS)
    geprobeerd = text_area("Wat is eerst geprobeerd?", 4, required=False)
    waarom = text_area("Waarom dit besluit?", 3)


class ZoekVoorbeeldForm(Formulier):
    q = forms.CharField(label="Zoek", required=False, max_length=120)
    doelgroep = forms.ChoiceField(label="Doelgroep", required=False)
    soort = forms.ChoiceField(label="Soort interventie", required=False)

    def __init__(self, *args: Any, doelgroepen: Keuzes, soorten: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "doelgroep", [("", "Alle"), *doelgroepen])
        offer(self, "soort", [("", "Alle"), *soorten])
