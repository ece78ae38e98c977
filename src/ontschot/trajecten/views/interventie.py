"""One interventie: plan it, follow it, end it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import kandidaat_for, situation_of
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.regelingen.queries import plafond_op
from ontschot.trajecten import actions, queries
from ontschot.trajecten.forms import (
    BetaalForm,
    EindForm,
    HerzienForm,
    InterventieForm,
    LeerbedrijfForm,
)
from ontschot.trajecten.models import Interventie, Stap
from ontschot.trajecten.queries.verloop import verloop_of
from ontschot.trajecten.rules import share_of_fund
from ontschot.trajecten.views.common import own_interventie, page, posted, read_interventie
from ontschot.web.forms import Formulier
from ontschot.web.scherm import attempt, done


@route("stappen/<int:pk>/interventie/", rollen=PROFESSIONALS, schrijft="een interventie plannen")
def plannen(request: Verzoek, pk: int) -> HttpResponse:
    step = Stap.objects.filter(pk=pk).select_related("arrangement__kandidaat", "dienst").first()
    if step is None:
        raise Weigering("Deze stap is er niet in jouw regio.")
    kandidaat = kandidaat_for(request.wie, step.arrangement.kandidaat.sleutel, schrijft=True)
    situatie = situation_of(kandidaat.pk)
    today = timezone.localdate()
    form = InterventieForm(
        posted(request),
        soorten=queries.kinds(),
        inkopers=queries.buyers(kandidaat.regio_id, today),
        doelgroepen=situatie.keuzes if not situatie.doelgroep_label else (),
        initial=_from_dienst(request, step),
    )
    betaal = BetaalForm(posted(request))
    if _priced(form, betaal):
        data = form.cleaned_data
        planned = attempt(
            form,
            lambda: actions.plan_interventie(
                request.wie, stap_id=pk, inkoper_id=data.pop("inkoper"), delen=betaal.delen, **data
            ),
        )
        if planned:
            return redirect("trajecten:toets", planned.pk)
    context = {"form": form, "kandidaat": kandidaat, "stap": step, "situatie": situatie}
    context["betaal"] = betaal
    return page(request, "plannen", context, refused=form.is_bound)


def _priced(form: Formulier, betaal: BetaalForm) -> bool:
    """Both are valid; then what is asked is what the others leave of the whole price."""
    if not (form.is_valid() and betaal.is_valid()):
        return False
    whole = form.cleaned_data["gevraagd_cent"]
    left = share_of_fund(whole, [deel.cent for deel in betaal.delen])
    if left <= 0:
        form.add_error(
            "gevraagd_cent",
            "De anderen betalen samen al de hele prijs. Dan is er geen geld uit het fonds nodig.",
        )
        return False
    form.cleaned_data["gevraagd_cent"] = left
    return True


def _from_dienst(request: Verzoek, step: Stap) -> dict[str, Any]:
    """What the menukaart knows already, so that nobody types it again."""
    own = {"inkoper": request.wie.organisatie_id, "aanbieder": step.van_wie}
    if not step.dienst:
        return own
    price = {"gevraagd_cent": step.dienst.prijs_cent} if step.dienst.prijs_cent else {}
    return (
        own
        | price
        | {
            "interventiesoort": step.dienst.interventiesoort_id,
            "btw": step.dienst.btw,
        }
    )


@route("interventies/<int:pk>/", rollen=PROFESSIONALS, schrijft="de loop van een interventie")
def interventie(request: Verzoek, pk: int) -> HttpResponse:
    """Show an interventie; POST `stap`: start, finish, break_off or cancel."""
    found, kandidaat = queries.interventie_for(request.wie, pk)
    form = EindForm(posted(request))
    if form.is_valid() and kandidaat:
        write = _steps(request, pk, form).get(request.POST.get("stap", ""))
        if write and done(form, write):
            messages.success(request, "Vastgelegd.")
            return redirect("trajecten:interventie", pk)
    return show_interventie(request, found, kandidaat, form=form)


def show_interventie(
    request: Verzoek,
    found: Interventie,
    kandidaat: Kandidaat | None,
    *,
    form: EindForm | None = None,
    leerbedrijf: LeerbedrijfForm | None = None,
) -> HttpResponse:
    """The page of one interventie, with a form that was refused as it was sent."""
    read_interventie(request, found)
    form, leerbedrijf = form or EindForm(), leerbedrijf or LeerbedrijfForm()
    context = {
        "interventie": found,
        "kandidaat": kandidaat,
        "leerbedrijf": leerbedrijf,
        "schrijft": kandidaat is not None and kandidaat.mag_schrijven,
        "koopt_in": found.inkoper_id == request.wie.organisatie_id,
        "plafond": plafond_op(found.interventiesoort_id, timezone.localdate()),
        "kostendelen": found.kostendelen.all() if found.totaal_cent and kandidaat else (),
        "toets": found.toets.select_related("door") if kandidaat else (),
        "verloop": verloop_of(found) if kandidaat else None,
        "form": form,
        "stand_kind": queries.STATUS_KIND[found.status],
        "weg": queries.road_of(found),
    }
    return page(request, "interventie", context, refused=form.is_bound or leerbedrijf.is_bound)


@route(
    "interventies/<int:pk>/leerbedrijf/",
    rollen=PROFESSIONALS,
    schrijft="een leerbedrijf dat is opgezocht",
)
def leerbedrijf(request: Verzoek, pk: int) -> HttpResponse:
    """Keep what somebody saw in the register; refused it comes back on the same page."""
    found, kandidaat = own_interventie(request, pk)
    form = LeerbedrijfForm(posted(request))
    if done(
        form,
        lambda: actions.record_leerbedrijf(request.wie, interventie_id=pk, **form.cleaned_data),
    ):
        messages.success(request, "Vastgelegd wat je opzocht.")
        return redirect("trajecten:interventie", pk)
    return show_interventie(request, found, kandidaat, leerbedrijf=form)


def _steps(request: Verzoek, pk: int, form: EindForm) -> dict[str, Callable[[], Interventie]]:
    wie, data = request.wie, form.cleaned_data
    return {
        "start": lambda: actions.start(wie, interventie_id=pk, op=data["op"]),
        "finish": lambda: actions.finish(wie, interventie_id=pk, op=data["op"]),
        "break_off": lambda: actions.break_off(
            wie,
            interventie_id=pk,
            reden=data["reden"],
            afbreekreden=data["afbreekreden"] or "anders",
            op=data["op"],
        ),
        "cancel": lambda: actions.cancel(wie, interventie_id=pk, reden=data["reden"]),
    }


@route("interventies/<int:pk>/herzien/", rollen=PROFESSIONALS, schrijft="een prijs herzien")
def herzien(request: Verzoek, pk: int) -> HttpResponse:
    found, kandidaat = own_interventie(request, pk)
    form = HerzienForm(
        posted(request),
        inkopers=queries.buyers(found.regio_id, timezone.localdate()),
        initial={
            "gevraagd_cent": found.prijs_cent,
            "btw": found.btw,
            "inkoper": found.inkoper_id,
            "aanbieder": found.aanbieder,
        },
    )
    betaal = BetaalForm(posted(request), delen=list(found.kostendelen.all()))
    if _priced(form, betaal):
        data = form.cleaned_data
        if done(
            form,
            lambda: actions.replan(
                request.wie,
                interventie_id=pk,
                inkoper_id=data.pop("inkoper"),
                delen=betaal.delen,
                **data,
            ),
        ):
            return redirect("trajecten:toets", pk)
    context = {"form": form, "interventie": found, "kandidaat": kandidaat, "betaal": betaal}
    return page(request, "herzien", context, refused=form.is_bound)
