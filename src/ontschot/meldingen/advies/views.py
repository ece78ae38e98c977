"""The screens of the advies."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kandidaten.queries import facts_on, kandidaat_for
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.meldingen.advies import queries
from ontschot.meldingen.advies.actions import give_advies
from ontschot.meldingen.advies.forms import AdviesForm

ONVERWERKBAAR = 422


@route("kandidaten/<str:sleutel>/advies/", rollen=PROFESSIONALS, schrijft="een advies geven")
def advies(request: Verzoek, sleutel: str) -> HttpResponse:
    person = kandidaat_for(request.wie, sleutel)
    form = AdviesForm(request.POST or None, criteria=queries.criteria_today())
    if form.is_valid():
        asked = person.meldingen.order_by("-ontvangen_op").values_list("pk", flat=True).first()
        try:
            give_advies(
                request.wie,
                kandidaat_id=person.pk,
                melding_id=asked,
                oordeel=form.cleaned_data["oordeel"],
                gronden=form.filled(),
                toelichting=form.cleaned_data["toelichting"],
            )
        except Weigering as refusal:
            form.weiger(refusal)
        else:
            messages.success(request, "Het advies is gegeven. Het verandert niet meer.")
            return redirect(person)
    context = {
        "form": form,
        "kandidaat": person,
        "huidig": queries.dossier_part(person).advies,
        "banenafspraak": "banenafspraak" in facts_on(person.pk, timezone.localdate()),
    }
    status = ONVERWERKBAAR if form.is_bound else 200
    return render(request, "meldingen/advies.html", context, status=status)
