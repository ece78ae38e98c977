"""Which money, over which period, as known when."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from ontschot.kassier.models import Fonds
from ontschot.verantwoording.rules import Periode
from ontschot.web.forms import DatumField, Formulier, offer

EIGEN = "eigen"


class PeriodeForm(Formulier):
    """A year or quarter that is known, or two days of one's own."""

    periode = forms.ChoiceField(label="Over welke periode?")
    van = DatumField(
        label="Eerste dag", help_text="Alleen bij een periode van eigen keuze", required=False
    )
    tot = DatumField(
        label="Laatste dag", help_text="Alleen bij een periode van eigen keuze", required=False
    )

    def __init__(self, *args: Any, periodes: Iterable[Periode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periodes = {periode.sleutel: periode for periode in periodes}
        known = ((p.sleutel, p.naam) for p in self.periodes.values())
        offer(self, "periode", [*known, (EIGEN, "eigen keuze")])

    def clean(self) -> dict[str, Any]:
        """Always with a first and a last day."""
        data: dict[str, Any] = super().clean() or {}
        known = self.periodes.get(data.get("periode", ""))
        if known:
            data["van"], data["tot"] = known.van, known.tot
        elif data.get("periode") == EIGEN:
            for naam in ("van", "tot"):
                if not isinstance(data.get(naam), date) and naam not in self.errors:
                    self.add_error(naam, "Vul een dag in, bijvoorbeeld 31-3-2026.")
        return data


class VerslagForm(PeriodeForm):
    """Two choices are enough; own days and a peildatum are for who needs them."""

    fonds = forms.TypedChoiceField(label="Over welk geld?", coerce=int, empty_value=None)
    peildatum = DatumField(
        label="Zoals bekend op",
        help_text="Leeg: nu. Anders telt wat er aan het einde van die dag geboekt was.",
        required=False,
    )

    def __init__(self, *args: Any, fondsen: Iterable[Fonds], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "fonds",
            [("", "alle fondsen van de regio"), *((f.pk, f.naam) for f in fondsen)],
        )
        self.fields["fonds"].required = False
