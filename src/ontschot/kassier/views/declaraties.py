"""Declaraties: put together by ticking, handed in, judged."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.forms import DeclaratieForm, RedenForm, TerugForm
from ontschot.kassier.models import Fonds
from ontschot.kassier.queries.bank import not_paid
from ontschot.kassier.queries.werk import declaratie_page, declaraties, to_declare
from ontschot.kassier.views.fondsen import LEZERS
from ontschot.kassier.views.orders import ONVERWERKBAAR
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.web.paging import keyset

KASSIER = frozenset({Rolsoort.KASSIER})
AFWIJZEN = "Waarom wijs je deze regel af?"


@route(
    "kassier/declaraties/",
    rollen=LEZERS | HULPVERLENERS,
    leest="de declaraties",
    menu=Menu("Declaraties", 61),
)
def lijst(request: Verzoek) -> HttpResponse:
    page = keyset(declaraties(request.wie), request.GET, order=("-periode", "-pk"))
    context = {
        "page": page,
        "rijen": [(row, row.naam) for row in page.rows],
        "mag_maken": request.wie.rol in PROFESSIONALS,
        "mag_overzicht": request.wie.rol in PROFESSIONALS | KASSIER,
    }
    return render(request, "kassier/declaraties.html", context)


def _grouped(request: Verzoek, fonds: str | None) -> tuple[list[Fonds], Fonds | None, list[Any]]:
    """The fondsen with something to declare, the chosen one, and its orders."""
    orders = list(to_declare(request.wie.organisatie_id))
    fondsen = {o.fondsregel.fonds_id: o.fondsregel.fonds for o in orders}
    chosen = next((f for f in fondsen.values() if f.sleutel == fonds), None)
    if not chosen:
        chosen = next(iter(fondsen.values()), None)
    mine = [o for o in orders if chosen and o.fondsregel.fonds_id == chosen.pk]
    return list(fondsen.values()), chosen, mine


@route(
    "kassier/declaraties/nieuw/",
    rollen=PROFESSIONALS,
    naam="nieuwe_declaratie",
    schrijft="een declaratie samenstellen",
)
def nieuw(request: Verzoek) -> HttpResponse:
    fondsen, chosen, orders = _grouped(request, request.GET.get("fonds"))
    form = DeclaratieForm(
        request.POST or None, orders=orders, initial={"periode": timezone.localdate()}
    )
    if chosen and form.is_valid():
        try:
            made = actions.create_declaratie(
                request.wie,
                fonds_id=chosen.pk,
                periode=form.cleaned_data["periode"],
                verplichting_ids=form.cleaned_data["verplichtingen"],
            )
        except Weigering as refusal:
            form.weiger(refusal)
        else:
            return redirect("kassier:declaratie", made.pk)
    ticked = set(request.POST.getlist("verplichtingen"))
    context = {
        "form": form,
        "fondsen": fondsen,
        "gekozen": chosen,
        "rijen": [(order, str(order.pk) in ticked) for order in orders],
    }
    status = ONVERWERKBAAR if form.is_bound else 200
    return render(request, "kassier/nieuwe_declaratie.html", context, status=status)


@dataclass
class Refused:
    """What somebody filled in on the page of a declaratie and could not be done."""

    terug: TerugForm | None = None
    afwijzing: tuple[str, ...] = ()
    status: int = ONVERWERKBAAR


def _line_form(regel_id: int) -> RedenForm:
    return RedenForm(label=AFWIJZEN, auto_id=f"regel-{regel_id}-%s")


@route(
    "kassier/declaraties/<int:declaratie_id>/",
    rollen=LEZERS | HULPVERLENERS,
    leest="een declaratie",
)
def declaratie(request: Verzoek, declaratie_id: int) -> HttpResponse:
    return _page(request, declaratie_id, Refused(status=200))


def _page(request: Verzoek, declaratie_id: int, refused: Refused) -> HttpResponse:
    stand = declaratie_page(request.wie, declaratie_id)
    if not stand:
        raise Http404
    wie, row = request.wie, stand.declaratie
    own = row.organisatie_id == wie.organisatie_id and wie.rol in PROFESSIONALS
    others = wie.medewerker_id != row.ingediend_door_id
    judge = wie.rol in KASSIER and row.status == "ingediend" and others
    mend = own and row.status in ("concept", "teruggestuurd")
    context = {
        "stand": stand,
        "declaratie": row,
        "beoordeelt": judge,
        "eigen": mend,
        "meer": _more(request, row.fonds_id) if mend else [],
        "terug": refused.terug or TerugForm(),
        "regels": [(line, _line_form(line.pk)) for line in stand.regels],
        "fout_form": refused.afwijzing,
        "niet_betaald": not_paid(stand.regels) if row.status == "goedgekeurd" else [],
    }
    return render(request, "kassier/declaratie.html", context, status=refused.status)


def _more(request: Verzoek, fonds_id: int) -> list[Any]:
    """What could be ticked as well."""
    return list(to_declare(request.wie.organisatie_id).filter(fondsregel__fonds=fonds_id))


def _do(request: Verzoek, declaratie_id: int, act: Callable[[], object], said: str) -> HttpResponse:
    """Do what the button says; a refusal is told by the routes and changes nothing."""
    if not declaratie_page(request.wie, declaratie_id):
        raise Http404
    act()
    messages.success(request, said)
    return redirect("kassier:declaratie", declaratie_id)


@route(
    "kassier/declaraties/<int:declaratie_id>/veranderen/",
    rollen=PROFESSIONALS,
    schrijft="de regels van een declaratie veranderen",
    knop=True,
)
def veranderen(request: Verzoek, declaratie_id: int) -> HttpResponse:
    ticked = [int(n) for n in request.POST.getlist("verplichtingen") if n.isdecimal()]
    return _do(
        request,
        declaratie_id,
        lambda: actions.change_declaratie(
            request.wie, declaratie_id=declaratie_id, verplichting_ids=ticked
        ),
        "De regels zijn veranderd.",
    )


@route(
    "kassier/declaraties/<int:declaratie_id>/indienen/",
    rollen=PROFESSIONALS,
    schrijft="een declaratie indienen",
    knop=True,
)
def indienen(request: Verzoek, declaratie_id: int) -> HttpResponse:
    return _do(
        request,
        declaratie_id,
        lambda: actions.submit_declaratie(request.wie, declaratie_id=declaratie_id),
        "Ingediend. De kassier kijkt ernaar; de regels liggen nu vast.",
    )


@route(
    "kassier/declaraties/<int:declaratie_id>/intrekken/",
    rollen=PROFESSIONALS,
    naam="declaratie_intrekken",
    schrijft="een declaratie intrekken",
    knop=True,
)
def terugtrekken(request: Verzoek, declaratie_id: int) -> HttpResponse:
    return _do(
        request,
        declaratie_id,
        lambda: actions.withdraw_declaratie(request.wie, declaratie_id=declaratie_id),
        "Ingetrokken. De verplichtingen kun je opnieuw declareren.",
    )


@route(
    "kassier/declaraties/<int:declaratie_id>/goedkeuren/",
    rollen=KASSIER,
    schrijft="een declaratie goedkeuren",
    knop=True,
)
def goedkeuren(request: Verzoek, declaratie_id: int) -> HttpResponse:
    return _do(
        request,
        declaratie_id,
        lambda: actions.approve_declaratie(request.wie, declaratie_id=declaratie_id),
        "Goedgekeurd. De regels kunnen in een betaalbatch.",
    )


@route(
    "kassier/declaraties/<int:declaratie_id>/terugsturen/",
    rollen=KASSIER,
    schrijft="een declaratie terugsturen",
    knop=True,
)
def terugsturen(request: Verzoek, declaratie_id: int) -> HttpResponse:
    form = TerugForm(request.POST)
    if form.is_valid():
        try:
            actions.send_back_declaratie(
                request.wie, declaratie_id=declaratie_id, **form.cleaned_data
            )
        except Weigering as refusal:
            form.weiger(refusal)
        else:
            messages.success(request, "Teruggestuurd. De partner kan de regels weer veranderen.")
            return redirect("kassier:declaratie", declaratie_id)
    return _page(request, declaratie_id, Refused(terug=form))


@route(
    "kassier/declaraties/<int:declaratie_id>/regels/<int:regel_id>/afwijzen/",
    rollen=KASSIER,
    schrijft="een regel van een declaratie afwijzen",
    knop=True,
)
def afwijzen(request: Verzoek, declaratie_id: int, regel_id: int) -> HttpResponse:
    form = RedenForm(request.POST, label=AFWIJZEN)
    if form.is_valid():
        try:
            actions.refuse_regel(request.wie, regel_id=regel_id, reden=form.cleaned_data["reden"])
        except Weigering as refusal:
            form.weiger(refusal)
        else:
            messages.success(request, "De regel is afgewezen. De verplichting staat weer open.")
            return redirect("kassier:declaratie", declaratie_id)
    said = [str(zin) for zinnen in form.errors.values() for zin in zinnen]
    return _page(request, declaratie_id, Refused(afwijzing=tuple(said)))
