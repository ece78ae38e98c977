"""Who may buy, who agrees above the ceiling, how long orders hold; and prices side by side."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from ontschot.kassier.actions import (
    decide_akkoord,
    end_inkoopmandaat,
    give_inkoopmandaat,
    set_besteltermijn,
)
from ontschot.kassier.forms.mandaten import AkkoordForm, EindeForm, MandaatForm, TermijnForm
from ontschot.kassier.models import Fonds, Plafondakkoord
from ontschot.kassier.queries.mandaten import mandaten, term_on, wie_of
from ontschot.kassier.queries.prijzen import compare
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.netwerk.models import Organisatie, Partner
from ontschot.netwerk.queries import valid_on
from ontschot.web.scherm import ONVERWERKBAAR, answer, done, of_row, send

LEZERS = PROFESSIONALS | {Rolsoort.KASSIER, Rolsoort.BELEID}
COORDINATOR = frozenset({Rolsoort.COORDINATOR})
EEN_JAAR = 365


@route("kassier/mandaten/", rollen=LEZERS, leest="wie mag inkopen, en tot welk bedrag")
def mandatenlijst(request: Verzoek) -> HttpResponse:
    return _page(request)


def _page(request: Verzoek, rij: tuple[int, EindeForm] | None = None, **bound: Any) -> HttpResponse:
    """The list; `bound` or `rij` (of one row) is the form that was sent and refused."""
    today, regio = timezone.localdate(), request.wie.regio
    rows = [row for row in mandaten(regio) if row.tot is None or row.tot >= today]
    context = {
        "rijen": [(row, wie_of(row), of_row(row.pk, rij, _ending(row.pk))) for row in rows],
        "termijn": term_on(regio, today),
        "mag": request.wie.rol in COORDINATOR,
        "form": _form(request),
        "termijn_form": TermijnForm(prefix="t"),
        **bound,
    }
    status = ONVERWERKBAAR if bound or rij else 200
    return render(request, "kassier/mandaten.html", context, status=status)


def _ending(pk: int) -> Callable[[], EindeForm]:
    return lambda: EindeForm(prefix=f"m{pk}")


def _form(request: Verzoek, data: Any = None) -> MandaatForm:
    regio, today = request.wie.regio, timezone.localdate()
    partners = Partner.objects.filter(valid_on(today), regio=regio).values("organisatie")
    buyers = Organisatie.objects.filter(pk__in=partners, mag_inkopen=True).order_by("naam")
    fondsen = Fonds.objects.filter(status="open").order_by("naam", "pk")
    return MandaatForm(
        data,
        prefix="n",
        partners=list(buyers.values_list("pk", "naam")),
        fondsen=list(fondsen.values_list("pk", "naam")),
    )


@route(
    "kassier/mandaten/geven/", rollen=COORDINATOR, schrijft="een mandaat om in te kopen", knop=True
)
def mandaat_geven(request: Verzoek) -> HttpResponse:
    form = _form(request, request.POST)
    if done(form, lambda: give_inkoopmandaat(request.wie, **form.given())):
        messages.success(request, "Het mandaat is gegeven.")
        return redirect("kassier:mandatenlijst")
    return _page(request, form=form)


@route(
    "kassier/mandaten/<int:pk>/beeindigen/",
    rollen=COORDINATOR,
    schrijft="een mandaat om in te kopen beëindigen",
    knop=True,
)
def mandaat_beeindigen(request: Verzoek, pk: int) -> HttpResponse:
    form = EindeForm(request.POST, prefix=f"m{pk}")
    return send(
        request,
        form,
        lambda: end_inkoopmandaat(request.wie, mandaat_id=pk, **form.cleaned_data),
        "Het mandaat is beëindigd.",
        "kassier:mandatenlijst",
        anders=lambda: _page(request, rij=(pk, form)),
    )


@route(
    "kassier/mandaten/termijn/",
    rollen=COORDINATOR,
    schrijft="hoe lang een bestelling geldt",
    knop=True,
)
def termijn(request: Verzoek) -> HttpResponse:
    form = TermijnForm(request.POST, prefix="t")
    if done(form, lambda: set_besteltermijn(request.wie, **form.cleaned_data)):
        messages.success(request, "De termijn is vastgesteld.")
        return redirect("kassier:mandatenlijst")
    return _page(request, termijn_form=form)


@route(
    "kassier/akkoord/<int:pk>/",
    rollen=PROFESSIONALS,
    schrijft="akkoord boven het bedrag in de regeling",
)
def akkoord(request: Verzoek, pk: int) -> HttpResponse:
    """Somebody with a higher mandaat agrees, or not; works by key, no dossier is opened."""
    found = get_object_or_404(
        Plafondakkoord.objects.select_related(
            "interventie__interventiesoort", "interventie__inkoper", "gevraagd_door", "beslist_door"
        ),
        pk=pk,
    )
    form = AkkoordForm(request.POST or None)
    good = request.POST.get("antwoord") == "goed"
    if done(
        form, lambda: decide_akkoord(request.wie, akkoord_id=pk, goed=good, **form.cleaned_data)
    ):
        messages.success(request, "Je antwoord is bewaard.")
        return redirect("kassier:akkoord", pk)
    return answer(request, form, "kassier/akkoord.html", {"akkoord": found, "form": form})


@route("kassier/prijzen/", rollen=LEZERS, leest="wat partners bij dezelfde aanbieder betalen")
def prijzen(request: Verzoek) -> HttpResponse:
    today = timezone.localdate()
    since = today - timedelta(days=EEN_JAAR)
    alles = "alles" in request.GET
    rows = compare(request.wie.regio, since, today, samen=not alles)
    context = {"rijen": rows, "sinds": since, "alles": alles}
    return render(request, "kassier/prijzen.html", context)
