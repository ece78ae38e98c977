"""What an owner does with a question besides answering: help, wait, lead further, assign."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from ontschot.kandidaten.rules import SNELLE_MINUTEN
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.meldingen import actions, queries
from ontschot.meldingen.actions.verwijzen import NIET_HIER, is_for
from ontschot.meldingen.forms.afhandelen import (
    BevestigForm,
    HulpForm,
    JaNeeForm,
    OnderwerpForm,
    VerwijsForm,
    WachtForm,
    WijsToeForm,
)
from ontschot.meldingen.keuzes import collegas_of, diensten_of, partners_of, rubrieken
from ontschot.meldingen.models import Melding, Verwijzing
from ontschot.web.forms import Formulier
from ontschot.web.scherm import done, status_of


def _melding(request: Verzoek, nummer: str) -> Melding:
    return queries.vraag_for(request.wie, nummer).melding


def _page(
    request: Verzoek, melding: Melding, form: Formulier, *, sjabloon: str, do: Callable[[], Any]
) -> HttpResponse:
    """A form of its own about one question: do it and go back, or show what is wrong."""
    if done(form, do):
        return redirect(melding)
    return render(request, sjabloon, {"form": form, "melding": melding}, status=status_of(form))


@route("vragen/<slug:nummer>/hulp/", rollen=PROFESSIONALS, schrijft="hulp bij een vraag", knop=True)
def hulp(request: Verzoek, nummer: str) -> HttpResponse:
    """One click on a number of minutes; or the number that was typed."""
    melding = _melding(request, nummer)
    form = HulpForm(request.POST)
    clicked = request.POST.get("snel", "")
    typed = form.cleaned_data.get("minuten") if form.is_valid() else None
    minuten = int(clicked) if clicked in map(str, SNELLE_MINUTEN) else typed
    if form.errors:
        raise Weigering(" ".join(str(e) for es in form.errors.values() for e in es))
    if minuten is None:
        raise Weigering("Kies hoeveel minuten je hielp, of vul een ander aantal in.")
    soort = form.cleaned_data["soort"]
    actions.add_hulp(request.wie, melding_id=melding.pk, soort=soort, minuten=minuten)
    messages.success(request, f"{minuten} minuten hulp staan erbij.")
    return redirect(melding)


@route("vragen/<slug:nummer>/wachten/", rollen=PROFESSIONALS, schrijft="wachten op een ander")
def wachten(request: Verzoek, nummer: str) -> HttpResponse:
    melding = _melding(request, nummer)
    form = WachtForm(request.POST or None)
    return _page(
        request,
        melding,
        form,
        sjabloon="meldingen/wachten.html",
        do=lambda: actions.wait_for(request.wie, melding_id=melding.pk, **form.cleaned_data),
    )


@route("vragen/<slug:nummer>/verder/", rollen=PROFESSIONALS, schrijft="verdergaan", knop=True)
def verder(request: Verzoek, nummer: str) -> HttpResponse:
    melding = _melding(request, nummer)
    actions.resume(request.wie, melding_id=melding.pk)
    messages.success(request, "Je gaat verder. De klok van het antwoord loopt weer.")
    return redirect(melding)


@route("vragen/<slug:nummer>/onderwerp/", rollen=PROFESSIONALS, schrijft="waar een vraag over gaat")
def onderwerp(request: Verzoek, nummer: str) -> HttpResponse:
    melding = _melding(request, nummer)
    form = OnderwerpForm(
        request.POST or None,
        rubrieken=rubrieken(),
        initial={"rubriek": melding.rubriek_id or ""},
    )
    return _page(
        request,
        melding,
        form,
        sjabloon="meldingen/onderwerp.html",
        do=lambda: actions.set_onderwerp(request.wie, melding_id=melding.pk, **form.cleaned_data),
    )


@route(
    "vragen/<slug:nummer>/toewijzen/",
    rollen={Rolsoort.COORDINATOR},
    schrijft="een vraag aan een collega geven",
)
def toewijzen(request: Verzoek, nummer: str) -> HttpResponse:
    melding = _melding(request, nummer)
    collegas = [row for row in collegas_of(request.wie) if row[0] != melding.eigenaar_id]
    form = WijsToeForm(request.POST or None, collegas=collegas)
    return _page(
        request,
        melding,
        form,
        sjabloon="meldingen/toewijzen.html",
        do=lambda: actions.assign_to(
            request.wie,
            melding_id=melding.pk,
            van_id=_number(request.POST.get("van", "")),
            naar_id=form.cleaned_data["naar"],
        ),
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


@route("vragen/<slug:nummer>/verwijzen/", rollen=PROFESSIONALS, schrijft="iemand naar een ander")
def verwijzen(request: Verzoek, nummer: str) -> HttpResponse:
    melding = _melding(request, nummer)
    form = VerwijsForm(
        request.POST or None,
        partners=partners_of(request.wie),
        diensten=diensten_of(request.wie),
    )
    return _page(
        request,
        melding,
        form,
        sjabloon="meldingen/verwijzen.html",
        do=lambda: actions.refer(request.wie, melding_id=melding.pk, naar=form.naar_wie()),
    )


def _verwijzing(request: Verzoek, pk: int) -> Verwijzing:
    """What was asked of my organisatie, or by me; raises Weigering for anybody else."""
    row = Verwijzing.objects.filter(pk=pk).select_related("melding", "door", "dienst").first()
    mine = row is not None and row.melding.eigenaar_id == request.wie.medewerker_id
    if row is None or not (mine or is_for(request.wie, row)):
        raise Weigering(NIET_HIER, naar="/vragen/")
    return row


@route("verwijzingen/<int:pk>/", rollen=PROFESSIONALS, schrijft="een verwijzing bevestigen")
def verwijzing(request: Verzoek, pk: int) -> HttpResponse:
    """What was shared, and yes or no; the question itself stays closed to who was asked."""
    row = _verwijzing(request, pk)
    form = JaNeeForm(request.POST or None)
    if done(
        form,
        lambda: actions.answer_referral(
            request.wie,
            verwijzing_id=pk,
            ja=form.cleaned_data["antwoord"] == "ja",
            reden=form.cleaned_data["reden"],
        ),
    ):
        messages.success(request, "Je antwoord is doorgegeven aan de eigenaar van de vraag.")
        return redirect("werkplek:werkvoorraad")
    _read(request, row)
    context = {"form": form, "verwijzing": row, "open": row.status == "gevraagd"}
    return render(request, "meldingen/verwijzing.html", context, status=status_of(form))


def _read(request: Verzoek, row: Verwijzing) -> None:
    audit.inzage(
        request,
        "verwijzing_gelezen",
        object_soort="vraag",
        object_sleutel=row.melding.nummer,
        regio=row.regio_id,
    )


@route(
    "verwijzingen/<int:pk>/bevestigd/",
    rollen=PROFESSIONALS,
    schrijft="een bevestiging uit een gesprek",
)
def bevestigd(request: Verzoek, pk: int) -> HttpResponse:
    row = _verwijzing(request, pk)
    form = BevestigForm(request.POST or None)
    return _page(
        request,
        row.melding,
        form,
        sjabloon="meldingen/bevestigd.html",
        do=lambda: actions.record_confirmation(request.wie, verwijzing_id=pk, **form.cleaned_data),
    )


@route(
    "verwijzingen/<int:pk>/herinner/", rollen=PROFESSIONALS, schrijft="een herinnering", knop=True
)
def herinner(request: Verzoek, pk: int) -> HttpResponse:
    row = _verwijzing(request, pk)
    actions.remind(request.wie, verwijzing_id=pk)
    messages.success(request, f"Er gaat een nieuwe link naar {row.naar}.")
    return redirect(row.melding)


@route(
    "verwijzingen/<int:pk>/intrekken/",
    rollen=PROFESSIONALS,
    schrijft="een verwijzing intrekken",
    knop=True,
)
def intrekken(request: Verzoek, pk: int) -> HttpResponse:
    row = _verwijzing(request, pk)
    actions.withdraw(request.wie, verwijzing_id=pk)
    messages.success(request, "De verwijzing is ingetrokken. De vraag is nog van jou.")
    return redirect(row.melding)
