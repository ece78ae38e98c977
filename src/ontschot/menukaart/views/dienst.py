"""One service: read it, say that it is right, its history, on paper, and as a letter."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kern.rollen import IEDEREEN, PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.menukaart import actions, gebruik, queries
from ontschot.menukaart.actions.common import may_edit_dienst
from ontschot.menukaart.brief import folder_of
from ontschot.menukaart.forms import ToenForm
from ontschot.menukaart.queries.kaart import (
    dienst_of,
    geschiedenis,
    in_words,
    known_at,
    signalen_of,
)
from ontschot.menukaart.rules import SIGNALEN, may_check
from ontschot.web import pdf
from ontschot.web.bestand import download

PAPIER = ("a4", "a5")
# On paper these stand above the list already.
STAAT_ERBOVEN = {"Wat heb je eraan?", "Wat is het?"}


@route("menukaart/<slug:sleutel>/", rollen=IEDEREEN, leest="een dienst van de menukaart")
def dienst(request: Verzoek, sleutel: str) -> HttpResponse:
    today, wie = timezone.localdate(), request.wie
    kaart = queries.dienst_kaart(sleutel, today)
    found = kaart.dienst
    professional = wie.rol in PROFESSIONALS
    kansrijk = queries.is_kansrijk(wie.regio, found.beroep, today) if found.beroep else None
    return render(
        request,
        "menukaart/dienst.html",
        {
            "kaart": kaart,
            "dienst": found,
            "signaal": SIGNALEN[kaart.versheid],
            "kansrijk": kansrijk,
            "talen": in_words("talen", found.talen),
            "op_kaart": found.on_menukaart_on(today),
            "mag_nakijken": may_check(wie.rol, wie.organisatie_id, found.eigenaar_id),
            "mag_wijzigen": may_edit_dienst(wie, found),
            "mag_melden": professional,
            "signalen": signalen_of(wie, found),
            # The rows behind it show to professionals only; to others it would count nothing.
            "gebruik": gebruik.use_of(found.pk, today) if professional else None,
        },
    )


@route(
    "menukaart/<slug:sleutel>/klopt/",
    rollen=PROFESSIONALS,
    schrijft="dat een dienst nog klopt",
    knop=True,
)
def klopt(request: Verzoek, sleutel: str) -> HttpResponse:
    kaart = queries.dienst_kaart(sleutel, timezone.localdate())
    actions.check_dienst(request.wie, dienst_id=kaart.dienst.pk)
    messages.success(request, "Dank je. Vandaag nagekeken staat er nu bij.")
    return redirect("menukaart:dienst", sleutel)


@route(
    "menukaart/<slug:sleutel>/geschiedenis/",
    rollen=IEDEREEN,
    leest="wat er van een dienst bekend was",
)
def geschiedenis_van(request: Verzoek, sleutel: str) -> HttpResponse:
    found = dienst_of(sleutel)
    form = ToenForm(request.GET)
    day = form.cleaned_data.get("op") if form.is_valid() else None
    toen = None
    if day:
        toen = known_at(found, timezone.make_aware(datetime.combine(day, time.max)))
    return render(
        request,
        "menukaart/geschiedenis.html",
        {
            "dienst": found,
            "form": form,
            "dag": day,
            "toen": toen,
            "wijzigingen": geschiedenis(found),
        },
    )


@route("menukaart/<slug:sleutel>/print/", rollen=IEDEREEN, leest="een dienst op papier")
def papier(request: Verzoek, sleutel: str) -> HttpResponse:
    kaart = queries.dienst_kaart(sleutel, timezone.localdate())
    chosen = request.GET.get("papier", PAPIER[0])
    chosen = chosen if chosen in PAPIER else PAPIER[0]
    said = folder_of(kaart)
    return render(
        request,
        "menukaart/print.html",
        {
            "dienst": kaart.dienst,
            "regels": [r for r in said["vragen"] if r["vraag"] not in STAAT_ERBOVEN],
            "plaatsen": said["gemeenten"],
            "papier": chosen,
            "a4": chosen == "a4",
            "a5": chosen == "a5",
        },
    )


@route("menukaart/<slug:sleutel>/folder/", rollen=IEDEREEN, leest="een dienst als folder (pdf)")
def folder(request: Verzoek, sleutel: str) -> HttpResponse:
    kaart = queries.dienst_kaart(sleutel, timezone.localdate())
    inhoud = pdf.render("menukaart/brieven/dienst.typ", folder_of(kaart))
    return download(inhoud, f"{kaart.dienst.sleutel}.pdf", "application/pdf")
