"""One page with the rules, as they hold and as they held."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ontschot.kern.rollen import IEDEREEN, PROFESSIONALS
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.regelingen import queries
from ontschot.regelingen.weging import views as weging

# Importing these screens declares their routes.
__all__ = ["weging"]


@route(
    "regelingen/",
    rollen=IEDEREEN,
    leest="de regels van de regelingen",
    menu=Menu("Regelingen", 83, "Regio"),
)
def regelingen(request: Verzoek) -> HttpResponse:
    context = {
        "mag_weging": request.wie.rol in PROFESSIONALS,
        "regelingen": queries.overview(timezone.localdate()),
        "doelgroepen": queries.doelgroepen_uitgelegd(),
    }
    return render(request, "regelingen/regelingen.html", context)
