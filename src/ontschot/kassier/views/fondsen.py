"""Fondsen and their journaal: what is left, and where every euro went."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from ontschot.kassier.boeking import SOORTEN
from ontschot.kassier.forms import JournaalForm
from ontschot.kassier.queries import fonds_page, journal, overview, waiting_for
from ontschot.kassier.queries.restgeld import reached
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.kern.werk import oldest_promise_first
from ontschot.web.paging import keyset

LEZERS = frozenset({Rolsoort.KASSIER, Rolsoort.COORDINATOR, Rolsoort.BELEID})


@route("kassier/", rollen=LEZERS, leest="de fondsen van de regio", menu=Menu("Fondsen", 60, "Geld"))
def kassier(request: Verzoek) -> HttpResponse:
    context = {
        "fondsen": overview(),
        "wacht": oldest_promise_first(waiting_for(request.wie)),
        "is_kassier": request.wie.rol == Rolsoort.KASSIER,
    }
    return render(request, "kassier/kassier.html", context)


@route("kassier/fondsen/<slug:sleutel>/", rollen=LEZERS, leest="een fonds met zijn regels")
def fonds(request: Verzoek, sleutel: str) -> HttpResponse:
    stand = fonds_page(sleutel)
    if not stand:
        raise Http404
    wie = request.wie
    context = {
        "stand": stand,
        "fonds": stand.fonds,
        "meldingen": [m for m in reached(wie.regio) if m.fonds.pk == stand.fonds.pk],
        "is_kassier": wie.rol == Rolsoort.KASSIER,
        "mag_grens": wie.rol in (Rolsoort.KASSIER, Rolsoort.COORDINATOR),
        "mag_stoppen": wie.rol == Rolsoort.COORDINATOR,
    }
    return render(request, "kassier/fonds.html", context)


@route(
    "kassier/fondsen/<slug:sleutel>/journaal/", rollen=LEZERS, leest="het journaal van een fonds"
)
def journaal(request: Verzoek, sleutel: str) -> HttpResponse:
    stand = fonds_page(sleutel)
    if not stand:
        raise Http404
    form = JournaalForm(
        request.GET,
        regels=[(str(regel.pk), regel.omschrijving) for regel in stand.regels],
        soorten=[(code, soort.naam) for code, soort in SOORTEN.items()],
    )
    entries = journal(stand.fonds.pk)
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("verplichting"):
        # From the fonds on: what was set aside belongs to the order that came out of it.
        entries = entries.filter(reservering__verplichting=asked["verplichting"])
    if asked.get("regel"):
        entries = entries.filter(fondsregel=asked["regel"])
    if asked.get("soort"):
        entries = entries.filter(soort=asked["soort"])
    page = keyset(entries, request.GET, order=("-volgnummer", "-pk"))
    context = {"form": form, "page": page, "fonds": stand.fonds}
    return render(request, "kassier/journaal.html", context)
