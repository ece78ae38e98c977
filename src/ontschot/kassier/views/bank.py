"""The bank: files that are looked at and read, and money that two people place."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ontschot.kassier import actions
from ontschot.kassier.forms.bank import AnnulerenForm, PlaatsForm, XmlForm
from ontschot.kassier.models import Bankbestand, Bankregel
from ontschot.kassier.queries.bank import (
    annuleren_tot,
    bank_files,
    file_lines,
    file_totals,
    preview,
    statements,
    to_place,
)
from ontschot.kassier.queries.dubbel import open_doubles
from ontschot.kassier.queries.plaatsen import choices_for
from ontschot.kassier.redenen import meaning
from ontschot.kassier.views.indieningen import KASSIER
from ontschot.kern.errors import Weigering
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.web.paging import keyset
from ontschot.web.scherm import answer, attempt, done, status_of

LABEL = "Bestand van de bank"
HULP = "Een afschrift (camt.053) of een antwoord (pain.002), als XML, tot 10 MB."


@route(
    "kassier/bank/",
    rollen=KASSIER,
    schrijft="bestanden van de bank inlezen",
    menu=Menu("Bank", 63, "Geld"),
)
def bank(request: Verzoek) -> HttpResponse:
    form = XmlForm(request.POST or None, request.FILES or None, label=LABEL, hulp=HULP)
    kept = attempt(
        form,
        lambda: actions.stage_bank_file(request.wie, naam=form.bestandsnaam, inhoud=form.inhoud()),
    )
    if kept:
        return redirect("kassier:bankbestand", kept.pk)
    context = {
        "form": form,
        "page": keyset(bank_files(), request.GET, order=("-pk",)),
        "afschriften": statements()[:20],
        "te_plaatsen": to_place().count(),
        "dubbel_cent": sum(row.open_cent for row in open_doubles()),
        "instelling": AnnulerenForm(initial={"annuleren_tot": annuleren_tot(request.wie.regio)}),
    }
    return render(request, "kassier/bank.html", context, status=status_of(form))


@route(
    "kassier/bank/annuleren/",
    rollen=KASSIER,
    naam="annuleren_instellen",
    schrijft="instellen tot wanneer een batch kan worden geannuleerd",
    knop=True,
)
def annuleren_instellen(request: Verzoek) -> HttpResponse:
    actions.set_annuleren_tot(request.wie, annuleren_tot=request.POST.get("annuleren_tot", ""))
    messages.success(request, "Vastgelegd.")
    return redirect("kassier:bank")


@route("kassier/bank/<int:bestand_id>/", rollen=KASSIER, leest="een bestand van de bank")
def bankbestand(request: Verzoek, bestand_id: int) -> HttpResponse:
    row = get_object_or_404(bank_files(), pk=bestand_id)
    context: dict[str, Any] = {"bestand": row}
    if row.status == "klaargezet":
        context |= _preview(row)
    elif row.status == "ingelezen":
        page = keyset(file_lines(row), request.GET, order=("pk",))
        context |= {
            "page": page,
            "regels": [(line, _why(line)) for line in page.rows],
            "totalen": file_totals(row),
            "afschriften": statements(row.pk),
        }
    return render(request, "kassier/bankbestand.html", context)


def _preview(row: Bankbestand) -> dict[str, Any]:
    try:
        return {"vooruit": preview(row)}
    except Weigering as refusal:
        return {"fout": refusal.zin}


def _why(line: Bankregel) -> str:
    failed = line.uitkomst in ("geweigerd", "terug")
    said = line.betaalregel.bankreden if line.betaalregel else ""
    return meaning(line.redencode, said) if failed else line.uitleg


@route(
    "kassier/bank/<int:bestand_id>/inlezen/",
    rollen=KASSIER,
    schrijft="een bestand van de bank inlezen",
    knop=True,
)
def bank_inlezen(request: Verzoek, bestand_id: int) -> HttpResponse:
    actions.read_bank_file(request.wie, bestand_id=bestand_id)
    messages.success(request, "Ingelezen. Hieronder staat wat elke regel deed.")
    return redirect("kassier:bankbestand", bestand_id)


@route(
    "kassier/bank/<int:bestand_id>/wegleggen/",
    rollen=KASSIER,
    schrijft="een bestand van de bank wegleggen",
    knop=True,
)
def bank_wegleggen(request: Verzoek, bestand_id: int) -> HttpResponse:
    actions.drop_bank_file(request.wie, bestand_id=bestand_id)
    messages.success(request, "Weggelegd. Er is niets met het geld gebeurd.")
    return redirect("kassier:bank")


@route("kassier/bank/plaatsen/", rollen=KASSIER, leest="geld dat niemand herkende")
def plaatsen(request: Verzoek) -> HttpResponse:
    page = keyset(to_place(), request.GET, order=("dag", "pk"))
    mine = request.wie.medewerker_id
    rows = [
        (line, proposal, proposal is not None and proposal.voorgesteld_door_id != mine)
        for line in page.rows
        for proposal in [next(iter(line.voorstellen), None)]
    ]
    return render(request, "kassier/plaatsen.html", {"page": page, "rijen": rows})


@route("kassier/bank/plaatsen/<int:regel_id>/", rollen=KASSIER, schrijft="geld plaatsen")
def plaats(request: Verzoek, regel_id: int) -> HttpResponse:
    line = get_object_or_404(Bankregel.objects.select_related("afschrift", "bestand"), pk=regel_id)
    if line.status != "te_plaatsen":
        raise Weigering(
            "Voor dit geld is intussen al een plaats gekozen. Bekijk hieronder hoe het staat.",
            naar=reverse("kassier:plaatsen"),
        )
    keuzes = choices_for(line)
    form = PlaatsForm(request.POST or None, keuzes=keuzes, richting=line.richting)
    if done(form, lambda: _propose(request, line, form)):
        messages.success(request, "Voorgesteld. De andere kassier stemt in of wijst af.")
        return redirect("kassier:plaatsen")
    context = {"regel": line, "form": form, "keuzes": keuzes}
    return answer(request, form, "kassier/plaats.html", context)


def _propose(request: Verzoek, line: Bankregel, form: PlaatsForm) -> None:
    try:
        actions.propose_plaatsing(request.wie, bankregel_id=line.pk, **form.plaats)
    except Weigering as refusal:
        raise Weigering(refusal.zin, veld=form.refused_field(refusal.veld)) from refusal


@route(
    "kassier/bank/voorstellen/<int:plaatsing_id>/akkoord/",
    rollen=KASSIER,
    schrijft="instemmen met een plaatsing",
    knop=True,
)
def plaatsing_akkoord(request: Verzoek, plaatsing_id: int) -> HttpResponse:
    actions.agree_plaatsing(request.wie, plaatsing_id=plaatsing_id)
    messages.success(request, "Geplaatst.")
    return redirect("kassier:plaatsen")


@route(
    "kassier/bank/voorstellen/<int:plaatsing_id>/afwijzen/",
    rollen=KASSIER,
    schrijft="een plaatsing afwijzen",
    knop=True,
)
def plaatsing_afwijzen(request: Verzoek, plaatsing_id: int) -> HttpResponse:
    actions.reject_plaatsing(request.wie, plaatsing_id=plaatsing_id)
    messages.success(request, "Afgewezen. De regel wacht op een ander voorstel.")
    return redirect("kassier:plaatsen")
