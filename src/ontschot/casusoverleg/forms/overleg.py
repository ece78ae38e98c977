"""The forms around the meetings, and what is said there."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ontschot.casusoverleg.models import Overlegreeks
from ontschot.web.forms import DatumField, Formulier, offer, text_area

NO_HEALTH = "Noem geen naam. Schrijf niets over gezondheid."
Keuzes = Iterable[tuple[Any, str]]


class ReeksForm(Formulier):
    """Plan a series of meetings."""

    naam = forms.CharField(label="Hoe heet het overleg?", max_length=80, initial="Casusoverleg")
    weekdag = forms.TypedChoiceField(
        label="Op welke dag?", choices=Overlegreeks.WEEKDAGEN, coerce=int, initial=1
    )
    om = forms.TimeField(
        label="Hoe laat?",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Schrijf de tijd zo: 9:30."},
    )
    duur_minuten = forms.IntegerField(
        label="Hoeveel minuten?", min_value=10, max_value=480, initial=60
    )
    elke_weken = forms.TypedChoiceField(
        label="Hoe vaak?",
        choices=[(1, "elke week"), (2, "om de week"), (4, "elke vier weken")],
        coerce=int,
    )
    van = DatumField(label="Vanaf")
    plaats = forms.CharField(label="Waar?", max_length=120, required=False)
    online = forms.URLField(
        label="Link voor wie online meedoet", required=False, assume_scheme="https"
    )
    partners = forms.TypedMultipleChoiceField(
        label="Welke partners verwacht je?", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    quorum = forms.IntegerField(
        label="Hoeveel partners moeten er zijn om te beslissen?", min_value=1, max_value=50
    )

    def __init__(self, *args: Any, partners: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "partners", partners)


class InstellingForm(Formulier):
    stil_dagen = forms.IntegerField(
        label="Na hoeveel dagen zonder nieuws komt een casus op de agenda?",
        min_value=1,
        max_value=365,
    )
    loopt_af_dagen = forms.IntegerField(
        label="Hoeveel dagen vooruit kijken naar wat afloopt?", min_value=1, max_value=180
    )
    leest_dagen = forms.IntegerField(
        label="Hoeveel dagen na het overleg leest een meelezer nog mee?", min_value=0, max_value=90
    )
    aanbieder_beslist_niet = forms.BooleanField(
        label="Wie bij de aanbieder werkt, beslist niet", required=False
    )
    inkoper_beslist_niet = forms.BooleanField(
        label="Wie bij de inkoper werkt, beslist niet", required=False
    )


class VerzetForm(Formulier):
    dag = DatumField(label="Nieuwe dag")
    om = forms.TimeField(
        label="Hoe laat?",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Schrijf de tijd zo: 9:30."},
    )
    plaats = forms.CharField(label="Waar?", max_length=120, required=False)
    online = forms.URLField(
        label="Link voor wie online meedoet", required=False, assume_scheme="https"
    )


class AfzegForm(Formulier):
    reden = forms.CharField(label="Waarom gaat het niet door?", max_length=160)


class AanwezigForm(Formulier):
    aanwezig = forms.TypedMultipleChoiceField(
        label="Wie is er?",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, partners: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "aanwezig", partners)


class InbrengForm(Formulier):
    """Put a case on the agenda."""

    overleg_id = forms.TypedChoiceField(label="Welk overleg?", coerce=int)
    vraag = text_area("Wat wil je vragen?", 3, help_text=NO_HEALTH)

    def __init__(self, *args: Any, overleggen: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "overleg_id", overleggen)


class NotitieForm(Formulier):
    notitie = text_area("Wat is er besproken?", 4, required=False, help_text=NO_HEALTH)


class ActieForm(Formulier):
    wat = forms.CharField(label="Wat gaat er gebeuren?", max_length=200)
    eigenaar_id = forms.TypedChoiceField(label="Wie doet dit?", coerce=int)
    uiterlijk = DatumField(label="Uiterlijk")

    def __init__(self, *args: Any, collegas: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "eigenaar_id", [("", "Kies een collega"), *collegas])


class AfrondForm(Formulier):
    resultaat = forms.CharField(
        label="Wat kwam eruit?", required=False, max_length=200, help_text=NO_HEALTH
    )


class MeeleesForm(Formulier):
    rol_id = forms.TypedChoiceField(label="Wie mag meelezen?", coerce=int)

    def __init__(self, *args: Any, collegas: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rol_id", [("", "Kies een collega"), *collegas])
