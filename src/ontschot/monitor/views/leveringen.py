"""Choosing a file, what is on its way and what was loaded; no page reads the rows of a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.monitor import queries
from ontschot.monitor.aanlevering import actions
from ontschot.monitor.aanlevering import queries as onderweg
from ontschot.monitor.bestandsvorm import vorm
from ontschot.monitor.forms import LeveringForm
from ontschot.monitor.levering.bestand import Onleesbaar
from ontschot.monitor.models import Aanlevering
from ontschot.monitor.views.aanlevering import go_on
from ontschot.web.scherm import status_of


@route(
    "monitor/leveringen/",
    rollen={Rolsoort.MONITOR},
    schrijft="een levering voor de monitor",
    naam="leveringen",
)
def leveringen(request: Verzoek) -> HttpResponse:
    form = LeveringForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            row = _bring(request, form.cleaned_data)
        except Onleesbaar as problem:
            form.weiger(Weigering(str(problem), veld="bestand"))
        except Weigering as refusal:
            form.weiger(refusal)
        else:
            return go_on(row)
    waiting = [(row, onderweg.standing(row)) for row in onderweg.not_loaded()]
    context = {
        "form": form,
        "onderweg": waiting,
        "lopend": any(stand.lopend and not stand.gestopt for _, stand in waiting),
        "leveringen": queries.leveringen()[:100],
        "vorm": vorm(),
    }
    return render(request, "monitor/leveringen.html", context, status=status_of(form))


def _bring(request: Verzoek, data: dict[str, Any]) -> Aanlevering:
    bestand = data["bestand"]
    gezegd = actions.Gezegd(
        soort=data["soort"],
        bron=data["bron"],
        naam=data["naam"],
        jaar=int(data["jaar"]) if data["jaar"] else None,
        openbaar=data["zichtbaar"] == "openbaar",
    )
    return actions.bring(
        request.wie, bestand=bestand.file, bestandsnaam=bestand.name, gezegd=gezegd
    )
