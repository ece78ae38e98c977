"""The forms of this room."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from ontschot.meldingen.deuren import GROEPEN, LABELS, NERGENS, split
from ontschot.meldingen.models import INDICATIEKEUZES, Melding
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
    welke = forms.ChoiceField(
        label="Waar precies?",
        required=False,
        help_text="Welk Werkcafé, welke campagne of welke partner. Kies ‘geen’ als het niet past.",
    )
    plaats = forms.CharField(
        label="Waar?", required=False, max_length=120, help_text="Bijvoorbeeld: bibliotheek Wijchen"
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
    indicatie = forms.ChoiceField(
        label="Wat is nu de situatie?",
        required=False,
        choices=[("", "Niet gevraagd"), *INDICATIEKEUZES],
    )
    rubriek = forms.ChoiceField(label="Waar gaat het over?", required=False)
    zelf = forms.BooleanField(label="Ik pak deze vraag zelf op", required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        gemeenten: Sequence[tuple[int, str]],
        plekken: Mapping[str, list[tuple[str, str]]],
        rubrieken: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "gemeente", [("", "Niet gevraagd"), *gemeenten])
        offer(self, "rubriek", [("", "Nog niet bekend"), *rubrieken])
        grouped = [(GROEPEN[deur], rows) for deur, rows in plekken.items()]
        offer(self, "welke", [("", "Geen"), *grouped])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        filled = [name for name in ("naam", "telefoon", "email") if data.get(name)]
        if data.get("contactwijze") == "anoniem" and filled:
            self.add_error(
                filled[0],
                "Je koos anoniem. Haal dit weg, of kies bellen of mailen.",
            )
        self._place(data)
        return data

    def _place(self, data: dict[str, Any]) -> None:
        """Door and place as `herkomst`; a Werkcafé and elsewhere say which, and no other door."""
        deur, welke = data.get("deur", ""), data.pop("welke", "")
        if deur in {"werkcafe", "elders"} and not welke:
            self.add_error("welke", f"Kies bij ‘{LABELS.get(deur, deur)}’ waar precies.")
        elif welke and welke.partition(":")[0] != deur:
            self.add_error("welke", "Dit hoort bij een andere deur. Kies de deur die erbij past.")
        else:
            data["herkomst"] = split(welke)[1] if welke else NERGENS


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
    wie = forms.ChoiceField(label="Van wie", required=False)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Loopt nog"), *Melding.STAPPEN.choices],
    )
    deur = forms.ChoiceField(
        label="Deur", required=False, choices=[("", "Alle deuren"), *Melding.DEUREN]
    )
    campagne = forms.ChoiceField(label="Campagne", required=False)
    wacht = forms.ChoiceField(
        label="Wacht",
        required=False,
        choices=[("", "Alles"), ("ander", "Op een ander"), ("lijst", "Op de wachtlijst")],
    )
    laat = forms.BooleanField(label="Alleen te laat", required=False)

    def __init__(
        self,
        *args: Any,
        collegas: Sequence[tuple[str, str]],
        campagnes: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "wie", [("", "Van iedereen"), ("mij", "Van mij"), *collegas])
        offer(self, "campagne", [("", "Alle campagnes"), *campagnes])


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
