"""The forms of the administrator and the filter of the audit log."""

from typing import Any

from django import forms
from django.utils import timezone

from ontschot.beheer.queries import colleagues, partners_today
from ontschot.kern.audit import TEMPLATES
from ontschot.kern.rollen import LABELS, Rolsoort
from ontschot.meldingen.weggaan.queries import Collega
from ontschot.web.forms import DatumField, Formulier, offer


class RolForm(Formulier):
    """A role for somebody: for whom, which one, from when until when."""

    organisatie = forms.TypedChoiceField(label="Werkt voor", coerce=int)
    soort = forms.ChoiceField(label="Rol", choices=[(r.value, LABELS[r]) for r in Rolsoort])
    van = DatumField(label="Vanaf", initial=timezone.localdate)
    tot = DatumField(label="Tot en met", required=False)

    def __init__(self, *args: Any, regio: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisatie", [("", "Kies een partner"), *partners_today(regio)])

    def rol(self) -> dict[str, Any]:
        """The facts that `give_rol` takes."""
        data = self.cleaned_data
        return {
            "organisatie_id": data["organisatie"],
            "soort": Rolsoort(data["soort"]),
            "van": data["van"],
            "tot": data["tot"],
        }


class MedewerkerForm(RolForm):
    """Somebody new, with the first role."""

    naam = forms.CharField(label="Naam", max_length=120)
    email = forms.EmailField(
        label="E-mailadres",
        help_text="Met dit adres kiest deze persoon een wachtwoord: ‘Wachtwoord vergeten?’",
    )
    field_order = ("naam", "email", "organisatie", "soort", "van", "tot")


class VertrekForm(Formulier):
    """The last day at work of somebody who leaves."""

    op = DatumField(label="Laatste werkdag")


class WerkForm(Formulier):
    """Who takes the work of somebody who leaves: one colleague, or those of the organisatie."""

    VERDEEL = "verdeel"
    naar = forms.ChoiceField(label="Wie krijgt het werk?")

    def __init__(self, *args: Any, collegas: list[Collega], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {c.medewerker_id: f"{c.naam} ({c.organisatie})" for c in reversed(collegas)}
        offer(
            self,
            "naar",
            [
                ("", "Kies een collega"),
                (self.VERDEEL, "Verdeel over collega’s van dezelfde organisatie"),
                *reversed(known.items()),
            ],
        )

    def naar_id(self) -> int | None:
        """The chosen colleague; None spreads the work."""
        chosen = self.cleaned_data["naar"]
        return None if chosen == self.VERDEEL else int(chosen)


class LogFilterForm(Formulier):
    sleutel = forms.CharField(label="Dossier", required=False, max_length=16)
    gebeurtenis = forms.ChoiceField(label="Gebeurtenis", required=False)
    medewerker = forms.ChoiceField(label="Medewerker", required=False)
    van = DatumField(label="Van", required=False)
    tot = DatumField(label="Tot en met", required=False)

    def __init__(self, *args: Any, regio: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = sorted((event, event.replace("_", " ")) for event in TEMPLATES)
        offer(self, "gebeurtenis", [("", "Alles"), *events])
        offer(self, "medewerker", [("", "Iedereen"), *colleagues(regio)])
