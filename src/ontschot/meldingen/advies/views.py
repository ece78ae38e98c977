"""The screens of the advies."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import kandidaat_for, situation_of
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.meldingen.advies import queries
from ontschot.meldingen.advies.actions import give_advies, make_letter
from ontschot.meldingen.advies.forms import AdviesForm
from ontschot.regelingen.weging.queries import gesprekshulp_op, weging_op
from ontschot.web.scherm import done, status_of

BANENAFSPRAAK = "banenafspraak"


@route("kandidaten/<str:sleutel>/advies/", rollen=PROFESSIONALS, schrijft="een advies geven")
def advies(request: Verzoek, sleutel: str) -> HttpResponse:
    person = kandidaat_for(request.wie, sleutel)
    today = timezone.localdate()
    form = AdviesForm(
        request.POST or None, criteria=queries.criteria_today(), hulp=gesprekshulp_op(today)
    )
    if done(form, lambda: _give(request, person, form)):
        messages.success(request, "Het advies is gegeven. Het verandert niet meer.")
        return redirect(person)
    now = queries.dossier_part(person).advies
    banenafspraak = getattr(situation_of(person.pk).doelgroep, "code", "") == BANENAFSPRAAK
    context = {
        "form": form,
        "kandidaat": person,
        "huidig": now,
        "brief": queries.letter_of(person, now),
        "weging": weging_op(person.regio_id, today),
        "banenafspraak": banenafspraak,
        "toon_formulier": form.is_bound or not banenafspraak or "toch" in request.GET,
    }
    return render(request, "meldingen/advies.html", context, status=status_of(form))


def _give(request: Verzoek, person: Kandidaat, form: AdviesForm) -> None:
    asked = person.meldingen.order_by("-ontvangen_op").values_list("pk", flat=True).first()
    give_advies(
        request.wie,
        kandidaat_id=person.pk,
        melding_id=asked,
        oordeel=form.cleaned_data["oordeel"],
        gronden=form.filled(),
        toelichting=form.cleaned_data["toelichting"],
    )


@route(
    "kandidaten/<str:sleutel>/advies/brief/",
    rollen=PROFESSIONALS,
    schrijft="van het advies een brief maken",
    knop=True,
)
def advies_brief(request: Verzoek, sleutel: str) -> HttpResponse:
    make_letter(request.wie, kandidaat=kandidaat_for(request.wie, sleutel, schrijft=True))
    messages.success(request, "De brief is gemaakt en bewaard bij de documenten.")
    return redirect("meldingen:advies", sleutel)
