"""The start page of each role, the money behind it, and lasting work as a table with its lines."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ontschot.kassier.views.fondsen import LEZERS as GELDLEZERS
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.monitor.definities import AFRONDEN
from ontschot.monitor.models import LEZERS
from ontschot.monitor.rules import procent
from ontschot.monitor.sturing import duurzaam
from ontschot.monitor.sturing.geld import money_of
from ontschot.monitor.sturing.rollen import KEUZES
from ontschot.monitor.sturing.start import start_figures
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
    groepen = duurzaam.groups(request.wie.regio)
    context = {
        "plaatsen": [{"at": m, "label": str(m)} for m in (0, *PEILMAANDEN)],
        "per_jaar": duurzaam.lines_per_year(groepen),
        "twijfel": duurzaam.lines_of_doubt(groepen),
        "kolommen": "|".join(KOLOMMEN),
        "regels": [_line(groep, cijfer) for groep in groepen for cijfer in groep.cijfers],
        "minstens": duurzaam.MINSTENS_BEKEND,
        "definities": [f"werk_na_{maanden}" for maanden in PEILMAANDEN],
        "afronden": AFRONDEN,
    }
    return render(request, "monitor/nog_aan_het_werk.html", context)


def _line(groep: duurzaam.Groep, cijfer: Duurcijfer) -> tuple[str, list[str], list[Vak]]:
    """What the line is about, its two shares, and its numbers with the rows behind them."""
    shares = [
        _of(procent(duurzaam.known_share(cijfer)), cijfer.bekend),
        _of(procent(duurzaam.unknown_share(cijfer)), cijfer.gevolgd),
    ]
    numbers = [
        _number(groep, cijfer, getattr(cijfer, duur.value), duur.value, naam.lower())
        for duur, naam in STANDEN.items()
    ]
    numbers.append(_number(groep, cijfer, cijfer.begonnen, "", "iedereen"))
    # Kept together: the narrow first column breaks after the year.
    after = f"na {cijfer.maanden} maanden".replace(" ", "\u00a0")
    return f"{groep.jaar or 'Alle jaren'}, {after}", shares, numbers


def _number(groep: duurzaam.Groep, cijfer: Duurcijfer, aantal: int, stand: str, naam: str) -> Vak:
    if not aantal or groep.jaar is None:
        return Vak(getal(aantal))
    cel = {"jaar": str(groep.jaar), **({"stand_werk": stand} if stand else {})}
    url = reverse("monitor:indicator_rijen", args=[f"werk_na_{cijfer.maanden}"])
    said = f"{getal(aantal)}: toon de rijen van {naam} na {cijfer.maanden} maanden, {groep.naam}"
    return Vak(getal(aantal), f"{url}?{urlencode(cel)}", said)


def _of(deel: str, noemer: int) -> str:
    return f"{deel} van {getal(noemer)}" if noemer else deel
