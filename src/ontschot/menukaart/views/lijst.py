"""Finding services, and laying two of them side by side."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kern.rollen import IEDEREEN, PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.menukaart import queries
from ontschot.menukaart.forms import MenukaartForm
from ontschot.menukaart.models import Dienst
from ontschot.menukaart.queries.aanbod import grens_of
from ontschot.menukaart.queries.beheer import grens_for
from ontschot.menukaart.queries.kaart import compare
from ontschot.menukaart.rules import GRENS, SIGNALEN, freshness
from ontschot.web.paging import keyset

PAGINA = 25


@route("menukaart/", rollen=IEDEREEN, leest="de menukaart van de regio", menu=Menu("Menukaart", 40))
def menukaart(request: Verzoek) -> HttpResponse:
    today, wie = timezone.localdate(), request.wie
    choices = queries.filter_choices(wie.regios, today)
    form = MenukaartForm(request.GET, choices=choices)
    chosen = form.chosen(wie.organisatie_id)
    order = queries.VOLGORDE_GEZOCHT if chosen.q else queries.VOLGORDE
    grens = grens_for(wie.regio) if chosen.versheid else GRENS
    understood = queries.understand(chosen.q) if chosen.q.strip() else None
    found = queries.search(chosen, today, grens, understood)
    page = keyset(found, request.GET, order=order, size=PAGINA)
    return render(
        request,
        "menukaart/menukaart.html",
        {
            "form": form,
            "page": page,
            "rijen": [(dienst, _signal(dienst)) for dienst in page.rows],
            "gezocht": chosen != queries.Filter(),
            "ook": [*understood.synoniemen, *understood.lijken] if understood else [],
            "mag_maken": wie.rol in PROFESSIONALS,
            "mag_instellen": wie.rol == Rolsoort.COORDINATOR,
        },
    )


def _signal(dienst: Dienst) -> tuple[str, str]:
    """The words and the kind of badge for how fresh this is."""
    return SIGNALEN[freshness(dienst.gecontroleerd_op, timezone.localdate(), grens_of(dienst))]


@route("menukaart/vergelijk/", rollen=IEDEREEN, leest="twee diensten naast elkaar")
def vergelijk(request: Verzoek) -> HttpResponse:
    keys = list(dict.fromkeys(request.GET.getlist("kies")))
    if len(keys) != 2:
        messages.info(request, "Kies twee diensten om naast elkaar te leggen.")
        return redirect("menukaart:menukaart")
    diensten, regels = compare(keys, timezone.localdate())
    # A name may not be taken for two columns of the table.
    names = [dienst.naam.replace("|", "/").replace(":", " ") for dienst in diensten]
    return render(
        request,
        "menukaart/vergelijk.html",
        {
            "diensten": diensten,
            "regels": regels,
            "kolommen": "|".join(["Wat", *names, "Verschil"]),
        },
    )
