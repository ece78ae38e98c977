"""Templates for plans, and what the region asks before it buys: for the coördinator."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.menukaart.models import Dienst
from ontschot.netwerk.queries import valid_on
from ontschot.trajecten import actions
from ontschot.trajecten.forms import InkoopregelForm, SjabloonForm
from ontschot.trajecten.models import Arrangement, Inkoopregel, Sjabloon
from ontschot.trajecten.views.common import page, posted
from ontschot.web.scherm import done

COORDINATOR = frozenset({Rolsoort.COORDINATOR})


@route(
    "sjablonen/",
    rollen=COORDINATOR,
    schrijft="een sjabloon voor plannen",
    menu=Menu("Sjablonen", 81, "Regio"),
)
def sjablonen(request: Verzoek) -> HttpResponse:
    """The templates of the region; POST makes one."""
    offered = Dienst.objects.filter(valid_on(timezone.localdate()))
    form = SjabloonForm(posted(request), diensten=list(offered.values_list("pk", "naam")))
    if done(
        form,
        lambda: actions.make_sjabloon(
            request.wie,
            naam=form.cleaned_data["naam"],
            doel=form.cleaned_data["doel"],
            regels=form.regels,
        ),
    ):
        messages.success(request, "Het sjabloon staat klaar voor alle plannen.")
        return redirect("trajecten:sjablonen")
    found = Sjabloon.objects.filter(actief=True).prefetch_related("stappen")
    return page(request, "sjablonen", {"form": form, "sjablonen": found}, refused=form.is_bound)


@route("sjablonen/<int:pk>/weg/", rollen=COORDINATOR, schrijft="een sjabloon sluiten", knop=True)
def sjabloon_weg(request: Verzoek, pk: int) -> HttpResponse:
    actions.close_sjabloon(request.wie, sjabloon_id=pk)
    messages.success(request, "Het sjabloon staat niet meer in de lijst.")
    return redirect("trajecten:sjablonen")


@route(
    "plannen/<int:pk>/sjabloon/",
    rollen=PROFESSIONALS,
    schrijft="een sjabloon in een plan",
    knop=True,
)
def sjabloon_in_plan(request: Verzoek, pk: int) -> HttpResponse:
    arrangement = Arrangement.objects.filter(pk=pk).select_related("kandidaat").first()
    if arrangement is None:
        raise Weigering("Dit plan is er niet in jouw regio.")
    kandidaat = kandidaat_for(request.wie, arrangement.kandidaat.sleutel, schrijft=True)
    chosen = request.POST.get("sjabloon", "")
    if not chosen.isdecimal() or len(chosen) > 9:
        raise Weigering("Kies een sjabloon uit de lijst.")
    actions.apply_sjabloon(request.wie, arrangement_id=pk, sjabloon_id=int(chosen))
    messages.success(request, "De stappen van het sjabloon staan in het plan.")
    return redirect("trajecten:plan", kandidaat.sleutel)


@route("inkoopregels/", rollen=COORDINATOR, schrijft="wat de regio vraagt bij de inkoop")
def inkoopregels(request: Verzoek) -> HttpResponse:
    """What this region asks before it buys, from when until when; POST sets it from a day on."""
    form = InkoopregelForm(posted(request), initial={"van": timezone.localdate()})
    if done(form, lambda: _set_rules(request, form.cleaned_data)):
        messages.success(request, "De regels staan vast.")
        return redirect("trajecten:inkoopregels")
    context = {"form": form, "regels": Inkoopregel.objects.order_by("-van")}
    return page(request, "inkoopregels", context, refused=form.is_bound)


def _set_rules(request: Verzoek, data: dict[str, Any]) -> Inkoopregel:
    vorm = data["kansrijk"]
    return actions.set_inkoopregel(
        request.wie,
        van=data["van"],
        kansrijk_nodig=bool(vorm),
        kansrijk_vorm=vorm or "een_van_beide",
        maximaal_maanden=data["maximaal_maanden"],
        stukken=data["stukken"],
        bron=data["bron"],
    )
