"""The forms of the kassier and of the partner that buys."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from ontschot.kassier.models import Declaratie, Verplichting
from ontschot.netwerk.models import Organisatie
from ontschot.trajecten.models import Interventie
from ontschot.web.forms import BedragField, DatumField, Formulier, offer


class VerplichtingForm(Formulier):
    """What the buyer orders. The ceiling and the rule version come from the regeling."""

    bedrag_cent = BedragField(label="Prijs", min_cent=1)
    btw = forms.ChoiceField(
        label="Is dat met of zonder btw?", choices=Verplichting.BTW, widget=forms.RadioSelect
    )
    aanbieder = forms.CharField(label="Wie levert de dienst?", max_length=140)
    reden_boven_plafond = forms.CharField(
        label="Waarom is er meer nodig dan het bedrag in de regeling?",
        help_text="Alleen nodig als de prijs hoger is. Schrijf niets over de persoon.",
        max_length=300,
        required=False,
    )

    @classmethod
    def for_interventie(
        cls, data: Any, interventie: Interventie, reserved_cent: int | None
    ) -> "VerplichtingForm":
        """Filled with what is known already, so the buyer only looks."""
        initial = {
            "bedrag_cent": min(interventie.gevraagd_cent, reserved_cent or 0) or None,
            "btw": interventie.btw,
            "aanbieder": interventie.aanbieder,
        }
        return cls(data, initial=initial)


class RedenForm(Formulier):
    """One sentence why; the label says of what."""

    reden = forms.CharField(label="Waarom?", max_length=300)

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reden"].label = label


class TerugForm(Formulier):
    toelichting = forms.CharField(
        label="Wat moet de partner veranderen?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class TickField(forms.TypedMultipleChoiceField):
    """Rows of a table to tick; the table itself is the template's business."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)


class DeclaratieForm(Formulier):
    """Tick what is declared; nothing is typed but the month."""

    periode = DatumField(
        label="Over welke maand?", help_text="Een dag in die maand, bijvoorbeeld 31-3-2026"
    )
    verplichtingen = TickField(
        label="Verplichtingen",
        error_messages={"required": "Vink minstens één verplichting aan."},
    )

    def __init__(self, *args: Any, orders: Iterable[Verplichting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "verplichtingen", [(o.pk, o.nummer) for o in orders])


class BatchForm(Formulier):
    """Which approved declaraties go in the batch."""

    declaraties = TickField(
        label="Declaraties", error_messages={"required": "Vink minstens één declaratie aan."}
    )
    uitvoerdatum = DatumField(
        label="Wanneer moet de bank betalen?",
        help_text="Leeg: zo snel mogelijk. In het weekend en op feestdagen betalen banken niet.",
        required=False,
    )

    def __init__(self, *args: Any, rows: Iterable[Declaratie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "declaraties", [(row.pk, str(row.pk)) for row in rows])


class RekeningForm(Formulier):
    organisatie = forms.TypedChoiceField(label="Van wie?", coerce=int)
    iban = forms.CharField(label="Rekeningnummer (IBAN)", max_length=42)
    tenaamstelling = forms.CharField(label="Op welke naam staat de rekening?", max_length=70)
    van = DatumField(label="Vanaf wanneer?")

    def __init__(self, *args: Any, organisaties: Iterable[Organisatie], **kwargs: Any) -> None:
        super().__init__(*args, initial={"van": timezone.localdate()}, **kwargs)
        offer(self, "organisatie", [(o.pk, o.naam) for o in organisaties])


class JournaalForm(Formulier):
    """Filter of the journaal: one order, one line, one kind of entry."""

    verplichting = forms.CharField(label="Verplichting", required=False, max_length=20)
    regel = forms.ChoiceField(label="Regel", required=False)
    soort = forms.ChoiceField(label="Soort", required=False)

    def __init__(
        self,
        *args: Any,
        regels: Iterable[tuple[str, str]],
        soorten: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "regel", [("", "alle regels"), *regels])
        offer(self, "soort", [("", "alle soorten"), *soorten])

    def clean_verplichting(self) -> int | None:
        """The id in an order number (`V2026-000123`) or the bare number."""
        text = str(self.cleaned_data["verplichting"]).strip().upper()
        if not text:
            return None
        number = text.rpartition("-")[2]
        if not number.isdecimal() or len(number) > 15:
            raise forms.ValidationError("Schrijf het nummer zo: V2026-000123.")
        return int(number)
