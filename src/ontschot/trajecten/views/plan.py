"""The plan of a kandidaat: compose it from the menukaart, and agree on it."""

from itertools import pairwise, zip_longest
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.documenten.actions import keep_letter
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import facts_on, kandidaat_for
from ontschot.kandidaten.views.common import log_read
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.menukaart.queries import VOLGORDE, VOLGORDE_GEZOCHT, Filter, for_situaties, search
from ontschot.trajecten import actions, queries
from ontschot.trajecten.brief import TEMPLATE, plan_letter
from ontschot.trajecten.forms import AkkoordForm, DoelForm, StapForm, ZoekForm
from ontschot.trajecten.models import Arrangement, Sjabloon
from ontschot.trajecten.queries import Stapdeel
from ontschot.trajecten.views.common import page, posted
from ontschot.web.scherm import done

FOUND_AT_MOST = 12


@route("kandidaten/<str:sleutel>/plan/", rollen=PROFESSIONALS, schrijft="een plan")
def plan(request: Verzoek, sleutel: str) -> HttpResponse:
    """Show the plan; POST begins one, or the next version."""
    kandidaat = kandidaat_for(request.wie, sleutel)
    form = DoelForm(posted(request))
    if done(
        form,
        lambda: actions.start_arrangement(
            request.wie, kandidaat_id=kandidaat.pk, doel=form.cleaned_data["doel"]
        ),
    ):
        return redirect("trajecten:plan", sleutel)
    return _show(request, kandidaat, doel=form)


def _show(
    request: Verzoek,
    kandidaat: Kandidaat,
    *,
    doel: DoelForm | None = None,
    stap: StapForm | None = None,
    akkoord: AkkoordForm | None = None,
) -> HttpResponse:
    log_read(request, "plan_bekeken", kandidaat)
    arrangement = queries.current_plan(kandidaat.pk)
    steps = queries.steps_of(arrangement.pk) if arrangement else []
    zoek = ZoekForm(request.GET if "q" in request.GET else None)
    forms = (doel, stap, akkoord)
    context: dict[str, Any] = {
        "kandidaat": kandidaat,
        "arrangement": arrangement,
        "stappen": steps,
        "sjablonen": _sjablonen(arrangement),
        "schrijft": kandidaat.mag_schrijven,
        "doel": doel or DoelForm(initial={"doel": arrangement.doel} if arrangement else None),
        "stap": stap or StapForm(stappen=_choices(steps)),
        "akkoord": akkoord or AkkoordForm(initial={"op": timezone.localdate()}),
        "zoek": zoek,
        "diensten": _found(kandidaat, zoek, arrangement),
    }
    refused = any(form is not None and form.is_bound for form in forms)
    return page(request, "plan", context, refused=refused)


def _choices(steps: list[Stapdeel]) -> list[tuple[int, str]]:
    return [(step.stap_id, f"{step.volgorde}. {step.omschrijving}") for step in steps]


def _sjablonen(arrangement: Arrangement | None) -> list[Sjabloon]:
    if arrangement is None or arrangement.status != "concept":
        return []
    return list(Sjabloon.objects.filter(regio=arrangement.regio_id, actief=True))


def _found(kandidaat: Kandidaat, zoek: ZoekForm, arrangement: Arrangement | None) -> list[Any]:
    """What the menukaart has for these words; without words, for this situation."""
    if arrangement is None or arrangement.status != "concept":
        return []
    words = zoek.cleaned_data["q"] if zoek.is_bound and zoek.is_valid() else ""
    today = timezone.localdate()
    found = search(Filter(q=words, gemeente_id=kandidaat.gemeente_id), today)
    if not words:
        found = found.filter(for_situaties(facts_on(kandidaat.pk, today)))
    return list(found.order_by(*(VOLGORDE_GEZOCHT if words else VOLGORDE))[:FOUND_AT_MOST])


