"""An order: entering it, following it, calling it off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from ontschot.aanbieders.actions import LijktOp
from ontschot.kassier.actions import (
    ask_akkoord,
    commit_verplichting,
    expire_verplichting,
    void_verplichting,
)
from ontschot.kassier.brief import TEMPLATE, order_letter
from ontschot.kassier.forms import VerplichtingForm
from ontschot.kassier.models import Verplichting
from ontschot.kassier.queries import euro_of
from ontschot.kassier.queries.bestellen import expires_on, parts_of, proposal
from ontschot.kassier.views.fondsen import LEZERS
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten.models import Interventie
from ontschot.web.forms import RedenForm
from ontschot.web.pdf import render as render_pdf
from ontschot.web.scherm import ONVERWERKBAAR, answer, attempt, done, send

VERLOPERS = frozenset({Rolsoort.KASSIER, Rolsoort.COORDINATOR})


@route(
    "interventies/<int:interventie_id>/verplichting/",
    rollen=PROFESSIONALS,
    schrijft="een verplichting aangaan",
)
def nieuwe_verplichting(request: Verzoek, interventie_id: int) -> HttpResponse:
    """The buying partner orders what was granted: four facts, the rest is proposed."""
    interventie = get_object_or_404(
        Interventie.objects.select_related(
            "interventiesoort__rubriek", "inkoper", "doelgroep", "stap"
        ),
        pk=interventie_id,
        inkoper_id=request.wie.organisatie_id,
    )
    voorstel = proposal(interventie, timezone.localdate())
    form = VerplichtingForm(
        request.POST or None,
        initial=voorstel.initial,
        doelgroep=interventie.doelgroep_id,
        partners=voorstel.partners,
    )
    if form.is_valid():
        step = _ask_akkoord if "vraag_akkoord" in request.POST else _commit
        if made := step(request, interventie.pk, form):
            return made
    context = {"form": form, "interventie": interventie, "voorstel": voorstel}
    return answer(request, form, "kassier/nieuwe_verplichting.html", context)


def _commit(request: Verzoek, interventie_id: int, form: VerplichtingForm) -> HttpResponse | None:
    def order_it() -> Verplichting:
        try:
            return commit_verplichting(request.wie, interventie_id=interventie_id, **form.order())
        except LijktOp:
            form.lijkt_op = True
            raise

    order = attempt(form, order_it)
    if not order:
        return None
    messages.success(request, f"Besteld. Het nummer voor de factuur is {order.nummer}.")
    return redirect("kassier:verplichting", order.pk)


def _ask_akkoord(
    request: Verzoek, interventie_id: int, form: VerplichtingForm
) -> HttpResponse | None:
    if not done(
        form,
        lambda: ask_akkoord(
            request.wie,
            interventie_id=interventie_id,
            cent=form.cleaned_data["bedrag_cent"],
            reden=form.cleaned_data["reden_boven_plafond"],
        ),
    ):
        return None
    messages.success(request, "Akkoord is gevraagd. Je kunt bestellen zodra het er is.")
    return redirect("kassier:nieuwe_verplichting", interventie_id)


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
        "delen": parts_of(found.verplichting),
        "verloopt_na": expires_on(found.verplichting),
        "vandaag": timezone.localdate(),
        "mag_verlopen": (own and wie.rol in PROFESSIONALS) or wie.rol in VERLOPERS,
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
    return send(
        request,
        form,
        lambda: void_verplichting(
            request.wie, verplichting_id=verplichting_id, reden=form.cleaned_data["reden"]
        ),
        "Het geld staat weer vrij op de regel.",
        "kassier:verplichting",
        verplichting_id,
        anders=lambda: _order(request, verplichting_id, form),
    )


@route(
    "kassier/verplichtingen/<int:verplichting_id>/verlopen/",
    rollen=PROFESSIONALS | {Rolsoort.KASSIER},
    schrijft="een verplichting laten verlopen",
    knop=True,
)
def order_verlopen(request: Verzoek, verplichting_id: int) -> HttpResponse:
    expire_verplichting(request.wie, verplichting_id=verplichting_id)
    messages.success(request, "De bestelling is verlopen. De rest staat weer vrij op de regel.")
    return redirect("kassier:verplichting", verplichting_id)


@route(
    "kassier/verplichtingen/<int:verplichting_id>/brief/",
    rollen=LEZERS | HULPVERLENERS,
    leest="de brief bij een bestelling",
)
def bestelbrief(request: Verzoek, verplichting_id: int) -> HttpResponse:
    """The letter for the provider, with the number that must stand on the invoice."""
    found = euro_of(verplichting_id)
    wie = request.wie
    if not found or not (found.verplichting.inkoper_id == wie.organisatie_id or wie.rol in LEZERS):
        raise Http404
    content = render_pdf(TEMPLATE, order_letter(found.verplichting))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.verplichting.nummer}.pdf"'
    return answer
