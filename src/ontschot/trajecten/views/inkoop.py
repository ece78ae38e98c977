"""What must be settled before the buying: a longer time, and the papers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten import actions
from ontschot.trajecten.forms import LangerForm, StukForm
from ontschot.trajecten.models import Interventie
from ontschot.trajecten.queries.verloop import verloop_of
from ontschot.trajecten.views.common import page, posted
from ontschot.web.scherm import done


@route(
    "interventies/<int:pk>/langer-vragen/",
    rollen=PROFESSIONALS,
    schrijft="vragen of iets langer mag",
    knop=True,
)
def langer_vragen(request: Verzoek, pk: int) -> HttpResponse:
    actions.ask_longer(request.wie, interventie_id=pk)
    messages.success(request, "Gevraagd aan de coördinator.")
    return redirect("trajecten:interventie", pk)


@route(
    "interventies/<int:pk>/langer/",
    rollen=frozenset({Rolsoort.COORDINATOR}),
    schrijft="langer dan de grens",
)
def langer(request: Verzoek, pk: int) -> HttpResponse:
    """By key and kind: the coördinator needs no name for this."""
    found = (
        Interventie.objects.filter(pk=pk, langer_gevraagd_op__isnull=False)
        .select_related("interventiesoort", "stap", "doelgroep")
        .first()
    )
    if found is None:
        raise Weigering("Hierom is niet gevraagd. Ververs de pagina.")
    form = LangerForm(posted(request))
    if done(
        form,
        lambda: actions.allow_longer(request.wie, interventie_id=pk, **form.cleaned_data),
    ):
        messages.success(request, "Vastgelegd. Je collega kan verder.")
        return redirect("werkplek:werkvoorraad")
    audit.inzage(
        request,
        "interventie_bekeken",
        object_soort="interventie",
        object_sleutel=str(pk),
        regio=found.regio_id,
        kandidaat_sleutel=found.kandidaat_sleutel,
    )
    context = {"interventie": found, "form": form, "verloop": verloop_of(found)}
    return page(request, "langer", context, refused=form.is_bound)


@route(
    "interventies/<int:pk>/stukken/", rollen=PROFESSIONALS, schrijft="een stuk dat er is", knop=True
)
def stuk(request: Verzoek, pk: int) -> HttpResponse:
    form = StukForm(request.POST)
    if form.is_valid():
        actions.record_paper(request.wie, interventie_id=pk, **form.cleaned_data)
        messages.success(request, "Vastgelegd: dit stuk is er.")
    else:
        messages.error(request, "Vul in sinds welke dag dit stuk er is.")
    return redirect("trajecten:interventie", pk)
