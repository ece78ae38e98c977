"""The screens about somebody's situation: what holds, what held, and the doelgroep."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kandidaten import actions, queries
from ontschot.kandidaten.forms import EindeForm, FeitForm, HerstelForm, KeuzeForm
from ontschot.kandidaten.models import Kandidaat, Situatiefeit
from ontschot.kandidaten.views.common import log_read
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.regelingen.queries import situatiesoorten
from ontschot.web.scherm import done, status_of


@route(
    "kandidaten/<str:sleutel>/situatie/",
    rollen=PROFESSIONALS,
    schrijft="een feit over iemands situatie",
)
def situatie(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    form = _feit_form(request)
    if "bekijk" in request.POST and form.is_valid():
        return _situation_page(request, kandidaat, form, straks=_preview(kandidaat, form))
    if done(
        form, lambda: actions.record_feit(request.wie, kandidaat=kandidaat, **form.cleaned_data)
    ):
        messages.success(request, "Vastgelegd.")
        return redirect("kandidaten:situatie", sleutel)
    return _situation_page(request, kandidaat, form)


def _preview(kandidaat: Kandidaat, form: FeitForm) -> queries.Situatie:
    """What would follow if this were recorded: today, or on the first day that it holds."""
    data = form.cleaned_data
    codes = {soort.code: soort for soort in situatiesoorten()}
    fact = Situatiefeit(soort=codes[data["soort"]], van=data["van"], tot=data["tot"])
    day = max(timezone.localdate(), data["van"])
    return queries.situation_of(kandidaat.pk, day, erbij=fact)


def _feit_form(request: Verzoek, *, bound: bool = True) -> FeitForm:
    soorten = [(s.code, s.label) for s in situatiesoorten()]
    data = request.POST if bound and request.method == "POST" else None
    return FeitForm(data, soorten=soorten, initial={"van": timezone.localdate()})


def _situation_page(
    request: Verzoek,
    kandidaat: Kandidaat,
    form: FeitForm,
    keuze: KeuzeForm | None = None,
    straks: queries.Situatie | None = None,
) -> HttpResponse:
    found = queries.situation_of(kandidaat.pk)
    keuze = keuze or KeuzeForm(None, keuzes=found.keuzes)
    log_read(request, "situatie_bekeken", kandidaat)
    context = {
        "kandidaat": kandidaat,
        "situatie": found,
        "ingetrokken": queries.withdrawn_facts(kandidaat.pk),
        "form": form,
        "keuze": keuze,
        "straks": straks,
    }
    status = 200 if straks else status_of(form, keuze)
    return render(request, "kandidaten/situatie.html", context, status=status)


@route(
    "kandidaten/<str:sleutel>/doelgroep/",
    rollen=PROFESSIONALS,
    schrijft="een doelgroep kiezen waar de regeling niets zegt",
    knop=True,
)
def doelgroep(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    keuze = KeuzeForm(request.POST, keuzes=queries.situation_of(kandidaat.pk).keuzes)
    if done(
        keuze,
        lambda: actions.choose_doelgroep(request.wie, kandidaat=kandidaat, **keuze.cleaned_data),
    ):
        messages.success(request, "Je keuze is bewaard. Ze geldt zolang de situatie zo blijft.")
        return redirect("kandidaten:situatie", sleutel)
    return _situation_page(request, kandidaat, _feit_form(request, bound=False), keuze)


@route(
    "kandidaten/<str:sleutel>/situatie/<int:feit_id>/",
    rollen=PROFESSIONALS,
    schrijft="een feit afsluiten",
)
def feit(request: Verzoek, sleutel: str, feit_id: int) -> HttpResponse:
    kandidaat = queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    row = _feit_of(kandidaat, feit_id)
    form = EindeForm(request.POST or None, initial={"tot": timezone.localdate()})
    if done(
        form, lambda: actions.end_feit(request.wie, feit_id=row.pk, tot=form.cleaned_data["tot"])
    ):
        messages.success(request, "Afgesloten.")
        return redirect("kandidaten:situatie", sleutel)
    log_read(request, "situatie_bekeken", kandidaat)
    context = {"kandidaat": kandidaat, "feit": row, "form": form}
    return render(request, "kandidaten/feit.html", context, status=status_of(form))


@route(
    "kandidaten/<str:sleutel>/situatie/<int:feit_id>/verbeteren/",
    rollen=PROFESSIONALS,
    schrijft="een feit verbeteren dat niet klopte",
)
def feit_verbeteren(request: Verzoek, sleutel: str, feit_id: int) -> HttpResponse:
    """Take back what was wrong and record what is right, in one go."""
    kandidaat = queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    row = _feit_of(kandidaat, feit_id)
    form = HerstelForm(
        request.POST or None,
        soorten=[(s.code, s.label) for s in situatiesoorten()],
        initial={"soort": row.soort_id, "van": row.van, "tot": row.tot, "bron": row.bron},
    )
    if done(form, lambda: actions.correct_feit(request.wie, feit_id=row.pk, **form.cleaned_data)):
        messages.success(request, "Verbeterd. In de geschiedenis blijft staan wat er stond.")
        return redirect("kandidaten:situatie", sleutel)
    log_read(request, "situatie_bekeken", kandidaat)
    context = {"kandidaat": kandidaat, "feit": row, "form": form}
    return render(request, "kandidaten/feit_verbeteren.html", context, status=status_of(form))


def _feit_of(kandidaat: Kandidaat, feit_id: int) -> Situatiefeit:
    found = Situatiefeit.objects.filter(kandidaat=kandidaat, pk=feit_id).select_related("soort")
    row = found.first()
    if row is None:
        raise Http404
    return row


@route(
    "kandidaten/<str:sleutel>/situatie/<int:feit_id>/intrekken/",
    rollen=PROFESSIONALS,
    schrijft="een feit intrekken dat een vergissing was",
    knop=True,
)
def feit_intrekken(request: Verzoek, sleutel: str, feit_id: int) -> HttpResponse:
    kandidaat = queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    actions.withdraw_feit(request.wie, feit_id=_feit_of(kandidaat, feit_id).pk)
    messages.success(request, "Ingetrokken. In de geschiedenis blijft staan dat het er stond.")
    return redirect("kandidaten:situatie", sleutel)
