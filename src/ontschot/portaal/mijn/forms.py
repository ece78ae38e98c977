"""The forms of the own page, in Dutch and English."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.nl import postcode as nl_postcode

from ontschot.berichten.rules import MAX_TEKENS
from ontschot.meldingen.rules import MIN_CIJFERS_TELEFOON
from ontschot.portaal.forms import LangeTekst
from ontschot.portaal.mijn.woorden import STOPPEN, VELDEN
from ontschot.web.forms import DatumField, Formulier

GEEN_GEZONDHEID = _("Schrijf niets over je gezondheid.")


class GeboortedatumForm(Formulier):
    """What only the person knows."""

    geboortedatum = DatumField(
        label=_("Wat is je geboortedatum?"),
        min_datum=date(1900, 1, 1),
        help_text=_("Bijvoorbeeld 12-3-1984. Zo weten we dat jij het bent."),
        error_messages={"required": _("Vul je geboortedatum in.")},
    )


class AanmeldForm(GeboortedatumForm):
    """To come back without the link: a code goes to the address that we know."""

    adres = forms.CharField(
        label=_("Je e-mailadres of telefoonnummer"),
        max_length=254,
        help_text=_("Hetzelfde als je aan je contactpersoon gaf."),
        error_messages={"required": _("Vul je e-mailadres of telefoonnummer in.")},
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("adres", "geboortedatum")


class SmsCodeForm(Formulier):
    """The code that was sent; `aanvraag` stays in this browser and belongs to it."""

    code = forms.CharField(
        label=_("De code die je kreeg"),
        max_length=12,
        error_messages={"required": _("Vul de code in.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "data-bewaar-niet": ""}
        ),
    )
    aanvraag = forms.CharField(widget=forms.HiddenInput, max_length=64)


class MijnBerichtForm(Formulier):
    tekst = LangeTekst(
        rows=5,
        label=_("Je bericht"),
        help_text=GEEN_GEZONDHEID,
        error_messages={"required": _("Schrijf eerst je bericht.")},
    )

    def clean_tekst(self) -> str:
        return _bounded(str(self.cleaned_data["tekst"]))


def _bounded(tekst: str) -> str:
    if len(tekst) > MAX_TEKENS:
        raise ValidationError(
            _("Dit is te lang. Er passen %(max)s tekens in. Maak het korter."),
            params={"max": MAX_TEKENS},
        )
    return tekst


class CorrectieForm(Formulier):
    """What is wrong, and what it should be, in the shape in which it can be taken over."""

    onderwerp = forms.ChoiceField(
        label=_("Wat klopt er niet?"),
        choices=list(VELDEN.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat er niet klopt.")},
    )
    tekst = LangeTekst(
        rows=2,
        label=_("Hoe moet het zijn?"),
        help_text=GEEN_GEZONDHEID,
        error_messages={"required": _("Schrijf op hoe het moet zijn.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        field, text = data.get("onderwerp", ""), str(data.get("tekst", "")).strip()
        if field and text:
            try:
                data["tekst"] = _as_kept(field, text)
            except (ValueError, ValidationError) as fault:
                said = fault if isinstance(fault, ValidationError) else _("Dit klopt zo niet.")
                self.add_error("tekst", said)
        return data


LENGTES = {"voornaam": 80, "tussenvoegsel": 20, "achternaam": 120}


def _as_kept(field: str, text: str) -> str:
    """The text as this field keeps it; raises ValidationError in the person's language."""
    if field == "geboortedatum":
        return _birth_date(text)
    if field == "email":
        return str(forms.EmailField().clean(text))
    if field == "postcode":
        if not nl_postcode.is_valid(text):
            raise ValidationError(_("Dit is geen postcode. Schrijf het zo: 6511 AB."))
        return str(nl_postcode.validate(text))
    if field == "telefoon":
        digits = sum(c.isdigit() for c in text)
        if not MIN_CIJFERS_TELEFOON <= digits <= 15 or text.strip("+0123456789 -()"):
            raise ValidationError(_("Dit is geen telefoonnummer. Schrijf het zo: 06 12345678."))
        return text[:20]
    if len(text) > LENGTES.get(field, MAX_TEKENS):
        raise ValidationError(_("Dit is te lang. Maak het korter."))
    return text


def _birth_date(text: str) -> str:
    day = DatumField(min_datum=date(1900, 1, 1), max_datum=timezone.localdate()).clean(text)
    return str(day.isoformat())


class StopForm(Formulier):
    onderwerp = forms.ChoiceField(
        label=_("Wat wil je stoppen?"),
        choices=list(STOPPEN.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat je wilt stoppen.")},
    )
    tekst = LangeTekst(
        rows=3,
        label=_("Wil je er iets bij zeggen?"),
        required=False,
        help_text=GEEN_GEZONDHEID,
    )
