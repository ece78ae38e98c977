"""The screens of the meetings: start, one meeting, planning, calendars, mandaten."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.casusoverleg import actions, kalender
from ontschot.casusoverleg.forms import (
    AanwezigForm,
    AfzegForm,
    EindeForm,
    InstellingForm,
    MandaatForm,
    ReeksForm,
    VerzetForm,
)
from ontschot.casusoverleg.models import Overleg
from ontschot.casusoverleg.queries import besluiten
from ontschot.casusoverleg.queries import overleggen as queries
from ontschot.casusoverleg.views.common import page, partners_in, posted
from ontschot.kern import links
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import ONAANGEMELD, Menu, Verzoek, route
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.models import Regio
from ontschot.netwerk.queries import roles_of
from ontschot.web.bestand import download
from ontschot.web.format import euro
from ontschot.web.scherm import done

COORDINATOR = frozenset({Rolsoort.COORDINATOR})


@route(
    "casusoverleg/",
    rollen=PROFESSIONALS,
    leest="het volgende overleg en de vragen om een besluit",
    menu=Menu("Casusoverleg", 50, "Overleg"),
)
def lijst(request: Verzoek) -> HttpResponse:
    """The start: next meeting, what waits for me, and the questions. Keys and codes, no name."""
    alles = request.GET.get("toon") == "besloten"
    return page(
        request,
        "lijst",
        {
            "page": besluiten.besluiten_list(request.wie, request.GET, alles=alles),
            "besloten": alles,
            "start": queries.start_page(request.wie),
            "coordinator": request.wie.rol == Rolsoort.COORDINATOR,
        },
    )


@route("casusoverleg/overleg/<int:pk>/", rollen=PROFESSIONALS, schrijft="een overleg")
def overleg(request: Verzoek, pk: int) -> HttpResponse:
    """One meeting: when, who is there, and the agenda; the coördinator begins and closes it."""
    found = queries.overleg_for(pk)
    partners = queries.partners_of(found)
    form = AanwezigForm(
        posted(request, "aanwezig"),
        partners=[(d.organisatie_id, d.organisatie.naam) for d in partners],
        initial={"aanwezig": [d.organisatie_id for d in partners if d.aanwezig]},
    )
    if request.method == "POST" and (answer := _do(request, found.pk, form)):
        return answer
    here = sum(d.aanwezig for d in partners)
    context = {
        "overleg": found,
        "partners": partners,
        "form": form,
        "punten": queries.agenda_of(found),
        "hier": here,
        "genoeg": here >= found.quorum,
        "coordinator": request.wie.rol == Rolsoort.COORDINATOR,
        "aan_tafel": _may_sit(request, found),
        "wie_id": request.wie.medewerker_id,
        "vandaag": timezone.localdate(),
    }
    return page(request, "overleg", context, refused=form.is_bound)


def _may_sit(request: Verzoek, found: Overleg) -> bool:
    try:
        queries.require_seat(request.wie, found)
    except Weigering:
        return False
    return True


def _do(request: Verzoek, pk: int, form: AanwezigForm) -> HttpResponse | None:
    """What was pressed on the page of a meeting; None when its form comes back."""
    doe = request.POST.get("doe", "")
    here = redirect("casusoverleg:overleg", pk)
    if doe == "start":
        actions.start_overleg(request.wie, overleg_id=pk)
        return redirect("casusoverleg:tafel", pk)
    if doe == "sluit":
        actions.close_overleg(request.wie, overleg_id=pk)
        messages.success(request, "Het overleg is afgesloten.")
        return here
    if doe == "terug":
        punt = request.POST.get("punt", "")
        actions.withdraw_case(request.wie, punt_id=int(punt) if punt.isdecimal() else 0)
        messages.success(request, "De casus is van de agenda.")
        return here
    if done(
        form,
        lambda: actions.set_attendance(
            request.wie, overleg_id=pk, aanwezig=form.cleaned_data["aanwezig"]
        ),
    ):
        messages.success(request, "Bewaard wie er is.")
        return here
    return None


@route("casusoverleg/overleg/<int:pk>/wijzigen/", rollen=COORDINATOR, schrijft="een overleg")
def wijzigen(request: Verzoek, pk: int) -> HttpResponse:
    """Put a meeting at another moment, or call it off."""
    found = queries.overleg_for(pk)
    local = timezone.localtime(found.begint_op)
    first = {
        "dag": local.date(), "om": local.time(), "plaats": found.plaats, "online": found.online
    }  # fmt: skip
    verzet = VerzetForm(posted(request, "verzet"), initial=first)
    afzeg = AfzegForm(posted(request, "afzeggen"), prefix="afzeg")
    if done(verzet, lambda: _move(request, pk, verzet.cleaned_data)) or done(
        afzeg, lambda: actions.cancel_overleg(request.wie, overleg_id=pk, **afzeg.cleaned_data)
    ):
        messages.success(request, "Bewaard. Iedereen die is uitgenodigd, krijgt een mail.")
        return redirect("casusoverleg:overleg", pk)
    context = {"overleg": found, "verzet": verzet, "afzeg": afzeg}
    return page(request, "wijzigen", context, refused=request.method == "POST")


def _move(request: Verzoek, pk: int, data: dict[str, Any]) -> None:
    actions.move_overleg(
        request.wie,
        overleg_id=pk,
        begint_op=datetime.combine(data["dag"], data["om"], kalender.AMSTERDAM),
        plaats=data["plaats"],
        online=data["online"],
        basis=_basis(request),
    )


def _basis(request: Verzoek) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@route("casusoverleg/instellen/", rollen=COORDINATOR, schrijft="een reeks en de instellingen")
def instellen(request: Verzoek) -> HttpResponse:
    """Plan a series, end one, and set how the region runs its casusoverleg."""
    now = actions.instelling(request.wie.regio)
    names = list(InstellingForm.base_fields)
    reeks = ReeksForm(
        posted(request, "reeks"),
        partners=partners_in(request.wie.regio),
        initial={"van": timezone.localdate(), "quorum": 3},
    )
    instelling = InstellingForm(
        posted(request, "instelling"), initial={name: getattr(now, name) for name in names}
    )
    series = queries.reeksen_list(request.wie.regio)
    einde = EindeForm(
        posted(request, "einde"),
        prefix="einde",
        keuzes=[(r.pk, r.naam) for r in series if r.tot is None],
    )
    if _set_up(request, reeks, instelling, einde):
        messages.success(request, "Bewaard.")
        return redirect("casusoverleg:instellen")
    context = {
        "reeks": reeks,
        "instelling": instelling,
        "einde": einde,
        "reeksen": series,
    }
    return page(request, "instellen", context, refused=request.method == "POST")


def _set_up(
    request: Verzoek, reeks: ReeksForm, instelling: InstellingForm, einde: EindeForm
) -> bool:
    """Do what the form that was sent asks; False when none was sent, or it was refused."""
    wie = request.wie
    return (
        done(reeks, lambda: actions.plan_reeks(wie, basis=_basis(request), **reeks.cleaned_data))
        or done(instelling, lambda: actions.change_instelling(wie, **instelling.cleaned_data))
        or done(
            einde,
            lambda: actions.end_reeks(
                wie, reeks_id=einde.cleaned_data["welke"], tot=einde.cleaned_data["tot"]
            ),
        )
    )


@route("casusoverleg/mandaten/", rollen=COORDINATOR, schrijft="een mandaat")
def mandaten(request: Verzoek) -> HttpResponse:
    """Who may decide without a meeting: list, give, end."""
    form = MandaatForm(
        posted(request, "geef"),
        partners=partners_in(request.wie.regio),
        initial={"van": timezone.localdate()},
    )
    today = timezone.localdate()
    rows = queries.mandaten_list(request.wie.regio)
    running = [m for m in rows if m.tot is None or m.tot >= today]
    einde = EindeForm(
        posted(request, "einde"),
        prefix="einde",
        keuzes=[(m.pk, f"{m.organisatie.naam}, tot en met {euro(m.tot_cent)}") for m in running],
    )
    if done(form, lambda: actions.give_mandaat(request.wie, **form.cleaned_data)) or done(
        einde,
        lambda: actions.end_mandaat(
            request.wie, mandaat_id=einde.cleaned_data["welke"], tot=einde.cleaned_data["tot"]
        ),
    ):
        messages.success(request, "Het mandaat is bewaard.")
        return redirect("casusoverleg:mandaten")
    context = {
        "form": form,
        "einde": einde,
        "mandaten": rows,
        "vandaag": today,
        "lopend": running,
    }
    return page(request, "mandaten", context, refused=request.method == "POST")


@route("casusoverleg/overleg/<int:pk>/agenda/", rollen=PROFESSIONALS, leest="een uitnodiging")
def ical(request: Verzoek, pk: int) -> HttpResponse:
    """One meeting as a file for a calendar."""
    found = queries.overleg_for(pk)
    content = kalender.ics([found], "Casusoverleg", request.get_host())
    return download(content, f"casusoverleg-{pk}.ics", kalender.MEDIA)


@route("casusoverleg/abonnement/", rollen=PROFESSIONALS, schrijft="een link naar mijn agenda")
def abonnement(request: Verzoek) -> HttpResponse:
    """Make the secret link by which a calendar follows the meetings; shown once."""
    secret = actions.subscribe(request.wie) if request.method == "POST" else ""
    link = f"{_basis(request)}/casusoverleg/abonnement/{secret}/" if secret else ""
    return page(request, "abonnement", {"abonnement_link": link})


@route(
    "casusoverleg/abonnement/<str:geheim>/",
    rollen=ONAANGEMELD,
    leest="de agenda van wie deze link maakte, zonder kandidaten",
)
def volg(request: Verzoek, geheim: str) -> HttpResponse:
    """The meetings for a calendar program: dates and places, nothing else."""
    codes = tuple(Regio.objects.order_by("code").values_list("code", flat=True))
    with transaction.atomic(), scope(systeem(*codes, reden="agenda")):
        try:
            link = links.find(geheim, soort="agenda")
        except Weigering:
            return HttpResponse("Deze link werkt niet (meer).", status=404)
        owner = roles_of(int(link.object_sleutel)).filter(regio=link.regio, soort__in=PROFESSIONALS)
        if not owner.exists():
            return HttpResponse("Deze link werkt niet (meer).", status=404)
        found = queries.calendar_meetings(link.regio)
    return HttpResponse(
        kalender.ics(found, "Casusoverleg", request.get_host()), content_type=kalender.MEDIA
    )
