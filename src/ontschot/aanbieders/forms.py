"""The forms of the list of providers."""

from typing import Any

from django import forms

from ontschot.aanbieders.models import BTW, Aanbieder
from ontschot.regelingen.models import Interventiesoort
from ontschot.web.forms import BedragField, DatumField, Formulier, offer


class AanbiederForm(Formulier):
    """Only the name is needed; the numbers help to find doubles and are asked for paying."""

    naam = forms.CharField(label="Naam", max_length=140)
    kvk = forms.CharField(label="KvK-nummer", max_length=14, required=False)
    btwnummer = forms.CharField(label="Btw-nummer", max_length=20, required=False)
    contact = forms.CharField(
        label="Contact",
        help_text="Een telefoonnummer of e-mailadres van de aanbieder.",
        max_length=160,
        required=False,
    )
    toch_nieuw = forms.BooleanField(
        label="Dit is een andere aanbieder dan die met bijna dezelfde naam", required=False
    )

    # True when the name looks like another one: then the tick is shown.
    lijkt_op = False

    @classmethod
    def of(cls, data: Any, aanbieder: Aanbieder) -> "AanbiederForm":
        fields = ("naam", "kvk", "btwnummer", "contact")
        return cls(data, prefix="a", initial={name: getattr(aanbieder, name) for name in fields})


class RekeningForm(Formulier):
    iban = forms.CharField(label="Rekeningnummer (IBAN)", max_length=42)
    tenaamstelling = forms.CharField(label="Op naam van", max_length=70)
    van = DatumField(label="Vanaf")


class ContractForm(Formulier):
    wat = forms.CharField(label="Waar gaat het contract over?", max_length=200)
    kenmerk = forms.CharField(
        label="Kenmerk of vindplaats van het contract", max_length=120, required=False
    )
    van = DatumField(label="Vanaf")
    tot = DatumField(label="Tot en met", required=False)


class PrijsForm(Formulier):
    contract_id = forms.TypedChoiceField(label="Contract", coerce=int)
    interventiesoort = forms.ChoiceField(label="Soort")
    cent = BedragField(label="Prijs", min_cent=1)
    btw = forms.ChoiceField(
        label="Is dat met of zonder btw?", choices=BTW, widget=forms.RadioSelect
    )
    per = forms.CharField(
        label="Per wat?", help_text="Bijvoorbeeld: per persoon.", max_length=60, required=False
    )
    van = DatumField(label="Vanaf")

    def __init__(self, *args: Any, contracten: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "contract_id", contracten)
        kinds = Interventiesoort.objects.order_by("volgorde").values_list("code", "naam")
        offer(self, "interventiesoort", [("", "Kies"), *kinds])


class StopForm(Formulier):
    tot = DatumField(label="Laatste dag waarop hier besteld wordt")
    reden = forms.CharField(label="Waarom?", max_length=200)


class EindeForm(Formulier):
    tot = DatumField(label="Laatste dag")


class SamenForm(Formulier):
    """Which other provider this one really is; that one goes on."""

    met = forms.TypedChoiceField(label="Dezelfde als", coerce=int)
    reden = forms.CharField(label="Hoe weet je dat?", max_length=200)

    def __init__(self, *args: Any, anderen: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "met", [("", "Kies"), *anderen])
