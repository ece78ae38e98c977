"""Bringing a delivery: choose the file, couple its columns and look, then load it or not."""

import io
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.monitor import queries, uitvoer
from ontschot.monitor.bestandsvorm import vorm
from ontschot.monitor.forms import KoppelForm, LeveringForm
from ontschot.monitor.levering import opslag
from ontschot.monitor.levering.bestand import Onleesbaar
from ontschot.monitor.levering.importeren import Levergegevens, Uitslag, importeer
from ontschot.monitor.levering.lezen import column_names
from ontschot.monitor.levering.stukken import preview
from ontschot.web.format import getal

SALT = "monitor.levering"
GETOONDE_REGELS = 5
GEZEGD = ("soort", "naam", "bron", "jaar", "zichtbaar", "vervang")


@route(
    "monitor/leveringen/",
    rollen={Rolsoort.MONITOR},
    schrijft="een levering voor de monitor",
    naam="leveringen",
)
def leveringen(request: Verzoek) -> HttpResponse:
    form = LeveringForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        bestand = form.cleaned_data["bestand"]
        try:
            preview(bestand.file, GETOONDE_REGELS)
        except Onleesbaar as problem:
            form.weiger(Weigering(str(problem), veld="bestand"))
        else:
            return redirect(_next(request, form, bestand))
    context = {"form": form, "leveringen": queries.leveringen()[:100], "vorm": vorm()}
    status = 422 if form.is_bound else 200
    return render(request, "monitor/leveringen.html", context, status=status)


def _next(request: Verzoek, form: LeveringForm, bestand: Any) -> str:
    """The address of the next page; it carries, signed, what was said about the file."""
    data = form.cleaned_data
    facts = {
        "sleutel": opslag.keep(request.wie, bestand.file),
        "bestandsnaam": bestand.name,
        **{name: data[name] for name in GEZEGD},
    }
    token = signing.dumps(facts, salt=SALT, compress=True)
    return f"{reverse('monitor:levering_controle')}?i={token}"


@route(
    "monitor/leveringen/controle/",
    rollen={Rolsoort.MONITOR},
    schrijft="een levering die wordt gecontroleerd en geladen",
    naam="levering_controle",
)
def levering_controle(request: Verzoek) -> HttpResponse:
    try:
        facts = signing.loads(request.GET.get("i", ""), salt=SALT, max_age=24 * 60 * 60)
        with opslag.reopen(request.wie, facts["sleutel"]) as stroom:
            return _check(request, stroom, facts)
    except signing.BadSignature:
        messages.error(request, "Kies het bestand opnieuw.")
    except (Onleesbaar, Weigering) as problem:
        messages.error(request, str(problem))
    return redirect("monitor:leveringen")


def _check(request: Verzoek, stroom: Any, facts: dict[str, Any]) -> HttpResponse:
    header, lines = preview(stroom, GETOONDE_REGELS)
    form = KoppelForm(
        request.POST or None,
        kolommen=header,
        soort=facts["soort"],
        herkend=column_names(header, facts["soort"]),
        eerder=queries.koppeling(request.wie, facts["soort"], facts["bron"]),
    )
    uitslag: Uitslag | None = None
    if form.is_bound and form.is_valid():
        gegevens = _delivery(request, facts, form.koppeling)
        if request.POST.get("doe") == "fouten":
            return _faults_file(request, stroom, gegevens)
        try:
            uitslag = importeer(request.wie, stroom, gegevens)
        except (Onleesbaar, Weigering) as problem:
            form.weiger(Weigering(str(problem)))
        else:
            if uitslag.levering_id and not uitslag.geweigerd:
                _say(request, uitslag)
                return redirect("monitor:leveringen")
    context = {
        "form": form,
        "facts": facts,
        "kop": "|".join(cell.replace("|", " ").replace(":", " ") or "–" for cell in header),
        "regels": lines,
        "uitslag": uitslag,
        "opmerkingen": uitvoer.remarks(uitslag) if uitslag else (),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "monitor/levering_controle.html", context, status=status)


def _delivery(request: Verzoek, facts: dict[str, Any], koppeling: dict[str, str]) -> Levergegevens:
    openbaar = facts["zichtbaar"] == "openbaar"
    doe = request.POST.get("doe", "")
    return Levergegevens(
        naam=facts["naam"],
        bestandsnaam=facts["bestandsnaam"],
        openbaar=openbaar,
        regio="" if openbaar else request.wie.regio,
        jaar=int(facts["jaar"]) if facts["jaar"] else None,
        bron=facts["bron"],
        soort=facts["soort"],
        vervang=facts["vervang"],
        alles_of_niets=doe != "goede",
        proef=doe not in ("goede", "alles"),
        koppeling=koppeling,
    )


def _faults_file(request: Verzoek, stroom: Any, gegevens: Levergegevens) -> HttpResponse:
    """The refused lines as csv; nothing is loaded by asking for them."""
    out = io.StringIO()
    importeer(
        request.wie,
        stroom,
        replace(gegevens, proef=True),
        lambda fouten: uitvoer.write_faults(out, fouten, excel=True),
    )
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="geweigerd.csv"'
    return response


def _say(request: Verzoek, uitslag: Uitslag) -> None:
    if not uitslag.al_bekend:
        messages.success(request, f"Geladen: {getal(uitslag.geladen)} rijen.")
    for zin in uitvoer.remarks(uitslag):
        messages.info(request, zin)
