"""Offering somebody to a colleague, and answering that."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.trajecten import actions, queries
from ontschot.trajecten.forms import OverdrachtForm, TerugkoppelForm, WeigerForm
from ontschot.trajecten.models import Overdracht
from ontschot.trajecten.rules.overdracht import shared_words
from ontschot.trajecten.views.common import page, posted
from ontschot.web.scherm import done

SAID = {
    "aannemen": "Aangenomen. Jij bent nu betrokken bij deze kandidaat.",
    "weigeren": "Geweigerd. Je collega leest waarom.",
    "intrekken": "De overdracht is ingetrokken.",
}


@route("kandidaten/<str:sleutel>/overdragen/", rollen=PROFESSIONALS, schrijft="een overdracht")
def overdragen(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = kandidaat_for(request.wie, sleutel, schrijft=True)
    today = timezone.localdate()
    form = OverdrachtForm(
        posted(request),
        collegas=queries.receivers(request.wie, kandidaat.regio_id, today),
        initial={"warm_contact_op": today, "kandidaat_akkoord_op": today},
    )
    if form.is_valid():
        data = dict(form.cleaned_data)
        if done(
            form,
            lambda: actions.offer_overdracht(
                request.wie, kandidaat_id=kandidaat.pk, naar_rol_id=data.pop("naar"), **data
            ),
        ):
            messages.success(request, "Aangeboden. Jij blijft eigenaar tot je collega aanneemt.")
            return redirect(kandidaat)
    context = {"form": form, "kandidaat": kandidaat}
    return page(request, "overdragen", context, refused=form.is_bound)


@route("overdrachten/<int:pk>/", rollen=PROFESSIONALS, schrijft="een antwoord op een overdracht")
def overdracht(request: Verzoek, pk: int) -> HttpResponse:
    """Show an offer to its giver, its receiver and, when late, the coördinator; POST answers."""
    found = queries.overdracht_for(request.wie, pk)
    answer = request.POST.get("antwoord", "")
    form = WeigerForm(request.POST if answer == "weigeren" else None)
    if answer in SAID and (not form.is_bound or form.is_valid()):
        try:
            answered = _answers(request, found, form)[answer]()
        except Weigering as refusal:
            messages.error(request, refusal.zin)
        else:
            messages.success(request, SAID[answer])
            went = answered.kandidaat if answer == "aannemen" else "werkplek:werkvoorraad"
            return redirect(went)
    audit.inzage(
        request,
        "overdracht_bekeken",
        object_soort="overdracht",
        object_sleutel=str(pk),
        regio=found.regio_id,
        kandidaat_sleutel=found.kandidaat.sleutel,
    )
    found.refresh_from_db(fields=["status", "weigering", "besloten_op"])
    context = {
        "overdracht": found,
        "ontvanger": found.naar_id == request.wie.medewerker_id,
        "gever": found.van_id == request.wie.medewerker_id,
        "open": found.status == "aangeboden",
        "gedeeld": shared_words(found.gedeeld),
        "form": form if form.is_bound else WeigerForm(),
        "terugkoppel": TerugkoppelForm(),
    }
    return page(request, "overdracht", context, refused=request.method == "POST")


def _answers(
    request: Verzoek, found: Overdracht, form: WeigerForm
) -> dict[str, Callable[[], Overdracht]]:
    wie, pk = request.wie, found.pk
    return {
        "aannemen": lambda: actions.accept_overdracht(wie, overdracht_id=pk),
        "weigeren": lambda: actions.refuse_overdracht(
            wie, overdracht_id=pk, reden=form.cleaned_data["reden"]
        ),
        "intrekken": lambda: actions.withdraw_overdracht(wie, overdracht_id=pk),
    }


@route(
    "overdrachten/<int:pk>/terugkoppelen/",
    rollen=PROFESSIONALS,
    schrijft="hoe het verder ging na een overdracht",
)
def terugkoppelen(request: Verzoek, pk: int) -> HttpResponse:
    found = queries.overdracht_for(request.wie, pk)
    form = TerugkoppelForm(posted(request), initial={"tekst": found.terugkoppeling})
    if done(
        form,
        lambda: actions.give_feedback(request.wie, overdracht_id=pk, **form.cleaned_data),
    ):
        messages.success(request, f"Verteld. {found.van.naam} kan het nu lezen.")
        return redirect("trajecten:overdracht", pk)
    context = {"form": form, "overdracht": found}
    return page(request, "terugkoppelen", context, refused=form.is_bound)


@route(
    "overdrachten/",
    rollen={Rolsoort.COORDINATOR, Rolsoort.BELEID},
    leest="hoe vaak mensen worden overgedragen",
    menu=Menu("Overdrachten", 72, "Cijfers"),
)
def overdrachtcijfers(request: Verzoek) -> HttpResponse:
    """Hand-overs per person, a figure we want low; and lasting work, the other end of the road."""
    today = timezone.localdate()
    year_ago = today.replace(year=today.year - 1, day=min(today.day, 28))
    context = {
        "alles": queries.figure_of(request.wie.regio),
        "jaar": queries.figure_of(request.wie.regio, year_ago),
        "vaakst": queries.handed_over_most(request.wie),
        "duurzaam": queries.lasting_work_of(request.wie.regio, today),
        "coordinator": request.wie.rol == Rolsoort.COORDINATOR,
    }
    return page(request, "overdrachtcijfers", context)
