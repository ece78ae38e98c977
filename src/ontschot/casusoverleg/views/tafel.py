"""The meeting on the screen, case by case, without a name; and what comes of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ontschot.casusoverleg import actions
from ontschot.casusoverleg.forms import (
    ActieForm,
    AfrondForm,
    BesluitForm,
    InbrengForm,
    MeeleesForm,
    NotitieForm,
)
from ontschot.casusoverleg.queries import overleggen as queries
from ontschot.casusoverleg.views.common import colleagues, page, posted
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.netwerk.queries import colleagues_in
from ontschot.web.format import moment
from ontschot.web.scherm import attempt, done


@route("casusoverleg/overleg/<int:pk>/tafel/", rollen=PROFESSIONALS, schrijft="een casus op tafel")
def tafel(request: Verzoek, pk: int) -> HttpResponse:
    """One case at a time in big type; j and k go on and back, n writes, b decides."""
    overleg = queries.overleg_for(pk)
    sent = request.POST if request.method == "POST" else request.GET
    wanted = str(sent.get("punt", ""))
    punt_id = int(wanted) if wanted.isdecimal() and len(wanted) < 18 else None
    found = queries.tafel_for(request.wie, overleg, punt_id)
    if found is None:
        raise Weigering(
            "Er staat geen casus op de agenda. Begin het overleg eerst.",
            naar=reverse("casusoverleg:overleg", args=[pk]),
        )
    forms = _forms(request, found)
    if request.method == "POST" and _write(request, found, forms):
        further = found.volgende if request.POST.get("doe") == "besluit" else None
        return redirect(f"{request.path}?punt={further or found.punt.pk}")
    _log(request, found)
    part = "_tafel" if request.headers.get("HX-Request") else "tafel"
    context = {"t": found, **forms, "bezig": overleg.status == "bezig"}
    return page(request, part, context, refused=request.method == "POST")


def _forms(request: Verzoek, found: queries.Tafel) -> dict[str, Any]:
    lines = found.zaak.fondsregels if found.zaak else ()
    return {
        "notitie": NotitieForm(
            posted(request, "notitie"), initial={"notitie": found.punt.notitie}, prefix="n"
        ),
        "actieform": ActieForm(
            posted(request, "actie"), collegas=colleagues(request, me=True), prefix="a"
        ),
        "besluitform": BesluitForm(posted(request, "besluit"), regels=lines, prefix="b"),
    }


def _write(request: Verzoek, found: queries.Tafel, forms: dict[str, Any]) -> bool:
    """Do what was sent; False when a form comes back with a refusal."""
    punt, wie = found.punt, request.wie
    doe = request.POST.get("doe", "")
    form = {
        "notitie": forms["notitie"], "actie": forms["actieform"], "besluit": forms["besluitform"]
    }.get(doe)  # fmt: skip
    if form is None:
        raise Weigering("Die knop is er niet. Ververs de pagina.")
    if doe == "notitie":
        return done(form, lambda: actions.note_case(wie, punt_id=punt.pk, **form.cleaned_data))
    if doe == "actie":
        return done(form, lambda: actions.add_actie(wie, punt_id=punt.pk, **form.cleaned_data))
    besluit_id = punt.besluit_id or 0
    return done(form, lambda: actions.decide(wie, besluit_id=besluit_id, **form.cleaned_data))


def _log(request: Verzoek, found: queries.Tafel) -> None:
    audit.inzage(
        request,
        "overleg_getoond",
        object_soort="overleg",
        object_sleutel=str(found.overleg.pk),
        regio=found.overleg.regio_id,
        kandidaat_sleutel=found.casus.sleutel,
    )


@route("kandidaten/<str:sleutel>/inbrengen/", rollen=PROFESSIONALS, schrijft="een casus inbrengen")
def inbrengen(request: Verzoek, sleutel: str) -> HttpResponse:
    """Put a case on the agenda of a coming meeting, with a question."""
    kandidaat = kandidaat_for(request.wie, sleutel, schrijft=True)
    coming = queries.coming_meetings(kandidaat.regio_id)
    form = InbrengForm(posted(request), overleggen=[(o.pk, moment(o.begint_op)) for o in coming])
    punt = attempt(
        form, lambda: actions.bring_case(request.wie, sleutel=sleutel, **form.cleaned_data)
    )
    if punt:
        messages.success(request, "De casus staat op de agenda, zonder naam.")
        return redirect("casusoverleg:overleg", punt.overleg_id)
    context = {"kandidaat": kandidaat, "form": form, "overleggen": coming}
    return page(request, "inbrengen", context, refused=form.is_bound)


@route("casusoverleg/punten/<int:pk>/meelezen/", rollen=PROFESSIONALS, schrijft="laten meelezen")
def meelezen(request: Verzoek, pk: int) -> HttpResponse:
    """Let one participant read this one dossier, for a while."""
    punt = queries.punt_for(request.wie, pk)
    expected = {d.organisatie_id for d in queries.partners_of(punt.overleg)}
    people = [
        (rol.pk, f"{rol.medewerker.naam} ({rol.organisatie.naam})")
        for rol in colleagues_in(punt.regio_id, HULPVERLENERS)
        if rol.organisatie_id in expected and rol.medewerker_id != request.wie.medewerker_id
    ]
    form = MeeleesForm(posted(request), collegas=people)
    if done(form, lambda: actions.let_read(request.wie, punt_id=pk, **form.cleaned_data)):
        messages.success(request, "Je collega kan het dossier lezen, voor een korte tijd.")
        return redirect("casusoverleg:overleg", punt.overleg_id)
    context = {"punt": punt, "form": form, "dagen": actions.instelling(punt.regio_id).leest_dagen}
    return page(request, "meelezen", context, refused=form.is_bound)


@route("casusoverleg/acties/<int:pk>/", rollen=PROFESSIONALS, schrijft="een actie afronden")
def actie(request: Verzoek, pk: int) -> HttpResponse:
    """One action: what was agreed, and saying that it is done or no longer needed."""
    found = queries.actie_for(request.wie, pk)
    form = AfrondForm(posted(request))
    if done(
        form,
        lambda: actions.finish_actie(
            request.wie,
            actie_id=pk,
            vervallen=request.POST.get("doe") == "vervallen",
            **form.cleaned_data,
        ),
    ):
        messages.success(request, "De actie is afgerond.")
        return redirect("casusoverleg:lijst")
    return page(request, "actie", {"actie": found, "form": form}, refused=form.is_bound)
