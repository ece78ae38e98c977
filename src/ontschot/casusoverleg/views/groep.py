"""Asking one besluit per person for a whole group, with one button."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from ontschot.casusoverleg import actions
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten.models import Groepslid


@route(
    "groepen/<int:pk>/besluit-vragen/",
    rollen=PROFESSIONALS,
    schrijft="een besluit vragen voor een groep",
    knop=True,
)
def groep_vragen(request: Verzoek, pk: int) -> HttpResponse:
    """All or nobody: the course is bought once."""
    leden = Groepslid.objects.filter(groep=pk, interventie__status="gepland")
    waiting = list(leden.order_by("pk").values_list("interventie_id", "kandidaat__sleutel"))
    if not waiting:
        raise Weigering("Er is niemand in deze groep voor wie je nu een besluit kunt vragen.")
    with transaction.atomic():
        for interventie_id, sleutel in waiting:
            try:
                actions.ask_besluit(request.wie, interventie_id=interventie_id or 0)
            except Weigering as refusal:
                raise Weigering(f"{sleutel}: {refusal.zin}") from refusal
    messages.success(request, f"Gevraagd voor {len(waiting)} mensen.")
    return redirect("trajecten:groep", pk)
