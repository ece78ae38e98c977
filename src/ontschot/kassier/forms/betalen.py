"""Which declaraties are paid, when, and on which account."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from ontschot.kassier.forms.common import TickField
from ontschot.kassier.models import Declaratie, Kostendeclaratie
from ontschot.netwerk.models import Organisatie
from ontschot.web.forms import DatumField, Formulier, offer


class BatchForm(Formulier):
    """Which approved declaraties and kostendeclaraties go in the batch."""

    declaraties = TickField(label="Declaraties", required=False)
    kosten = TickField(label="Organisatiekosten", required=False)
    uitvoerdatum = DatumField(
        label="Wanneer moet de bank betalen?",
        help_text="Leeg: zo snel mogelijk. In het weekend en op feestdagen betalen banken niet.",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        rows: Iterable[Declaratie],
        kosten: Iterable[Kostendeclaratie] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "declaraties", [(row.pk, str(row.pk)) for row in rows])
        offer(self, "kosten", [(row.pk, str(row.pk)) for row in kosten])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("declaraties") and not data.get("kosten"):
            self.add_error("declaraties", "Vink minstens één declaratie aan.")
        return data


class DagForm(Formulier):
    """Which day's approvals are collected."""

    fonds = forms.CharField(widget=forms.HiddenInput, required=False)
    tot = DatumField(label="Goedgekeurd tot en met", required=False)


class RekeningForm(Formulier):
    organisatie = forms.TypedChoiceField(label="Van wie?", coerce=int)
    iban = forms.CharField(label="Rekeningnummer (IBAN)", max_length=42)
    tenaamstelling = forms.CharField(label="Op welke naam staat de rekening?", max_length=70)
    van = DatumField(label="Vanaf wanneer?")

    def __init__(self, *args: Any, organisaties: Iterable[Organisatie], **kwargs: Any) -> None:
        super().__init__(*args, initial={"van": timezone.localdate()}, **kwargs)
        offer(self, "organisatie", [(o.pk, o.naam) for o in organisaties])
