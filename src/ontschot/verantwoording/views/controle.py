"""Controles on the screen: the list, setting one up, drawing, following, closing, taking along."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kassier.models import Fonds
from ontschot.kern import audit
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.kern.scope import Actor
from ontschot.verantwoording import actions, controlerapport
from ontschot.verantwoording.actions.bevindingen import in_orde_for
from ontschot.verantwoording.forms import ConclusieForm, ControleForm, RegelfilterForm
from ontschot.verantwoording.models import Controle
from ontschot.verantwoording.queries import (
    LEZERS,
    Controlepagina,
    controle_page,
    controles,
    known_periods,
    lines_of,
    own_lines,
    rows_of,
)
from ontschot.verantwoording.rules import period_name
from ontschot.web.forms import RedenForm
from ontschot.web.paging import keyset
from ontschot.web.scherm import done, heard, status_of

KASSIER = actions.KASSIERS
# Only a starting point on the form: no source gives a term, a size or a confidence.
BEGIN = {
    "soort": "aantal",
    "aantal": 25,
    "antwoord_dagen": 14,
    "uitstel_dagen": 7,
    "reactie_dagen": 14,
    "betrouwbaarheid_procent": 95,
}
MEDIATYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@route("verantwoording/controles/", rollen=LEZERS, leest="de controles achteraf")
def controlelijst(request: Verzoek) -> HttpResponse:
    page = keyset(controles(request.wie), request.GET, order=("-pk",))
    context = {
        "page": page,
        "rijen": [(row, period_name(row.van, row.tot)) for row in page.rows],
        "mag_opzetten": request.wie.rol in KASSIER,
    }
    return render(request, "verantwoording/controles.html", context)


@route("verantwoording/controles/nieuw/", rollen=KASSIER, schrijft="een controle opzetten")
def controle_nieuw(request: Verzoek) -> HttpResponse:
    fondsen = list(_kept(request.wie))
    form = ControleForm(
        request.POST or None, fondsen=fondsen, periodes=known_periods(), initial=BEGIN
    )
    made: list[Controle] = []
    if done(form, lambda: made.append(_set_up(request.wie, form))):
        messages.success(request, "De controle is opgezet. Een andere kassier trekt haar.")
        return redirect("verantwoording:controle", made[0].pk)
    context = {"form": form, "fondsen": fondsen}
    return render(request, "verantwoording/controle_nieuw.html", context, status=status_of(form))


def _kept(wie: Actor) -> Any:
    return Fonds.objects.filter(kassier=wie.organisatie_id).order_by("-van", "naam")


def _set_up(wie: Actor, form: ControleForm) -> Controle:
    data = form.cleaned_data
    return actions.set_up_controle(
        wie,
        naam=data["naam"],
        doel=data["doel"],
        fonds_ids=data["fondsen"],
        van=data["van"],
        tot=data["tot"],
        opzet=form.opzet,
    )


@route("verantwoording/controles/<int:pk>/", rollen=LEZERS, leest="een controle achteraf")
def controle(request: Verzoek, pk: int) -> HttpResponse:
    return _page(request, pk)


def _page(request: Verzoek, pk: int, **forms: Any) -> HttpResponse:
    wie, pagina = request.wie, _found(request, pk)
    row: Any = pagina.controle  # with what the queryset counted
    here = lines_of(row)
    partners = here.order_by("organisatie__naam").values_list("organisatie", "organisatie__naam")
    chosen = RegelfilterForm(request.GET or None, partners=partners.distinct())
    wanted = chosen.cleaned_data if chosen.is_bound and chosen.is_valid() else {}
    narrowed = {name: value for name, value in wanted.items() if value}
    runs = row.status == "loopt"
    page = keyset(here.filter(**_columns(narrowed)), request.GET, order=("pk",))
    keeps = wie.rol in KASSIER and wie.organisatie_id == row.organisatie_id
    context = {
        "pagina": pagina,
        "controle": row,
        "periode": period_name(row.van, row.tot),
        "filter": chosen,
        "gefilterd": bool(narrowed),
        "page": page,
        "rijen": rows_of(page.rows),
        "oordeel": controlerapport.rate(pagina.samen),
        "tolerantie": controlerapport.tolerance(pagina),
        "schattingen": controlerapport.estimates(pagina),
        "aannamen": controlerapport.AANNAMEN,
        "mag_trekken": keeps
        and row.status == "opgezet"
        and row.opgezet_door_id != wie.medewerker_id,
        "mag_intrekken": keeps and row.status == "opgezet",
        "mag_sluiten": keeps and runs and row.getrokken == row.klaar,
        "in_orde": in_orde_for(wie, row).count() if runs and wie.rol in actions.TWEEDEN else 0,
        "conclusie": ConclusieForm(),
        "intrekken": RedenForm(label="Waarom gaat deze controle niet door?"),
        **forms,
    }
    status = status_of(next(iter(forms.values()))) if forms else 200
    return render(request, "verantwoording/controle.html", context, status=status)


def _columns(wanted: dict[str, Any]) -> dict[str, Any]:
    names = {"status": "status", "partner": "organisatie"}
    return {names[name]: value for name, value in wanted.items()}


def _found(request: Verzoek, pk: int) -> Controlepagina:
    pagina = controle_page(request.wie, pk)
    if not pagina:
        raise Http404
    return pagina


@route(
    "verantwoording/controles/<int:pk>/trekken/",
    rollen=KASSIER,
    schrijft="een controle trekken",
    knop=True,
)
def controle_trekken(request: Verzoek, pk: int) -> HttpResponse:
    made = actions.draw_controle(request.wie, controle_id=pk)
    number = made.regels.count()
    messages.success(
        request,
        f"Getrokken: {number} betaling{'en' if number > 1 else ''}. De partners kregen bericht.",
    )
    return redirect("verantwoording:controle", pk)


@route(
    "verantwoording/controles/<int:pk>/intrekken/",
    rollen=KASSIER,
    schrijft="een controle intrekken",
    knop=True,
)
def controle_intrekken(request: Verzoek, pk: int) -> HttpResponse:
    form = RedenForm(request.POST, label="Waarom gaat deze controle niet door?")
    if done(
        form,
        lambda: actions.withdraw_controle(
            request.wie, controle_id=pk, reden=form.cleaned_data["reden"]
        ),
    ):
        messages.success(request, "De controle is ingetrokken.")
        return redirect("verantwoording:controle", pk)
    return heard(request, form, lambda: _page(request, pk, intrekken=form))


@route(
    "verantwoording/controles/<int:pk>/in-orde/",
    rollen=actions.TWEEDEN,
    schrijft="wat in orde is definitief maken",
    knop=True,
)
def controle_in_orde(request: Verzoek, pk: int) -> HttpResponse:
    number = actions.confirm_in_orde(request.wie, controle_id=pk)
    messages.success(request, f"Definitief in orde: {number} betaling{'en' if number > 1 else ''}.")
    return redirect("verantwoording:controle", pk)


@route(
    "verantwoording/controles/<int:pk>/afsluiten/",
    rollen=KASSIER,
    schrijft="een controle afsluiten",
    knop=True,
)
def controle_afsluiten(request: Verzoek, pk: int) -> HttpResponse:
    form = ConclusieForm(request.POST)
    if done(
        form,
        lambda: actions.close_controle(
            request.wie, controle_id=pk, conclusie=form.cleaned_data["conclusie"]
        ),
    ):
        messages.success(request, "De controle is afgesloten. Het rapport staat klaar.")
        return redirect("verantwoording:controle", pk)
    return heard(request, form, lambda: _page(request, pk, conclusie=form))


@route(
    "verantwoording/controles/<int:pk>/rapport/<slug:soort>/",
    rollen=LEZERS,
    leest="het rapport van een controle als bestand",
)
def controle_bestand(request: Verzoek, pk: int, soort: str) -> HttpResponse:
    makers = {"xlsx": controlerapport.as_xlsx, "pdf": controlerapport.as_pdf}
    if soort not in makers:
        raise Http404
    pagina = _found(request, pk)
    row = pagina.controle
    if not row.getrokken_op:
        raise Http404
    content = makers[soort](pagina, rows_of(list(lines_of(row).order_by("pk"))))
    audit.inzage(
        request,
        "controle_meegenomen",
        object_soort="controle",
        object_sleutel=row.nummer,
        regio=row.regio_id,
        soort=soort,
    )
    headers = {"Content-Disposition": f'attachment; filename="controle-{row.nummer}.{soort}"'}
    return HttpResponse(content, content_type=MEDIATYPES[soort], headers=headers)


@route(
    "verantwoording/controles/gevraagd/",
    rollen=PROFESSIONALS,
    leest="wat controles aan de eigen organisatie vragen",
)
def gevraagd(request: Verzoek) -> HttpResponse:
    page = keyset(own_lines(request.wie), request.GET, order=("-controle_id", "pk"))
    context = {
        "page": page,
        "rijen": rows_of(page.rows),
        "vandaag": timezone.localdate(),
        "leest_controles": request.wie.rol == Rolsoort.COORDINATOR,
    }
    return render(request, "verantwoording/gevraagd.html", context)
