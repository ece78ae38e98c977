"""Fills the place `restgeld` on the screens where somebody decides about money."""

from django.template.loader import render_to_string

from ontschot.kassier.queries.restgeld import rest_for
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Verzoek


def panel(request: Verzoek, rubriek: object) -> str:
    """What is left for a rubriek in the region of who looks."""
    wie = request.wie
    context = {
        "rest": rest_for(wie.regio, str(rubriek)),
        "mag_stoppen": wie.rol == Rolsoort.COORDINATOR,
    }
    return render_to_string("kassier/_rest.html", context)
