"""The list of questions: narrow it, take several over at once, take it along as a file."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.meldingen import actions, queries
from ontschot.meldingen.forms import VragenfilterForm
from ontschot.meldingen.keuzes import campagnes_of, collegas_of
from ontschot.web.bestand import download
from ontschot.web.format import datum_kort
from ontschot.web.uitvoer import Cel, as_csv, as_xlsx

MAX_UITVOER = 5000
SOORTEN = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KOP = [
    "Nummer",
    "Deur",
    "Plek",
    "Gemeente",
    "Binnen op",
    "Uiterlijk",
    "Dagen te laat",
    "Klok",
    "Status",
    "Eigenaar",
    "Organisatie",
    "Naam (alleen van jouw vragen)",
]


def _filter(request: Verzoek) -> tuple[VragenfilterForm, queries.Vragenfilter]:
    form = VragenfilterForm(
        request.GET,
        collegas=[(str(pk), naam) for pk, naam in collegas_of(request.wie)],
        campagnes=campagnes_of(request.wie),
    )
    data: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    return form, queries.Vragenfilter(**data)


@route("vragen/", rollen=PROFESSIONALS, leest="de vragen van de regio", menu=Menu("Vragen", 20))
def vragen(request: Verzoek) -> HttpResponse:
    form, chosen = _filter(request)
    page = queries.vragen_list(request.wie, chosen, request.GET)
    query = request.GET.urlencode()
    context = {
        "form": form,
        "page": page,
        "mij": request.wie.medewerker_id,
        "uitvoer": {
            soort: f"{reverse('meldingen:uitvoer', args=[soort])}?{query}" for soort in SOORTEN
        },
    }
    return render(request, "meldingen/vragen.html", context)


@route("vragen/lijst/<slug:soort>/", rollen=PROFESSIONALS, leest="de vragen als bestand")
def uitvoer(request: Verzoek, soort: str) -> HttpResponse:
    """The same list as csv or xlsx: no text of a question, a name only of one's own."""
    if soort not in SOORTEN:
        raise Http404
    _, chosen = _filter(request)
    rows = queries.export_rows(request.wie, chosen, maximum=MAX_UITVOER)
    audit.inzage(
        request,
        "vragen_uitgevoerd",
        object_soort="regio",
        object_sleutel=request.wie.regio,
        regio=request.wie.regio,
        aantal=len(rows),
    )
    lines = list(_cells(rows))
    body = as_csv(KOP, lines).encode() if soort == "csv" else as_xlsx("Vragen", KOP, lines)
    return download(body, f"vragen.{soort}", SOORTEN[soort])


def _cells(rows: list[queries.Vraagrij]) -> Iterator[list[Cel]]:
    for row in rows:
        yield [
            row.nummer,
            row.deur,
            row.plek,
            row.gemeente,
            datum_kort(row.ontvangen_op.date()),
            datum_kort(row.belofte),
            row.dagen_te_laat,
            row.wacht,
            row.status,
            row.eigenaar,
            row.organisatie,
            row.naam,
        ]


@route(
    "vragen/overnemen/",
    rollen=PROFESSIONALS,
    schrijft="vragen van collega's overnemen",
    knop=True,
)
def overnemen_bulk(request: Verzoek) -> HttpResponse:
    """Each box carries the question and the owner that was on the screen."""
    picked: dict[int, int] = {}
    for value in request.POST.getlist("vraag"):
        melding, _, van = value.partition(":")
        if not (melding.isdecimal() and van.isdecimal()):
            raise Weigering("Vink de vragen opnieuw aan.", naar="/vragen/")
        picked[int(melding)] = int(van)
    done = actions.take_over_many(request.wie, vragen=picked)
    aantal = len(done.gelukt)
    messages.success(
        request, "Eén vraag is nu van jou." if aantal == 1 else f"{aantal} vragen zijn nu van jou."
    )
    for zin in done.niet:
        messages.warning(request, zin)
    return redirect("meldingen:vragen")
