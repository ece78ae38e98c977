"""What somebody says who wants a report, open data or a delivery."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from ontschot.monitor.codes import Codelijsten, klassen
from ontschot.monitor.rapport.actions import yesterday
from ontschot.monitor.rapport.soorten import Vraag
from ontschot.monitor.selectie import EERSTE_JAAR, NEDERLAND
from ontschot.web.format import maand
from ontschot.web.forms import DatumField, Formulier, offer


def _years(*, over: bool) -> list[tuple[str, str]]:
    """The years to choose from, newest first; `over`: only those that lie behind us."""
    last = timezone.localdate().year - (1 if over else 0)
    return [(str(j), str(j)) for j in range(last, EERSTE_JAAR - 1, -1)]


class RapportForm(Formulier):
    regio = forms.ChoiceField(label="Regio's")
    regios = forms.MultipleChoiceField(
        label="Of kies zelf regio's",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies je hier regio's, dan gaat het rapport over deze regio's samen.",
    )
    jaar = forms.ChoiceField(label="Jaar")
    bescherming = forms.ChoiceField(
        label="Voor wie is het?",
        choices=[
            ("buiten", "Voor buiten: beschermd, te kleine aantallen blijven verborgen"),
            ("binnen", "Voor intern gebruik: exacte aantallen, niet doorgeven"),
        ],
        initial="buiten",
        widget=forms.RadioSelect,
    )
    per_regio = forms.BooleanField(label="Ook elke regio apart", required=False)
    peil = DatumField(
        label="Zoals bekend op",
        required=False,
        help_text="Leeg: gisteren. Wat vandaag is vastgelegd, telt vanaf morgen mee.",
    )

    def __init__(self, *args: Any, codes: Codelijsten, eigen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vast = [(naam, keuze["label"]) for naam, keuze in klassen()["selectie"].items()]
        regios = list(codes.labels("regio").items())
        offer(self, "regio", [(NEDERLAND, "Nederland"), *vast, *regios])
        offer(self, "regios", regios)
        offer(self, "jaar", _years(over=False))
        self.fields["regio"].initial = eigen
        self.fields["jaar"].initial = str(timezone.localdate().year - 1)

    def vraag(self) -> Vraag:
        data = self.cleaned_data
        return Vraag(
            soort="rapport",
            keuze=",".join(sorted(data["regios"])) or data["regio"],
            jaar=int(data["jaar"]),
            peil=data["peil"] or yesterday(),
            per_regio=data["per_regio"],
            intern=data["bescherming"] == "binnen",
        )


class OpenDataForm(Formulier):
    jaar = forms.ChoiceField(label="Jaar")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "jaar", _years(over=True))

    def vraag(self) -> Vraag:
        jaar = int(self.cleaned_data["jaar"])
        return Vraag(
            soort="open_data", keuze=NEDERLAND, jaar=jaar, peil=yesterday(), per_regio=True
        )


class LeverForm(Formulier):
    """A delivery is of whole months; the last one that is over is proposed."""

    tot = forms.ChoiceField(
        label="Tot en met",
        help_text="Een levering gaat over de maanden van januari tot en met deze maand.",
    )
    leeg_klopt = forms.BooleanField(
        label="Maanden zonder interventies kloppen",
        required=False,
        help_text="Kies dit alleen als er in die maanden echt niets is ingekocht.",
    )

    def __init__(self, *args: Any, eigen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.eigen = eigen
        last = timezone.localdate().replace(day=1) - timedelta(days=1)
        months = [last]
        while len(months) < 24 and months[-1].replace(day=1) > date(EERSTE_JAAR, 1, 1):
            months.append(months[-1].replace(day=1) - timedelta(days=1))
        offer(
            self, "tot",
            [(m.isoformat(), maand(m)) for m in months],
        )  # fmt: skip

    def vraag(self) -> Vraag:
        tot = date.fromisoformat(self.cleaned_data["tot"])
        whole = (tot.month, tot.day) == (12, 31)
        return Vraag(
            soort="levering",
            keuze=self.eigen,
            jaar=tot.year,
            tot=None if whole else tot,
            peil=yesterday(),
            intern=True,
            leeg_klopt=self.cleaned_data["leeg_klopt"],
        )