@route(
    "plannen/<int:pk>/stappen/", rollen=PROFESSIONALS, schrijft="een stap in een plan", knop=True
)
def stap(request: Verzoek, pk: int) -> HttpResponse:
    """Add a dienst of the menukaart, or a step of one's own."""
    arrangement = _arrangement(pk)
    kandidaat = kandidaat_for(request.wie, arrangement.kandidaat.sleutel, schrijft=True)
    if request.POST.get("dienst", "").isdigit():
        actions.add_stap(request.wie, arrangement_id=pk, dienst_id=int(request.POST["dienst"]))
        messages.success(request, "De stap staat in het plan.")
        return redirect("trajecten:plan", kandidaat.sleutel)
    form = StapForm(request.POST, stappen=_choices(queries.steps_of(pk)))
    if done(form, lambda: actions.add_stap(request.wie, arrangement_id=pk, **form.cleaned_data)):
        messages.success(request, "De stap staat in het plan.")
        return redirect("trajecten:plan", kandidaat.sleutel)
    return _show(request, kandidaat, stap=form)


@route("stappen/<int:pk>/weg/", rollen=PROFESSIONALS, schrijft="een stap uit een plan", knop=True)
def stap_weg(request: Verzoek, pk: int) -> HttpResponse:
    arrangement = actions.remove_stap(request.wie, stap_id=pk)
    messages.success(request, "De stap is uit het plan.")
    return redirect("trajecten:plan", arrangement.kandidaat.sleutel)


@route(
    "stappen/<int:pk>/plek/", rollen=PROFESSIONALS, schrijft="de volgorde van een plan", knop=True
)
def stap_plek(request: Verzoek, pk: int) -> HttpResponse:
    omhoog = request.POST.get("naar") != "omlaag"
    arrangement = actions.move_stap(request.wie, stap_id=pk, omhoog=omhoog)
    return redirect("trajecten:plan", arrangement.kandidaat.sleutel)


@route(
    "kandidaten/<str:sleutel>/plan/versies/", rollen=PROFESSIONALS, leest="de versies van een plan"
)
def versies(request: Verzoek, sleutel: str) -> HttpResponse:
    """Every version with what changed, the newest first."""
    kandidaat = kandidaat_for(request.wie, sleutel)
    log_read(request, "plan_bekeken", kandidaat)
    plans = queries.versions_of(kandidaat.pk)
    changes = [queries.difference(new, old) for new, old in pairwise(plans)]
    context = {"kandidaat": kandidaat, "versies": list(zip_longest(plans, changes))}
    return page(request, "versies", context)


@route(
    "kandidaten/<str:sleutel>/plan/brief/",
    rollen=PROFESSIONALS,
    schrijft="het plan als brief",
    knop=True,
)
def plan_brief(request: Verzoek, sleutel: str) -> HttpResponse:
    """Make the plan as a letter, keep it in the dossier, and hand it over."""
    kandidaat = kandidaat_for(request.wie, sleutel, schrijft=True)
    arrangement = queries.current_plan(kandidaat.pk)
    if arrangement is None:
        raise Weigering("Er is nog geen plan. Begin er eerst een.")
    document = keep_letter(
        request.wie,
        kandidaat_id=kandidaat.pk,
        soort="plan",
        titel=f"Plan, versie {arrangement.versie}",
        template=TEMPLATE,
        gegevens=plan_letter(arrangement, kandidaat, request.wie.naam),
    )
    return redirect("documenten:download", sleutel, document.pk)


@route(
    "plannen/<int:pk>/akkoord/", rollen=PROFESSIONALS, schrijft="akkoord met een plan", knop=True
)
def akkoord(request: Verzoek, pk: int) -> HttpResponse:
    arrangement = _arrangement(pk)
    kandidaat = kandidaat_for(request.wie, arrangement.kandidaat.sleutel, schrijft=True)
    form = AkkoordForm(request.POST)
    if done(
        form,
        lambda: actions.agree_arrangement(request.wie, arrangement_id=pk, **form.cleaned_data),
    ):
        messages.success(request, "Vastgelegd: de kandidaat is akkoord met het plan.")
        return redirect("trajecten:plan", kandidaat.sleutel)
    return _show(request, kandidaat, akkoord=form)


def _arrangement(pk: int) -> Arrangement:
    found = Arrangement.objects.filter(pk=pk).select_related("kandidaat").first()
    if found is None:
        raise Weigering("Dit plan is er niet in jouw regio.")
    return found
