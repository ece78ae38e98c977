"""Decisions on money: the list, proposing, dividing over the regions, and deciding."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from ontschot.kassier import actions, verdeelbestand
from ontschot.kassier.forms.budgetbesluiten import (
    BeslisForm,
    VerdeelbestandForm,
    VerdelingForm,
    VoorstelForm,
)
from ontschot.kassier.models import Fondsregel
from ontschot.kassier.queries.budgetbesluiten import (
    besluit_page,
    besluiten,
    division_of,
    later_lines,
)
from ontschot.kassier.queries.fondsen import Fondsstand
from ontschot.kassier.rules.budgetbesluiten import SOORTEN
from ontschot.kassier.views.fondsbeheer import KASSIER, show, stand_or_404
from ontschot.kassier.views.fondsen import LEZERS
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.web import tabelbestand
from ontschot.web.forms import RedenForm
from ontschot.web.paging import keyset
from ontschot.web.scherm import answer, attempt, done


@route(
    "kassier/fondsen/<slug:sleutel>/besluiten/",
    rollen=LEZERS,
    leest="de budgetbesluiten van een fonds",
)
def besluitenlijst(request: Verzoek, sleutel: str) -> HttpResponse:
    stand = stand_or_404(sleutel)
    rows = besluiten().filter(fonds=stand.fonds)
    context = {
        "fonds": stand.fonds,
        "page": keyset(rows, request.GET, order=("-pk",), size=40),
        "soorten": _proposable(stand) if request.wie.rol == Rolsoort.KASSIER else [],
    }
    return render(request, "kassier/besluiten.html", context)


def _proposable(stand: Fondsstand) -> list[tuple[str, str, str]]:
    """The kinds that make sense for this fonds as it stands now."""
    fonds = stand.fonds
    fits = {
        "toekenning": fonds.status == "open",
        "verlaging": stand.vrij_cent > 0,
        "verschuiving": stand.vrij_cent > 0 and len(stand.regels) > 1 and fonds.status == "open",
        "overheveling": stand.vrij_cent > 0,
        "verdeling": fonds.regio_id is None and fonds.status == "open",
        "periode_sluiten": True,
        "periode_heropenen": fonds.gesloten_tot is not None,
        "fonds_sluiten": fonds.status == "open",
        "fonds_heropenen": fonds.status == "gesloten",
        "voorwaarden": True,
    }
    return [(code, s.naam, s.uitleg) for code, s in SOORTEN.items() if fits[code]]


@route(
    "kassier/fondsen/<slug:sleutel>/voorstel/<slug:soort>/",
    rollen=KASSIER,
    schrijft="een budgetbesluit voorstellen",
)
def voorstel(request: Verzoek, sleutel: str, soort: str) -> HttpResponse:
    if soort not in SOORTEN:
        raise Http404
    if soort == "verdeling":
        return redirect("kassier:verdeling", sleutel)
    stand = stand_or_404(sleutel)
    form = VoorstelForm(
        request.POST or None,
        soort=soort,
        regels=stand.regels,
        doelen=_targets(stand, soort),
        voorwaarden=stand.fonds.voorwaarden,
    )
    if form.is_valid() and (made := _propose(request, stand, form)):
        return redirect("kassier:budgetbesluit", made.pk)
    context = {"stand": stand, "fonds": stand.fonds, "form": form, "soort": SOORTEN[soort]}
    return show(request, "voorstel", context, refused=form.is_bound)


def _targets(stand: Fondsstand, soort: str) -> list[Fondsregel]:
    if soort == "overheveling":
        return later_lines(stand.fonds)
    if soort == "verschuiving":
        return list(Fondsregel.objects.filter(fonds=stand.fonds).order_by("volgorde", "pk"))
    return []


def _propose(request: Verzoek, stand: Fondsstand, form: Any) -> Any:
    made = attempt(
        form,
        lambda: actions.propose_budgetbesluit(
            request.wie, fonds_id=stand.fonds.pk, **form.gegevens()
        ),
    )
    if made:
        messages.success(request, "Voorgesteld. Een ander beslist; tot dan verandert er niets.")
    return made


@route(
    "kassier/fondsen/<slug:sleutel>/verdeling/",
    rollen=KASSIER,
    schrijft="landelijk geld verdelen over de regio's",
)
def verdeling(request: Verzoek, sleutel: str) -> HttpResponse:
    """All regions and lines on one screen. A file fills the same screen, and is kept nowhere."""
    stand = stand_or_404(sleutel)
    if stand.fonds.regio_id is not None:
        raise Http404
    sources = list(Fondsregel.objects.filter(fonds=stand.fonds).order_by("volgorde", "pk"))
    rows = division_of(stand.fonds, sources)
    shape: dict[str, Any] = {"bronnen": stand.regels, "rijen": rows}
    sent = request.POST if request.method == "POST" else None
    reads_file = sent is not None and "lees" in sent
    file = VerdeelbestandForm(sent if reads_file else None, request.FILES or None)
    form = VerdelingForm(None if reads_file else sent, **shape)
    if reads_file and file.is_valid():
        filled = attempt(file, lambda: _read(file, stand, rows))
        form = VerdelingForm(None, initial=filled, **shape) if filled else form
    elif form.is_valid() and (made := _propose(request, stand, form)):
        return redirect("kassier:budgetbesluit", made.pk)
    context = {
        "stand": stand,
        "fonds": stand.fonds,
        "form": form,
        "file": file,
        "gelezen": reads_file and not file.errors,
        "kolommen": "|".join(["Regio", *(f"{regel.omschrijving}:num" for regel in stand.regels)]),
    }
    refused = bool(form.errors or (reads_file and file.errors))
    return show(request, "verdeling", context, refused=refused)


def _read(file: VerdeelbestandForm, stand: Fondsstand, rows: Any) -> dict[str, str]:
    sent = file.cleaned_data["bestand"]
    return verdeelbestand.read(sent.name, sent.read(), stand.regels, rows)


@route(
    "kassier/fondsen/<slug:sleutel>/verdeling/<slug:soort>/",
    rollen=KASSIER,
    leest="het voorbeeld voor een verdeling",
)
def verdeling_bestand(request: Verzoek, sleutel: str, soort: str) -> HttpResponse:
    stand = stand_or_404(sleutel)
    sources = list(Fondsregel.objects.filter(fonds=stand.fonds).order_by("volgorde", "pk"))
    rows = division_of(stand.fonds, sources)
    head = verdeelbestand.heading(stand.regels)
    return tabelbestand.answer(soort, f"verdeling-{sleutel}", head, verdeelbestand.lines(rows))


@route("kassier/besluiten/<int:pk>/", rollen=LEZERS, schrijft="een budgetbesluit")
def budgetbesluit(request: Verzoek, pk: int) -> HttpResponse:
    """One decision; POST `doe`: beslis, weiger or intrekken."""
    blad = besluit_page(request.wie, pk)
    if blad is None:
        raise Http404
    doe = request.POST.get("doe", "")
    beslis = BeslisForm(
        request.POST if doe == "beslis" else None,
        initial={"kenmerk": blad.besluit.kenmerk, "besluitdatum": blad.besluit.besluitdatum},
    )
    weiger = RedenForm(request.POST if doe == "weiger" else None, label="Waarom niet?", prefix="w")
    if request.method == "POST" and _settled(request, pk, doe, beslis, weiger):
        return redirect("kassier:budgetbesluit", pk)
    context = {"blad": blad, "fonds": blad.besluit.fonds, "beslis": beslis, "weiger": weiger}
    sent = beslis if doe == "beslis" else weiger
    return answer(request, sent, "kassier/budgetbesluit.html", context)


def _settled(request: Verzoek, pk: int, doe: str, beslis: BeslisForm, weiger: RedenForm) -> bool:
    """Do what was pressed; False when a form comes back with a refusal."""
    wie = request.wie
    if doe == "intrekken":
        actions.withdraw_budgetbesluit(wie, besluit_id=pk)
        messages.success(request, "Het voorstel is ingetrokken.")
        return True
    if doe not in {"beslis", "weiger"}:
        raise Weigering("Die knop is er niet. Ververs de pagina.")
    if done(
        beslis, lambda: actions.decide_budgetbesluit(wie, besluit_id=pk, **beslis.cleaned_data)
    ):
        messages.success(request, "Besloten en uitgevoerd.")
        return True
    if done(
        weiger,
        lambda: actions.refuse_budgetbesluit(
            wie, besluit_id=pk, toelichting=weiger.cleaned_data["reden"]
        ),
    ):
        messages.success(request, "Geweigerd. Er is niets veranderd.")
        return True
    return False
