"""The start page of each role, the money behind it, and lasting work as a table with its lines."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ontschot.kassier.views.fondsen import LEZERS as GELDLEZERS
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.monitor.definities import AFRONDEN, DEFINITIES, GEEN_NEDERLAND
from ontschot.monitor.forms import PeilForm
from ontschot.monitor.indicatoren.basis import refuse_future
from ontschot.monitor.models import LEZERS
from ontschot.monitor.rules import procent
from ontschot.monitor.selectie import read_peil
from ontschot.monitor.sturing import duurzaam
from ontschot.monitor.sturing.geld import money_of
from ontschot.monitor.sturing.rollen import KEUZES
from ontschot.monitor.sturing.start import start_figures
from ontschot.monitor.views.indicatoren import refuse_unreadable
from ontschot.trajecten.rules.volgen import PEILMAANDEN, Duur, Duurcijfer
from ontschot.web.format import getal

WAARVOOR: dict[str, str] = {
    **dict.fromkeys(HULPVERLENERS, "Jouw werk, en wat het in de regio oplevert."),
    Rolsoort.COORDINATOR: "Hoe het werk verdeeld is, hoelang mensen wachten en wat er nog kan.",
    Rolsoort.BELEID: "Wat de regio bereikt, wat er ontbreekt en wat er nog te besteden is.",
    Rolsoort.KASSIER: "Hoe het geld van de regio erbij staat. Hier staan geen personen.",
    Rolsoort.MONITOR: "Wat de regio bereikt. Hier staan aantallen en sleutels, geen namen.",
}
# Where the first thing is recorded that these figures count.
BEGIN: dict[str, tuple[str, str]] = {
    **dict.fromkeys(PROFESSIONALS, ("Leg de eerste vraag vast", "meldingen:nieuw")),
    Rolsoort.KASSIER: ("Maak het eerste fonds", "kassier:fonds_nieuw"),
}


@route(
    "cijfers/",
    rollen=KEUZES,
    leest="de cijfers die voor mijn rol tellen",
    naam="start",
    menu=Menu("Mijn cijfers", 69, "Cijfers"),
)
def start(request: Verzoek) -> HttpResponse:
    cijfers = start_figures(request.wie)
    actie, naar = BEGIN.get(request.wie.rol, ("", ""))
    context = {
        "waarvoor": WAARVOOR[request.wie.rol],
        "cijfers": cijfers,
        "leeg": all(cijfer.gezegd.leeg for cijfer in cijfers),
        "actie": actie,
        "actie_url": reverse(naar) if naar else "",
        "afronden": AFRONDEN,
    }
    return render(request, "monitor/start.html", context)


@route("cijfers/geld/", rollen=GELDLEZERS, leest="het geld per regel met de prognose", naam="geld")
def geld(request: Verzoek) -> HttpResponse:
    """Every line of the fondsen that run, with the way to its entries."""
    stand = money_of(request.wie.regio)
    lines = [
        {
            "regel": line.regel,
            "fonds": line.fonds,
            "url": reverse("kassier:journaal", args=[line.fonds.sleutel])
            + f"?regel={line.regel.pk}",
        }
        for line in stand.regels
    ]
    names = ("budget_cent", "vrij_cent", "vast_cent", "gedeclareerd_cent", "betaald_cent")
    context = {
        "regels": lines,
        "totalen": [stand.nu(name) for name in names],
        "meldingen": stand.meldingen,
        "van_nu": DEFINITIES["geld_prognose"].geen_peildatum,
        "met_cijfers": request.wie.rol in KEUZES,
    }
    return render(request, "monitor/geld.html", context)


@dataclass(frozen=True)
class Vak:
    """A number of the table with the address of its rows; `url` empty: no rows, or no one year."""

    tekst: str
    url: str = ""
    label: str = ""


STANDEN = {
    Duur.WERKT: "Werkt nog",
    Duur.WERKT_NIET: "Werkt niet meer",
    Duur.ANDERS: "Anders",
    Duur.GEEN_ANTWOORD: "Geen antwoord",
    Duur.NIET_GEVRAAGD: "Niet gevraagd",
    Duur.NIET_GEVOLGD: "Niet te volgen",
    Duur.NOG_NIET: "Nog niet zover",
}
KOLOMMEN = (
    "Begonnen in",
    "Werkt nog, van bekend:num",
    "Onbekend:num",
    *(f"{naam}:num" for naam in STANDEN.values()),
    "Begonnen:num",
)


@route(
    "monitor/nog-aan-het-werk/",
    rollen=LEZERS,
    leest="of mensen aan het werk blijven",
    naam="nog_aan_het_werk",
)
def nog_aan_het_werk(request: Verzoek) -> HttpResponse:
    peil = read_peil(request.GET.get("peil", ""))
    context: dict[str, Any] = {
        # A day that cannot be read stays as it was typed.
        "form": PeilForm({"peil": peil or request.GET.get("peil", "")}),
        "begin_url": request.path,
        "peil": peil,
        "plaatsen": [{"at": m, "label": str(m)} for m in (0, *PEILMAANDEN)],
        "kolommen": "|".join(KOLOMMEN),
        "minstens": duurzaam.MINSTENS_BEKEND,
        "geen_nederland": GEEN_NEDERLAND,
        "definities": [f"werk_na_{maanden}" for maanden in PEILMAANDEN],
        "afronden": AFRONDEN,
    }
    try:
        refuse_unreadable(request, peil)
        refuse_future(peil)
    except Weigering as refusal:
        context["weigering"] = refusal.zin
        return render(request, "monitor/nog_aan_het_werk.html", context, status=422)
    groepen = duurzaam.groups(request.wie.regio, peil)
    context |= {
        "per_jaar": duurzaam.lines_per_year(groepen),
        "twijfel": duurzaam.lines_of_doubt(groepen),
        "regels": [_line(groep, cijfer, peil) for groep in groepen for cijfer in groep.cijfers],
    }
    return render(request, "monitor/nog_aan_het_werk.html", context)


def _line(
    groep: duurzaam.Groep, cijfer: Duurcijfer, peil: date | None
) -> tuple[str, list[str], list[Vak]]:
    """What the line is about, its two shares, and its numbers with the rows behind them."""
    shares = [
        _of(procent(duurzaam.known_share(cijfer)), cijfer.bekend),
        _of(procent(duurzaam.unknown_share(cijfer)), cijfer.gevolgd),
    ]
    states = [(getattr(cijfer, d.value), d.value, naam.lower()) for d, naam in STANDEN.items()]
    states.append((cijfer.begonnen, "", "iedereen"))
    numbers = [
        _number(aantal, naam, _rows_url(groep, cijfer, stand, peil), groep, cijfer)
        for aantal, stand, naam in states
    ]
    # Kept together: the narrow first column breaks after the year.
    after = f"na {cijfer.maanden} maanden".replace(" ", "\u00a0")
    return f"{groep.jaar or 'Alle jaren'}, {after}", shares, numbers


def _rows_url(groep: duurzaam.Groep, cijfer: Duurcijfer, stand: str, peil: date | None) -> str:
    """Where the rows of a number are; empty for all years together, which are no one period."""
    if groep.jaar is None:
        return ""
    cel = {"jaar": str(groep.jaar), "peil": peil.isoformat() if peil else "", "stand_werk": stand}
    url = reverse("monitor:indicator_rijen", args=[f"werk_na_{cijfer.maanden}"])
    return f"{url}?{urlencode({key: value for key, value in cel.items() if value})}"


def _number(aantal: int, naam: str, url: str, groep: duurzaam.Groep, cijfer: Duurcijfer) -> Vak:
    if not aantal or not url:
        return Vak(getal(aantal))
    said = f"{getal(aantal)}: toon de rijen van {naam} na {cijfer.maanden} maanden, {groep.naam}"
    return Vak(getal(aantal), url, said)


def _of(deel: str, noemer: int) -> str:
    return f"{deel} van {getal(noemer)}" if noemer else deel
