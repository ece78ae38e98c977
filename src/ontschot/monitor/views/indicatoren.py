"""The indicators: one page for each, its tables as a file, and the rows behind every number."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.routes import Verzoek, route
from ontschot.monitor.codes import Codelijsten, codelijsten
from ontschot.monitor.definities import AFRONDEN, DIMENSIES, GEEN_NEDERLAND, GROEPEN
from ontschot.monitor.forms import IndicatorForm
from ontschot.monitor.indicatoren import INDICATOREN, Indicator
from ontschot.monitor.indicatoren.basis import Stand, counts
from ontschot.monitor.indicatoren.cijfer import figure
from ontschot.monitor.indicatoren.labels import label, labels_of
from ontschot.monitor.indicatoren.rijen import page
from ontschot.monitor.indicatoren.tonen import (
    DELEN_IN_WOORDEN,
    cell_in_words,
    days,
    file_lines,
    key_figures,
    show,
    show_cross,
    valid_part,
)
from ontschot.monitor.models import LEZERS
from ontschot.monitor.selectie import NEDERLAND, Selectie, read_selectie
from ontschot.monitor.tonen import periode_label, regio_label
from ontschot.monitor.uitvoer import as_xlsx
from ontschot.monitor.views.cijfers import XLSX, attachment
from ontschot.web.format import euro
from ontschot.web.uitvoer import as_csv


def _indicator(request: Verzoek, code: str) -> Indicator:
    found = INDICATOREN.get(code)
    if found is None or not found.definitie.voor(request.wie.rol):
        raise Http404
    return found


def _read(request: Verzoek, indicator: Indicator) -> tuple[Selectie, Codelijsten]:
    """The own registration of the own region; what others delivered comes from every region."""
    codes = codelijsten()
    params = {key: str(value) for key, value in request.GET.items()}
    dimensies = (*indicator.definitie.dimensies, "regio")
    if indicator.van_anderen:
        params.setdefault("regio", NEDERLAND)
        selectie = read_selectie(request.wie, params, codes.labels("regio"), dimensies)
        return replace(selectie, bron=""), codes
    selectie = read_selectie(request.wie, params, codes.labels("regio"), dimensies)
    regio = request.wie.regio
    own = replace(selectie, keuze=regio, regios=(regio,)) if regio else selectie
    return replace(own, bron=""), codes


def refuse_unreadable(request: Verzoek, peil: date | None) -> None:
    """A day that nobody can read is not silently today."""
    if request.GET.get("peil", "").strip() and peil is None:
        raise Weigering("Die datum kennen we niet. Schrijf de dag zo: 1-3-2024.", veld="peil")


def _form(request: Verzoek, selectie: Selectie, indicator: Indicator) -> IndicatorForm:
    """What was chosen; a day that cannot be read stays as it was typed."""
    peil = selectie.peil or request.GET.get("peil", "")
    chosen = {"jaar": selectie.jaar, "peil": peil}
    return IndicatorForm(chosen, peildatum=indicator.definitie.peildatum or bool(peil))


@route(
    "monitor/indicatoren/",
    rollen=LEZERS,
    leest="welke cijfers er zijn over mensen en hulp",
    naam="indicatoren",
)
def indicatoren(request: Verzoek) -> HttpResponse:
    mine = [i.definitie for i in INDICATOREN.values() if i.definitie.voor(request.wie.rol)]
    groepen = [(g, [d for d in mine if d.groep == g]) for g in GROEPEN]
    koppen = [(groep, found) for groep, found in groepen if found]
    context = {"koppen": koppen, "geen_nederland": GEEN_NEDERLAND}
    return render(request, "monitor/indicatoren.html", context)


@route(
    "monitor/indicator/<slug:code>/",
    rollen=LEZERS,
    leest="één cijfer met zijn tabellen",
    naam="indicator",
)
def indicator_pagina(request: Verzoek, code: str) -> HttpResponse:
    indicator = _indicator(request, code)
    selectie, codes = _read(request, indicator)
    selectie = replace(selectie, cel={})
    context: dict[str, Any] = {
        "definitie": indicator.definitie,
        "form": _form(request, selectie, indicator),
        "regio_naam_gekozen": regio_label(selectie, codes),
        "periode": periode_label(selectie),
        "peil": selectie.peil,
        "afronden": AFRONDEN,
        "geen_nederland": "" if indicator.van_anderen else GEEN_NEDERLAND,
    }
    try:
        refuse_unreadable(request, selectie.peil)
        cijfer = figure(indicator, selectie, codes)
    except Weigering as refusal:
        context["weigering"] = refusal.zin
        return render(request, "monitor/indicator.html", context, status=422)
    context |= {
        "cijfer": cijfer,
        "kerncijfers": key_figures(cijfer),
        "kruisen": [show_cross(cijfer, kruis) for kruis in cijfer.kruisen if kruis.says_something],
        "tabellen": [show(cijfer, t) for t in cijfer.tabellen.values() if t.says_something],
    }
    return render(request, "monitor/indicator.html", context)


@route(
    "monitor/indicator/<slug:code>/<slug:dimensie>/<slug:soort>/",
    rollen=LEZERS,
    leest="een tabel van een cijfer als bestand",
    naam="indicator_bestand",
)
def indicator_bestand(request: Verzoek, code: str, dimensie: str, soort: str) -> HttpResponse:
    indicator = _indicator(request, code)
    if dimensie not in indicator.definitie.dimensies or soort not in ("csv", "xlsx"):
        raise Http404
    selectie, codes = _read(request, indicator)
    selectie = replace(selectie, cel={})
    refuse_unreadable(request, selectie.peil)
    cijfer = figure(indicator, selectie, codes, alleen=(dimensie,))
    kop, lines = file_lines(cijfer, cijfer.tabellen[dimensie])
    waar = f"{regio_label(selectie, codes)}, {periode_label(selectie)}"
    audit.inzage(
        request,
        "monitor_tabel_gedownload",
        object_soort="tabel",
        object_sleutel=f"{code}/{dimensie}",
        regio=request.wie.regio,
        selectie=waar,
    )
    naam = f"monitor-{slugify(code)}-{slugify(dimensie)}-{selectie.jaar}.{soort}"
    if soort == "csv":
        return attachment(as_csv(kop, lines), naam, "text/csv; charset=utf-8")
    titel = f"{indicator.definitie.naam}: {waar}"
    return attachment(as_xlsx(titel, kop, lines), naam, XLSX)


@route(
    "monitor/indicator/<slug:code>/rijen/",
    rollen=LEZERS,
    leest="de rijen achter een cijfer over mensen of vragen",
    naam="indicator_rijen",
)
def indicator_rijen(request: Verzoek, code: str) -> HttpResponse:
    indicator = _indicator(request, code)
    selectie, codes = _read(request, indicator)
    deel = valid_part(indicator.soort, request.GET.get("deel", ""))
    zonder_cel = replace(selectie, cel={}).query()
    terug = reverse("monitor:indicator", args=[code]) + zonder_cel
    context: dict[str, Any] = {
        "definitie": indicator.definitie,
        "terug": terug,
        "regio_naam_gekozen": regio_label(selectie, codes),
        "periode": periode_label(selectie),
        "peil": selectie.peil,
    }
    try:
        refuse_unreadable(request, selectie.peil)
        stand = counts(indicator, selectie, deel=deel).get((), Stand())
        found = page(request.wie, indicator, selectie, deel, request.GET.get("na", ""))
    except Weigering as refusal:
        context["weigering"] = refusal.zin
        return render(request, "monitor/indicator_rijen.html", context, status=422)
    dimensies = [d for d in indicator.definitie.dimensies if d != "maand"]
    woorden = {d: labels_of(d, codes) for d in (*dimensies, "regio")}
    filters = cell_in_words(selectie, woorden)
    context |= {
        "stand": stand,
        "page": found,
        "schuilnamen": request.wie.rol in ZONDER_NAMEN and not indicator.van_anderen,
        "filters": [*filters, *([DELEN_IN_WOORDEN[deel]] if deel else [])],
        "kop": _head(indicator, dimensies),
        "rijen": [_cells(rij, indicator, dimensies, woorden) for rij in found.rijen],
    }
    return render(request, "monitor/indicator_rijen.html", context)


def _head(indicator: Indicator, dimensies: list[str]) -> str:
    heads = ["Datum", "Sleutel", *(DIMENSIES[d].naam for d in dimensies)]
    extra = {"duur": ["Stand", "Dagen:num"], "aandeel": ["Telt mee"]}
    bedrag = ["Bedrag:num"] if indicator.met_bedrag else []
    return "|".join(heads + extra.get(indicator.soort, []) + bedrag)


def _cells(
    found: Any, indicator: Indicator, dimensies: list[str], woorden: dict[str, dict[str, str]]
) -> dict[str, Any]:
    rij = found.rij
    texts = [label(rij.waarden[d], woorden[d], d) for d in dimensies]
    if indicator.soort == "aandeel":
        texts.append("ja" if rij.telt else "nee")
    if indicator.soort == "duur":
        texts += [DELEN_IN_WOORDEN[rij.staat], days(rij.dagen)]
    if indicator.met_bedrag:
        texts.append(euro(rij.cent))
    return {
        "dag": rij.dag,
        "maand": found.maand,
        "sleutel": found.sleutel,
        "url": found.url,
        "vakken": texts,
    }
