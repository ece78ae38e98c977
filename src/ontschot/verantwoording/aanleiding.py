"""Fills places of the kassier: where what is asked back was found, and the way to controles."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek
from ontschot.verantwoording.models import Bevinding
from ontschot.web.tags.surfaces import link


def panel(request: HttpRequest, terugvordering: object) -> str:
    """The controle that led to a terugvordering; empty when none did. One query."""
    found = (
        Bevinding.objects.filter(terugvordering=int(str(terugvordering)))
        .select_related("regel__controle")
        .first()
    )
    if not found:
        return ""
    return render_to_string("verantwoording/_aanleiding.html", {"regel": found.regel})


def way_in(request: Verzoek) -> str:
    """To the controles, or for a partner to what they ask of it. No query."""
    rol = request.wie.rol
    asks = rol in PROFESSIONALS - {Rolsoort.COORDINATOR}
    naam = "gevraagd" if asks else "controlelijst"
    return str(link("Controles", reverse(f"verantwoording:{naam}"), kind="quiet"))
