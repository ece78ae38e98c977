"""The screens about what changes how we deal with somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from ontschot.kandidaten import actions, queries
from ontschot.kandidaten.forms import (
    AfschermForm,
    OpheffForm,
    OverledenForm,
    PrivacyAfschermForm,
    VerhuisdForm,
)
from ontschot.kandidaten.models import Kandidaat, Toestand
from ontschot.kandidaten.views.common import log_read
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.web.forms import Formulier
from ontschot.web.scherm import done, status_of


def _page(request: Verzoek, kandidaat: Kandidaat, **forms: Formulier) -> HttpResponse:
    """The page with its three forms; the one that was refused comes back as it was typed."""
    shown: dict[str, Formulier] = {
        "afscherming": OpheffForm() if kandidaat.afgeschermd else AfschermForm(),
        "overleden": OverledenForm(prefix="overleden"),
        "verhuisd": VerhuisdForm(prefix="verhuisd"),
    } | forms
    log_read(request, "toestand_bekeken", kandidaat)
    rows = Toestand.objects.filter(kandidaat=kandidaat).select_related("door")
    context = {"kandidaat": kandidaat, "toestanden": rows.order_by("-op", "-pk"), **shown}
    status = status_of(*shown.values())
    return render(request, "kandidaten/toestand.html", context, status=status)


@route(
    "kandidaten/<str:sleutel>/toestand/",
    rollen=PROFESSIONALS,
    leest="wat er bij iemand anders is: afgeschermd, overleden, verhuisd",
)
def toestand(request: Verzoek, sleutel: str) -> HttpResponse:
    return _page(request, queries.kandidaat_for(request.wie, sleutel, schrijft=True))


@route(
    "kandidaten/<str:sleutel>/afscherming/",
    rollen=PROFESSIONALS,
    schrijft="een dossier afschermen",
    knop=True,
)
def afscherming(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    on = request.POST.get("aan") == "1"
    form = AfschermForm(request.POST) if on else OpheffForm(request.POST)
    if done(
        form,
        lambda: actions.set_afgeschermd(
            request.wie, kandidaat=kandidaat, afgeschermd=on, reden=form.cleaned_data["reden"]
        ),
    ):
        said = "Dit dossier is nu afgeschermd." if on else "Dit dossier is niet meer afgeschermd."
        messages.success(request, said)
        return redirect("kandidaten:toestand", sleutel)
    return _page(request, kandidaat, afscherming=form)


@route(
    "kandidaten/<str:sleutel>/overleden/",
    rollen=PROFESSIONALS,
    schrijft="vastleggen dat iemand is overleden",
    knop=True,
)
def overleden(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    form = OverledenForm(request.POST, prefix="overleden")
    if done(
        form,
        lambda: actions.record_overleden(
            request.wie, kandidaat=kandidaat, dag=form.cleaned_data["dag"]
        ),
    ):
        messages.success(request, "Vastgelegd. Er gaat niets meer naar deze persoon uit.")
        return redirect(kandidaat)
    return _page(request, kandidaat, overleden=form)


@route(
    "kandidaten/<str:sleutel>/verhuisd/",
    rollen=PROFESSIONALS,
    schrijft="vastleggen dat iemand uit de regio is verhuisd",
    knop=True,
)
def verhuisd(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    form = VerhuisdForm(request.POST, prefix="verhuisd")
    if done(
        form,
        lambda: actions.record_verhuisd(request.wie, kandidaat=kandidaat, **form.cleaned_data),
    ):
        messages.success(
            request, "Vastgelegd. Draag het dossier over als de hulp elders verdergaat."
        )
        return redirect(kandidaat)
    return _page(request, kandidaat, verhuisd=form)


@route(
    "kandidaten/<str:sleutel>/toestand/terug/",
    rollen=PROFESSIONALS,
    schrijft="terugdraaien dat iemand is overleden of verhuisd",
    knop=True,
)
def toestand_terug(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    actions.undo_toestand(request.wie, kandidaat=kandidaat, soort=request.POST.get("soort", ""))
    messages.success(request, "Teruggedraaid. In de geschiedenis blijft staan dat het er stond.")
    return redirect("kandidaten:toestand", sleutel)


@route(
    "afscherming/",
    rollen=[Rolsoort.PRIVACY],
    schrijft="een dossier afschermen zonder het te openen",
    menu=Menu("Afscherming", 43),
)
def privacy_afscherming(request: Verzoek) -> HttpResponse:
    """For the functionaris gegevensbescherming: by key, without seeing who it is."""
    form = PrivacyAfschermForm(request.POST or None)
    if done(form, lambda: _shield_by_key(request, form)):
        messages.success(request, "Vastgelegd.")
        return redirect("kandidaten:privacy_afscherming")
    return render(request, "kandidaten/afscherming.html", {"form": form}, status=status_of(form))


def _shield_by_key(request: Verzoek, form: PrivacyAfschermForm) -> None:
    data = form.cleaned_data
    kandidaat = Kandidaat.objects.filter(sleutel=data["sleutel"].strip().upper()).first()
    if kandidaat is None:
        raise Weigering("Dit nummer bestaat niet in deze regio. Kijk het na.", veld="sleutel")
    actions.set_afgeschermd(
        request.wie,
        kandidaat=kandidaat,
        afgeschermd=data["wat"] == "aan",
        reden=data["reden"],
    )
