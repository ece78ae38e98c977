"""Making, changing, publishing and ending a service."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.menukaart import actions, queries
from ontschot.menukaart.actions.common import refuse_stranger
from ontschot.menukaart.forms import (
    DienstForm,
    GemeentenForm,
    StopForm,
    as_typed,
    places_as_typed,
)
from ontschot.menukaart.models import Dienst
from ontschot.menukaart.queries.kaart import dienst_of
from ontschot.menukaart.views.common import form_choices
from ontschot.web.scherm import done, status_of


@route("menukaart/nieuw/", rollen=PROFESSIONALS, schrijft="een nieuwe dienst op de menukaart")
def nieuw(request: Verzoek) -> HttpResponse:
    form = DienstForm(
        request.POST or None,
        choices=form_choices(request.wie),
        initial={
            "van": timezone.localdate(),
            "eigenaar": request.wie.organisatie_id,
            "aanbieder": request.wie.organisatie,
            "bijgehouden_door": request.wie.medewerker_id,
            "soort": "voorliggend",
            "bereik": "regionaal",
            "btw": "onbekend",
        },
    )
    if form.is_valid():
        publish_on = timezone.localdate() if "publiceer" in request.POST else None
        try:
            made = actions.make_dienst(
                request.wie, gegevens=form.gegevens(), publiceer_op=publish_on
            )
        except Weigering as refusal:
            form.weiger(_on_form(refusal))
        else:
            messages.success(request, _made(made))
            return redirect("menukaart:dienst", made.sleutel)
    return _form(request, form, None)


def _made(dienst: Dienst) -> str:
    if dienst.gepubliceerd_van:
        return f"‘{dienst.naam}’ staat op de menukaart."
    return f"‘{dienst.naam}’ is bewaard als concept. Zet hem op de menukaart als hij klaar is."


def _on_form(refusal: Weigering) -> Weigering:
    """The refusal at the field of the form."""
    field = (refusal.veld or "").removesuffix("_id") or None
    return Weigering(refusal.zin, veld=field)


def _form(request: Verzoek, form: DienstForm, dienst: Dienst | None) -> HttpResponse:
    return render(
        request, "menukaart/wijzig.html", {"form": form, "dienst": dienst}, status=status_of(form)
    )


@route("menukaart/<slug:sleutel>/wijzig/", rollen=PROFESSIONALS, schrijft="een dienst wijzigen")
def wijzig(request: Verzoek, sleutel: str) -> HttpResponse:
    dienst = _own(request, sleutel)
    form = DienstForm(
        request.POST or None, choices=_with_current(request, dienst), initial=as_typed(dienst)
    )
    if form.is_valid():
        try:
            actions.change_dienst(
                request.wie,
                sleutel=sleutel,
                versie=form.cleaned_data["versie"] or 0,
                gegevens=form.gegevens(),
            )
        except Weigering as refusal:
            form.weiger(_on_form(refusal))
        else:
            messages.success(request, "Bewaard, en vandaag nagekeken.")
            return redirect("menukaart:dienst", sleutel)
    return _form(request, form, dienst)


def _own(request: Verzoek, sleutel: str) -> Dienst:
    """The service, if this person keeps it; else back to its page with a sentence."""
    dienst = dienst_of(sleutel)
    try:
        refuse_stranger(request.wie, dienst)
    except Weigering as refusal:
        page = reverse("menukaart:dienst", args=[sleutel])
        raise Weigering(refusal.zin, naar=page) from refusal
    return dienst


def _with_current(request: Verzoek, dienst: Dienst) -> dict[str, list[tuple[Any, str]]]:
    """The choices, with the present keeper and owner also where they no longer are a choice."""
    choices = form_choices(request.wie)
    keeper = dienst.bijgehouden_door
    for name, pk, label in (
        ("eigenaar", dienst.eigenaar_id, dienst.eigenaar.naam),
        ("bijgehouden_door", keeper and keeper.pk, keeper.naam if keeper else ""),
    ):
        if pk and pk not in dict(choices[name]):
            choices[name].append((pk, label))
    return choices


@route(
    "menukaart/<slug:sleutel>/gemeenten/",
    rollen=PROFESSIONALS,
    schrijft="waar een dienst per gemeente anders is",
)
def gemeenten(request: Verzoek, sleutel: str) -> HttpResponse:
    dienst = _own(request, sleutel)
    places = queries.gemeenten_of(request.wie.regios, timezone.localdate())
    known = list(dienst.gemeenten.order_by("pk"))
    form = GemeentenForm(request.POST or None, gemeenten=places, initial=places_as_typed(known))
    if done(
        form, lambda: actions.set_gemeenten(request.wie, sleutel=sleutel, plaatsen=form.plaatsen())
    ):
        messages.success(request, "Bewaard. De toets gebruikt dit vanaf nu.")
        return redirect("menukaart:dienst", sleutel)
    return render(
        request,
        "menukaart/gemeenten.html",
        {"form": form, "dienst": dienst},
        status=status_of(form),
    )


@route(
    "menukaart/<slug:sleutel>/publiceer/",
    rollen=PROFESSIONALS,
    schrijft="een dienst op de menukaart zetten",
    knop=True,
)
def publiceer(request: Verzoek, sleutel: str) -> HttpResponse:
    dienst = actions.publish(request.wie, sleutel=sleutel)
    messages.success(request, f"‘{dienst.naam}’ staat op de menukaart.")
    return redirect("menukaart:dienst", sleutel)


@route(
    "menukaart/<slug:sleutel>/stop/",
    rollen=PROFESSIONALS,
    schrijft="een dienst van de menukaart halen",
)
def stop(request: Verzoek, sleutel: str) -> HttpResponse:
    dienst = _own(request, sleutel)
    form = StopForm(request.POST or None, initial={"laatste_dag": timezone.localdate()})
    if done(form, lambda: actions.withdraw(request.wie, sleutel=sleutel, **form.cleaned_data)):
        messages.success(request, "Na die dag staat deze dienst niet meer op de menukaart.")
        return redirect("menukaart:dienst", sleutel)
    return render(
        request, "menukaart/stop.html", {"form": form, "dienst": dienst}, status=status_of(form)
    )
