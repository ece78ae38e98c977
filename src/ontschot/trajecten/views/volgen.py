"""Asking how it goes, on what ground, and when the region asks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten import actions, queries
from ontschot.trajecten.forms import NazorgForm, NazorgschemaForm, VolggrondForm
from ontschot.trajecten.models import Nazorgmoment
from ontschot.trajecten.views.common import page, posted
from ontschot.web.scherm import done


def _moment(pk: int) -> Nazorgmoment:
    rows = Nazorgmoment.objects.filter(pk=pk)
    found = rows.select_related("kandidaat", "uitkomst", "door").first()
    if found is None:
        raise Weigering("Dit nazorgmoment is er niet in jouw regio.")
    return found


@route("nazorg/<int:pk>/", rollen=PROFESSIONALS, schrijft="nazorg")
def nazorg(request: Verzoek, pk: int) -> HttpResponse:
    moment = _moment(pk)
    still_asked = moment.gedaan_op is None
    kandidaat = kandidaat_for(request.wie, moment.kandidaat.sleutel, schrijft=still_asked)
    form = NazorgForm(posted(request))
    if done(
        form,
        lambda: actions.record_nazorg(request.wie, nazorgmoment_id=pk, **form.cleaned_data),
    ):
        messages.success(request, "De nazorg is vastgelegd.")
        return redirect(kandidaat)
    context = {
        "form": form,
        "kandidaat": kandidaat,
        "moment": moment,
        "grond": queries.ground_of(kandidaat.pk),
        "kanaal": queries.reachable(kandidaat),
    }
    return page(request, "nazorg", context, refused=form.is_bound)


@route(
    "nazorg/<int:pk>/vraag/",
    rollen=PROFESSIONALS,
    schrijft="een nazorgvraag per bericht",
    knop=True,
)
def nazorg_vragen(request: Verzoek, pk: int) -> HttpResponse:
    actions.ask_by_message(request.wie, nazorgmoment_id=pk)
    messages.success(request, "De vraag is onderweg. Het antwoord komt vanzelf in het dossier.")
    return redirect("trajecten:nazorg", pk)


@route("nazorg/<int:pk>/hulp/", rollen=PROFESSIONALS, schrijft="dat hulp is opgepakt", knop=True)
def hulp_opgepakt(request: Verzoek, pk: int) -> HttpResponse:
    moment = actions.take_up_help(request.wie, nazorgmoment_id=pk)
    messages.success(request, "Opgepakt. De vraag staat niet meer in je Werkvoorraad.")
    return redirect(moment.kandidaat)


@route(
    "kandidaten/<str:sleutel>/volgen/",
    rollen=PROFESSIONALS,
    schrijft="waarom en tot wanneer we iemand volgen",
)
def volgen(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = kandidaat_for(request.wie, sleutel, schrijft=True)
    ground = queries.ground_of(kandidaat.pk)
    form = VolggrondForm(posted(request) if request.POST.get("doe") == "vast" else None)
    if request.POST.get("doe") == "stop":
        return _stop(request, kandidaat)
    if form.is_bound and form.is_valid():
        data: dict[str, Any] = dict(form.cleaned_data)
        if done(
            form,
            lambda: actions.record_volggrond(request.wie, kandidaat_id=kandidaat.pk, **data),
        ):
            messages.success(request, "De grond is vastgelegd.")
            return redirect(kandidaat)
    context = {"form": form, "kandidaat": kandidaat, "grond": ground}
    return page(request, "volgen", context, refused=request.method == "POST")


def _stop(request: Verzoek, kandidaat: Any) -> HttpResponse:
    actions.end_volggrond(request.wie, kandidaat_id=kandidaat.pk)
    messages.success(request, "Gestopt. We vragen deze kandidaat niets meer.")
    return redirect(kandidaat)


@route(
    "nazorg/schema/",
    rollen={Rolsoort.COORDINATOR},
    schrijft="wanneer de regio vraagt hoe het gaat",
)
def nazorgschema(request: Verzoek) -> HttpResponse:
    form = NazorgschemaForm(posted(request))
    if done(form, lambda: actions.set_nazorgschema(request.wie, **form.cleaned_data)):
        messages.success(request, "Het schema staat klaar.")
        return redirect("trajecten:nazorgschema")
    rows = [
        (row, queries.moment_labels(row.momenten)) for row in queries.schemas_of(request.wie.regio)
    ]
    context = {"form": form, "schemas": rows}
    return page(request, "nazorgschema", context, refused=form.is_bound)
