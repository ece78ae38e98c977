"""The forms of the doors: quick, a whole afternoon, terms, stops, referrals and help."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from ontschot.meldingen.deuren import Keuzes
from ontschot.meldingen.models import Hulp, Intakestop, Melding, Verwijzing
from ontschot.meldingen.stoppen import Stopgegevens
from ontschot.meldingen.termijnen import VELDEN
from ontschot.meldingen.verwijzen import Naar
from ontschot.web.forms import DatumField, Formulier, offer, text_area

GEEN_GEZONDHEID = "Schrijf niets over gezondheid."


class SnelForm(Formulier):
    """Three boxes: the question, the door (remembered), and how to reach somebody."""

    vraag = forms.CharField(
        label="Wat is de vraag?",
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=GEEN_GEZONDHEID,
    )
    deur = forms.ChoiceField(label="Deur")
    bereik = forms.CharField(
        label="Telefoon of e-mail",
        required=False,
        help_text="Leeg is anoniem: dan krijgt de persoon een code.",
    )
    minuten = forms.IntegerField(
        label="Al beantwoord? Hoeveel minuten kostte het?",
        required=False,
        min_value=1,
        max_value=Hulp.MAX_MINUTEN,
    )
    formulier = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, deuren: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "deur", deuren)


class MiddagForm(Formulier):
    """The head of the table of an afternoon; the rows stand beside it."""

    deur = forms.ChoiceField(label="Waar was dit?")
    formulier = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, deuren: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "deur", deuren)


class TermijnenForm(Formulier):
    """Working days per promise."""

    LABELS = {
        "werkdagen": "Eerste contact met een mens",
        "antwoord_werkdagen": "Antwoord",
        "wachten_werkdagen": "Zo lang mag een vraag op een ander wachten",
        "klim_werkdagen": "Zo lang na de afgesproken dag ziet ook de coördinator het",
        "bevestiging_werkdagen": "Zo lang heeft een ander om te bevestigen",
    }
    GRENZEN = {
        "werkdagen": (1, 30),
        "antwoord_werkdagen": (1, 60),
        "wachten_werkdagen": (1, 60),
        "klim_werkdagen": (0, 30),
        "bevestiging_werkdagen": (1, 30),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for veld in VELDEN:
            low, high = self.GRENZEN[veld]
            self.fields[veld] = forms.IntegerField(
                label=self.LABELS[veld],
                min_value=low,
                max_value=high,
                help_text=f"In werkdagen, {low} tot en met {high}.",
                error_messages={
                    "required": f"Vul bij “{self.LABELS[veld]}” een aantal werkdagen in.",
                    "invalid": f"Vul bij “{self.LABELS[veld]}” een heel getal in.",
                    "min_value": f"“{self.LABELS[veld]}” is minstens {low}.",
                    "max_value": f"“{self.LABELS[veld]}” is hoogstens {high}.",
                },
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        contact, antwoord = data.get("werkdagen"), data.get("antwoord_werkdagen")
        if contact and antwoord and antwoord < contact:
            self.add_error(
                "antwoord_werkdagen",
                "Het antwoord kan niet eerder komen dan het eerste contact. Kies meer dagen.",
            )
        return data


class WerkcafeForm(Formulier):
    naam = forms.CharField(label="Naam", max_length=120, help_text="Bijvoorbeeld: Werkcafé Wijchen")
    plaats = forms.CharField(
        label="Plaats", max_length=120, help_text="Bijvoorbeeld: bibliotheek Wijchen"
    )
    datum = DatumField(label="Datum")


class CampagneForm(Formulier):
    naam = forms.CharField(label="Naam", max_length=120)
    van = DatumField(label="Eerste dag")
    tot = DatumField(label="Laatste dag", required=False)


class StopForm(Formulier):
    """An intake stop: for whom, why, how long, and what people are told meanwhile."""

    deur = forms.ChoiceField(
        label="Voor welke deur?", required=False, choices=[("", "Alle deuren"), *Melding.DEUREN]
    )
    rubriek = forms.ChoiceField(label="Voor welk onderwerp?", required=False)
    reden = forms.ChoiceField(label="Waarom?", choices=Intakestop.REDENEN, widget=forms.RadioSelect)
    van = DatumField(label="Eerste dag")
    tot = DatumField(label="Laatste dag")
    tekst_nl = text_area(
        "Wat lezen bezoekers?",
        3,
        help_text="Zeg waarom het langer duurt en wat iemand nu al kan doen.",
    )
    tekst_en = text_area("En in het Engels?", 3)

    def __init__(self, *args: Any, rubrieken: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rubriek", [("", "Alle onderwerpen"), *rubrieken])

    def gegevens(self) -> Stopgegevens:
        return Stopgegevens(**self.cleaned_data)


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


class RijForm(Formulier):
    """One row of the afternoon; empty rows do not count."""

    vraag = forms.CharField(required=False)
    bereik = forms.CharField(required=False)
    minuten = forms.CharField(required=False)

    def __init__(self, *args: Any, nummer: int, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"rij{nummer}", **kwargs)
        self.nummer = nummer
        for veld, label in (("vraag", "Vraag"), ("bereik", "Bereik"), ("minuten", "Minuten")):
            shape = {"aria-label": f"{label} in rij {nummer}", "autocomplete": "off"}
            # A short answer gets a short box; the question gets what is left of the row.
            narrow = {"class": "os-w-xs" if veld == "minuten" else "os-w-s"}
            self.fields[veld].widget = (
                forms.Textarea(attrs=shape | {"rows": 1})
                if veld == "vraag"
                else forms.TextInput(attrs=shape | narrow)
            )

    @property
    def leeg(self) -> bool:
        return not any(str(value).strip() for value in self.cleaned_data.values())

    @property
    def fouten(self) -> list[str]:
        return [str(fout) for veld in self.errors.values() for fout in veld]


MAX_RIJEN = 15


def afternoon_rows(posted: Any) -> list[RijForm]:
    """Fifteen rows, filled with what was sent."""
    return [RijForm(posted or None, nummer=n) for n in range(1, MAX_RIJEN + 1)]
