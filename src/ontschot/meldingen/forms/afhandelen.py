"""What becomes of a question: waiting, helping, leading further, handing to a colleague."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from ontschot.meldingen.actions.verwijzen import Naar
from ontschot.meldingen.models import Hulp, Verwijzing
from ontschot.web.forms import DatumField, Formulier, offer, text_area

GEEN_GEZONDHEID = "Schrijf niets over gezondheid."


class WachtForm(Formulier):
    op_wie = forms.CharField(
        label="Op wie wacht je?",
        max_length=120,
        help_text=f"Een organisatie of een functie. {GEEN_GEZONDHEID}",
    )
    tot = DatumField(label="Tot wanneer?")


class HulpForm(Formulier):
    soort = forms.ChoiceField(
        label="Wat deed je?",
        choices=Hulp.SOORTEN,
        initial="gesprek",
    )
    minuten = forms.IntegerField(
        label="Of een ander aantal minuten",
        required=False,
        min_value=1,
        max_value=Hulp.MAX_MINUTEN,
        error_messages={
            "min_value": f"Vul een aantal minuten in van 1 tot en met {Hulp.MAX_MINUTEN}.",
            "max_value": f"Vul een aantal minuten in van 1 tot en met {Hulp.MAX_MINUTEN}.",
        },
    )


class VerwijsForm(Formulier):
    """To another, with a warm contact; it counts when they confirm."""

    soort = forms.ChoiceField(
        label="Wat gebeurt er?", choices=Verwijzing.SOORTEN, widget=forms.RadioSelect
    )
    organisatie = forms.TypedChoiceField(
        label="Partner", required=False, coerce=int, empty_value=None
    )
    naar = forms.CharField(
        label="Of iemand anders",
        required=False,
        max_length=160,
        help_text="Naam van de organisatie, als het geen partner is.",
    )
    dienst = forms.TypedChoiceField(
        label="Welke dienst?", required=False, coerce=int, empty_value=None
    )
    gesproken_met = forms.CharField(label="Met wie sprak je daar?", max_length=120)
    gesproken_op = DatumField(label="Wanneer?")
    email = forms.EmailField(
        label="E-mailadres voor de link",
        required=False,
        help_text="Alleen nodig als de ander geen account heeft.",
    )
    gedeeld = text_area(
        "Wat mag de ander lezen?",
        3,
        required=False,
        help_text=f"Alleen wat de persoon goedvindt. {GEEN_GEZONDHEID}",
    )

    def __init__(
        self,
        *args: Any,
        partners: Sequence[tuple[int, str]],
        diensten: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisatie", [("", "Geen partner"), *partners])
        offer(self, "dienst", [("", "Geen dienst van de menukaart"), *diensten])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("organisatie")) == bool(data.get("naar")):
            self.add_error(
                "organisatie", "Kies een partner, of vul iemand anders in: een van de twee."
            )
        return data

    def naar_wie(self) -> Naar:
        data = dict(self.cleaned_data)
        return Naar(organisatie_id=data.pop("organisatie"), dienst_id=data.pop("dienst"), **data)


class BevestigForm(Formulier):
    door = forms.CharField(label="Wie van de ander bevestigde?", max_length=120)
    op = DatumField(label="Wanneer?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"op": timezone.localdate()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class JaNeeForm(Formulier):
    """What the receiving organisatie says."""

    antwoord = forms.ChoiceField(
        label="Nemen jullie het over?",
        choices=[("ja", "Ja, wij helpen deze persoon verder"), ("nee", "Nee, dat lukt niet")],
        widget=forms.RadioSelect,
    )
    reden = text_area("Waarom niet?", 2, required=False, help_text=GEEN_GEZONDHEID)


class OnderwerpForm(Formulier):
    rubriek = forms.ChoiceField(label="Waar gaat het over?", required=False)

    def __init__(self, *args: Any, rubrieken: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rubriek", [("", "Nog niet bekend"), *rubrieken])


class WijsToeForm(Formulier):
    naar = forms.TypedChoiceField(label="Aan wie?", coerce=int)

    def __init__(self, *args: Any, collegas: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "naar", collegas)
