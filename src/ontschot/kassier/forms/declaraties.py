"""Declaraties: put together by ticking, with evidence, sample and conversation."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from ontschot.documenten.forms import BestandField
from ontschot.kassier.forms.common import TickField
from ontschot.kassier.models import Declaratie, Declaratieafspraak, Fonds, Steekproefregel
from ontschot.kassier.models.afspraken import BEWIJSSOORTEN
from ontschot.web.format import datum
from ontschot.web.forms import BedragField, DatumField, Formulier, offer, text_area


class TerugForm(Formulier):
    toelichting = forms.CharField(
        label="Wat moet de partner veranderen?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class RegelsForm(Formulier):
    """Tick orders, and say how much of each. Only the amounts of ticked ones are read."""

    verplichtingen = TickField(
        label="Verplichtingen",
        error_messages={"required": "Vink minstens één verplichting aan."},
    )

    def __init__(self, *args: Any, orders: Iterable[tuple[Any, int]], **kwargs: Any) -> None:
        """`orders` are (order, cents that are declared unless somebody types otherwise)."""
        super().__init__(*args, **kwargs)
        pairs = list(orders)
        offer(self, "verplichtingen", [(o.pk, o.nummer) for o, _ in pairs])
        for order, cent in pairs:
            self.fields[amount_name(order.pk)] = BedragField(
                label=f"Bedrag van {order.nummer}", min_cent=1, required=False, initial=cent
            )
        if self.is_bound:
            posted: Any = self.data  # a QueryDict: what was posted
            ticked = {int(n) for n in posted.getlist("verplichtingen") if n.isdecimal()}
            for order, _ in pairs:
                if order.pk not in ticked:
                    self.fields[amount_name(order.pk)].disabled = True

    @property
    def bedragen(self) -> dict[int, int]:
        """The amount of each ticked order, in cents."""
        data = self.cleaned_data
        return {
            number: data[amount_name(number)]
            for number in data["verplichtingen"]
            if data.get(amount_name(number))
        }

    def row(self, order_id: int) -> Any:
        """The field of one order, for its row in the table."""
        return self[amount_name(order_id)]


def amount_name(order_id: int) -> str:
    return f"bedrag_{order_id}"


class DeclaratieForm(RegelsForm):
    """Tick what is declared; nothing is typed but the month."""

    periode = DatumField(
        label="Over welke maand?", help_text="Een dag in die maand, bijvoorbeeld 31-3-2026"
    )


class DeclaratiefilterForm(Formulier):
    """The filters above the list, read from the address."""

    periode = forms.ChoiceField(label="Maand", required=False)
    partner = forms.TypedChoiceField(label="Partner", required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(label="Status", required=False)
    fonds = forms.TypedChoiceField(label="Fonds", required=False, coerce=int, empty_value=None)

    def __init__(
        self,
        *args: Any,
        periodes: Sequence[date],
        partners: Sequence[tuple[int, str]],
        fondsen: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        months = [(f"{p:%Y-%m-%d}", datum(p).partition(" ")[2]) for p in periodes]
        offer(self, "periode", [("", "Alle"), *months])
        offer(self, "partner", [("", "Alle"), *partners])
        offer(self, "status", [("", "Alle"), *Declaratie.STAPPEN.choices])
        offer(self, "fonds", [("", "Alle"), *fondsen])

    def clean_periode(self) -> date | None:
        text = str(self.cleaned_data["periode"])
        return date.fromisoformat(text) if text else None


class BewijsForm(Formulier):
    """A file with one line. A browser forgets the file when something else is wrong."""

    bestand = BestandField()
    soort = forms.ChoiceField(label="Wat is het?", choices=BEWIJSSOORTEN, widget=forms.RadioSelect)
    kenmerk = forms.CharField(
        label="Factuurnummer",
        max_length=60,
        required=False,
        help_text="Alleen bij een factuur. Zo zien we of een factuur twee keer wordt gebruikt.",
    )
    zonder_namen = forms.BooleanField(
        label="Ik keek het na: er staat geen naam van een kandidaat in dit bestand",
        help_text="De kassier mag geen namen zien. Haal een naam weg of maak hem onleesbaar, en "
        "gebruik het nummer van de verplichting.",
        error_messages={"required": "Kijk het bestand na en bevestig dat er geen namen in staan."},
    )


class BerichtForm(Formulier):
    tekst = text_area(
        "Je bericht",
        3,
        help_text="Schrijf geen namen. Gebruik het nummer van de verplichting.",
        error_messages={"required": "Schrijf eerst een bericht."},
    )


class BevindingForm(Formulier):
    bevinding = forms.ChoiceField(
        label="Wat zag je?", choices=Steekproefregel.BEVINDINGEN, widget=forms.RadioSelect
    )
    toelichting = forms.CharField(
        label="Toelichting",
        max_length=300,
        required=False,
        help_text="Nodig als de regel niet helemaal klopt.",
    )


class BewijsIntrekForm(Formulier):
    reden = forms.CharField(label="Waarom trek je dit bewijs in?", max_length=300)
    wissen = forms.BooleanField(
        label="Wis het bestand: er staat iets in dat niemand mag zien",
        required=False,
    )


class MeerForm(Formulier):
    """A correction upwards."""

    cent = BedragField(label="Hoeveel meer?", min_cent=1)
    periode = DatumField(label="In welke maand declareer je dit?")
    reden = forms.CharField(label="Waarom is het meer?", max_length=300)


class AfspraakForm(Formulier):
    """What is agreed for one fonds. Everything may stay empty: then it is not agreed."""

    fonds = forms.TypedChoiceField(label="Voor welk fonds?", coerce=int)
    van = DatumField(label="Vanaf wanneer?")
    indientermijn_dagen = forms.IntegerField(
        label="Indienen binnen hoeveel dagen na de maand?",
        help_text="Bij een fonds voor organisatiekosten: na het kwartaal.",
        min_value=1,
        max_value=730,
        required=False,
    )
    beoordeeltermijn_dagen = forms.IntegerField(
        label="Beoordelen binnen hoeveel dagen?", min_value=1, max_value=730, required=False
    )
    steekproef = forms.ChoiceField(
        label="Hoeveel kijkt de kassier na?", choices=Declaratieafspraak.STEEKPROEVEN
    )
    steekproef_aantal = forms.IntegerField(
        label="Hoeveel regels?",
        min_value=1,
        max_value=1000,
        required=False,
        help_text="Alleen bij een aantal regels.",
    )
    steekproef_procent = forms.IntegerField(
        label="Hoeveel procent?",
        min_value=1,
        max_value=100,
        required=False,
        help_text="Alleen bij een percentage.",
    )
    altijd_vanaf_cent = BedragField(label="Vanaf welk bedrag altijd?", min_cent=1, required=False)
    bron = forms.CharField(
        label="Waar staat deze afspraak?",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld de naam van het convenant.",
    )

    def __init__(self, *args: Any, fondsen: Iterable[Fonds], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "fonds", [(f.pk, f.naam) for f in fondsen])


class BewijseisForm(Formulier):
    interventiesoort = forms.ChoiceField(label="Bij welke soort?")
    soort = forms.ChoiceField(label="Welk bewijs?", choices=BEWIJSSOORTEN)
    van = DatumField(label="Vanaf wanneer?")
    bron = forms.CharField(label="Waar staat dit?", max_length=200, required=False)

    def __init__(self, *args: Any, soorten: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "interventiesoort", list(soorten))
