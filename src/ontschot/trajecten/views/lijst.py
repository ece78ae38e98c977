"""The list of interventies."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, ZONDER_NAMEN
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.trajecten import actions, queries
from ontschot.trajecten.forms import LijstfilterForm
from ontschot.trajecten.lijst import KOP, Lijstfilter, export_rows, interventies_list
from ontschot.trajecten.views.common import page
from ontschot.web.tabelbestand import answer

# As many as a page holds.
MAX_SAMEN = 40


@route(
    "interventies/",
    rollen=PROFESSIONALS | ZONDER_NAMEN,
    leest="de interventies van de regio",
    menu=Menu("Interventies", 35),
)
def lijst(request: Verzoek) -> HttpResponse:
    wie = request.wie
    form = _filter(request)
    rows = interventies_list(wie, _chosen(form), request.GET)
    context = {
        "form": form,
        "page": rows,
        "opent": wie.rol in PROFESSIONALS,
        "samen": wie.rol in PROFESSIONALS and any(row.kan for row in rows.rows),
        "met_sleutels": any(row.sleutel for row in rows.rows),
        "zonder_sleutels": any(not row.sleutel for row in rows.rows),
        "vraag": request.GET.urlencode(),
    }
    return page(request, "lijst", context)


def _filter(request: Verzoek) -> LijstfilterForm:
    wie = request.wie
    return LijstfilterForm(
        request.GET,
        soorten=queries.kinds(),
        doelgroepen=queries.doelgroepen(),
        inkopers=queries.buyers(wie.regio, timezone.localdate()),
        met_namen=wie.rol not in ZONDER_NAMEN,
    )


def _chosen(form: LijstfilterForm) -> Lijstfilter:
    return Lijstfilter(**(form.cleaned_data if form.is_valid() else {}))


@route(
    "interventies/bestand/<str:soort>/",
    rollen=PROFESSIONALS | ZONDER_NAMEN,
    leest="de interventies als bestand",
)
def bestand(request: Verzoek, soort: str) -> HttpResponse:
    """The list with its filters as `csv` or `xlsx`: keys and codes, no names."""
    made = answer(soort, "interventies", KOP, export_rows(request.wie, _chosen(_filter(request))))
    audit.inzage(
        request,
        "interventies_uitgevoerd",
        object_soort="lijst",
        object_sleutel="interventies",
        regio=request.wie.regio,
        soort=soort,
    )
    return made


@route(
    "interventies/samen/",
    rollen=PROFESSIONALS,
    schrijft="meer interventies tegelijk bijwerken",
    knop=True,
)
def samen(request: Verzoek) -> HttpResponse:
    """Start or finish what was ticked; each for itself, so that one refusal stops no other."""
    stap = request.POST.get("stap", "")
    chosen = [int(pk) for pk in request.POST.getlist("id") if pk.isdecimal() and len(pk) < 10]
    if stap not in {"start", "finish"} or not chosen:
        raise Weigering("Vink eerst een of meer interventies aan. Kies dan wat er gebeurde.")
    refused = actions.step_many(request.wie, interventie_ids=chosen[:MAX_SAMEN], stap=stap)
    done = len(chosen[:MAX_SAMEN]) - len(refused)
    if done:
        messages.success(request, f"Bijgewerkt: {done}.")
    for zin in sorted(set(refused.values())):
        messages.error(request, zin)
    return redirect("trajecten:lijst")
