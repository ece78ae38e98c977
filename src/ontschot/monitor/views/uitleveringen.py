"""Making a report, open data or a delivery, and the list of what was made."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from ontschot.kern import audit
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.monitor.codes import Codelijsten, codelijsten
from ontschot.monitor.models import LANDELIJKE_ROLLEN, Uitlevering
from ontschot.monitor.rapport import actions, landelijk, queries, taken
from ontschot.monitor.rapport.forms import LeverForm, OpenDataForm, RapportForm
from ontschot.monitor.rapport.soorten import BESTANDEN
from ontschot.monitor.selectie import Selectie
from ontschot.monitor.tonen import regio_label
from ontschot.monitor.views.cijfers import attachment
from ontschot.web.scherm import attempt, status_of

LEVERAARS = frozenset({Rolsoort.MONITOR})


@route(
    "monitor/uitleveringen/",
    rollen=LANDELIJKE_ROLLEN,
    schrijft="een rapport, open data of een levering",
)
def uitleveringen(request: Verzoek) -> HttpResponse:
    codes = codelijsten()
    forms = _forms(request, codes)
    sent = next((form for form in forms.values() if form.is_bound), None)
    asked = attempt(sent, lambda: actions.ask(request.wie, vraag=sent.vraag())) if sent else None
    if asked:
        taken.enqueue(asked)
        messages.success(request, "We maken het nu. Je kunt weggaan: het gaat door.")
        return redirect("monitor:uitleveringen")
    rows = list(queries.uitleveringen(request.wie)[: queries.GETOOND])
    same = queries.same_figures(request.wie, {row.sha256 for row in rows})
    context = {
        **forms,
        "uitleveringen": [_show(row, codes, same) for row in rows],
        "bezig": any(row.klaar_op is None for row in rows),
        "vorm": landelijk.vorm(),
        "peil": actions.yesterday(),
    }
    status = status_of(*forms.values())
    return render(request, "monitor/uitleveringen.html", context, status=status)


def _forms(request: Verzoek, codes: Codelijsten) -> dict[str, Any]:
    """The forms that this role may send; the one that was sent holds what was typed."""
    wie, soort = request.wie, request.POST.get("soort", "")

    def data(naam: str) -> Any:
        return request.POST if request.method == "POST" and soort == naam else None

    found: dict[str, Any] = {
        "rapport": RapportForm(data("rapport"), codes=codes, eigen=wie.regio, prefix="rapport")
    }
    if wie.rol in LEVERAARS:
        found["open_data"] = OpenDataForm(data("open_data"), prefix="open")
        found["levering"] = LeverForm(data("levering"), eigen=wie.regio, prefix="lever")
    return found


def _show(row: Uitlevering, codes: Codelijsten, same: dict[str, int]) -> dict[str, Any]:
    vraag = taken.question_of(row)
    return {
        "rij": row,
        "waarover": _about(vraag.selectie, codes),
        "stap": len(row.bestanden.all()),
        "stappen": len(BESTANDEN[row.soort]),
        "controle": row.sha256[:12],
        "gelijk": same.get(row.sha256, 1) - 1,
        "stil": queries.is_silent(row),
    }


def _about(selectie: Selectie, codes: Codelijsten) -> str:
    return f"{regio_label(selectie, codes)}, {selectie.jaar}"


@route(
    "monitor/uitleveringen/<int:pk>/opnieuw/",
    rollen=LANDELIJKE_ROLLEN,
    schrijft="hetzelfde rapport opnieuw",
    knop=True,
)
def uitlevering_opnieuw(request: Verzoek, pk: int) -> HttpResponse:
    """Ask the same again: with the same peildatum it must give the same figures."""
    row = _own(request, pk)
    if row.soort != "rapport" and request.wie.rol not in LEVERAARS:
        raise Http404
    if row.klaar_op is None:
        taken.enqueue(actions.go_on(request.wie, uitlevering_id=pk))
        messages.success(request, "We proberen het opnieuw.")
        return redirect("monitor:uitleveringen")
    taken.enqueue(actions.ask(request.wie, vraag=taken.question_of(row)))
    messages.success(request, "We maken het opnieuw, met dezelfde peildatum.")
    return redirect("monitor:uitleveringen")


def _own(request: Verzoek, pk: int) -> Uitlevering:
    found = Uitlevering.objects.filter(pk=pk, regio=request.wie.regio).first()
    if found is None:
        raise Http404
    return found


@route(
    "monitor/uitleveringen/bestand/<int:pk>/",
    rollen=LANDELIJKE_ROLLEN,
    leest="een bestand van een rapport",
)
def uitlevering_bestand(request: Verzoek, pk: int) -> HttpResponse:
    found = queries.bestand(pk)
    if found is None:
        raise Http404
    audit.inzage(
        request,
        "uitlevering_gedownload",
        object_soort="uitlevering",
        object_sleutel=str(found.uitlevering_id),
        regio=found.regio_id,
        bestand=found.naam,
    )
    stam, _, soort = found.naam.rpartition(".")
    naam = f"monitor-{found.uitlevering_id}-{slugify(stam)}.{soort}"
    if found.uitlevering.soort != "rapport":  # a set of files that refer to each other by name
        naam = found.naam
    return attachment(bytes(found.inhoud), naam, found.mediatype)
