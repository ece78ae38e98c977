"""Costs of the organisation: put together, submitted, judged, and told per quarter."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.forms import TerugForm
from ontschot.kassier.forms.kosten import (
    KostenbewijsForm,
    KostenbewijsIntrekForm,
    KostenForm,
    KostenregelForm,
    KostenTerugForm,
)
from ontschot.kassier.models import Kostenbewijs, Kostenbewijsinhoud
from ontschot.kassier.queries.bank import not_paid
from ontschot.kassier.queries.kosten import (
    Kostenstand,
    costs,
    costs_page,
    organisation_funds,
    quarters_of,
)
from ontschot.kassier.rules import kwartaalnaam
from ontschot.kassier.views.betalen import BETALERS
from ontschot.kassier.views.fondsen import LEZERS
from ontschot.kassier.views.indieningen import (
    KASSIER,
    LEEST,
    Filled,
    refusal_form,
    shared,
)
from ontschot.kern import audit
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.web.bestand import download
from ontschot.web.forms import Formulier
from ontschot.web.paging import keyset
from ontschot.web.scherm import answer, attempt, of_row, press, send

# Evidence is for the partner that declares and for who judges; the database says the same.
BEWIJSLEZERS = PROFESSIONALS | KASSIER


@route(
    "kassier/kosten/",
    rollen=LEEST,
    leest="de organisatiekosten",
    menu=Menu("Organisatiekosten", 63, "Geld"),
)
def kostenlijst(request: Verzoek) -> HttpResponse:
    page = keyset(costs(request.wie), request.GET, order=("-kwartaal", "-pk"))
    fondsen = list(organisation_funds()) if request.wie.rol in LEZERS else []
    context = {
        "page": page,
        "rijen": [(row, row.naam, kwartaalnaam(row.kwartaal)) for row in page.rows],
        "mag_maken": request.wie.rol in PROFESSIONALS,
        "mag_overzicht": request.wie.rol in PROFESSIONALS | BETALERS,
        "fondsen": [(fonds, *_latest(fonds.tot)) for fonds in fondsen],
    }
    return render(request, "kassier/kostenlijst.html", context)


def _latest(tot: date | None) -> tuple[int, int]:
    """Year and quarter that are likely asked for: of today, or the last of the fonds."""
    today = timezone.localdate()
    day = min(tot, today) if tot else today
    return day.year, (day.month + 2) // 3


@route(
    "kassier/kosten/nieuw/",
    rollen=PROFESSIONALS,
    naam="nieuwe_kosten",
    schrijft="een kostendeclaratie beginnen",
)
def nieuw(request: Verzoek) -> HttpResponse:
    fondsen = [fonds for fonds in organisation_funds() if fonds.status == "open"]
    form = KostenForm(request.POST or None, fondsen=fondsen, kwartalen=quarters_of(fondsen))
    made = attempt(
        form,
        lambda: actions.create_kostendeclaratie(
            request.wie, fonds_id=form.cleaned_data["fonds"], kwartaal=form.cleaned_data["kwartaal"]
        ),
    )
    if made:
        return redirect("kassier:kosten", made.pk)
    return answer(request, form, "kassier/nieuwe_kosten.html", {"form": form, "fondsen": fondsen})


@route("kassier/kosten/<int:pk>/", rollen=LEEST, leest="een kostendeclaratie")
def kosten(request: Verzoek, pk: int) -> HttpResponse:
    return _page(request, pk, Filled(status=200))


def _stand(request: Verzoek, pk: int) -> Kostenstand:
    found = costs_page(request.wie, pk)
    if not found:
        raise Http404
    return found


def _page(request: Verzoek, pk: int, filled: Filled) -> HttpResponse:
    stand = _stand(request, pk)
    wie, row = request.wie, stand.declaratie
    mine = row.fonds.kassier_id == wie.organisatie_id and wie.rol in KASSIER
    context = shared(wie, row, filled, kassier=mine)
    reads = context["van_mij"] or wie.rol in KASSIER
    context |= {
        "stand": stand,
        "terug_url": reverse("kassier:kosten_terugsturen", args=[row.pk]),
        "kassier_van_fonds": row.fonds.kassier.naam,
        "kwartaal": kwartaalnaam(row.kwartaal),
        "leest_bewijs": reads,
        "andere_kassier": wie.rol in KASSIER and row.status == "ingediend" and not mine,
        "regels": [
            (
                line,
                of_row(line.pk, filled.afwijzing, partial(refusal_form, line.pk)),
                _withdrawals(line),
            )
            for line in stand.regels
        ],
        "niet_betaald": not_paid(stand.regels) if row.status == "goedgekeurd" else [],
        "intrek": KostenbewijsIntrekForm(),
    }
    if reads and stand.terug_te_vragen:
        context["terugvraag"] = KostenTerugForm(regels=stand.terug_te_vragen, prefix="terugvraag")
    if context["eigen"]:
        context["regel"] = _line_form(row.fonds)
        context["bewijs"] = KostenbewijsForm(regels=stand.regels, prefix="bewijs")
    context |= filled.forms
    return render(request, "kassier/kosten.html", context, status=filled.status)


def _withdrawals(line: Any) -> list[tuple[Any, KostenbewijsIntrekForm]]:
    """Each file of a line, with the form to take it back."""
    return [(stuk, KostenbewijsIntrekForm(auto_id=f"bewijs-{stuk.pk}-%s")) for stuk in line.bewijs]


def _line_form(fonds: Any, *args: Any) -> KostenregelForm:
    return KostenregelForm(*args, regels=fonds.regels.order_by("volgorde", "pk"), prefix="regel")


def _try(
    request: Verzoek,
    pk: int,
    *,
    naam: str,
    form: Formulier,
    act: Callable[[], object],
    said: str,
) -> HttpResponse:
    """Do what a form of the page asks; a refusal stands in that form, with what was filled in."""
    return send(
        request,
        form,
        act,
        said,
        "kassier:kosten",
        pk,
        anders=lambda: _page(request, pk, Filled({naam: form})),
    )


def _do(request: Verzoek, pk: int, act: Callable[[], object], said: str) -> HttpResponse:
    """Do what the button says; a refusal is told by the routes and changes nothing."""
    _stand(request, pk)
    return press(request, act, said, "kassier:kosten", pk)


@route(
    "kassier/kosten/<int:pk>/regels/",
    rollen=PROFESSIONALS,
    schrijft="kosten op een declaratie zetten",
    knop=True,
)
def kostenregel_zetten(request: Verzoek, pk: int) -> HttpResponse:
    form = _line_form(_stand(request, pk).declaratie.fonds, request.POST, request.FILES)

    def act() -> None:
        data = form.cleaned_data
        file = data["bestand"]
        actions.add_kostenregel(
            request.wie,
            declaratie_id=pk,
            fondsregel_id=data["fondsregel"],
            omschrijving=data["omschrijving"],
            cent=data["cent"],
            bewijs=(file.name, file.read()) if file else None,
            zonder_namen=data["zonder_namen"],
        )

    return _try(request, pk, naam="regel", form=form, act=act, said="De kosten staan erop.")


@route(
    "kassier/kosten/<int:pk>/regels/<int:regel_id>/weg/",
    rollen=PROFESSIONALS,
    schrijft="kosten van een declaratie halen",
    knop=True,
)
def kostenregel_weg(request: Verzoek, pk: int, regel_id: int) -> HttpResponse:
    return _do(
        request,
        pk,
        lambda: actions.drop_kostenregel(request.wie, regel_id=regel_id),
        "De kosten zijn eraf gehaald.",
    )


@route(
    "kassier/kosten/<int:pk>/bewijs/",
    rollen=PROFESSIONALS,
    schrijft="bewijs bij kosten bewaren",
    knop=True,
)
def kostenbewijs_toevoegen(request: Verzoek, pk: int) -> HttpResponse:
    lines = _stand(request, pk).regels
    form = KostenbewijsForm(request.POST, request.FILES, regels=lines, prefix="bewijs")

    def act() -> None:
        data = form.cleaned_data
        actions.add_kostenbewijs(
            request.wie,
            regel_id=data["regel"],
            naam=data["bestand"].name,
            inhoud=data["bestand"].read(),
            zonder_namen=data["zonder_namen"],
        )

    return _try(request, pk, naam="bewijs", form=form, act=act, said="Het bewijs is bewaard.")


def _evidence(request: Verzoek, pk: int, bewijs_id: int) -> Kostenbewijs:
    stand = _stand(request, pk)
    if request.wie.rol in PROFESSIONALS and (
        stand.declaratie.organisatie_id != request.wie.organisatie_id
    ):
        raise Http404
    return get_object_or_404(
        Kostenbewijs, pk=bewijs_id, kostenregel__declaratie=pk, ingetrokken_op__isnull=True
    )


@route(
    "kassier/kosten/<int:pk>/bewijs/<int:bewijs_id>/",
    rollen=BEWIJSLEZERS,
    leest="bewijs bij kosten ophalen",
)
def kostenbewijs(request: Verzoek, pk: int, bewijs_id: int) -> HttpResponse:
    """The file, to be kept on a disk and never opened inside our own address."""
    found = _evidence(request, pk, bewijs_id)
    content = get_object_or_404(Kostenbewijsinhoud, kostenbewijs=found)
    audit.inzage(
        request,
        "kostenbewijs_geopend",
        object_soort="kostendeclaratie",
        object_sleutel=str(_stand(request, pk).declaratie),
        regio=found.regio_id,
    )
    return download(bytes(content.bytes), found.naam, found.mediatype)


@route(
    "kassier/kosten/<int:pk>/bewijs/<int:bewijs_id>/intrekken/",
    rollen=PROFESSIONALS,
    schrijft="bewijs bij kosten intrekken",
    knop=True,
)
def kostenbewijs_intrekken(request: Verzoek, pk: int, bewijs_id: int) -> HttpResponse:
    _evidence(request, pk, bewijs_id)
    form = KostenbewijsIntrekForm(request.POST)
    return _try(
        request,
        pk,
        naam="intrek",
        form=form,
        act=lambda: actions.withdraw_kostenbewijs(
            request.wie, bewijs_id=bewijs_id, **form.cleaned_data
        ),
        said="Het bewijs is ingetrokken.",
    )


@route(
    "kassier/kosten/<int:pk>/indienen/",
    rollen=PROFESSIONALS,
    schrijft="een kostendeclaratie indienen",
    knop=True,
)
def kosten_indienen(request: Verzoek, pk: int) -> HttpResponse:
    return _do(
        request,
        pk,
        lambda: actions.submit_kostendeclaratie(request.wie, declaratie_id=pk),
        "Ingediend. De kassier kijkt ernaar; de regels liggen nu vast.",
    )


@route(
    "kassier/kosten/<int:pk>/intrekken/",
    rollen=PROFESSIONALS,
    schrijft="een kostendeclaratie intrekken",
    knop=True,
)
def kosten_intrekken(request: Verzoek, pk: int) -> HttpResponse:
    return _do(
        request,
        pk,
        lambda: actions.withdraw_kostendeclaratie(request.wie, declaratie_id=pk),
        "Ingetrokken.",
    )


@route(
    "kassier/kosten/<int:pk>/goedkeuren/",
    rollen=KASSIER,
    schrijft="een kostendeclaratie goedkeuren",
    knop=True,
)
def kosten_goedkeuren(request: Verzoek, pk: int) -> HttpResponse:
    return _do(
        request,
        pk,
        lambda: actions.approve_kostendeclaratie(request.wie, declaratie_id=pk),
        "Goedgekeurd. De regels kunnen in een betaalbatch.",
    )


@route(
    "kassier/kosten/<int:pk>/terugsturen/",
    rollen=KASSIER,
    schrijft="een kostendeclaratie terugsturen",
    knop=True,
)
def kosten_terugsturen(request: Verzoek, pk: int) -> HttpResponse:
    form = TerugForm(request.POST)
    return _try(
        request,
        pk,
        naam="terug",
        form=form,
        act=lambda: actions.send_back_kostendeclaratie(
            request.wie, declaratie_id=pk, **form.cleaned_data
        ),
        said="Teruggestuurd. De partner kan de regels weer veranderen.",
    )


@route(
    "kassier/kosten/<int:pk>/regels/<int:regel_id>/afwijzen/",
    rollen=KASSIER,
    schrijft="een regel van een kostendeclaratie afwijzen",
    knop=True,
)
def kostenregel_afwijzen(request: Verzoek, pk: int, regel_id: int) -> HttpResponse:
    form = refusal_form(regel_id, request.POST)
    return send(
        request,
        form,
        lambda: actions.refuse_kostenregel(request.wie, regel_id=regel_id, **form.cleaned_data),
        "De regel is afgewezen. Het geld is weer vrij.",
        "kassier:kosten",
        pk,
        anders=lambda: _page(request, pk, Filled(afwijzing=(regel_id, form))),
    )


@route(
    "kassier/kosten/<int:pk>/terugvragen/",
    rollen=BEWIJSLEZERS,
    schrijft="een terugvordering van kosten voorstellen",
    knop=True,
)
def kosten_terugvragen(request: Verzoek, pk: int) -> HttpResponse:
    lines = _stand(request, pk).terug_te_vragen
    form = KostenTerugForm(request.POST, regels=lines, prefix="terugvraag")

    def act() -> None:
        data = form.cleaned_data
        actions.propose_terugvordering(
            request.wie, kostenregel_id=data["regel"], cent=data["cent"], reden=data["reden"]
        )

    return _try(
        request,
        pk,
        naam="terugvraag",
        form=form,
        act=act,
        said="Voorgesteld. Een andere kassier van dit fonds beslist.",
    )
