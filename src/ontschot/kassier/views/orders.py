"""An order: entering it, following it, calling it off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from ontschot.kassier.actions import commit_verplichting, void_verplichting
from ontschot.kassier.forms import RedenForm, VerplichtingForm
from ontschot.kassier.models import Reservering
from ontschot.kassier.queries import euro_of
from ontschot.kassier.views.fondsen import LEZERS
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.regelingen.queries import plafond_op
from ontschot.trajecten.models import Interventie

ONVERWERKBAAR = 422


@route(
    "interventies/<int:interventie_id>/verplichting/",
    rollen=PROFESSIONALS,
    schrijft="een verplichting aangaan",
)
def nieuwe_verplichting(request: Verzoek, interventie_id: int) -> HttpResponse:
    """The buying partner orders what was granted: three facts, the rest is known."""
    interventie = get_object_or_404(
        Interventie.objects.select_related("interventiesoort__rubriek", "inkoper", "doelgroep"),
        pk=interventie_id,
        inkoper_id=request.wie.organisatie_id,
    )
    reserved = (
        Reservering.objects.filter(interventie=interventie, status="open")
        .select_related("fondsregel__fonds")
        .first()
    )
    form = VerplichtingForm.for_interventie(
        request.POST or None, interventie, reserved.cent if reserved else None
    )
    if form.is_valid():
        try:
            order = commit_verplichting(
                request.wie, interventie_id=interventie.pk, **form.cleaned_data
            )
        except Weigering as refusal:
            form.weiger(refusal)
        else:
            messages.success(request, f"Besteld. Het nummer voor de factuur is {order.nummer}.")
            return redirect("kassier:verplichting", order.pk)
    context = {
        "form": form,
        "interventie": interventie,
        "reservering": reserved,
        "plafond": plafond_op(interventie.interventiesoort_id, timezone.localdate()),
    }
    status = ONVERWERKBAAR if form.is_bound else 200
    return render(request, "kassier/nieuwe_verplichting.html", context, status=status)


@route(
    "kassier/verplichtingen/<int:verplichting_id>/",
    rollen=LEZERS | HULPVERLENERS,
    leest="een verplichting van fonds tot betaling",
)
def verplichting(request: Verzoek, verplichting_id: int) -> HttpResponse:
    return _order(request, verplichting_id)


def _order(request: Verzoek, verplichting_id: int, form: Any = None) -> HttpResponse:
    found = euro_of(verplichting_id)
    wie = request.wie
    if not found:
        raise Http404
    own = found.verplichting.inkoper_id == wie.organisatie_id
    if not (own or wie.rol in LEZERS):
        raise Http404
    context = {
        "euro": found,
        "order": found.verplichting,
        "fonds": found.verplichting.fondsregel.fonds,
        "leest_fonds": wie.rol in LEZERS,
        "mag_intrekken": own and wie.rol in PROFESSIONALS and found.open_cent > 0,
        "form": form or RedenForm(label="Waarom is het geld niet meer nodig?"),
    }
    status = ONVERWERKBAAR if form else 200
    return render(request, "kassier/verplichting.html", context, status=status)


@route(
    "kassier/verplichtingen/<int:verplichting_id>/intrekken/",
    rollen=PROFESSIONALS,
    schrijft="een verplichting intrekken",
    knop=True,
)
def intrekken(request: Verzoek, verplichting_id: int) -> HttpResponse:
    form = RedenForm(request.POST, label="Waarom is het geld niet meer nodig?")
    if form.is_valid():
        try:
            void_verplichting(
                request.wie, verplichting_id=verplichting_id, reden=form.cleaned_data["reden"]
            )
        except Weigering as refusal:
            form.weiger(refusal)
        else:
            messages.success(request, "Het geld staat weer vrij op de regel.")
            return redirect("kassier:verplichting", verplichting_id)
    return _order(request, verplichting_id, form)
