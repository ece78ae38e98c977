"""Offering somebody to a partner outside or to another region, and answering the latter."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern import audit
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten import actions, queries
from ontschot.trajecten.forms import (
    BuitenForm,
    RegioAannemenForm,
    RegioForm,
    WeigerForm,
)
from ontschot.trajecten.rules.overdracht import shared_words
from ontschot.trajecten.views.common import page, posted
from ontschot.web.scherm import attempt, done

ONTVANGERS = {Rolsoort.COORDINATOR, Rolsoort.GIDS}


def _begin() -> dict[str, Any]:
    today = timezone.localdate()
    return {"warm_contact_op": today, "kandidaat_akkoord_op": today}


@route(
    "kandidaten/<str:sleutel>/overdragen/buiten/",
    rollen=PROFESSIONALS,
    schrijft="een overdracht aan een partner zonder account",
)
def overdragen_buiten(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = kandidaat_for(request.wie, sleutel, schrijft=True)
    form = BuitenForm(posted(request), initial=_begin())
    if form.is_valid():
        data = dict(form.cleaned_data)
        partner = actions.Partner(
            data.pop("extern_naam"), data.pop("extern_organisatie"), data.pop("extern_email")
        )
        afspraak = actions.Afspraak(**data | {"gedeeld": tuple(data["gedeeld"])})
        if done(
            form,
            lambda: actions.offer_outside(
                request.wie, kandidaat_id=kandidaat.pk, aan=partner, afspraak=afspraak
            ),
        ):
            messages.success(
                request, f"De link is onderweg naar {partner.email}. Je hoort het antwoord."
            )
            return redirect(kandidaat)
    context = {"form": form, "kandidaat": kandidaat}
    return page(request, "overdragen_buiten", context, refused=form.is_bound)


@route(
    "kandidaten/<str:sleutel>/overdragen/regio/",
    rollen=PROFESSIONALS,
    schrijft="een overdracht aan een andere regio",
)
def overdragen_regio(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = kandidaat_for(request.wie, sleutel, schrijft=True)
    form = RegioForm(
        posted(request),
        regios=queries.other_regions(kandidaat.regio_id),
        documenten=queries.documents_to_share(kandidaat.pk),
        initial=_begin(),
    )
    if form.is_valid():
        data = dict(form.cleaned_data)
        naar_regio, papers = data.pop("naar_regio"), data.pop("documenten", [])
        afspraak = actions.Afspraak(**data | {"gedeeld": tuple(data["gedeeld"])})
        if done(
            form,
            lambda: actions.offer_regio(
                request.wie,
                kandidaat_id=kandidaat.pk,
                naar_regio=naar_regio,
                afspraak=afspraak,
                document_ids=papers,
            ),
        ):
            messages.success(
                request, "Aangeboden. Jij blijft eigenaar tot de andere regio aanneemt."
            )
            return redirect(kandidaat)
    context = {"form": form, "kandidaat": kandidaat}
    return page(request, "overdragen_regio", context, refused=form.is_bound)


@route("regioaanbod/<int:pk>/", rollen=ONTVANGERS, schrijft="een antwoord aan een andere regio")
def regioaanbod(request: Verzoek, pk: int) -> HttpResponse:
    """What another region offers: a key and a summary. Taking over makes the kandidaat here."""
    found = queries.regioaanbod_for(request.wie, pk)
    answer = request.POST.get("antwoord", "")
    collegas = queries.receivers(request.wie, request.wie.regio, timezone.localdate())
    accept = RegioAannemenForm(request.POST if answer == "aannemen" else None, collegas=collegas)
    refuse = WeigerForm(request.POST if answer == "weigeren" else None)
    if accept.is_bound and accept.is_valid():
        rol_id = accept.cleaned_data["naar"]
        new = attempt(
            accept, lambda: actions.accept_regio(request.wie, aanbod_id=pk, naar_rol_id=rol_id)
        )
        if new:
            messages.success(request, f"Overgenomen. Het dossier heet hier {new.sleutel}.")
            return redirect("werkplek:werkvoorraad" if rol_id else new)
    if refuse.is_bound and refuse.is_valid():
        reden = refuse.cleaned_data["reden"]
        if done(refuse, lambda: actions.refuse_regio(request.wie, aanbod_id=pk, reden=reden)):
            messages.success(request, "Geweigerd. De andere regio leest waarom.")
            return redirect("werkplek:werkvoorraad")
    audit.inzage(
        request,
        "regioaanbod_bekeken",
        object_soort="regioaanbod",
        object_sleutel=str(pk),
        regio=request.wie.regio,
        kandidaat_sleutel=found.kandidaat_sleutel,
    )
    context = {
        "aanbod": found,
        "gedeeld": shared_words(found.gedeeld),
        "open": found.status == "aangeboden",
        "aannemen": accept,
        "weigeren": refuse,
    }
    return page(request, "regioaanbod", context, refused=request.method == "POST")
