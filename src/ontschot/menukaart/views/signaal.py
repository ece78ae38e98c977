"""Telling the owner what you saw, and answering."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.menukaart import actions
from ontschot.menukaart.forms import AntwoordForm, SignaalForm
from ontschot.menukaart.queries.kaart import dienst_of, signaal_of
from ontschot.web.scherm import done, status_of


@route("menukaart/signaal/<int:nummer>/", rollen=PROFESSIONALS, schrijft="antwoord op een signaal")
def signaal(request: Verzoek, nummer: int) -> HttpResponse:
    found = signaal_of(nummer)
    form = AntwoordForm(request.POST or None)
    if done(
        form, lambda: actions.answer_signaal(request.wie, signaal_id=nummer, **form.cleaned_data)
    ):
        messages.success(request, f"{found.door.naam} kan je antwoord lezen bij de dienst.")
        return redirect("menukaart:dienst", found.dienst.sleutel)
    return render(
        request, "menukaart/signaal.html", {"form": form, "signaal": found}, status=status_of(form)
    )


@route(
    "menukaart/<slug:sleutel>/melden/", rollen=PROFESSIONALS, schrijft="een signaal over een dienst"
)
def melden(request: Verzoek, sleutel: str) -> HttpResponse:
    dienst = dienst_of(sleutel)
    form = SignaalForm(request.POST or None)
    if done(
        form, lambda: actions.report_signaal(request.wie, sleutel=sleutel, **form.cleaned_data)
    ):
        keeper = dienst.bijgehouden_door.naam if dienst.bijgehouden_door else "De coördinator"
        messages.success(request, f"Dank je. {keeper} ziet dit in de werkvoorraad.")
        return redirect("menukaart:dienst", sleutel)
    return render(
        request, "menukaart/melden.html", {"form": form, "dienst": dienst}, status=status_of(form)
    )
