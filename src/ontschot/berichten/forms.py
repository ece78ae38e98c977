"""The forms of professionals in this room."""

from typing import Any

from django import forms

from ontschot.kern import outbox
from ontschot.web.forms import Formulier, offer, text_area

GEEN_GEZONDHEID = "Schrijf niets over gezondheid."


class BerichtForm(Formulier):
    tekst = text_area(
        "Bericht",
        rows=4,
        help_text=f"De kandidaat krijgt een mail dat er iets klaarstaat. {GEEN_GEZONDHEID}",
    )


class LinkForm(Formulier):
    """How the link goes; only the ways that can be."""

    kanaal = forms.ChoiceField(label="Hoe stuur je de link?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, email: str, telefoon: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [("mail", f"E-mail aan {email}")] if email else []
        if telefoon and outbox.sms_possible():
            ways.append(("sms", f"Sms aan {telefoon}"))
        offer(self, "kanaal", ways)
        self.kan = bool(ways)
        if ways:
            self.fields["kanaal"].initial = ways[0][0]


class BesluitForm(Formulier):
    """Done or not, and why, in words for the kandidaat."""

    antwoord = forms.ChoiceField(
        label="Wat doe je?",
        choices=[("ja", "Ik doe wat er gevraagd is"), ("nee", "Ik doe dit niet")],
        widget=forms.RadioSelect,
    )
    reden = text_area(
        "Waarom?",
        help_text=f"De kandidaat leest dit, ook als je het doet. {GEEN_GEZONDHEID}",
    )


class InstellingForm(Formulier):
    link_dagen = forms.IntegerField(
        label="Hoeveel dagen werkt een link?",
        min_value=1,
        max_value=366,
        help_text="Daarna stuurt de contactpersoon een nieuwe.",
    )
    toon_prijzen = forms.BooleanField(
        label="Laat in het plan zien wat een stap kost", required=False
    )


class BereikbaarForm(Formulier):
    wanneer = forms.CharField(
        label="Wanneer ben je te bereiken?",
        max_length=120,
        required=False,
        help_text="Bijvoorbeeld: maandag tot en met donderdag, 9 tot 16 uur.",
    )
