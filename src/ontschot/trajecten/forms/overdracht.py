"""The forms of a hand-over."""

from typing import Any

from django import forms

from ontschot.trajecten.forms.common import Keuzes
from ontschot.trajecten.models import Overdracht
from ontschot.trajecten.rules.overdracht import DEELBAAR
from ontschot.web.forms import DatumField, Formulier, offer, text_area

WIJZEN = [wijze for wijze in Overdracht.WIJZEN if wijze[0] != "niet_vastgelegd"]


class AfspraakForm(Formulier):
    """What every hand-over asks: why, the warm contact, and that the kandidaat knows."""

    reden = text_area("Waarom, en wat is er nodig?", help_text="Schrijf niets over gezondheid.")
    warm_contact = forms.CharField(
        label="Wie sprak met wie?",
        max_length=200,
        help_text="Bijvoorbeeld: samen gebeld met de kandidaat en M. Bos",
    )
    warm_contact_op = DatumField(label="Wanneer was dat?")
    kandidaat_akkoord_op = DatumField(label="Wanneer vond de kandidaat dit goed?", required=False)
    kandidaat_akkoord_wijze = forms.ChoiceField(
        label="Hoe zei de kandidaat dat?",
        choices=WIJZEN,
        widget=forms.RadioSelect,
        initial="gesprek",
        required=False,
    )
    andere_grond = text_area(
        "Geen akkoord gevraagd? Schrijf op welke andere grond er is",
        2,
        required=False,
        help_text="Vul dit alleen in als je de datum hierboven leeg laat.",
    )
    terugkoppeling_mag = forms.BooleanField(
        label="De kandidaat vindt het goed dat ik hoor hoe het verder ging", required=False
    )


class OverdrachtForm(AfspraakForm):
    """To a colleague in the region."""

    field_order = ("soort", "naar")
    soort = forms.ChoiceField(
        label="Wat vraag je?",
        choices=[
            ("overdracht", "Een collega neemt het over"),
            ("verwijzing", "Een collega helpt mee, ik blijf de vaste contactpersoon"),
        ],
        widget=forms.RadioSelect,
        initial="overdracht",
    )
    naar = forms.TypedChoiceField(label="Aan wie?", coerce=int)

    def __init__(self, *args: Any, collegas: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "naar", [("", "Kies een collega"), *collegas])


class DeelForm(AfspraakForm):
    """The same to somebody who does not see the dossier: what goes along is chosen."""

    samenvatting = text_area(
        "Wat mag de ander weten vóór het antwoord?",
        help_text="Noem geen naam en geen gezondheid. De kandidaat kan dit lezen.",
    )
    gedeeld = forms.MultipleChoiceField(
        label="Wat krijgt de ander na het antwoord ja?",
        choices=[(code, words.capitalize()) for code, words in DEELBAAR.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Kies alleen wat nodig is. De naam gaat altijd mee.",
    )


class BuitenForm(DeelForm):
    """To a partner without an account."""

    field_order = ("soort", "extern_naam", "extern_organisatie", "extern_email", "samenvatting")
    soort = forms.ChoiceField(
        label="Wat vraag je?",
        choices=[
            ("verwijzing", "De partner helpt mee"),
            ("overdracht", "De partner neemt het over, ik doe hier alleen nog nazorg"),
        ],
        widget=forms.RadioSelect,
        initial="verwijzing",
    )
    extern_naam = forms.CharField(label="Wie is je contact bij de partner?", max_length=120)
    extern_organisatie = forms.CharField(label="Bij welke organisatie?", max_length=140)
    extern_email = forms.EmailField(
        label="E-mailadres van je contact",
        help_text="Hier sturen we een link heen. De naam van de kandidaat staat er niet in.",
    )


class RegioForm(DeelForm):
    """To another region."""

    field_order = ("naar_regio", "samenvatting", "gedeeld", "documenten")
    naar_regio = forms.ChoiceField(label="Naar welke regio?")
    documenten = forms.TypedMultipleChoiceField(
        label="Welke documenten gaan mee?",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="De andere regio krijgt een kopie als zij aanneemt. De kandidaat leest welke.",
    )

    def __init__(self, *args: Any, regios: Keuzes, documenten: Keuzes = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "naar_regio", [("", "Kies een regio"), *regios])
        # Chosen one by one, below; so not as a kind.
        kinds = self.fields["gedeeld"]
        assert isinstance(kinds, forms.MultipleChoiceField)
        kinds.choices = [row for row in DEELBAAR.items() if row[0] != "documenten"]
        if documenten:
            offer(self, "documenten", documenten)
        else:
            del self.fields["documenten"]


class RegioAannemenForm(Formulier):
    """Who goes on with somebody from another region."""

    naar = forms.TypedChoiceField(
        label="Wie wordt de vaste contactpersoon?", coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, collegas: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "naar", [("", "Ik zelf"), *collegas])


class WeigerForm(Formulier):
    reden = text_area("Waarom weiger je?", 2, help_text="Je collega leest dit.")


class TerugkoppelForm(Formulier):
    tekst = text_area(
        "Hoe ging het verder?", 2, help_text="Eén zin. Schrijf niets over gezondheid."
    )
