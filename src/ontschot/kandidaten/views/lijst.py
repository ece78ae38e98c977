"""The list of dossiers, and the own caseload as a file."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ontschot.kandidaten import queries
from ontschot.kandidaten.lijst import Kandidaatrij, rows_for_file
from ontschot.kandidaten.lijst_forms import LijstfilterForm
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern import audit
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.netwerk.queries import gemeenten_in
from ontschot.regelingen.queries import situatiesoorten
from ontschot.web import tabelbestand

KOPPEN = (
    "sleutel", "voornaam", "tussenvoegsel", "achternaam", "geboortedatum", "telefoon", "email",
    "postcode", "gemeente", "situatie", "vast contact", "laatste contact", "laatste wijziging",
)  # fmt: skip


def _filter_form(request: Verzoek, today: date) -> LijstfilterForm:
    soorten = situatiesoorten()
    doelgroepen = {s.doelgroep_id: s.doelgroep.label for s in soorten}
    return LijstfilterForm(
        request.GET,
        gemeenten=gemeenten_in(request.wie.regios, today),
        situaties=[(s.code, s.label) for s in soorten],
        doelgroepen=sorted(doelgroepen.items(), key=lambda pair: pair[1]),
    )


@route("kandidaten/", rollen=PROFESSIONALS, leest="de kandidaten", menu=Menu("Kandidaten", 30))
def lijst(request: Verzoek) -> HttpResponse:
    form = _filter_form(request, timezone.localdate())
    chosen = form.chosen()
    page = queries.kandidaten_list(request.wie, chosen, request.GET)
    audit.inzage(
        request,
        "kandidaten_bekeken",
        object_soort="lijst",
        object_sleutel="kandidaten",
        regio=request.wie.regio,
    )
    filtered = chosen != type(chosen)()
    kept = [(name, value) for name, value in request.GET.items() if name in form.fields]
    context = {"form": form, "page": page, "filtered": filtered, "kept": kept}
    return render(request, "kandidaten/lijst.html", context)


@route(
    "kandidaten-bestand/<str:soort>/",
    rollen=PROFESSIONALS,
    leest="de eigen kandidaten als bestand",
)
def bestand(request: Verzoek, soort: str) -> HttpResponse:
    """The own caseload: what the filters keep, or what was picked. Each person is a logged read."""
    form = _filter_form(request, timezone.localdate())
    picked = [key.upper()[:16] for key in request.GET.getlist("kies")]
    found, more = rows_for_file(request.wie, form.chosen(), picked)
    for kandidaat, _ in found:
        audit.inzage(
            request,
            "kandidaat_in_bestand",
            object_soort="kandidaat",
            object_sleutel=kandidaat.sleutel,
            regio=kandidaat.regio_id,
            kandidaat_sleutel=kandidaat.sleutel,
        )
    rows = [_cells(kandidaat, row) for kandidaat, row in found]
    if more:
        rows.append([f"Er zijn er meer dan {len(found)}. Maak de keuze kleiner."])
    return tabelbestand.answer(soort, "kandidaten", KOPPEN, rows)


def _cells(kandidaat: Kandidaat, row: Kandidaatrij) -> list[str]:
    return [
        kandidaat.sleutel,
        kandidaat.voornaam,
        kandidaat.tussenvoegsel,
        kandidaat.achternaam,
        _day(kandidaat.geboortedatum),
        kandidaat.telefoon,
        kandidaat.email,
        kandidaat.postcode,
        row.gemeente,
        ", ".join(row.situatie),
        row.contactpersoon,
        _day(timezone.localtime(row.laatste_contact_op).date() if row.laatste_contact_op else None),
        _day(timezone.localtime(row.laatste_wijziging_op).date()),
    ]


def _day(day: date | None) -> str:
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}" if day else ""
