"""Declaraties: put together by ticking, handed in, judged."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.actions.afspraken import WIE_AFSPREEKT
from ontschot.kassier.forms import (
    BerichtForm,
    BevindingForm,
    DeclaratiefilterForm,
    DeclaratieForm,
    RegelsForm,
    TerugForm,
)
from ontschot.kassier.models import Declaratie, Fonds
from ontschot.kassier.queries.declaraties import (
    KOP,
    Declaratiefilter,
    Declaratiestand,
    Voorstel,
    declaratie_page,
    export_rows,
    filtered,
    list_choices,
    proposals,
)
from ontschot.kassier.queries.werk import to_declare
from ontschot.kassier.views.indieningen import (
    KASSIER,
    LEEST,
    Filled,
    refusal_form,
    shared,
)
from ontschot.kern import audit
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.web.paging import keyset
from ontschot.web.scherm import answer as show_form
from ontschot.web.scherm import attempt, of_row, press, send
from ontschot.web.tabelbestand import answer


@route(
    "kassier/declaraties/",
    rollen=LEEST,
    leest="de declaraties",
    menu=Menu(
        "Declaraties",
        61,
        "Geld",
        ("/kassier/facturen/", "/kassier/partners/", "/kassier/terugvorderingen/"),
    ),
)
def lijst(request: Verzoek) -> HttpResponse:
    form = DeclaratiefilterForm(request.GET, **list_choices(request.wie))
    page = keyset(filtered(request.wie, _chosen(form)), request.GET, order=("-periode", "-pk"))
    context = {
        "form": form,
        "page": page,
        "rijen": [(row, row.naam) for row in page.rows],
        "mag_maken": request.wie.rol in PROFESSIONALS,
        "mag_overzicht": request.wie.rol in PROFESSIONALS | KASSIER,
        "mag_afspreken": request.wie.rol in WIE_AFSPREEKT,
        "vraag": request.GET.urlencode(),
        "gefilterd": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "kassier/declaraties.html", context)


def _chosen(form: DeclaratiefilterForm) -> Declaratiefilter:
    return Declaratiefilter(**(form.cleaned_data if form.is_valid() else {}))


@route(
    "kassier/declaraties/bestand/<str:soort>/",
    rollen=LEEST,
    naam="declaraties_bestand",
    leest="de declaraties als bestand",
)
def bestand(request: Verzoek, soort: str) -> HttpResponse:
    """The list with its filters as `csv` or `xlsx`."""
    form = DeclaratiefilterForm(request.GET, **list_choices(request.wie))
    made = answer(soort, "declaraties", KOP, export_rows(request.wie, _chosen(form)))
    audit.inzage(
        request,
        "declaraties_uitgevoerd",
        object_soort="lijst",
        object_sleutel="declaraties",
        regio=request.wie.regio,
        soort=soort,
    )
    return made


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
    found = proposals(orders)
    form = DeclaratieForm(
        request.POST or None,
        orders=[(v.order, v.order.over_cent) for v in found],
        initial={"periode": timezone.localdate()},
    )
    made = attempt(form, lambda: _create(request, chosen, form)) if chosen else None
    if made:
        return redirect("kassier:declaratie", made.pk)
    context = {
        "form": form,
        "fondsen": fondsen,
        "gekozen": chosen,
        "klaar": _ticks(request, form, [v for v in found if v.gereed.klaar], proposed=True),
        "later": _ticks(request, form, [v for v in found if not v.gereed.klaar], proposed=False),
    }
    return show_form(request, form, "kassier/nieuwe_declaratie.html", context)


def _create(request: Verzoek, fonds: Fonds, form: DeclaratieForm) -> Declaratie:
    return actions.create_declaratie(
        request.wie,
        fonds_id=fonds.pk,
        periode=form.cleaned_data["periode"],
        verplichting_ids=form.cleaned_data["verplichtingen"],
        bedragen=form.bedragen,
    )


def _ticks(
    request: Verzoek, form: RegelsForm, found: Iterable[Voorstel], *, proposed: bool
) -> list[tuple[Voorstel, bool, Any]]:
    """Each order with whether it is ticked (the ready ones from the start) and its amount."""
    posted = set(request.POST.getlist("verplichtingen"))
    return [
        (v, str(v.order.pk) in posted if form.is_bound else proposed, form.row(v.order.pk))
        for v in found
    ]


@route("kassier/declaraties/<int:declaratie_id>/", rollen=LEEST, leest="een declaratie")
def declaratie(request: Verzoek, declaratie_id: int) -> HttpResponse:
    return show(request, declaratie_id, Filled(status=200))


def show(request: Verzoek, declaratie_id: int, filled: Filled) -> HttpResponse:
    """The page of one declaratie, with what was refused on it."""
    stand = declaratie_page(request.wie, declaratie_id)
    if not stand:
        raise Http404
    wie, row = request.wie, stand.declaratie
    context = shared(wie, row, filled, kassier=wie.rol in KASSIER)
    own, judge = context["van_mij"], context["beoordeelt"]
    kant = "kassier" if wie.rol in KASSIER else "partner" if own else ""
    context |= {
        "stand": stand,
        "terug_url": reverse("kassier:terugsturen", args=[row.pk]),
        "keurt_goed": judge and stand.mag_goedgekeurd,
        "opent_bewijs": own or wie.rol in KASSIER | {Rolsoort.COORDINATOR},
        "regels": [
            (line, of_row(line.regel.pk, filled.afwijzing, partial(refusal_form, line.regel.pk)))
            for line in stand.regels
        ],
        "niet_betaald": [(line.regel, line.bankreden) for line in stand.regels if line.bankreden],
        "kant": kant if row.keer or own else "",
        "ongelezen": sum(1 for b in stand.berichten if b.kant != kant and not b.gelezen_op),
        "bericht": BerichtForm(),
        "bevindingen": _findings(stand, filled) if judge else [],
        "te_trekken": judge and not stand.steekproef,
        "afgesproken": stand.afspraak and stand.afspraak.steekproef != "geen",
        **filled.forms,
    }
    if context["eigen"]:
        context |= _open_lines(request, stand, filled)
    return render(request, "kassier/declaratie.html", context, status=filled.status)


def _findings(stand: Declaratiestand, filled: Filled) -> list[tuple[Any, BevindingForm]]:
    """Each line of the sample with its form; the one that was refused keeps what was typed."""
    number, refused = filled.forms.get("bevinding", (0, None))
    found = []
    for line in stand.in_steekproef:
        row = line.steekproef
        assert row
        form = refused if number == row.pk else None
        found.append((line, form or _finding_form(row.pk, row.bevinding, row.toelichting)))
    return found


def _finding_form(pk: int, bevinding: str, toelichting: str) -> BevindingForm:
    return BevindingForm(
        initial={"bevinding": bevinding, "toelichting": toelichting},
        auto_id=f"steekproef-{pk}-%s",
    )


def _open_lines(request: Verzoek, stand: Declaratiestand, filled: Filled) -> dict[str, Any]:
    """The lines that can be changed, and what could be ticked as well."""
    mine = [line for line in stand.regels if line.regel.status == "opgenomen"]
    more = _more(request, stand)
    form = filled.forms.get("regels_form") or _lines_form(None, stand, more)
    # Of an order that stands in it for a part, the rest is not offered apart.
    taken = {line.regel.verplichting_id for line in mine}
    return {
        "regels_form": form,
        "gekozen": [(line, form.row(line.regel.verplichting_id)) for line in mine],
        "meer": [(v, form.row(v.order.pk)) for v in more if v.order.pk not in taken],
    }


def _more(request: Verzoek, stand: Declaratiestand) -> list[Voorstel]:
    """What could be declared as well, from the same fonds."""
    orders = to_declare(request.wie.organisatie_id)
    return proposals(list(orders.filter(fondsregel__fonds=stand.declaratie.fonds_id)))


def _lines_form(data: Any, stand: Declaratiestand, more: Iterable[Voorstel]) -> RegelsForm:
    mine = {
        line.regel.verplichting_id: (line.regel.verplichting, line.regel.cent)
        for line in stand.regels
        if line.regel.status == "opgenomen"
    }
    free = {v.order.pk: (v.order, v.order.over_cent) for v in more}
    return RegelsForm(data, orders=[*{**free, **mine}.values()])


def do(request: Verzoek, declaratie_id: int, act: Callable[[], object], said: str) -> HttpResponse:
    """Do what the button says; a refusal is told by the routes and changes nothing."""
    if not filtered(request.wie, Declaratiefilter()).filter(pk=declaratie_id).exists():
        raise Http404
    return press(request, act, said, "kassier:declaratie", declaratie_id)


@route(
    "kassier/declaraties/<int:declaratie_id>/veranderen/",
    rollen=PROFESSIONALS,
    schrijft="de regels van een declaratie veranderen",
    knop=True,
)
def veranderen(request: Verzoek, declaratie_id: int) -> HttpResponse:
    stand = declaratie_page(request.wie, declaratie_id)
    if not stand:
        raise Http404
    more = _more(request, stand)
    form = _lines_form(request.POST, stand, more)
    return send(
        request,
        form,
        lambda: actions.change_declaratie(
            request.wie,
            declaratie_id=declaratie_id,
            verplichting_ids=form.cleaned_data["verplichtingen"],
            bedragen=form.bedragen,
        ),
        "De regels zijn veranderd.",
        "kassier:declaratie",
        declaratie_id,
        anders=lambda: show(request, declaratie_id, Filled({"regels_form": form})),
    )


@route(
    "kassier/declaraties/<int:declaratie_id>/indienen/",
    rollen=PROFESSIONALS,
    schrijft="een declaratie indienen",
    knop=True,
)
def indienen(request: Verzoek, declaratie_id: int) -> HttpResponse:
    return do(
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
    return do(
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
    return do(
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
    return send(
        request,
        form,
        lambda: actions.send_back_declaratie(
            request.wie, declaratie_id=declaratie_id, **form.cleaned_data
        ),
        "Teruggestuurd. De partner kan de regels weer veranderen.",
        "kassier:declaratie",
        declaratie_id,
        anders=lambda: show(request, declaratie_id, Filled({"terug": form})),
    )


@route(
    "kassier/declaraties/<int:declaratie_id>/regels/<int:regel_id>/afwijzen/",
    rollen=KASSIER,
    schrijft="een regel van een declaratie afwijzen",
    knop=True,
)
def afwijzen(request: Verzoek, declaratie_id: int, regel_id: int) -> HttpResponse:
    form = refusal_form(regel_id, request.POST)
    return send(
        request,
        form,
        lambda: actions.refuse_regel(
            request.wie, regel_id=regel_id, reden=form.cleaned_data["reden"]
        ),
        "De regel is afgewezen. De verplichting staat weer open.",
        "kassier:declaratie",
        declaratie_id,
        anders=lambda: show(request, declaratie_id, Filled(afwijzing=(regel_id, form))),
    )
