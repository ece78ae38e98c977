"""What one can do on the own page: write, agree, correct, stop, take a copy."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from ontschot.berichten import actions
from ontschot.berichten.models import Verzoek as EigenVerzoek
from ontschot.berichten.queries import last_read_by_kandidaat, thread, verzoeken_of
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.routes import Verzoek
from ontschot.kern.scope import scope, systeem
from ontschot.portaal.eigen import eigen, ik
from ontschot.portaal.mijn import kopie, woorden
from ontschot.portaal.mijn.forms import CorrectieForm, MijnBerichtForm, StopForm
from ontschot.portaal.mijn.queries import my_contact
from ontschot.trajecten.actions import agree_arrangement
from ontschot.trajecten.queries.plan import current_plan
from ontschot.web.bestand import download
from ontschot.web.scherm import done, status_of


@eigen("berichten/", schrijft="mijn berichten")
def mijn_berichten(request: Verzoek) -> HttpResponse:
    me = ik(request)
    form = MijnBerichtForm(request.POST or None)
    if done(form, lambda: actions.write_as_kandidaat(request.wie, **form.cleaned_data)):
        messages.success(request, gettext("Je bericht is verstuurd."))
        return redirect("portaal:mijn_berichten")
    since = last_read_by_kandidaat(me.sleutel)
    audit.inzage(
        request,
        "eigen_gesprek_gelezen",
        object_soort="kandidaat",
        object_sleutel=me.sleutel,
        kandidaat_sleutel=me.sleutel,
        regio=me.regio_id,
    )
    context = {
        "ik": me,
        "form": form,
        "regels": thread(me.pk, sinds=since),
        "contact": my_contact(me.pk),
    }
    return render(request, "portaal/mijn/berichten.html", context, status=status_of(form))


@eigen("plan/akkoord/", schrijft="akkoord gaan met mijn plan", knop=True)
def mijn_akkoord(request: Verzoek) -> HttpResponse:
    """The plan that was on the screen, if that is still the one that counts."""
    me = ik(request)
    plan = current_plan(me.pk)
    if plan is None or str(plan.pk) != request.POST.get("plan", ""):
        raise Weigering(gettext("Het plan is net veranderd. Lees eerst wat er nu staat."))
    ontschot = systeem(me.regio_id, reden="de kandidaat, op de eigen pagina")
    with scope(ontschot):
        agree_arrangement(
            ontschot, arrangement_id=plan.pk, op=timezone.localdate(), wijze="bericht"
        )
    # So it waits for the contact, as any message does, until they answer or mark it as read.
    actions.write_as_kandidaat(request.wie, tekst=woorden.AKKOORD.format(versie=plan.versie))
    messages.success(request, gettext("Je gaat akkoord met het plan. Je contactpersoon ziet dat."))
    return redirect("portaal:mijn_plan")


@eigen("verzoeken/", leest="wat ik vroeg over mijn gegevens")
def mijn_verzoeken(request: Verzoek) -> HttpResponse:
    me = ik(request)
    asked = [(row, _about(row), woorden.VERZOEK[row.status]) for row in verzoeken_of(me.pk)]
    return render(request, "portaal/mijn/verzoeken.html", {"ik": me, "verzoeken": asked})


def _about(row: EigenVerzoek) -> object:
    if row.soort == "kopie":
        return woorden.KOPIE
    words = woorden.VELDEN if row.soort == "correctie" else woorden.STOPPEN
    return words.get(row.onderwerp, row.onderwerp)


@eigen("correctie/", schrijft="iets laten verbeteren")
def mijn_correctie(request: Verzoek) -> HttpResponse:
    me = ik(request)
    form = CorrectieForm(request.POST or None)
    if done(form, lambda: actions.ask(request.wie, soort="correctie", **form.cleaned_data)):
        messages.success(request, gettext("Je verzoek is verstuurd. Je krijgt snel antwoord."))
        return redirect("portaal:mijn_verzoeken")
    context = {"ik": me, "form": form}
    return render(request, "portaal/mijn/correctie.html", context, status=status_of(form))


@eigen("stoppen/", schrijft="toestemming intrekken of stoppen")
def mijn_stoppen(request: Verzoek) -> HttpResponse:
    me = ik(request)
    form = StopForm(request.POST or None)
    if done(form, lambda: actions.ask(request.wie, soort="intrekken", **form.cleaned_data)):
        messages.success(request, gettext("Je verzoek is verstuurd. Je krijgt snel antwoord."))
        return redirect("portaal:mijn_verzoeken")
    context = {"ik": me, "form": form}
    return render(request, "portaal/mijn/stoppen.html", context, status=status_of(form))


@eigen("verzoeken/<int:pk>/terug/", schrijft="mijn verzoek terugtrekken", knop=True)
def mijn_verzoek_terug(request: Verzoek, pk: int) -> HttpResponse:
    actions.take_back(request.wie, verzoek_id=pk)
    messages.success(request, gettext("Je verzoek is teruggetrokken."))
    return redirect("portaal:mijn_verzoeken")


@eigen("kopie/", schrijft="een kopie van mijn gegevens ophalen", knop=True)
def mijn_kopie(request: Verzoek) -> HttpResponse:
    me = ik(request)
    actions.record_kopie(request.wie)
    return download(kopie.zip_of(me), f"mijn-gegevens-{me.sleutel}.zip", "application/zip")
