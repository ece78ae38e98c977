"""The forms of this room. Each field says why it is asked; the page says who sees it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from stdnum.nl import postcode as nl_postcode

from ontschot.kandidaten.actions import Gegevens
from ontschot.kandidaten.actions.toestand import REDENEN_AAN, REDENEN_UIT
from ontschot.kandidaten.models import Contactmoment, Toestand, persoon
from ontschot.web.forms import DatumField, Formulier, offer, text_area

Choices = Iterable[tuple[Any, str]]
WAAROM_ONBEKEND = [("", "Kies waarom"), *persoon.ONBEKEND]

TALEN = [
    ("nl", "Nederlands"),
    ("en", "Engels"),
    ("ar", "Arabisch"),
    ("tr", "Turks"),
    ("pl", "Pools"),
    ("uk", "Oekraïens"),
    ("ti", "Tigrinya"),
    ("anders", "een andere taal"),
]


class KandidaatForm(Formulier):
    """Who somebody is. Give `gemeenten` and the three code lists of `alle_keuzes()`.

    `gegevens()` is the value that the actions take.
    """

    voornaam = forms.CharField(
        label="Voornaam",
        max_length=80,
        help_text="Om iemand goed aan te spreken. Een roepnaam mag.",
    )
    tussenvoegsel = forms.CharField(label="Tussenvoegsel", max_length=20, required=False)
    achternaam = forms.CharField(
        label="Achternaam", max_length=120, help_text="Om een dossier terug te vinden."
    )
    geboortedatum = DatumField(
        label="Geboortedatum",
        required=False,
        min_datum=date(1900, 1, 1),
        help_text="Om te zien of we deze persoon al kennen. Bijvoorbeeld 12-3-1984.",
    )
    geslacht = forms.ChoiceField(
        label="Geslacht",
        required=False,
        help_text="Alleen voor de telling van de monitor, zonder naam. ‘Onbekend’ mag altijd.",
    )
    gemeente = forms.TypedChoiceField(
        label="Gemeente",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Per gemeente is er ander aanbod.",
    )
    postcode = forms.CharField(
        label="Postcode", required=False, max_length=7, help_text="Om hulp dichtbij te vinden."
    )
    telefoon = forms.CharField(
        label="Telefoonnummer", required=False, max_length=20, help_text="Om terug te bellen."
    )
    email = forms.EmailField(
        label="E-mailadres", required=False, help_text="Om afspraken te bevestigen."
    )
    taal = forms.ChoiceField(
        label="Taal", choices=TALEN, required=False, help_text="In welke taal we het best praten."
    )
    opleiding = forms.ChoiceField(
        label="Hoogste opleiding",
        required=False,
        help_text="Om passende scholing te vinden, en voor de telling zonder naam.",
    )
    sector = forms.ChoiceField(
        label="Sector van het laatste werk",
        required=False,
        help_text="Om te zien welk werk dichtbij ligt, en voor de telling zonder naam.",
    )

    def __init__(
        self,
        *args: Any,
        gemeenten: Sequence[tuple[int, str]],
        keuzes: dict[str, list[tuple[str, str]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "gemeente", [("", "Niet bekend"), *gemeenten])
        for lijst, choices in keuzes.items():
            offer(self, lijst, choices)

    def clean_postcode(self) -> str:
        value = self.cleaned_data["postcode"]
        if not value:
            return ""
        if not nl_postcode.is_valid(value):
            raise ValidationError(f"“{value}” is geen postcode. Schrijf het zo: 6511 AB.")
        return str(nl_postcode.validate(value))

    def clean_telefoon(self) -> str:
        value = str(self.cleaned_data["telefoon"]).strip()
        digits = sum(c.isdigit() for c in value)
        if value and (not 8 <= digits <= 15 or value.strip("+0123456789 -()")):
            raise ValidationError(f"“{value}” is geen telefoonnummer. Schrijf het zo: 06 12345678.")
        return value

    def gegevens(self) -> Gegevens:
        data = {name: self.cleaned_data[name] for name in KandidaatForm.base_fields}
        data["gemeente_id"] = data.pop("gemeente")
        for name in ("geslacht", "opleiding", "sector"):
            data[name] = data[name] or "onbekend"
        data["taal"] = data["taal"] or "nl"
        return Gegevens(**data)


class GegevensForm(KandidaatForm):
    """To change what stands; `gezien` remembers what the writer saw when beginning."""

    gezien = forms.CharField(widget=forms.HiddenInput, required=False)
    geslacht_onbekend = forms.ChoiceField(
        label="Geslacht onbekend, omdat", choices=WAAROM_ONBEKEND, required=False
    )
    opleiding_onbekend = forms.ChoiceField(
        label="Opleiding onbekend, omdat", choices=WAAROM_ONBEKEND, required=False
    )
    sector_onbekend = forms.ChoiceField(
        label="Sector onbekend, omdat", choices=WAAROM_ONBEKEND, required=False
    )
    jaren_functie = forms.IntegerField(
        label="Jaren in de laatste functie",
        required=False,
        min_value=0,
        max_value=persoon.MAX_JAREN,
        help_text="Het advies let hierop: wie lang hetzelfde deed, zoekt soms anders naar werk.",
    )
    expertise = forms.ChoiceField(
        label="Welke deskundigheid is nodig?",
        required=False,
        choices=[("", "Geen bijzondere"), *persoon.EXPERTISES],
        help_text="Om een collega te vinden die hier veel van weet.",
    )
    contact_kanaal = forms.ChoiceField(
        label="Liefst contact via",
        required=False,
        choices=[("", "Geen voorkeur"), *persoon.KANALEN],
        help_text="Zo bereiken we iemand op een manier die past.",
    )
    contact_tijden = forms.CharField(
        label="Liefst contact op",
        required=False,
        max_length=120,
        help_text="Bijvoorbeeld: na 17 uur, niet op vrijdag. Noem geen ziekte of beperking.",
    )
    tolk = forms.BooleanField(
        label="Tolk nodig bij een gesprek", required=False, help_text="Dan regelen we die vooraf."
    )

    def gegevens(self) -> Gegevens:
        """All fields; what is known has no reason for being unknown."""
        data = {name: self.cleaned_data[name] for name in EXTRA}
        base = super().gegevens()
        for name in persoon.MET_REDEN:
            if getattr(base, name) != "onbekend":
                data[f"{name}_onbekend"] = ""
        return replace(base, **data)


# The fields that only this form asks; the quick way to a dossier stays short.
EXTRA = tuple(
    name for name in GegevensForm.base_fields if name not in {*KandidaatForm.base_fields, "gezien"}
)


class AfschermForm(Formulier):
    reden = forms.ChoiceField(
        label="Waarom?",
        choices=[r for r in Toestand.REDENEN if r[0] in REDENEN_AAN],
        widget=forms.RadioSelect,
    )


class OpheffForm(Formulier):
    reden = forms.ChoiceField(
        label="Waarom?",
        choices=[r for r in Toestand.REDENEN if r[0] in REDENEN_UIT],
        widget=forms.RadioSelect,
    )


class OverledenForm(Formulier):
    dag = DatumField(label="Op welke dag?")


class VerhuisdForm(Formulier):
    dag = DatumField(label="Sinds welke dag?")
    naar = forms.CharField(label="Naar welke gemeente?", max_length=80)


class PrivacyAfschermForm(Formulier):
    sleutel = forms.CharField(
        label="Nummer van het dossier", max_length=16, help_text="Bijvoorbeeld AM08-7K4M-2Q."
    )
    wat = forms.ChoiceField(
        label="Wat moet er gebeuren?",
        choices=[("aan", "Scherm dit dossier af"), ("uit", "Hef de afscherming op")],
        widget=forms.RadioSelect,
    )
    reden = forms.ChoiceField(
        label="Waarom?",
        choices=[r for r in Toestand.REDENEN if r[0] in {*REDENEN_AAN, *REDENEN_UIT}],
        widget=forms.RadioSelect,
    )


class FeitForm(Formulier):
    soort = forms.ChoiceField(
        label="Wat geldt er?",
        help_text="Hieruit volgt de doelgroep. Leg de regeling vast, nooit een ziekte.",
    )
    van = DatumField(label="Sinds wanneer?")
    tot = DatumField(
        label="Tot en met?", required=False, help_text="Laat leeg als het einde niet bekend is."
    )
    bron = forms.CharField(
        label="Van wie weet je dit?",
        max_length=120,
        initial="verteld door de kandidaat",
        help_text="Bijvoorbeeld: verteld door de kandidaat, brief van UWV. Begint het pas later? "
        "Noem dan de brief of het contract.",
    )

    def __init__(self, *args: Any, soorten: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "soort", [("", "Kies"), *soorten])


class HerstelForm(FeitForm):
    """What should have stood there, and what was wrong."""

    reden = text_area(
        "Wat klopte er niet?",
        2,
        max_length=300,
        help_text="Je collega’s lezen dit. Noem geen ziekte of beperking.",
    )


class EindeForm(Formulier):
    tot = DatumField(label="Tot en met welke dag gold dit?")


class KeuzeForm(Formulier):
    doelgroep = forms.ChoiceField(label="Welke doelgroep past hier?", widget=forms.RadioSelect)
    toelichting = text_area(
        "Waarom deze?",
        2,
        max_length=500,
        help_text="Je collega’s lezen dit. Noem geen ziekte of beperking.",
    )

    def __init__(self, *args: Any, keuzes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "doelgroep", keuzes)


class ContactForm(Formulier):
    wijze = forms.ChoiceField(
        label="Hoe was er contact?", choices=Contactmoment.WIJZEN, widget=forms.RadioSelect
    )
    dag = DatumField(label="Wanneer?")
    minuten = forms.IntegerField(
        label="Hoeveel minuten?",
        min_value=0,
        max_value=600,
        initial=15,
        help_text="Ongeveer. Zo zie je hoeveel werk er in een dossier zit.",
    )
    samenvatting = text_area(
        "Wat is er besproken?",
        4,
        required=False,
        max_length=4000,
        help_text="Schrijf op wat de kandidaat ook mag lezen. Noem geen ziekte of beperking.",
    )


class RedenForm(Formulier):
    """Why access is asked, or the glass is broken."""

    reden = text_area(
        "Waarom heb je toegang nodig?",
        max_length=1000,
        help_text="Noem geen bijzonderheden over de persoon.",
    )


class NoodForm(Formulier):
    nood = text_area(
        "Waarom kan dit niet wachten?",
        max_length=1000,
        help_text="De privacyfunctionaris, het vaste contact en de kandidaat kunnen dit lezen.",
    )


class BeslisForm(Formulier):
    antwoord = forms.ChoiceField(
        label="Mag deze collega in het dossier?",
        choices=[("ja", "Ja, laat toe"), ("nee", "Nee")],
        widget=forms.RadioSelect,
    )
    toelichting = text_area(
        "Toelichting",
        required=False,
        max_length=1000,
        help_text="Bij ‘nee’: schrijf op waarom, en hoe je collega wel verder kan.",
    )


class BetrokkeneForm(Formulier):
    collega = forms.TypedChoiceField(label="Welke collega?", coerce=int, empty_value=None)
    grond = forms.ChoiceField(
        label="Waarvoor?",
        choices=[("uitvoering", "voert een stap uit"), ("casusoverleg", "bespreekt de casus")],
        widget=forms.RadioSelect,
        initial="uitvoering",
    )

    def __init__(self, *args: Any, collegas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "collega", [("", "Kies"), *collegas])
