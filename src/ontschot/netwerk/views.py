"""The screens of the network: who works together in this region, and in which role I work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import IEDEREEN
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.netwerk import actions, queries
from ontschot.netwerk.queries import ROL_IN_SESSION

START = "/werkvoorraad/"


@route(
    "netwerk/",
    rollen=IEDEREEN,
    leest="de partners van de regio en hun mensen",
    menu=Menu("Netwerk", 84, "Regio"),
)
def netwerk(request: Verzoek) -> HttpResponse:
    found = queries.overview(request.wie.regio, timezone.localdate())
    return render(request, "netwerk/netwerk.html", {"netwerk": found})


@route("rol/<int:pk>/", rollen=IEDEREEN, schrijft="van rol wisselen", knop=True)
def rol(request: Verzoek, pk: int) -> HttpResponse:
    return _switch(request, pk)


@route("rol/", rollen=IEDEREEN, schrijft="van rol wisselen in de bovenbalk", knop=True)
def wissel(request: Verzoek) -> HttpResponse:
    """The switcher in the top bar is one form, so the role stands in its body."""
    chosen = request.POST.get("rol", "")
    if not chosen.isascii() or not chosen.isdigit() or len(chosen) > 18:
        raise Weigering("Kies een van je rollen.")
    return _switch(request, int(chosen))


def _switch(request: Verzoek, rol_id: int) -> HttpResponse:
    chosen = actions.switch_rol(request.wie, rol_id=rol_id)
    request.session[ROL_IN_SESSION] = chosen.pk
    messages.success(
        request, f"Je werkt nu als {chosen.get_soort_display()} bij {chosen.organisatie.naam}."
    )
    # Not back to the page: it may not be open in the new role.
    return redirect(START)
