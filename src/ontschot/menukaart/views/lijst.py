"""The menukaart: find a service, read it, and say that it is still right."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kern.rollen import IEDEREEN, PROFESSIONALS
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.menukaart import actions, queries
from ontschot.menukaart.forms import MenukaartForm
from ontschot.menukaart.rules import SIGNALEN, freshness, may_check
from ontschot.web.paging import keyset

PAGINA = 25


@route("menukaart/", rollen=IEDEREEN, leest="de menukaart van de regio", menu=Menu("Menukaart", 40))
def menukaart(request: Verzoek) -> HttpResponse:
    today = timezone.localdate()
    choices = queries.filter_choices(request.wie.regios, today)
    form = MenukaartForm(request.GET, choices=choices)
    chosen = form.chosen()
    order = queries.VOLGORDE_GEZOCHT if chosen.q else queries.VOLGORDE
    page = keyset(queries.search(chosen, today), request.GET, order=order, size=PAGINA)
    rows = [(dienst, _signal(dienst.gecontroleerd_op)) for dienst in page.rows]
    context = {"form": form, "page": page, "rijen": rows, "gezocht": chosen != queries.Filter()}
    return render(request, "menukaart/menukaart.html", context)


def _signal(gecontroleerd_op: Any) -> tuple[str, str]:
    """The words and the kind of badge for how fresh this is."""
    return SIGNALEN[freshness(gecontroleerd_op, timezone.localdate())]


@route("menukaart/<slug:sleutel>/", rollen=IEDEREEN, leest="een dienst van de menukaart")
def dienst(request: Verzoek, sleutel: str) -> HttpResponse:
    kaart = queries.dienst_kaart(sleutel, timezone.localdate())
    wie, eigenaar_id = request.wie, kaart.dienst.eigenaar_id
    context = {
        "kaart": kaart,
        "dienst": kaart.dienst,
        "signaal": SIGNALEN[kaart.versheid],
        "mag_nakijken": may_check(wie.rol, wie.organisatie_id, eigenaar_id),
    }
    return render(request, "menukaart/dienst.html", context)


@route(
    "menukaart/<slug:sleutel>/klopt/",
    rollen=PROFESSIONALS,
    schrijft="dat een dienst nog klopt",
    knop=True,
)
def klopt(request: Verzoek, sleutel: str) -> HttpResponse:
    kaart = queries.dienst_kaart(sleutel, timezone.localdate())
    actions.check_dienst(request.wie, dienst_id=kaart.dienst.pk)
    messages.success(request, "Dank je. Vandaag nagekeken staat er nu bij.")
    return redirect("menukaart:dienst", sleutel)
