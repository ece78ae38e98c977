"""The forms around the buying: six questions, who else pays, how long, which papers."""

from typing import Any

from django import forms
from django.utils import timezone

from ontschot.trajecten.actions.inkoop import MAX_OMDAT, Deel
from ontschot.trajecten.models import Kostendeel
from ontschot.trajecten.models.inkoop import ANTWOORDEN
from ontschot.trajecten.rules import TEGEN, VRAGEN
from ontschot.web.forms import BedragField, DatumField, Formulier, text_area

BETALERS_PER_FORM = 3
HELP = {
    "plicht": "Denk aan de cao en het sociaal plan",
    "gemotiveerd": "Alleen ja of nee. Schrijf niets over gezondheid.",
    "kansrijk": "Welk beroep, of welke werkgever belooft een baan?",
}


class CheckForm(Formulier):
    """The six questions before a besluit, filled in as far as they are known."""

    klopt = forms.BooleanField(
        label="Ik heb de zes vragen nagelopen",
        error_messages={"required": "Loop de zes vragen na en zet een vinkje."},
    )

    def __init__(self, *args: Any, answers: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        self.known = answers
        super().__init__(*args, **kwargs)
        for vraag, label in VRAGEN.items():
            antwoord, omdat = answers[vraag]
            self.fields[vraag] = forms.ChoiceField(
                label=label,
                choices=ANTWOORDEN,
                widget=forms.RadioSelect,
                required=False,
                initial=antwoord,
                help_text=HELP.get(vraag, ""),
            )
            self.fields[f"{vraag}_omdat"] = forms.CharField(
                label="Toelichting",
                required=False,
                max_length=MAX_OMDAT,
                initial=omdat,
                help_text=f"Nodig bij {TEGEN[vraag]}" if vraag in TEGEN else "",
            )

    @property
    def answers(self) -> dict[str, tuple[str, str]]:
        """What was sent; a question that was left out keeps what was known."""
        data = self.cleaned_data
        return {
            vraag: (data[vraag], data[f"{vraag}_omdat"]) if data[vraag] else self.known[vraag]
            for vraag in VRAGEN
        }

    def rows(self) -> list[tuple[Any, Any]]:
        """Per question its two fields, for the page."""
        return [(self[vraag], self[f"{vraag}_omdat"]) for vraag in VRAGEN]

    def lines(self) -> list[tuple[str, str, str]]:
        """Per question what is known, in words."""
        words = dict(ANTWOORDEN)
        return [(VRAGEN[v], words[a], omdat) for v, (a, omdat) in self.known.items()]


class BetaalForm(Formulier):
    """Who else pays a share of the price; three at most, and most often nobody."""

    def __init__(self, *args: Any, delen: list[Kostendeel] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = delen or []
        for number in range(1, BETALERS_PER_FORM + 1):
            deel = known[number - 1] if number <= len(known) else None
            self.fields[f"betaler{number}"] = forms.ChoiceField(
                label="Wie betaalt mee?",
                choices=[("", "Niemand"), *Kostendeel.BETALERS],
                required=False,
                initial=deel.betaler if deel else "",
            )
            self.fields[f"wie{number}"] = forms.CharField(
                label="Naam van het fonds of de organisatie",
                required=False,
                max_length=100,
                initial=deel.wie if deel else "",
            )
            self.fields[f"cent{number}"] = BedragField(
                label="Bedrag", required=False, initial=deel.cent if deel else None
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(1, BETALERS_PER_FORM + 1):
            betaler, cent = data.get(f"betaler{number}"), data.get(f"cent{number}")
            if betaler and not cent and f"cent{number}" not in self.errors:
                self.add_error(f"cent{number}", "Vul in hoeveel deze betaler meebetaalt.")
            if cent and not betaler:
                self.add_error(f"betaler{number}", "Kies wie dit bedrag betaalt.")
        return data

    @property
    def has_shares(self) -> bool:
        """Somebody pays a share, or what was typed about it needs attention."""
        return any(self[f"betaler{n}"].value() for n in range(1, BETALERS_PER_FORM + 1)) or bool(
            self.errors
        )

    @property
    def delen(self) -> list[Deel]:
        data = self.cleaned_data
        numbers = range(1, BETALERS_PER_FORM + 1)
        return [
            Deel(data[f"betaler{n}"], data[f"wie{n}"], data[f"cent{n}"])
            for n in numbers
            if data[f"betaler{n}"]
        ]

    def rows(self) -> list[tuple[Any, Any, Any]]:
        numbers = range(1, BETALERS_PER_FORM + 1)
        return [(self[f"betaler{n}"], self[f"wie{n}"], self[f"cent{n}"]) for n in numbers]


class LangerForm(Formulier):
    reden = text_area(
        "Waarom mag het langer duren?", 2, help_text="Noem geen naam en geen gezondheid."
    )


class StukForm(Formulier):
    naam = forms.CharField(widget=forms.HiddenInput)
    op = DatumField(label="Sinds wanneer is dit er?", initial=timezone.localdate)


class InkoopregelForm(Formulier):
    """What the region itself asks before it buys."""

    van = DatumField(label="Vanaf welke dag geldt dit?")
    kansrijk_nodig = forms.BooleanField(
        label="Bij scholing is een kansrijk beroep of een baangarantie nodig", required=False
    )
    maximaal_maanden = forms.IntegerField(
        label="Hoeveel maanden mag een interventie duren?",
        required=False,
        min_value=1,
        max_value=60,
        help_text="Alleen waar de regeling geen grens noemt. Duurt het langer? Dan beslis jij.",
    )
    bron = forms.CharField(
        label="Waar staat dit?",
        required=False,
        max_length=200,
        help_text="Bijvoorbeeld: besluit van het Regionaal Beraad van 12 maart",
    )
