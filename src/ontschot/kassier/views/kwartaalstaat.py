"""The statement of a quarter: what was declared on each line of the begroting."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from ontschot.kassier.queries.kosten import (
    Kwartaalstaat,
    organisation_funds,
    quarterly_statement,
    quarters_of,
)
from ontschot.kassier.rules import Staatregel, kwartaalnaam
from ontschot.kassier.views.fondsen import LEZERS
from ontschot.kern import audit
from ontschot.kern.routes import Verzoek, route
from ontschot.web import pdf
from ontschot.web.bestand import download
from ontschot.web.format import datum, euro
from ontschot.web.uitvoer import Cel, as_xlsx

COLUMNS = ("Budget", "Eerder", "Dit kwartaal", "Later", "Terug", "Anders", "Over")
KOP = ["Regel van de begroting", *COLUMNS]
MEDIATYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def _statement(sleutel: str, jaar: int, kwartaal: int) -> Kwartaalstaat:
    fonds = get_object_or_404(organisation_funds(), sleutel=sleutel)
    if not 1 <= kwartaal <= 4 or not fonds.van.year <= jaar <= timezone.localdate().year:
        raise Http404
    return quarterly_statement(fonds, date(jaar, 3 * kwartaal - 2, 1))


@route(
    "kassier/kosten/staat/<slug:sleutel>/<int:jaar>/<int:kwartaal>/",
    rollen=LEZERS,
    leest="de kwartaalstaat van een fonds",
)
def kwartaalstaat(request: Verzoek, sleutel: str, jaar: int, kwartaal: int) -> HttpResponse:
    staat = _statement(sleutel, jaar, kwartaal)
    over = [
        (day, kwartaalnaam(day), (day.month + 2) // 3)
        for day in quarters_of([staat.fonds])
        if day != staat.kwartaal
    ]
    context = {"staat": staat, "nummer": kwartaal, "andere": over, "kop": "|".join(_columns())}
    return render(request, "kassier/kwartaalstaat.html", context)


def _columns() -> list[str]:
    return [KOP[0], *(f"{naam}:num" for naam in KOP[1:])]


@route(
    "kassier/kosten/staat/<slug:sleutel>/<int:jaar>/<int:kwartaal>/<slug:soort>/",
    rollen=LEZERS,
    leest="de kwartaalstaat van een fonds als bestand",
)
def kwartaalstaat_bestand(
    request: Verzoek, sleutel: str, jaar: int, kwartaal: int, soort: str
) -> HttpResponse:
    if soort not in MEDIATYPES:
        raise Http404
    staat = _statement(sleutel, jaar, kwartaal)
    audit.inzage(
        request,
        "kwartaalstaat_gemaakt",
        object_soort="fonds",
        object_sleutel=sleutel,
        regio=request.wie.regio,
        soort=soort,
    )
    content = _sheet(staat) if soort == "xlsx" else _paper(staat)
    naam = f"kwartaalstaat-{sleutel}-{jaar}-{kwartaal}.{soort}"
    return download(content, naam, MEDIATYPES[soort])


def _cents(regel: Staatregel) -> list[int]:
    return [
        regel.budget_cent,
        regel.eerder_cent,
        regel.dit_cent,
        regel.later_cent,
        regel.terug_cent,
        regel.anders_cent,
        regel.over_cent,
    ]


def _about() -> str:
    return (
        f"Stand op {datum(timezone.localdate())}. Geteld uit het journaal en vergeleken met de "
        "saldi. ‘Eerder’ en ‘Later’ zijn declaraties over andere kwartalen; ‘Terug’ is wat van "
        "betaalde kosten terugkwam; ‘Anders’ is geld dat voor iets anders apart is gezet."
    )


def _sheet(staat: Kwartaalstaat) -> bytes:
    lines: list[list[Cel]] = [
        [line.omschrijving, *(cent / 100 for cent in _cents(line))]
        for line in (*staat.regels, staat.samen)
    ]
    return as_xlsx(staat.titel, KOP, lines, noot=_about())


def _paper(staat: Kwartaalstaat) -> bytes:
    return pdf.render(
        "kassier/brieven/kwartaalstaat.typ",
        {
            "titel": staat.titel,
            "datum": datum(timezone.localdate()),
            "kenmerk": staat.fonds.sleutel,
            "uitleg": _about(),
            "kop": KOP,
            "regels": [[r.omschrijving, *map(euro, _cents(r))] for r in staat.regels],
            "totaal": ["Samen", *map(euro, _cents(staat.samen))],
        },
    )
