"""The menukaart as a file: fetch it, offer one, look at it, load it, and get back what failed."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import IEDEREEN, PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.menukaart import actions, bestand, inlezen
from ontschot.menukaart.forms import BestandForm
from ontschot.menukaart.models import Invoer
from ontschot.menukaart.queries.uitvoer import invoer_of, invoeren_of, lines
from ontschot.web.bestand import download
from ontschot.web.scherm import attempt, status_of

SOORTEN = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
UITSLAG_KIND = {
    inlezen.NIEUW: "ok",
    inlezen.GEWIJZIGD: "warn",
    inlezen.ZELFDE: "neutral",
    inlezen.GEWEIGERD: "stop",
}
# What a preview shows of the lines that change nothing is only their number.
TOON = 500


@route("menukaart/invoer/", rollen=PROFESSIONALS, schrijft="een bestand voor de menukaart")
def invoer(request: Verzoek) -> HttpResponse:
    form = BestandForm(request.POST or None, request.FILES or None)
    offered = attempt(form, lambda: _offer(request, form.cleaned_data["bestand"]))
    if offered:
        return redirect("menukaart:invoerblad", offered.pk)
    return render(
        request,
        "menukaart/invoer.html",
        {"form": form, "eerder": invoeren_of(request.wie)},
        status=status_of(form),
    )


def _offer(request: Verzoek, file: UploadedFile) -> Invoer:
    return actions.offer_invoer(request.wie, naam=file.name or "", inhoud=file.read())


@route("menukaart/invoer/<int:nummer>/", rollen=PROFESSIONALS, leest="wat een bestand zou doen")
def invoerblad(request: Verzoek, nummer: int) -> HttpResponse:
    found = invoer_of(request.wie, nummer)
    verdicts = [] if found.geladen_op else inlezen.judge(request.wie, found.regels)
    counts = {word: sum(v.uitslag == word for v in verdicts) for word in UITSLAG_KIND}
    shown = [(v, UITSLAG_KIND[v.uitslag]) for v in verdicts if v.uitslag != inlezen.ZELFDE]
    return render(
        request,
        "menukaart/invoerblad.html",
        {
            "invoer": found,
            "regels": shown[:TOON],
            "meer": max(0, len(shown) - TOON),
            "aantallen": list(counts.items()),
            "te_laden": counts[inlezen.NIEUW] + counts[inlezen.GEWIJZIGD],
        },
    )


@route(
    "menukaart/invoer/<int:nummer>/inlezen/",
    rollen=PROFESSIONALS,
    schrijft="een bestand inlezen",
    knop=True,
)
def inlezen_knop(request: Verzoek, nummer: int) -> HttpResponse:
    loaded = actions.load_invoer(request.wie, invoer_id=nummer)
    messages.success(
        request,
        f"Ingelezen: {loaded.aantal_nieuw} nieuw, {loaded.aantal_gewijzigd} gewijzigd, "
        f"{len(loaded.geweigerd)} geweigerd.",
    )
    return redirect("menukaart:invoerblad", nummer)


@route(
    "menukaart/invoer/<int:nummer>/geweigerd/",
    rollen=PROFESSIONALS,
    leest="de geweigerde regels van een bestand",
)
def geweigerd(request: Verzoek, nummer: int) -> HttpResponse:
    found = invoer_of(request.wie, nummer)
    refused = (
        found.geweigerd
        if found.geladen_op
        else [
            {**v.cellen, "reden": v.zin}
            for v in inlezen.judge(request.wie, found.regels)
            if v.uitslag == inlezen.GEWEIGERD
        ]
    )
    kop = [*bestand.KOLOMMEN, "reden"]
    rows = [[row.get(name, "") for name in kop] for row in refused]
    return _file("menukaart-geweigerd", "xlsx", bestand.as_xlsx(kop, rows))


@route("menukaart/uitvoer/<slug:soort>/", rollen=IEDEREEN, leest="de menukaart als bestand")
def uitvoer(request: Verzoek, soort: str) -> HttpResponse:
    if soort not in SOORTEN:
        raise Weigering("Kies csv of xlsx.")
    write = bestand.as_csv if soort == "csv" else bestand.as_xlsx
    rows = lines(request.wie.regio)
    return _file("menukaart", soort, write(list(bestand.KOLOMMEN), rows))


def _file(naam: str, soort: str, inhoud: bytes) -> HttpResponse:
    return download(inhoud, f"{naam}-{timezone.localdate()}.{soort}", SOORTEN[soort])
