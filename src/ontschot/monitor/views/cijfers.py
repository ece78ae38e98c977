"""The pages of the figures. Everything about a figure stands in its address."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.monitor import kplusv, queries, uitvoer
from ontschot.monitor.codes import Codelijsten, codelijsten
from ontschot.monitor.definities import AFRONDEN, DEFINITIES, TABELLEN
from ontschot.monitor.forms import SelectieForm
from ontschot.monitor.indicatoren.rijen import dossier_url, visible_keys
from ontschot.monitor.models import LANDELIJKE_ROLLEN, LEZERS
from ontschot.monitor.plaats import closed, opened
from ontschot.monitor.rules import kort
from ontschot.monitor.schuilnaam import Schuilnamen
from ontschot.monitor.selectie import LATER, Selectie, mag_landelijk, read_selectie
from ontschot.monitor.tonen import periode_label, regio_label, show_table, why_alone
from ontschot.web.format import maand as month_of
from ontschot.web.uitvoer import as_csv

OVERZICHT = ("doelgroep", "interventie", "inkopende_partij", "maand")


def read(request: Verzoek, *, terug: str = "") -> tuple[Selectie, Codelijsten]:
    """What the address asks for. Raises Weigering for a day that nobody can read, and for one
    that is still to come: neither is silently today. `terug` is the page that says so; without it
    this page itself."""
    codes = codelijsten()
    params = {key: str(value) for key, value in request.GET.items()}
    if len(chosen := request.GET.getlist("regio")) > 1:  # ticked one by one
        params["regio"] = ",".join(sorted(set(chosen)))
    selectie = read_selectie(request.wie, params, codes.labels("regio"))
    if params.get("peil", "").strip() and selectie.peil is None:
        raise Weigering(
            f"De datum ‘{kort(params['peil'])}’ kennen we niet. Schrijf de dag zo: 1-3-2024.",
            naar=f"{terug or request.path}?{_without_day(request)}",
        )
    if selectie.peil and selectie.peil > timezone.localdate():
        raise Weigering(LATER, naar=f"{terug or request.path}?{_without_day(request)}")
    return selectie, codes


def _without_day(request: Verzoek) -> str:
    """Everything else that was chosen stays chosen, also the subject."""
    chosen = request.GET.copy()
    del chosen["peil"]
    return chosen.urlencode()


def selection_form(
    request: Verzoek,
    selectie: Selectie,
    codes: Codelijsten,
    *,
    onderwerpen: Sequence[str] = ("", *TABELLEN),
) -> SelectieForm:
    """The filters of a page; without `onderwerpen` there is no subject to choose."""
    chosen = {
        "regio": selectie.keuze,
        "jaar": selectie.jaar,
        "bron": selectie.bron,
        "onderwerp": request.GET.get("onderwerp", ""),
        "peil": selectie.peil,
    }
    return SelectieForm(
        chosen, codes=codes, landelijk=mag_landelijk(request.wie), onderwerpen=onderwerpen
    )


@route(
    "monitor/",
    rollen=LEZERS,
    leest="de cijfers van de regio",
    naam="overzicht",
    menu=Menu("Monitor", 70, "Cijfers"),
)
def overzicht(request: Verzoek) -> HttpResponse:
    selectie, codes = read(request)
    onderwerp = request.GET.get("onderwerp", "")
    namen = (onderwerp,) if onderwerp in TABELLEN else OVERZICHT
    found = queries.rapport(
        selectie, vergelijk=mag_landelijk(request.wie), codes=codes, alleen=namen
    )
    context = {
        "rapport": found,
        "regio_naam_gekozen": regio_label(selectie, codes),
        "periode": periode_label(selectie),
        "peil": selectie.peil,
        "query": selectie.query(),
        "tabellen": [show_table(found.tabellen[naam], selectie) for naam in namen],
        "form": selection_form(request, selectie, codes),
        "afronden": AFRONDEN,
        "alleen": why_alone(found, request.wie),
        "mag_landelijk": mag_landelijk(request.wie),
        "mag_leveren": request.wie.rol == Rolsoort.MONITOR,
        "mag_pseudoniem": request.wie.rol == Rolsoort.PRIVACY,
    }
    return render(request, "monitor/overzicht.html", context)


@route(
    "monitor/tabel/<slug:tabel>/<slug:soort>/",
    rollen=LEZERS,
    leest="een tabel van de monitor als bestand",
    naam="tabel",
)
def tabel_bestand(request: Verzoek, tabel: str, soort: str) -> HttpResponse:
    if tabel not in TABELLEN or soort not in ("csv", "xlsx"):
        raise Http404
    selectie, codes = read(request, terug=reverse("monitor:overzicht"))
    found = queries.rapport(
        selectie, vergelijk=mag_landelijk(request.wie), codes=codes, alleen=(tabel,)
    )
    kop, lines = uitvoer.table_cells(found.tabellen[tabel])
    waar = f"{regio_label(selectie, codes)}, {periode_label(selectie)}"
    audit.inzage(
        request,
        "monitor_tabel_gedownload",
        object_soort="tabel",
        object_sleutel=tabel,
        regio=request.wie.regio,
        selectie=waar,
    )
    naam = f"monitor-{slugify(tabel)}-{slugify(selectie.keuze)}-{selectie.jaar}.{soort}"
    if soort == "csv":
        return attachment(as_csv(kop, lines), naam, "text/csv; charset=utf-8")
    titel = f"{DEFINITIES[tabel].naam}: {waar}"
    return attachment(uitvoer.as_xlsx(titel, kop, lines), naam, XLSX)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: str | bytes, naam: str, soort: str) -> HttpResponse:
    response = HttpResponse(content, content_type=soort)
    response["Content-Disposition"] = f'attachment; filename="{naam}"'
    return response


@route("monitor/rijen/", rollen=LEZERS, leest="de rijen achter een cijfer", naam="rijen")
def rijen(request: Verzoek) -> HttpResponse:
    selectie, codes = read(request)
    labels = {lijst: codes.labels(lijst) for lijst in codes.lijsten}
    page = queries.rows(selectie, opened(request.GET))
    names = Schuilnamen(request.wie, f"rijen {selectie.van} {selectie.tot} {selectie.peil}")
    keys = visible_keys(request.wie, {rij.kandidaat_sleutel for rij in page.rows})
    context = {
        "aantal": queries.count(selectie),
        "page": replace(page, previous=closed(page.previous), next=closed(page.next)),
        "rijen": [_show_row(rij, labels, keys, names) for rij in page.rows],
        "schuilnamen": names.nodig,
        "leveringen": sorted({rij.levering.naam for rij in page.rows if rij.levering}),
        "regio_naam_gekozen": regio_label(selectie, codes),
        "periode": periode_label(selectie),
        "filters": [_filter_text(d, w, labels) for d, w in selectie.cel.items()],
        "bron": labels["bron"].get(selectie.bron, ""),
        "peil": selectie.peil,
        "overzicht_url": reverse("monitor:overzicht") + _without_cell(selectie),
    }
    return render(request, "monitor/rijen.html", context)


def _without_cell(selectie: Selectie) -> str:
    return Selectie(
        selectie.keuze,
        selectie.regios,
        selectie.jaar,
        selectie.van,
        selectie.tot,
        selectie.bron,
        selectie.peil,
    ).query()


def _filter_text(dimensie: str, waarde: str, labels: dict[str, dict[str, str]]) -> str:
    naam = dimensie.replace("_", " ")
    return f"{naam}: {labels.get(dimensie, {}).get(waarde, waarde)}"


def _only_month(rij: Any, names: Schuilnamen) -> bool:
    """Who sees no names, and whoever looks at another region, does not need the day."""
    return names.nodig or rij.regio_id != names.wie.regio


def _show_row(
    rij: Any, labels: dict[str, dict[str, str]], keys: set[str], names: Schuilnamen
) -> dict[str, Any]:
    key = rij.kandidaat_sleutel if rij.kandidaat_sleutel in keys else ""
    return {
        "rij": rij,
        "maand": month_of(rij.geldig_op) if _only_month(rij, names) else "",
        "herkomst": labels["bron"][rij.bron],
        "sleutel": rij.extern_id or names.of("P", key) or "–",
        "url": dossier_url(names.wie, key),
        "interventie": labels["interventie"].get(rij.interventie, rij.interventie),
        "doelgroep": labels["doelgroep"].get(rij.doelgroep, rij.doelgroep),
        "partij": labels["inkopende_partij"].get(rij.inkopende_partij, rij.inkopende_partij),
    }


@route(
    "monitor/kplusv/", rollen=LANDELIJKE_ROLLEN, leest="tabel 2 van het onderzoek", naam="kplusv"
)
def kplusv_tabel(request: Verzoek) -> HttpResponse:
    codes = codelijsten()
    vast = {"regio": "zes", "jaar": "2023", "bron": "levering"}
    selectie = read_selectie(request.wie, vast, codes.labels("regio"))
    found = queries.rapport(selectie, vergelijk=True, codes=codes)
    tabel = show_table(found.tabellen["doelgroep"], selectie)
    context = {
        "rapport": found,
        "tabel": tabel,
        "regels": list(zip(tabel.regels, kplusv.table_2(found), strict=True)),
        "cijfers": kplusv.other_figures(found) if found.aantal else [],
        "regionaal": _regional(selectie, codes) if found.aantal else [],
        "tegenstrijdig": kplusv.contradictions(),
        "afronden": AFRONDEN,
        "mag_leveren": request.wie.rol == Rolsoort.MONITOR,
    }
    return render(request, "monitor/kplusv.html", context)


def _regional(selectie: Selectie, codes: Codelijsten) -> list[tuple[str, kplusv.Regiocijfer]]:
    counts, _ = queries.region_counts(selectie, kplusv.REGIOTABELLEN)
    namen = codes.labels("regio")
    return [(namen.get(found.regio, found.regio), found) for found in kplusv.regional(counts)]
