"""The lists of kansrijke beroepen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kern.rollen import IEDEREEN
from ontschot.kern.routes import Verzoek, route
from ontschot.menukaart import actions
from ontschot.menukaart.actions.beroepen import LADERS
from ontschot.menukaart.forms import BeroepenForm
from ontschot.menukaart.models import Kansrijkeberoepenlijst
from ontschot.menukaart.queries import kansrijk_op
from ontschot.menukaart.queries.beroepen import lijsten
from ontschot.web.format import lees_datum
from ontschot.web.scherm import attempt, status_of


@route("kansrijk/", rollen=IEDEREEN, leest="de kansrijke beroepen van de regio")
def kansrijk(request: Verzoek) -> HttpResponse:
    regio, day = request.wie.regio, timezone.localdate()
    try:
        day = lees_datum(request.GET.get("op", "")) if request.GET.get("op") else day
    except ValueError as problem:
        messages.error(request, str(problem))
    beroepen = kansrijk_op(regio, day)
    return render(
        request,
        "menukaart/kansrijk.html",
        {
            "dag": day,
            "eerste": beroepen[0] if beroepen else None,
            "beroepen": beroepen,
            "lijsten": lijsten(regio),
            "mag_laden": request.wie.rol in LADERS,
        },
    )


@route("kansrijk/laden/", rollen=LADERS, schrijft="een nieuwe lijst van kansrijke beroepen")
def kansrijk_laden(request: Verzoek) -> HttpResponse:
    form = BeroepenForm(request.POST or None)
    lijst = attempt(form, lambda: _load(request, form))
    if lijst:
        messages.success(request, f"‘{lijst.naam}’ is geladen.")
        return redirect("menukaart:kansrijk")
    return render(request, "menukaart/kansrijk_laden.html", {"form": form}, status=status_of(form))


def _load(request: Verzoek, form: BeroepenForm) -> Kansrijkeberoepenlijst:
    data = {key: form.cleaned_data[key] for key in ("naam", "editie_op", "bron")}
    return actions.load_lijst(request.wie, beroepen=form.pairs(), **data)
