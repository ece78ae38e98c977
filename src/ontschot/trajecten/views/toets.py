"""The voorliggend-toets: one card per facility, saved as you go."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import situation_of
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten import actions
from ontschot.trajecten.forms import RegelForm, VoorzieningForm, perform
from ontschot.trajecten.models import Interventie, Toetsregel
from ontschot.trajecten.views.common import own_interventie, page, posted, read_interventie

HALF = "Kies een antwoord én schrijf in één zin waarom."


@dataclass(frozen=True)
class Kaart:
    """One facility with its form. `nu` is the first one that waits for an answer."""

    regel: Toetsregel
    form: RegelForm
    nu: bool = False


@route("interventies/<int:pk>/toets/", rollen=PROFESSIONALS, schrijft="de voorliggend-toets")
def toets(request: Verzoek, pk: int) -> HttpResponse:
    """All facilities in one form. Whatever button is pressed, what is filled in is saved."""
    found, kandidaat = own_interventie(request, pk)
    lines = list(found.toets.select_related("door"))
    forms = [_form(request, line) for line in lines]
    if request.method == "POST":
        _save(request, lines, forms)
        if request.headers.get("HX-Request"):
            return page(request, "_bewaard", {"nu": timezone.now()})
        if answer := _next(request, found, forms):
            return answer
    read_interventie(request, found)
    return _show(request, found, kandidaat, forms)


def _form(request: Verzoek, line: Toetsregel) -> RegelForm:
    initial = {"antwoord": line.antwoord, "reden": line.reden}
    return RegelForm(posted(request), prefix=f"r{line.pk}", initial=initial)


def _save(request: Verzoek, lines: list[Toetsregel], forms: list[RegelForm]) -> None:
    for line, form in zip(lines, forms, strict=True):
        if form.is_valid() and form.filled:
            answer, pk = form.cleaned_data, line.pk
            write = partial(actions.answer_toets, request.wie, toetsregel_id=pk, **answer)
            perform(form, write)
        elif form.is_valid() and form.half and "terug" not in request.POST:
            form.add_error("reden", HALF)


def _next(request: Verzoek, found: Interventie, forms: list[RegelForm]) -> HttpResponse | None:
    """Where the pressed button leads; None: stay here, something is still to be said."""
    if any(form.errors for form in forms):
        return None
    if "klaar" in request.POST:
        try:
            actions.finish_toets(request.wie, interventie_id=found.pk)
        except Weigering as refusal:
            messages.error(request, refusal.zin)
            return None
        return redirect("casusoverleg:vragen", found.pk)
    messages.success(request, "Bewaard.")
    if "terug" in request.POST:
        return redirect(found.kandidaat)
    return redirect("trajecten:toets", found.pk)


def _show(
    request: Verzoek, found: Interventie, kandidaat: Kandidaat, forms: list[RegelForm]
) -> HttpResponse:
    lines = list(found.toets.select_related("door"))
    waiting = next((line.pk for line in lines if not line.antwoord), None)
    context = {
        "interventie": found,
        "kandidaat": kandidaat,
        "kaarten": [
            Kaart(line, form, nu=line.pk == waiting)
            for line, form in zip(lines, forms, strict=True)
        ],
        "situatie": situation_of(kandidaat.pk),
        "open": sum(not line.antwoord for line in lines),
        "beantwoord": bool(lines) and waiting is None,
        "schrijft": found.status in actions.TOETS_OPEN and kandidaat.mag_schrijven,
        "extra": VoorzieningForm(),
    }
    refused = any(form.is_bound and form.errors for form in forms)
    return page(request, "toets", context, refused=refused)


@route(
    "interventies/<int:pk>/voorzieningen/",
    rollen=PROFESSIONALS,
    schrijft="een voorziening in de toets",
    knop=True,
)
def voorziening(request: Verzoek, pk: int) -> HttpResponse:
    form = VoorzieningForm(request.POST)
    if form.is_valid():
        actions.add_voorziening(
            request.wie, interventie_id=pk, voorziening=form.cleaned_data["voorziening"]
        )
    else:
        messages.error(request, "Schrijf op welke voorziening je bedoelt.")
    return redirect("trajecten:toets", pk)
