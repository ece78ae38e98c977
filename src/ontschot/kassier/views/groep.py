"""Committing what was granted to a whole group, with one button."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from ontschot.kassier import actions
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten.models import Groepslid


@route(
    "groepen/<int:pk>/verplichten/",
    rollen=PROFESSIONALS,
    schrijft="de verplichtingen van een groep",
    knop=True,
)
def groep_verplichten(request: Verzoek, pk: int) -> HttpResponse:
    """One verplichting per person, each at their own part of the price; all or nobody."""
    leden = Groepslid.objects.filter(groep=pk, interventie__status="toegekend")
    granted = [lid.interventie for lid in leden.select_related("interventie").order_by("pk")]
    if not granted:
        raise Weigering("Voor niemand in deze groep is er een besluit. Wacht op het casusoverleg.")
    with transaction.atomic():
        for interventie in granted:
            if interventie is None:
                continue
            actions.commit_verplichting(
                request.wie,
                interventie_id=interventie.pk,
                bedrag_cent=interventie.gevraagd_cent,
                btw=interventie.btw,
                aanbieder=interventie.aanbieder,
            )
    messages.success(request, f"Vastgelegd voor {len(granted)} mensen.")
    return redirect("trajecten:groep", pk)
