"""The page that answers the question of harmonisation: where is what, and what did it cost?"""

from datetime import timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ontschot.kern.rollen import HULPVERLENERS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.menukaart.models import Dienst
from ontschot.web.forms import DatumField, Formulier
from ontschot.werkplek.voorzieningen import voorzieningen as read_voorzieningen

LEZERS = HULPVERLENERS | {Rolsoort.COORDINATOR, Rolsoort.BELEID, Rolsoort.MONITOR}
JAAR = timedelta(days=365)


class VoorzieningenForm(Formulier):
    """Which facilities, and over which period the money is counted."""

    stap = forms.ChoiceField(
        label="Stap", required=False, choices=[("", "Alle stappen"), *Dienst.STAPPEN]
    )
    van = DatumField(label="Geld vanaf", required=False)
    tot = DatumField(label="tot en met", required=False)
    verschil = forms.BooleanField(label="Alleen waar het verschilt", required=False)


@route(
    "voorzieningen/",
    rollen=LEZERS,
    leest="welke voorziening er is in welke gemeente",
    menu=Menu("Voorzieningen", 41),
)
def voorzieningen(request: Verzoek) -> HttpResponse:
    today = timezone.localdate()
    form = VoorzieningenForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    van, tot = chosen.get("van") or today - JAAR, chosen.get("tot") or today
    kaart = read_voorzieningen(
        request.wie,
        today,
        van,
        tot,
        stap=chosen.get("stap", ""),
        verschil=chosen.get("verschil", False),
    )
    columns = ["Voorziening", *(_column(naam) for naam in kaart.gemeenten), "Samen:num"]
    return render(
        request,
        "werkplek/voorzieningen.html",
        {"form": form, "kaart": kaart, "kolommen": "|".join(columns), "van": van, "tot": tot},
    )


def _column(naam: str) -> str:
    """A name that the table cannot take for two columns."""
    return naam.replace("|", "/").replace(":", " ")
