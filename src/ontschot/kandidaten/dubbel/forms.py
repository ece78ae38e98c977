"""The forms about doubles."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ontschot.kandidaten.dubbel.vergelijken import Waarde
from ontschot.web.forms import Formulier, offer, text_area


class SamenvoegForm(Formulier):
    """Which dossier goes on, which value of each field, and who is the one vaste contact.

    `een` and `twee` are (key, label) of the two dossiers, in the order of the page.
    """

    blijver = forms.ChoiceField(
        label="Welk dossier gaat verder?",
        widget=forms.RadioSelect,
        help_text="Het andere dossier blijft te lezen, en zijn sleutel leidt hierheen.",
    )
    contact = forms.TypedChoiceField(
        label="Wie is daarna het vaste contact?", coerce=int, widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,
        een: tuple[str, str],
        twee: tuple[str, str],
        contacten: Sequence[tuple[int, str]],
        waarden: Sequence[Waarde],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.een, self.twee, self.waarden = een[0], twee[0], waarden
        offer(self, "blijver", [een, twee])
        offer(self, "contact", contacten)
        for waarde in waarden:
            if not waarde.gelijk:
                self.fields[f"veld_{waarde.naam}"] = forms.ChoiceField(
                    label=waarde.label,
                    widget=forms.RadioSelect,
                    choices=[("een", waarde.een), ("twee", waarde.twee)],
                    initial=waarde.voorstel,
                    error_messages={"required": f"Kies een waarde bij “{waarde.label}”."},
                )

    @property
    def keuzevelden(self) -> list[Any]:
        return [self[f"veld_{w.naam}"] for w in self.waarden if not w.gelijk]

    @property
    def verliezer(self) -> str:
        return self.twee if self.cleaned_data["blijver"] == self.een else self.een

    def keuzes(self) -> list[str]:
        """The fields of which the value of the dossier that ends is taken over."""
        other = "twee" if self.cleaned_data["blijver"] == self.een else "een"
        return [
            name.removeprefix("veld_")
            for name, value in self.cleaned_data.items()
            if name.startswith("veld_") and value == other
        ]


class AkkoordForm(Formulier):
    antwoord = forms.ChoiceField(
        label="Ben je het ermee eens?",
        choices=[("ja", "Ja, voeg samen"), ("nee", "Nee")],
        widget=forms.RadioSelect,
    )
    toelichting = text_area(
        "Toelichting",
        2,
        required=False,
        max_length=500,
        help_text="Bij ‘nee’: schrijf op waarom. Schrijf niets over gezondheid.",
    )
