"""The forms around the buying: six questions, who else pays, how long, which papers."""

from typing import Any

from django import forms
from django.utils import timezone

from ontschot.trajecten.actions.inkoop import MAX_OMDAT, Deel, Kansrijkkeuze
from ontschot.trajecten.models import Kostendeel
from ontschot.trajecten.models.inkoop import ANTWOORDEN, VORMEN, Inkoopcheck
from ontschot.trajecten.queries.inkoop import Kansrijklijst, lijst_in_words
from ontschot.trajecten.rules import TEGEN, VRAGEN
from ontschot.web.forms import BedragField, DatumField, Formulier, text_area

BETALERS_PER_FORM = 3
HELP = {
    "plicht": "Denk aan de cao en het sociaal plan",
    "gemotiveerd": "Alleen ja of nee. Schrijf niets over gezondheid.",
}


class CheckForm(Formulier):
    """The six questions before a besluit, filled in as far as they are known."""

    klopt = forms.BooleanField(
        label="Ik heb de zes vragen nagelopen",
        error_messages={"required": "Loop de zes vragen na en zet een vinkje."},
    )

    def __init__(
        self,
        *args: Any,
        answers: dict[str, tuple[str, str]],
        lijst: Kansrijklijst,
        said: Inkoopcheck | None = None,
        gevraagd: str = "",
        **kwargs: Any,
    ) -> None:
        """`answers` is what is known, `lijst` the trades that may be chosen, `said` the last.

        `gevraagd` is what the region still asks about a kansrijk beroep: then that question
        stands open on the page.
        """
        self.known, self.said, self.gevraagd = answers, said, gevraagd
        super().__init__(*args, **kwargs)
        self._add_questions(answers)
        self._add_kansrijk(lijst, said)

    def _add_questions(self, answers: dict[str, tuple[str, str]]) -> None:
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

    def _add_kansrijk(self, lijst: Kansrijklijst, said: Inkoopcheck | None) -> None:
        """The list proposes; a trade that is not on it is told in words."""
        proposed = said.kansrijk_beroep_id if said else None
        if said is None and lijst.voorstel:
            proposed = lijst.voorstel.beroep_id
        if lijst.beroepen:
            self.fields["kansrijk_beroep"] = forms.TypedChoiceField(
                label="Welk beroep van de lijst?",
                choices=[("", "Geen, of een ander beroep")]
                + [(beroep.beroep_id, beroep.naam) for beroep in lijst.beroepen],
                coerce=int,
                empty_value=None,
                required=False,
                initial=proposed,
                help_text=f"De lijst {lijst_in_words(lijst.beroepen[0])}. Staat het beroep er "
                "niet op? Schrijf dan bij de toelichting waarom het kansrijk is.",
            )
        self.fields["baangarantie_van"] = forms.CharField(
            label="Wie belooft een baan?",
            required=False,
            max_length=140,
            initial=said.baangarantie_van if said else "",
            help_text="Alleen als er een baangarantie is. Noem de organisatie, geen persoon.",
        )

    def clean(self) -> dict[str, Any]:
        """Who names a trade or a promise, and left the answer open, says yes by that."""
        data = super().clean() or {}
        named = data.get("kansrijk_beroep") or data.get("baangarantie_van")
        if named and (data.get("kansrijk") or self.known["kansrijk"][0]) == "onbekend":
            data["kansrijk"] = "ja"
        return data

    @property
    def keuze(self) -> Kansrijkkeuze:
        data = self.cleaned_data
        return Kansrijkkeuze(data.get("kansrijk_beroep"), data["baangarantie_van"])

    def rows(self) -> list[list[Any]]:
        """Per question its fields, for the page; without the one that stands open."""
        return [self._row(v) for v in VRAGEN if not (self.gevraagd and v == "kansrijk")]

    def kansrijk_row(self) -> list[Any]:
        """The fields of the question that stands open."""
        return self._row("kansrijk")

    def _row(self, vraag: str) -> list[Any]:
        extra = ("kansrijk_beroep", "baangarantie_van") if vraag == "kansrijk" else ()
        names = [vraag, *(name for name in extra if name in self.fields), f"{vraag}_omdat"]
        return [self[name] for name in names]

    def lines(self) -> list[tuple[str, str, str]]:
        """Per question what is known, in words; once said, with the trade and the promise."""
        if self.said:
            return self.said.regels()
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


class LeerbedrijfForm(Formulier):
    """What somebody saw in the register of leerbedrijven. No address of it is built in."""

    bedrijf = forms.CharField(label="Welk bedrijf?", max_length=140)
    plaats = forms.CharField(label="In welke plaats?", required=False, max_length=80)
    waar = forms.CharField(
        label="Waar heb je het opgezocht?",
        max_length=140,
        help_text="Bijvoorbeeld: op de website van SBB, of gebeld met SBB. Noem geen naam.",
    )
    opgezocht_op = DatumField(label="Op welke dag?", initial=timezone.localdate)
    erkend = forms.TypedChoiceField(
        label="Was het bedrijf erkend voor deze opleiding?",
        choices=[("ja", "Ja"), ("nee", "Nee")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "ja",
        empty_value=None,
    )


class StukForm(Formulier):
    naam = forms.CharField(widget=forms.HiddenInput)
    op = DatumField(label="Sinds wanneer is dit er?", initial=timezone.localdate)


class InkoopregelForm(Formulier):
    """What the region itself asks before it buys."""

    van = DatumField(label="Vanaf welke dag geldt dit?")
    kansrijk = forms.ChoiceField(
        label="Wat is er bij scholing nodig?",
        choices=[("", "Niets extra"), *VORMEN],
        required=False,
        widget=forms.RadioSelect,
    )
    maximaal_maanden = forms.IntegerField(
        label="Hoeveel maanden mag een interventie duren?",
        required=False,
        min_value=1,
        max_value=60,
        help_text="Alleen waar de regeling geen grens noemt. Duurt het langer? Dan beslis jij.",
    )
    stukken = text_area(
        "Welke stukken moeten er zijn bij praktijkleren?",
        3,
        required=False,
        help_text="Eén stuk per regel. Leeg: alleen wat de landelijke regeling vraagt.",
    )
    bron = forms.CharField(
        label="Waar staat dit?",
        required=False,
        max_length=200,
        help_text="Bijvoorbeeld: besluit van het Regionaal Beraad van 12 maart",
    )
