"""The forms of this room."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ontschot.meldingen.models import Melding
from ontschot.web.forms import Formulier, offer, text_area

# A professional records what came in by other ways; visitors use the portaal themselves.
DEUREN = [keuze for keuze in Melding.DEUREN if keuze[0] != "portaal"]
TALEN = [("nl", "Nederlands"), ("en", "Engels")]


class VraagForm(Formulier):
    """A question by telephone or at the counter: question, door, how to reach."""

    vraag = text_area(
        "Wat is de vraag?",
        4,
        help_text="Schrijf op zoals de persoon het vertelt. Noem geen ziekte of beperking.",
    )
    deur = forms.ChoiceField(
        label="Hoe kwam de vraag binnen?",
        choices=DEUREN,
        widget=forms.RadioSelect,
        initial="telefoon",
    )
    plaats = forms.CharField(
        label="Waar?", required=False, max_length=120, help_text="Bijvoorbeeld: Werkcafé Wijchen"
    )
    contactwijze = forms.ChoiceField(
        label="Hoe mogen we antwoorden?",
        choices=[("bellen", "Bellen"), ("mailen", "Mailen"), ("anoniem", "Blijft anoniem")],
        widget=forms.RadioSelect,
        initial="bellen",
    )
    naam = forms.CharField(label="Naam", required=False, max_length=160)
    telefoon = forms.CharField(label="Telefoonnummer", required=False, max_length=20)
    email = forms.EmailField(label="E-mailadres", required=False)
    gemeente = forms.TypedChoiceField(
        label="Gemeente", required=False, coerce=int, empty_value=None
    )
    taal = forms.ChoiceField(label="Antwoord in het", choices=TALEN, initial="nl")
    zelf = forms.BooleanField(label="Ik pak deze vraag zelf op", required=False, initial=True)

    def __init__(self, *args: Any, gemeenten: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "gemeente", [("", "Niet gevraagd"), *gemeenten])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        filled = [name for name in ("naam", "telefoon", "email") if data.get(name)]
        if data.get("contactwijze") == "anoniem" and filled:
            self.add_error(
                filled[0],
                "Je koos anoniem. Haal dit weg, of kies bellen of mailen.",
            )
        return data


class AntwoordForm(Formulier):
    tekst = text_area(
        "Antwoord",
        6,
        help_text="Schrijf gewone woorden en korte zinnen.",
    )


class SluitForm(Formulier):
    uitkomst = forms.ChoiceField(
        label="Wat is er van de vraag geworden?",
        choices=Melding.UITKOMSTEN,
        widget=forms.RadioSelect,
    )


class VragenfilterForm(Formulier):
    wie = forms.ChoiceField(
        label="Van wie", required=False, choices=[("", "Van iedereen"), ("mij", "Van mij")]
    )
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Loopt nog"), *Melding.STAPPEN.choices],
    )
    deur = forms.ChoiceField(
        label="Deur", required=False, choices=[("", "Alle deuren"), *Melding.DEUREN]
    )
    laat = forms.BooleanField(label="Alleen te laat", required=False)


def known_from(melding: Melding) -> dict[str, Any]:
    """What the question already says about the person, for the form of a kandidaat."""
    first, _, last = melding.naam.partition(" ")
    return {
        "voornaam": first,
        "achternaam": last,
        "gemeente": melding.gemeente_id,
        "telefoon": melding.telefoon,
        "email": melding.email,
        "taal": melding.taal,
    }
