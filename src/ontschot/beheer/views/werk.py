"""The work of somebody who leaves: how much, before when, and to whom it goes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from ontschot.beheer import actions, queries
from ontschot.beheer.forms import VertrekForm, WerkForm
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.meldingen.weggaan.actions import hand_over_work
from ontschot.meldingen.weggaan.queries import takers, work_of
from ontschot.netwerk.models import Medewerker
from ontschot.web.scherm import attempt, done, status_of


def _medewerker(request: Verzoek, pk: int) -> Medewerker:
    """Somebody who has or had a role in the region of the person asking."""
    found = queries.medewerkers_with_roles(request.wie.regio).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _facts(request: Verzoek, medewerker: Medewerker) -> dict[str, Any]:
    return {
        "medewerker": medewerker,
        "werk": work_of(request.wie.regio, medewerker.pk),
        "collegas": takers(request.wie.regio, zonder=medewerker.pk),
        "coordinator": request.wie.rol == Rolsoort.COORDINATOR,
    }


@route(
    "medewerkers/<int:pk>/werk/",
    rollen={Rolsoort.BEHEER, Rolsoort.COORDINATOR},
    leest="hoeveel open werk een medewerker heeft",
)
def werk(request: Verzoek, pk: int) -> HttpResponse:
    """For beheer the amounts only; the coördinator sees the keys too."""
    return render(request, "beheer/werk.html", _facts(request, _medewerker(request, pk)))


@route(
    "medewerkers/<int:pk>/werk/overdragen/",
    rollen={Rolsoort.COORDINATOR},
    schrijft="al het werk van een medewerker overdragen",
)
def werk_overdragen(request: Verzoek, pk: int) -> HttpResponse:
    facts = _facts(request, _medewerker(request, pk))
    form = WerkForm(request.POST or None, collegas=facts["collegas"])
    moved = attempt(form, lambda: hand_over_work(request.wie, van_id=pk, naar_id=form.naar_id()))
    if moved:
        messages.success(request, f"Overgedragen: {moved}.")
        return redirect("beheer:werk", pk)
    return render(
        request, "beheer/werk_overdragen.html", {**facts, "form": form}, status=status_of(form)
    )


@route(
    "medewerkers/<int:pk>/vertrek/",
    rollen={Rolsoort.BEHEER},
    schrijft="de laatste werkdag van een medewerker vastleggen",
)
def vertrek(request: Verzoek, pk: int) -> HttpResponse:
    medewerker = _medewerker(request, pk)
    form = VertrekForm(request.POST or None)
    if done(
        form, lambda: actions.leave_on(request.wie, medewerker_id=pk, op=form.cleaned_data["op"])
    ):
        messages.success(request, f"De laatste werkdag van {medewerker.naam} staat vast.")
        return redirect("beheer:werk", pk)
    return render(
        request,
        "beheer/vertrek.html",
        {"form": form, "medewerker": medewerker},
        status=status_of(form),
    )
