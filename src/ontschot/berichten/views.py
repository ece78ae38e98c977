"""The screens of professionals: the talk with a kandidaat, the link, the requests."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.berichten import actions, queries
from ontschot.berichten.actions.common import usable_link
from ontschot.berichten.forms import (
    BereikbaarForm,
    BerichtForm,
    BesluitForm,
    InstellingForm,
    LinkForm,
)
from ontschot.berichten.rules import VELDEN, subject_label
from ontschot.kandidaten.access import kandidaat_for
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import contact_of
from ontschot.kandidaten.views.common import log_read
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.web.scherm import done, status_of

PAD = "kandidaten/<str:sleutel>/berichten/"


@route(PAD, rollen=PROFESSIONALS, schrijft="het gesprek met een kandidaat")
def gesprek(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = kandidaat_for(request.wie, sleutel)
    form = BerichtForm(request.POST or None)
    if done(form, lambda: _write(request, kandidaat, form)):
        messages.success(request, "Je bericht is verstuurd.")
        return redirect("berichten:gesprek", sleutel)
    log_read(request, "gesprek_bekeken", kandidaat)
    turns = queries.thread(kandidaat.pk)
    contact = contact_of(kandidaat.pk)
    context = {
        "kandidaat": kandidaat,
        "form": form,
        "regels": turns,
        "wacht": bool(turns) and turns[-1].van_kandidaat,
        "las_op": queries.last_read_by_kandidaat(kandidaat.sleutel),
        "verzoeken": [
            (row, subject_label(row.soort, row.onderwerp))
            for row in queries.verzoeken_of(kandidaat.pk)
        ],
        "link": usable_link(kandidaat),
        "contact": contact,
        "mag_link": contact.medewerker_id == request.wie.medewerker_id,
        "link_form": LinkForm(email=kandidaat.email, telefoon=kandidaat.telefoon),
        "dagen": queries.instelling_of(kandidaat.regio_id).link_dagen,
    }
    return render(request, "berichten/gesprek.html", context, status=status_of(form))


def _write(request: Verzoek, kandidaat: Kandidaat, form: BerichtForm) -> None:
    tekst = form.cleaned_data["tekst"]
    actions.write_to_kandidaat(request.wie, sleutel=kandidaat.sleutel, tekst=tekst)


@route(f"{PAD}gelezen/", rollen=PROFESSIONALS, schrijft="berichten afvinken", knop=True)
def gezien(request: Verzoek, sleutel: str) -> HttpResponse:
    actions.mark_seen(request.wie, sleutel=sleutel)
    messages.success(request, "De berichten staan op gelezen.")
    return redirect("berichten:gesprek", sleutel)


@route(f"{PAD}link/", rollen=PROFESSIONALS, schrijft="een link naar de eigen pagina", knop=True)
def link(request: Verzoek, sleutel: str) -> HttpResponse:
    base = request.build_absolute_uri("/").rstrip("/")
    kanaal = request.POST.get("kanaal", "")
    actions.send_link(request.wie, sleutel=sleutel, kanaal=kanaal, basis=base)
    messages.success(request, "De link is verstuurd.")
    return redirect("berichten:gesprek", sleutel)


@route(
    f"{PAD}link/intrekken/",
    rollen=PROFESSIONALS,
    schrijft="de link naar de eigen pagina intrekken",
    knop=True,
)
def link_intrekken(request: Verzoek, sleutel: str) -> HttpResponse:
    actions.revoke_link(request.wie, sleutel=sleutel)
    messages.success(request, "De link werkt niet meer. Wie binnen was, is nu ook buiten.")
    return redirect("berichten:gesprek", sleutel)


@route("eigen-verzoeken/<int:pk>/", rollen=PROFESSIONALS, schrijft="een verzoek van een kandidaat")
def verzoek(request: Verzoek, pk: int) -> HttpResponse:
    found = queries.verzoek_for(request.wie, pk)
    if found is None:
        raise Http404
    form = BesluitForm(request.POST or None)
    if done(
        form,
        lambda: actions.decide(
            request.wie,
            verzoek_id=pk,
            toekennen=form.cleaned_data["antwoord"] == "ja",
            reden=form.cleaned_data["reden"],
        ),
    ):
        messages.success(request, "Je antwoord is bewaard en verstuurd.")
        return redirect("werkplek:werkvoorraad")
    log_read(request, "eigen_verzoek_bekeken", found.kandidaat)
    field = found.onderwerp if found.soort == "correctie" else ""
    context = {
        "verzoek": found,
        "vraagt": subject_label(found.soort, found.onderwerp),
        "nu": getattr(found.kandidaat, field, "") if field in VELDEN else "",
        "neemt_over": found.soort == "correctie" and found.onderwerp != "anders",
        "form": form,
        "vandaag": timezone.localdate(),
    }
    return render(request, "berichten/verzoek.html", context, status=status_of(form))


@route(
    "eigen-pagina/",
    rollen={Rolsoort.COORDINATOR},
    schrijft="hoe de eigen pagina van kandidaten werkt",
    menu=Menu("Eigen pagina", 82, "Regio"),
)
def instelling(request: Verzoek) -> HttpResponse:
    now = queries.instelling_of(request.wie.regio)
    form = InstellingForm(
        request.POST or None,
        initial={"link_dagen": now.link_dagen, "toon_prijzen": now.toon_prijzen},
    )
    if done(form, lambda: actions.set_instelling(request.wie, **form.cleaned_data)):
        messages.success(request, "De keuze is bewaard.")
        return redirect("berichten:instelling")
    return render(request, "berichten/instelling.html", {"form": form}, status=status_of(form))


@route("bereikbaar/", rollen=PROFESSIONALS, schrijft="wanneer ik te bereiken ben")
def bereikbaar(request: Verzoek) -> HttpResponse:
    now = queries.bereikbaarheid_of(request.wie.medewerker_id or 0)
    form = BereikbaarForm(request.POST or None, initial={"wanneer": now})
    if done(form, lambda: actions.set_bereikbaarheid(request.wie, **form.cleaned_data)):
        messages.success(request, "Je kandidaten zien dit op hun eigen pagina.")
        return redirect("werkplek:werkvoorraad")
    return render(request, "berichten/bereikbaar.html", {"form": form}, status=status_of(form))
