"""How the region keeps its menukaart."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.menukaart import actions
from ontschot.menukaart.forms import InstellingForm, setting_as_typed
from ontschot.menukaart.queries.beheer import instelling_of, reminders
from ontschot.web.scherm import done, status_of

COORDINATOR = frozenset({Rolsoort.COORDINATOR})


@route("menukaart/instellingen/", rollen=COORDINATOR, schrijft="de instellingen van de menukaart")
def instellingen(request: Verzoek) -> HttpResponse:
    own = instelling_of(request.wie.regio)
    form = InstellingForm(request.POST or None, initial=setting_as_typed(own))
    if done(form, lambda: actions.save_instelling(request.wie, **form.cleaned_data)):
        messages.success(request, "Bewaard.")
        return redirect("menukaart:instellingen")
    return render(
        request,
        "menukaart/instellingen.html",
        {"form": form, "herinneringen": reminders(request.wie.regio, timezone.localdate())},
        status=status_of(form),
    )


@route(
    "menukaart/herinner/",
    rollen=COORDINATOR,
    schrijft="wie iets bijhoudt herinneren",
    knop=True,
)
def herinner(request: Verzoek) -> HttpResponse:
    count = actions.send_reminders(request.wie, regio=request.wie.regio)
    messages.success(
        request, f"Deze maand kregen {count} collega's een mail. Wie er al een had, krijgt er geen."
    )
    return redirect("menukaart:instellingen")
