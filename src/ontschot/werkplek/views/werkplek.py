"""The three pages on which a professional lives: Werkvoorraad, dossier, search."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten.access import kandidaat_for
from ontschot.kandidaten.search import search as search_kandidaten
from ontschot.kassier.queries import Geld
from ontschot.kern import audit
from ontschot.kern.rollen import IEDEREEN, PROFESSIONALS
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.meldingen.queries import week_figures
from ontschot.menukaart.queries import VOLGORDE_GEZOCHT, Filter
from ontschot.menukaart.queries import search as search_diensten
from ontschot.web.format import getal
from ontschot.werkplek import queries, rules

FEW = 20
# Nobody does more in a day; what is promised later shows when there is room.
AT_ONCE = 40
# Filters of the timeline: the word in the URL, its label, the kinds of item it shows.
STORY_FILTERS = (
    ("", "Alles", frozenset[str]()),
    (
        "contact",
        "Contact",
        frozenset({"contact", "vraag", "antwoord", "bericht", "bericht_kandidaat", "verzoek"}),
    ),
    (
        "plan",
        "Plan en besluit",
        frozenset(
            {
                "advies",
                "plan",
                "interventie",
                "besluit",
                "overleg",
                "situatie",
                "doelgroep",
                "document",
            }
        ),
    ),
    ("overdracht", "Wie", frozenset({"overdracht", "betrokkenheid", "noodtoegang"})),
    ("uitkomst", "Uitkomst en nazorg", frozenset({"uitkomst", "nazorg"})),
)


@route("werkvoorraad/", rollen=IEDEREEN, leest="wat op mij wacht", menu=Menu("Werkvoorraad", 0))
def werkvoorraad(request: Verzoek) -> HttpResponse:
    items = queries.werkvoorraad(request.wie)
    today = timezone.localdate()
    professional = request.wie.rol in PROFESSIONALS
    first_name = request.wie.naam.split(" ")[0]
    return render(
        request,
        "werkplek/werkvoorraad.html",
        {
            "items": [rules.as_promised(item, today) for item in items[:AT_ONCE]],
            "later": max(0, len(items) - AT_ONCE),
            "titel": f"{rules.greeting(timezone.localtime().hour)} {first_name}",
            "intro": rules.how_much(len(items)),
            "week": _week(request.wie.regio) if professional else [],
            "professional": professional,
        },
    )


def _week(regio: str) -> list[tuple[str, str]]:
    """The figures of this week as the page says them."""
    week = week_figures(regio)
    found = [(getal(week.nieuw), "nieuwe vragen")]
    if week.uren_tot_contact is not None:
        found.append((rules.in_hours(week.uren_tot_contact), "tot eerste contact (mediaan)"))
    return found


@route("kandidaten/<str:sleutel>/", rollen=PROFESSIONALS, leest="een dossier")
def dossier(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = kandidaat_for(request.wie, sleutel)
    if kandidaat.samengevoegd_met and "deel" not in request.GET:
        return redirect(kandidaat.samengevoegd_met)
    found = queries.dossier(kandidaat)
    chosen = request.GET.get("toon", "")
    kinds = next((kinds for word, _, kinds in STORY_FILTERS if word == chosen), frozenset())
    audit.inzage(
        request,
        "dossier_bekeken",
        object_soort="kandidaat",
        object_sleutel=kandidaat.sleutel,
        kandidaat_sleutel=kandidaat.sleutel,
        regio=kandidaat.regio_id,
    )
    return render(
        request,
        "werkplek/dossier.html",
        {
            "d": found,
            "kandidaat": kandidaat,
            "stappen": rules.steps(found.feiten),
            "nu": _now(found),
            "tijdlijn": [item for item in found.tijdlijn if not kinds or item.soort in kinds],
            "filters": [(word, label, word == chosen) for word, label, _ in STORY_FILTERS],
            "geld": [
                (stap.omschrijving, found.geld[stap.interventie_id])
                for stap in found.traject.stappen
                if stap.interventie_id in found.geld and _has_money(found.geld[stap.interventie_id])
            ],
            "plan_kind": "ok" if found.feiten.arrangement_akkoord else "warn",
            "mag_schrijven": kandidaat.mag_schrijven,
        },
    )


def _has_money(geld: Geld) -> bool:
    return bool(
        geld.gereserveerd_cent or geld.verplicht_cent or geld.gedeclareerd_cent or geld.betaald_cent
    )


def _now(found: queries.Dossier) -> dict[str, str] | None:
    """What is needed now, with the page where it is done; the room's own words come first."""
    traject, sleutel = found.traject, found.kandidaat.sleutel
    if traject.nu_nodig:
        return {
            "zin": traject.nu_nodig,
            "url": traject.nu_nodig_url,
            "actie": traject.nu_nodig_actie,
        }
    needed = rules.next_step(found.feiten)
    if needed is None:
        return None
    bought = next((stap.url for stap in traject.stappen if stap.interventie_id), "")
    places = {
        "advies": (found.advies.url, "Geef het advies"),
        "arrangement": (reverse("trajecten:plan", args=[sleutel]), "Maak het plan"),
        "toets": (bought, "Bekijk de interventie"),
        "besluit": (bought, "Bekijk de interventie"),
        "koop": (bought, "Bekijk de interventie"),
        "uitkomst": (reverse("trajecten:uitkomst", args=[sleutel]), "Leg een uitkomst vast"),
    }
    url, actie = places[needed.actie]
    return {"zin": needed.zin, "url": url, "actie": actie}


@route("zoek/", rollen=PROFESSIONALS, leest="zoeken naar kandidaat en dienst")
def zoek(request: Verzoek) -> HttpResponse:
    term = " ".join(request.GET.get("q", "").split())[:120]
    enough = len(term) > 1
    people = search_kandidaten(request.wie, term) if enough else []
    services: list[Any] = []
    if enough:
        found = search_diensten(Filter(q=term), timezone.localdate())
        services = list(found.order_by(*VOLGORDE_GEZOCHT)[:FEW])
    if term:
        audit.inzage(
            request,
            "gezocht",
            object_soort="kandidaat",
            object_sleutel="",
            regio=request.wie.regio,
            aantal=len(people),
        )
    return render(
        request,
        "werkplek/zoek.html",
        {"zoekterm": term, "mensen": people, "diensten": services},
    )
