"""One page with the rules, as they hold and as they held."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ontschot.kern.rollen import IEDEREEN
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.regelingen import queries


@route(
    "regelingen/",
    rollen=IEDEREEN,
    leest="de regels van de regelingen",
    menu=Menu("Regelingen", 75),
)
def regelingen(request: Verzoek) -> HttpResponse:
    context = {
        "regelingen": queries.overview(timezone.localdate()),
        "doelgroepen": queries.doelgroepen_uitgelegd(),
    }
    return render(request, "regelingen/regelingen.html", context)
