"""How it goes, on one screen: who was there, and how it was."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten import actions
from ontschot.trajecten.forms import AanwezigForm, EvaluatieForm
from ontschot.trajecten.queries.verloop import verloop_of
from ontschot.trajecten.views.common import own_interventie, page, read_interventie
from ontschot.web.forms import Formulier
from ontschot.web.scherm import done


@route("interventies/<int:pk>/verloop/", rollen=PROFESSIONALS, schrijft="hoe een interventie gaat")
def verloop(request: Verzoek, pk: int) -> HttpResponse:
    """POST `wat`: `aanwezig` or `evaluatie`."""
    found, kandidaat = own_interventie(request, pk)
    known = verloop_of(found)
    what = request.POST.get("wat", "")
    aanwezig = AanwezigForm(request.POST if what == "aanwezig" else None, prefix="a")
    said = known.evaluatie
    evaluatie = EvaluatieForm(
        request.POST if what == "evaluatie" else None,
        prefix="e",
        initial={
            "woorden_kandidaat": said.woorden_kandidaat,
            "woorden_professional": said.woorden_professional,
        }
        if said
        else None,
    )
    writes: dict[str, tuple[Formulier, Callable[..., object]]] = {
        "aanwezig": (aanwezig, actions.record_aanwezigheid),
        "evaluatie": (evaluatie, actions.record_evaluatie),
    }
    if what in writes:
        form, write = writes[what]
        if done(form, lambda: write(request.wie, interventie_id=pk, **form.cleaned_data)):
            messages.success(request, "Vastgelegd.")
            return redirect("trajecten:verloop", pk)
    read_interventie(request, found)
    context = {
        "interventie": found,
        "kandidaat": kandidaat,
        "verloop": known,
        "aanwezig": aanwezig,
        "evaluatie": evaluatie,
    }
    return page(request, "verloop", context, refused=request.method == "POST")
