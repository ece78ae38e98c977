"""The screens of a besluit: asking for it, and deciding."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from ontschot.casusoverleg import actions
from ontschot.casusoverleg.forms import BelangForm, BesluitForm, VraagForm
from ontschot.casusoverleg.queries import besluiten as queries
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern import audit
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten import verplichten
from ontschot.trajecten.models import Interventie
from ontschot.trajecten.queries import interventie_for
from ontschot.trajecten.rules import above_plafond, besluit_problems
from ontschot.trajecten.views.common import posted
from ontschot.web.scherm import ONVERWERKBAAR, done


def _page(
    request: Verzoek, template: str, context: dict[str, Any], *, refused: bool
) -> HttpResponse:
    status = ONVERWERKBAAR if refused else 200
    return render(request, f"casusoverleg/{template}.html", context, status=status)


@route("interventies/<int:pk>/besluit-vragen/", rollen=PROFESSIONALS, schrijft="een besluit vragen")
def vragen(request: Verzoek, pk: int) -> HttpResponse:
    found, _ = interventie_for(request.wie, pk)
    kandidaat = kandidaat_for(request.wie, found.kandidaat_sleutel, schrijft=True)
    if current := _waiting(found):
        return redirect("casusoverleg:besluit", current)
    stand = verplichten.stand_of(found, reden_boven_plafond="later")
    above = above_plafond(stand.gevraagd_cent, stand.plafond_cent)
    form = VraagForm(posted(request), boven_plafond=above)
    if done(form, lambda: actions.ask_besluit(request.wie, interventie_id=pk, **form.cleaned_data)):
        messages.success(request, "Gevraagd. Je hoort het als er een besluit is.")
        return redirect(kandidaat)
    context = {
        "interventie": found,
        "kandidaat": kandidaat,
        "form": form,
        "problemen": besluit_problems(stand),
        "stand": stand,
        "toets": found.toets.all(),
    }
    return _page(request, "vragen", context, refused=request.method == "POST")


def _waiting(found: Interventie) -> int | None:
    besluit = queries.current_besluit(found.pk)
    return besluit.pk if besluit and besluit.uitkomst == "open" else None


@route("casusoverleg/<int:pk>/", rollen=PROFESSIONALS, schrijft="een besluit")
def besluit(request: Verzoek, pk: int) -> HttpResponse:
    """Everything about one question; POST decides it, or takes it back."""
    zaak = queries.zaak_for(request.wie, pk)
    back = "intrekken" in request.POST
    form = BesluitForm(None if back else posted(request), regels=zaak.fondsregels)
    if back:
        actions.withdraw_besluit(request.wie, besluit_id=pk)
        messages.success(request, "De vraag is ingetrokken. Je kunt de interventie weer aanpassen.")
        return redirect("trajecten:interventie", zaak.besluit.interventie_id)
    if done(form, lambda: actions.decide(request.wie, besluit_id=pk, **form.cleaned_data)):
        messages.success(request, "Het besluit staat vast.")
        return redirect("casusoverleg:lijst")
    audit.inzage(
        request,
        "besluit_bekeken",
        object_soort="besluit",
        object_sleutel=str(pk),
        regio=zaak.besluit.regio_id,
        kandidaat_sleutel=zaak.besluit.interventie.kandidaat_sleutel,
        interventie=zaak.besluit.interventie_id,
    )
    decided = zaak.besluit
    context = {
        "zaak": zaak,
        "form": form,
        "belangform": BelangForm(),
        "mag_bewaren": request.wie.rol == Rolsoort.COORDINATOR
        or request.wie.medewerker_id in (decided.gevraagd_door_id, decided.besloten_door_id),
    }
    return _page(request, "besluit", context, refused=form.is_bound)
