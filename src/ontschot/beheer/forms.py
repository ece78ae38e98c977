"""The forms of the administrator and the filter of the audit log."""

from typing import Any

from django import forms
from django.utils import timezone

from ontschot.kern.audit import TEMPLATES
from ontschot.kern.rollen import LABELS, Rolsoort
from ontschot.netwerk.models import Organisatie, Partner, Rol
from ontschot.netwerk.queries import valid_on
from ontschot.web.forms import DatumField, Formulier


class MedewerkerForm(Formulier):
    naam = forms.CharField(label="Naam", max_length=120)
    email = forms.EmailField(
        label="E-mailadres", help_text="Hier komt de uitnodiging om een wachtwoord te kiezen."
    )
    organisatie = forms.ModelChoiceField(
        label="Werkt voor", queryset=Organisatie.objects.none(), empty_label="Kies een partner"
    )
    soort = forms.ChoiceField(label="Rol", choices=[(r.value, LABELS[r]) for r in Rolsoort])
    van = DatumField(label="Vanaf", initial=timezone.localdate)
    tot = DatumField(label="Tot en met", required=False)

    def __init__(self, *args: Any, regio: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = Organisatie.objects.filter(
            pk__in=_partners_today(regio).values("organisatie_id")
        )
        self.fields["organisatie"].queryset = partners.order_by("naam")  # type: ignore[attr-defined]


class RolForm(MedewerkerForm):
    naam = None  # type: ignore[assignment]
    email = None  # type: ignore[assignment]


def _partners_today(regio: str) -> Any:
    return Partner.objects.filter(valid_on(timezone.localdate()), regio_id=regio)


class LogFilterForm(Formulier):
    sleutel = forms.CharField(label="Dossier", required=False, max_length=16)
    gebeurtenis = forms.ChoiceField(label="Gebeurtenis", required=False)
    medewerker = forms.ChoiceField(label="Medewerker", required=False)
    van = DatumField(label="Van", required=False)
    tot = DatumField(label="Tot en met", required=False)

    def __init__(self, *args: Any, regio: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = sorted((event, event.replace("_", " ")) for event in TEMPLATES)
        self.fields["gebeurtenis"].choices = [("", "Alles"), *events]  # type: ignore[attr-defined]
        people = (
            Rol.objects.filter(regio_id=regio)
            .order_by("medewerker__naam", "medewerker_id")
            .values_list("medewerker_id", "medewerker__naam")
            .distinct()
        )
        self.fields["medewerker"].choices = [("", "Iedereen"), *people]  # type: ignore[attr-defined]
