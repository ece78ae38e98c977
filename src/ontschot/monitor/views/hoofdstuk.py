"""Chapter 3 on the screen: all tables of a selection, and the regions side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ontschot.kern.routes import Verzoek, route
from ontschot.monitor import queries
from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.definities import AFRONDEN, DEFINITIES
from ontschot.monitor.forms import RegioKeuzeForm
from ontschot.monitor.models import LANDELIJKE_ROLLEN, LEZERS
from ontschot.monitor.rapport import hoofdstuk, regios
from ontschot.monitor.rapport.hoofdstuk import Lijn, Onderdeel
from ontschot.monitor.rules import hele_procenten, procent
from ontschot.monitor.selectie import Selectie, mag_landelijk
from ontschot.monitor.tonen import LEGENDA, VERBORGEN, periode_label, regio_label, why_alone
from ontschot.monitor.views.cijfers import read, selection_form
from ontschot.web.format import datum, getal


@dataclass(frozen=True)
class Toonlijn:
    """A line with its texts, its bars (whole per cents) and the rows behind its cells."""

    lijn: Lijn
    aantal: str
    aandeel: str
    balk: int | None
    nl_aandeel: str
    nl_balk: int | None
    eerder_aandeel: str
    eerder_balk: int | None
    aandeel_kosten: str
    url: str
    nl_url: str
    eerder_url: str


@dataclass(frozen=True)
class Toondeel:
    deel: Onderdeel
    lijnen: Sequence[Toonlijn]
    kolommen: str
    hoogste: int


@route("monitor/hoofdstuk-3/", rollen=LEZERS, leest="alle tabellen van hoofdstuk 3")
def hoofdstuk_3(request: Verzoek) -> HttpResponse:
    selectie, codes = read(request)
    landelijk = mag_landelijk(request.wie)
    vroeger = hoofdstuk.year_before(selectie)
    namen = hoofdstuk.VOLGORDE
    found = queries.rapport(selectie, vergelijk=landelijk, codes=codes, alleen=namen)
    vorig = queries.rapport(vroeger, codes=codes, alleen=namen)
    samen = hoofdstuk.make(found, vorig, hoofdstuk.soorten_van_rubriek_1(), namen)
    context = {
        "hoofdstuk": samen,
        "rapport": found,
        "vorige_periode": f"{datum(vroeger.van)} tot en met {datum(vroeger.tot)}",
        # Only a whole year has an address of its own.
        "vorig_url": reverse("monitor:hoofdstuk_3") + vroeger.query()
        if samen.eerder.isdecimal()
        else "",
        "delen": [show_part(deel, selectie, vroeger) for deel in samen.onderdelen],
        "form": selection_form(request, selectie, codes, onderwerpen=()),
        "mag_landelijk": landelijk,
        "alleen": why_alone(found, request.wie),
        "query": selectie.query(),
        **_about(selectie, codes),
    }
    return render(request, "monitor/hoofdstuk_3.html", context)


def _about(selectie: Selectie, codes: Codelijsten) -> dict[str, object]:
    ander = {"jaar": selectie.jaar, "bron": selectie.bron}
    if selectie.peil:
        ander["peil"] = selectie.peil.isoformat()
    return {
        "kiezen": RegioKeuzeForm(codes=codes, gekozen=selectie.regios or ()),
        "ander": ander,
        "regio_naam_gekozen": regio_label(selectie, codes),
        "periode": periode_label(selectie),
        "peil": selectie.peil,
        "afronden": AFRONDEN,
        "legenda": LEGENDA,
    }


def show_part(deel: Onderdeel, selectie: Selectie, vroeger: Selectie) -> Toondeel:
    """A table of the chapter with the addresses of the rows behind each cell."""
    lijnen = [_show_line(deel, lijn, selectie, vroeger) for lijn in deel.lijnen]
    bars = [
        bar
        for toon in lijnen
        for bar in (toon.balk, toon.nl_balk, toon.eerder_balk)
        if bar is not None
    ]
    return Toondeel(deel, lijnen, _columns(deel), max(bars, default=0))


def _show_line(deel: Onderdeel, lijn: Lijn, selectie: Selectie, vroeger: Selectie) -> Toonlijn:
    rijen, bron = reverse("monitor:rijen"), lijn.bron
    dimensie = "interventie" if deel.code == "rubriek_1" else deel.code
    cel = {dimensie: lijn.waarde}
    return Toonlijn(
        lijn=lijn,
        aantal=VERBORGEN if lijn.verborgen else getal(lijn.aantal),
        aandeel=VERBORGEN if lijn.verborgen else procent(lijn.aandeel),
        balk=hele_procenten(lijn.aandeel),
        nl_aandeel=VERBORGEN if bron and bron.nl_verborgen else procent(lijn.nl_aandeel),
        nl_balk=hele_procenten(lijn.nl_aandeel),
        eerder_aandeel=procent(lijn.eerder_aandeel),
        eerder_balk=hele_procenten(lijn.eerder_aandeel),
        aandeel_kosten=procent(lijn.aandeel_kosten),
        url=rijen + selectie.query(**cel) if bron and lijn.aantal else "",
        nl_url=rijen + selectie.nederland.query(**cel) if bron and lijn.nl_aandeel else "",
        eerder_url=_row_url(vroeger, selectie, cel) if bron and lijn.eerder_aandeel else "",
    )


def _row_url(vroeger: Selectie, selectie: Selectie, cel: Mapping[str, str]) -> str:
    """Only of a whole year: the address of another period cannot be written."""
    whole = selectie.jaar != vroeger.jaar and hoofdstuk.period_name(vroeger) == vroeger.jaar
    return reverse("monitor:rijen") + vroeger.query(**cel) if whole else ""


def _columns(deel: Onderdeel) -> str:
    kolommen = [deel.kop, "Aantal:num", f"Aandeel van {getal(deel.noemer)}"]
    if deel.nl:
        kolommen += ["Nederland", "Vergeleken met Nederland"]
    if deel.eerder:
        naam = hoofdstuk.column_name(deel.eerder)
        kolommen += [naam.capitalize(), f"Vergeleken met {naam}"]
    if deel.met_kosten:
        kolommen += ["Gemiddelde prijs:num", "Aandeel in de kosten:num"]
        if deel.nl and deel.definitie.met_kosten:
            kolommen.append("Prijs vergeleken met Nederland")
    return "|".join(kolommen)


@route(
    "monitor/regios/",
    rollen=LANDELIJKE_ROLLEN,
    leest="de regio's naast elkaar",
)
def regios_naast_elkaar(request: Verzoek) -> HttpResponse:
    selectie, codes = read(request)
    onderwerp = request.GET.get("onderwerp", "")
    if onderwerp not in hoofdstuk.VOLGORDE:
        onderwerp = hoofdstuk.VOLGORDE[0]
    kruis = regios.cross_table(selectie, codes, onderwerp)
    breed = len(kruis.labels) > len(kruis.rijen) + len(kruis.totalen)
    context = {
        "regios": [*kruis.rijen, *kruis.totalen] if kruis.rijen else [],
        "hoogste": kruis.hoogste,
        **(_regions_as_columns(kruis) if breed else _regions_as_rows(kruis, selectie)),
        "definitie": DEFINITIES[onderwerp],
        "form": selection_form(request, selectie, codes, onderwerpen=hoofdstuk.VOLGORDE),
        **_about(selectie, codes),
    }
    return render(request, "monitor/regios.html", context)


def _regions_as_rows(kruis: regios.Kruistabel, selectie: Selectie) -> dict[str, object]:
    """A line per region and a column per value; what stands below them are the totals."""

    def line(rij: regios.Regiorij) -> dict[str, object]:
        apart = replace(selectie, keuze=rij.code, regios=(rij.code,), cel={})
        return {
            "kop": rij.naam,
            "url": reverse("monitor:hoofdstuk_3") + apart.query() if rij.code else "",
            "totaal": not rij.code,
            "aantal": getal(rij.aantal),
            "cellen": [(*_bar(cel), not rij.code) for cel in rij.cellen],
        }

    return {
        "kolommen": "|".join(["Regio", "Aantal:num", *map(_column, kruis.labels)]),
        "lijnen": [line(rij) for rij in (*kruis.rijen, *kruis.totalen)],
    }


def _regions_as_columns(kruis: regios.Kruistabel) -> dict[str, object]:
    """Turned round when there are more values than regions: so it fits a screen and a paper."""
    columns = [*kruis.rijen, *kruis.totalen]
    return {
        "kolommen": "|".join(
            ["Waarde", *(_column(f"{rij.naam} ({getal(rij.aantal)})") for rij in columns)]
        ),
        "lijnen": [
            {
                "kop": label,
                "cellen": [(*_bar(rij.cellen[place]), not rij.code) for rij in columns],
            }
            for place, label in enumerate(kruis.labels)
        ],
    }


def _column(tekst: str) -> str:
    """A label as the head of a column, where two signs have a meaning of their own."""
    return tekst.replace("|", " ").replace(":", " ")


def _bar(cel: regios.Kruiscel) -> tuple[int | None, str]:
    return hele_procenten(cel.aandeel), f"{getal(cel.aantal)} · {procent(cel.aandeel)}"
