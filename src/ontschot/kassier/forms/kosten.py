"""Costs of the organisation: over which quarter, on which line, with which evidence."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from ontschot.documenten.forms import BestandField
from ontschot.kassier.models import Fonds, Fondsregel, Kostenregel
from ontschot.kassier.rules import kwartaalnaam
from ontschot.web.format import euro
from ontschot.web.forms import BedragField, Formulier, offer

ZONDER_NAMEN = "Ik heb gekeken: er staat geen naam van een kandidaat in dit bestand"


class KostenForm(Formulier):
    """A new kostendeclaratie: two choices, nothing to type."""

    fonds = forms.TypedChoiceField(label="Uit welk fonds?", coerce=int)
    kwartaal = forms.TypedChoiceField(label="Over welk kwartaal?", coerce=date.fromisoformat)

    def __init__(
        self, *args: Any, fondsen: Iterable[Fonds], kwartalen: Iterable[date], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "fonds", [(fonds.pk, fonds.naam) for fonds in fondsen])
        offer(self, "kwartaal", [(day.isoformat(), kwartaalnaam(day)) for day in kwartalen])


class KostenregelForm(Formulier):
    """One cost, with its evidence at once when it is at hand."""

    fondsregel = forms.TypedChoiceField(label="Regel van de begroting", coerce=int)
    omschrijving = forms.CharField(
        label="Waarvoor zijn de kosten?",
        max_length=200,
        help_text="Noem geen naam van een persoon.",
    )
    cent = BedragField(label="Bedrag", min_cent=1)
    bestand = BestandField(label="Bewijs", required=False)
    zonder_namen = forms.BooleanField(label=ZONDER_NAMEN, required=False)

    def __init__(self, *args: Any, regels: Iterable[Fondsregel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "fondsregel", [(r.pk, r.omschrijving) for r in regels])


class KostenbewijsForm(Formulier):
    regel = forms.TypedChoiceField(label="Bij welke kosten?", coerce=int)
    bestand = BestandField()
    zonder_namen = forms.BooleanField(label=ZONDER_NAMEN, required=False)

    def __init__(self, *args: Any, regels: Iterable[Kostenregel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "regel", [(r.pk, f"{r.nummer} · {r.omschrijving}") for r in regels])


class KostenbewijsIntrekForm(Formulier):
    reden = forms.CharField(label="Waarom trek je dit bewijs in?", max_length=300)
    wissen = forms.BooleanField(label="Wis de inhoud, want er stond een naam in", required=False)


class KostenTerugForm(Formulier):
    """Ask money of a paid cost back."""

    regel = forms.TypedChoiceField(label="Van welke kosten?", coerce=int)
    cent = BedragField(label="Hoeveel moet er terug?", min_cent=1)
    reden = forms.CharField(
        label="Waarom moet dit terug?",
        max_length=300,
        help_text="De partner leest dit. Schrijf geen namen.",
    )

    def __init__(self, *args: Any, regels: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "regel", [("", "Kies"), *((r.pk, _with_maximum(r)) for r in regels)])


def _with_maximum(regel: Any) -> str:
    left = euro(regel.cent - regel.gevraagd_cent)
    return f"{regel.nummer} · {regel.omschrijving} · hoogstens {left}"
