"""Accounting for the money: make a report, read it, take it along, and the archive."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render

from ontschot.kassier.boeking import REKENINGEN
from ontschot.kern import audit
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.verantwoording import uitvoer
from ontschot.verantwoording.actions import make_verslag
from ontschot.verantwoording.archief import archive_of
from ontschot.verantwoording.forms import VerslagForm
from ontschot.verantwoording.models import Verslag
from ontschot.verantwoording.queries import (
    LEZERS,
    behind,
    choices,
    known_periods,
    page_of,
    reports,
    sum_behind,
)
from ontschot.verantwoording.rules import period_name
from ontschot.web.paging import keyset
from ontschot.web.scherm import attempt, status_of

# Account numbers and evidence are in it: for who pays and for the coördinator.
ARCHIEFLEZERS = frozenset({Rolsoort.KASSIER, Rolsoort.COORDINATOR})
MEDIATYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
}


@route(
    "verantwoording/",
    rollen=LEZERS,
    leest="de verslagen over het geld",
    menu=Menu("Verantwoording", 65, "Geld"),
)
def lijst(request: Verzoek) -> HttpResponse:
    page = keyset(reports(request.wie), request.GET, order=("-pk",))
    context = {
        "page": page,
        "rijen": [(row, period_name(row.van, row.tot)) for row in page.rows],
        "fondsen": choices(request.wie) if request.wie.rol in ARCHIEFLEZERS else (),
    }
    return render(request, "verantwoording/lijst.html", context)


@route("verantwoording/nieuw/", rollen=LEZERS, schrijft="een verslag over het geld")
def nieuw(request: Verzoek) -> HttpResponse:
    form = VerslagForm(request.POST or None, fondsen=choices(request.wie), periodes=known_periods())
    made = attempt(form, lambda: _make(request, form.cleaned_data))
    if made:
        messages.success(request, "Het verslag is gemaakt en klopt met het journaal.")
        return redirect("verantwoording:verslag", made.pk)
    return render(request, "verantwoording/nieuw.html", {"form": form}, status=status_of(form))


def _make(request: Verzoek, data: dict[str, Any]) -> Verslag:
    return make_verslag(
        request.wie,
        fonds_id=data["fonds"],
        van=data["van"],
        tot=data["tot"],
        peildatum=data["peildatum"],
    )


def _found(request: Verzoek, pk: int) -> Verslag:
    found = reports(request.wie).filter(pk=pk).first()
    if not found:
        raise Http404
    return found


@route("verantwoording/<int:pk>/", rollen=LEZERS, leest="een verslag")
def verslag(request: Verzoek, pk: int) -> HttpResponse:
    pagina = page_of(_found(request, pk))
    context = {
        "pagina": pagina,
        "verslag": pagina.verslag,
        "over": uitvoer.about(pagina),
        "periode": uitvoer.period_of(pagina),
        "twee_keer": uitvoer.twice(pagina).strip(),
    }
    return render(request, "verantwoording/verslag.html", context)


@route("verantwoording/<int:pk>/rijen/", rollen=LEZERS, leest="de boekingen achter een cijfer")
def rijen(request: Verzoek, pk: int) -> HttpResponse:
    found = _found(request, pk)
    params: dict[str, Any] = {naam: request.GET.get(naam, "") for naam in request.GET}
    entries, words = behind(found, params)
    rekening = params.get("rekening", "")
    context = {
        "verslag": found,
        "periode": period_name(found.van, found.tot),
        "woorden": words,
        "page": keyset(entries, request.GET, order=("-pk",)),
        "cent": sum_behind(entries, rekening) if rekening in REKENINGEN else None,
    }
    return render(request, "verantwoording/rijen.html", context)


@route("verantwoording/<int:pk>/<slug:soort>/", rollen=LEZERS, leest="een verslag als bestand")
def bestand(request: Verzoek, pk: int, soort: str) -> HttpResponse:
    makers = {"xlsx": uitvoer.as_xlsx, "pdf": uitvoer.as_pdf, "json": uitvoer.as_json}
    if soort not in makers:
        raise Http404
    found = _found(request, pk)
    content = makers[soort](page_of(found))
    naam = f"verslag-{found.pk}-{found.van:%Y%m%d}-{found.tot:%Y%m%d}.{soort}"
    headers = {"Content-Disposition": f'attachment; filename="{naam}"'}
    return HttpResponse(content, content_type=MEDIATYPES[soort], headers=headers)


@route(
    "verantwoording/archief/<slug:sleutel>/",
    rollen=ARCHIEFLEZERS,
    leest="het archief van een fonds voor de accountant",
)
def archief(request: Verzoek, sleutel: str) -> Any:
    fonds = choices(request.wie).filter(sleutel=sleutel).first()
    if not fonds:
        raise Http404
    content = archive_of(fonds)
    audit.inzage(
        request,
        "archief_gehaald",
        object_soort="fonds",
        object_sleutel=fonds.sleutel,
        regio=fonds.regio_id or "",
    )
    return FileResponse(content, as_attachment=True, filename=f"archief-{fonds.sleutel}.zip")
