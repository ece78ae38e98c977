"""Deciding that the figures of a year may go out: what is there, a proposal, a second person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kern.routes import Verzoek, route
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.models import LANDELIJKE_ROLLEN, Vaststelling
from ontschot.monitor.onthulling import besluiten, queries, taken
from ontschot.monitor.onthulling.besluiten import BESLISSERS, VOORSTELLERS
from ontschot.monitor.onthulling.forms import AfwijzenForm, VoorstelForm
from ontschot.monitor.onthulling.tonen import edition_lines, proposal, region_lines
from ontschot.monitor.rapport.bundel import HOOFDSTUK_3
from ontschot.monitor.selectie import EERSTE_JAAR
from ontschot.web.scherm import attempt, status_of


@route(
    "monitor/vaststellen/",
    rollen=LANDELIJKE_ROLLEN,
    leest="over welke jaren de cijfers zijn vastgesteld",
)
def vaststellen(request: Verzoek) -> HttpResponse:
    return render(request, "monitor/vaststellen.html", {"jaren": queries.years()})


@route(
    "monitor/vaststellen/<int:jaar>/",
    rollen=LANDELIJKE_ROLLEN,
    schrijft="een voorstel om cijfers vast te stellen",
)
def vaststellen_jaar(request: Verzoek, jaar: int) -> HttpResponse:
    if not EERSTE_JAAR <= jaar < timezone.localdate().year:
        raise Http404
    publicaties = queries.editions(jaar)
    states = queries.region_states(jaar, publicaties, HOOFDSTUK_3)
    namen = codelijsten().labels("regio")
    form = VoorstelForm(request.POST or None, states=states, namen=namen)
    proposed = attempt(form, lambda: besluiten.propose(request.wie, jaar=jaar, **form.cleaned_data))
    if proposed:
        taken.enqueue(proposed)
        messages.success(
            request, "We rekenen uit wat er naar buiten kan. Daarna beslist een ander."
        )
        return redirect("monitor:vaststellen_jaar", jaar)
    rows = queries.proposals(jaar)
    waiting = next((row for row in rows if row.status in queries.OPEN), None)
    context = {
        "jaar": jaar,
        "jaar_tekst": str(jaar),
        "regios": region_lines(states, namen),
        "edities": edition_lines(publicaties, namen),
        "voorstel": proposal(waiting, namen) if waiting else None,
        "eerder": [row for row in rows if row is not waiting],
        "form": form if states and not waiting and request.wie.rol in VOORSTELLERS else None,
        "afwijzen": AfwijzenForm(),
        "mag_beslissen": _may_decide(request, waiting),
        "mag_intrekken": waiting is not None and request.wie.rol in VOORSTELLERS,
    }
    return render(request, "monitor/vaststellen_jaar.html", context, status=status_of(form))


def _may_decide(request: Verzoek, row: Vaststelling | None) -> bool:
    return (
        row is not None
        and row.status == "voorgesteld"
        and request.wie.rol in BESLISSERS
        and row.door_id != request.wie.medewerker_id
    )


@route(
    "monitor/vaststellen/voorstel/<int:pk>/bevestigen/",
    rollen=BESLISSERS,
    schrijft="de cijfers van een jaar vast",
    knop=True,
)
def vaststelling_bevestigen(request: Verzoek, pk: int) -> HttpResponse:
    jaar = _known(pk).jaar
    besluiten.confirm(request.wie, vaststelling_id=pk)
    messages.success(request, f"De cijfers over {jaar} zijn vastgesteld.")
    return redirect("monitor:vaststellen_jaar", jaar)


@route(
    "monitor/vaststellen/voorstel/<int:pk>/afwijzen/",
    rollen=BESLISSERS,
    schrijft="waarom cijfers nog niet vast kunnen",
    knop=True,
)
def vaststelling_afwijzen(request: Verzoek, pk: int) -> HttpResponse:
    row = besluiten.reject(
        request.wie, vaststelling_id=_known(pk).pk, reden=request.POST.get("reden", "")[:400]
    )
    messages.success(request, "Het voorstel is afgewezen. Er gaat niets naar buiten.")
    return redirect("monitor:vaststellen_jaar", row.jaar)


@route(
    "monitor/vaststellen/voorstel/<int:pk>/intrekken/",
    rollen=VOORSTELLERS,
    schrijft="een voorstel niet langer",
    knop=True,
)
def vaststelling_intrekken(request: Verzoek, pk: int) -> HttpResponse:
    row = besluiten.withdraw(request.wie, vaststelling_id=_known(pk).pk)
    messages.success(request, "Het voorstel is ingetrokken.")
    return redirect("monitor:vaststellen_jaar", row.jaar)


def _known(pk: int) -> Any:
    found = Vaststelling.objects.filter(pk=pk).defer("sets").first()
    if found is None:
        raise Http404
    return found
