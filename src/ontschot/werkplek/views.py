"""The three pages on which a professional lives: Werkvoorraad, dossier, search."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ontschot.kandidaten.queries import kandidaat_for, may_write
from ontschot.kandidaten.queries import search as search_kandidaten
from ontschot.kern import audit
from ontschot.kern.rollen import IEDEREEN, PROFESSIONALS
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.meldingen.queries import week_figures
from ontschot.menukaart.queries import Filter
from ontschot.menukaart.queries import search as search_diensten
from ontschot.werkplek import queries, rules

FEW = 20
# Filters of the timeline: the word in the URL, its label, the kinds of item it shows.
STORY_FILTERS = (
    ("", "Alles", frozenset[str]()),
    ("contact", "Contact", frozenset({"contact", "vraag", "antwoord"})),
    ("plan", "Plan en besluit", frozenset({"advies", "arrangement", "interventie", "besluit"})),
    ("overdracht", "Overdracht", frozenset({"overdracht", "betrokkenheid"})),
    ("uitkomst", "Uitkomst en nazorg", frozenset({"uitkomst", "nazorg"})),
)


@route("werkvoorraad/", rollen=IEDEREEN, leest="wat op mij wacht", menu=Menu("Werkvoorraad", 0))
def werkvoorraad(request: Verzoek) -> HttpResponse:
    items = queries.werkvoorraad(request.wie)
    today = timezone.localdate()
    professional = request.wie.rol in PROFESSIONALS
    return render(
        request,
        "werkplek/werkvoorraad.html",
        {
            "items": [rules.as_promised(item, today) for item in items],
            "groet": rules.greeting(timezone.localtime().hour),
            "voornaam": request.wie.naam.split(" ")[0],
            "week": week_figures(request.wie.regio) if professional else None,
            "professional": professional,
        },
    )


@route("kandidaten/<str:sleutel>/", rollen=PROFESSIONALS, leest="een dossier")
def dossier(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = kandidaat_for(request.wie, sleutel)
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
            "nu": rules.next_step(found.feiten),
            "tijdlijn": [item for item in found.tijdlijn if not kinds or item.soort in kinds],
            "filters": [(word, label, word == chosen) for word, label, _ in STORY_FILTERS],
            "mag_schrijven": may_write(request.wie, kandidaat),
        },
    )


@route("zoek/", rollen=PROFESSIONALS, leest="zoeken naar kandidaat en dienst")
def zoek(request: Verzoek) -> HttpResponse:
    term = " ".join(request.GET.get("q", "").split())[:120]
    people = search_kandidaten(request.wie, term)[:FEW] if len(term) > 1 else []
    services = (
        list(search_diensten(Filter(zoek=term), timezone.localdate())[:FEW])
        if len(term) > 1
        else []
    )
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
