"""One brought file: couple its columns, see how far it is, decide about what came of it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.monitor import queries, uitvoer
from ontschot.monitor.aanlevering import actions, taken
from ontschot.monitor.aanlevering import queries as onderweg
from ontschot.monitor.aanlevering.actions import AlGevraagd
from ontschot.monitor.forms import BestandForm, KoppelForm
from ontschot.monitor.levering import opslag
from ontschot.monitor.levering.bestand import Onleesbaar
from ontschot.monitor.levering.lezen import proposed_names
from ontschot.monitor.models import Aanlevering
from ontschot.monitor.rules import kort
from ontschot.web.scherm import status_of

WIE = {Rolsoort.MONITOR}
ANDER_BESTAND = "ander_bestand"  # the name of the button of the second form
# How long the page waits before it looks again: a small file is done before anybody looks away.
KIJK_WEER = ((timedelta(seconds=3), "300ms"), (timedelta(minutes=1), "1s"))
KIJK_LATER = "3s"


def go_on(row: Aanlevering) -> HttpResponse:
    """To the page of this file, with the worker at it when that is what the row waits for."""
    if row.status in taken.WERK:
        taken.enqueue(row)
    return redirect("monitor:aanlevering", row.pk)


def _own(request: Verzoek, pk: int) -> Aanlevering:
    """Raises Weigering for a file that is gone, and in the same words for that of somebody else."""
    row = onderweg.one(pk)
    if row is None:
        raise Weigering(opslag.NIET_MEER, naar="/monitor/leveringen/")
    return row


@route(
    "monitor/aanlevering/<int:pk>/",
    rollen=WIE,
    schrijft="een levering die wordt gecontroleerd en geladen",
)
def aanlevering(request: Verzoek, pk: int) -> HttpResponse:
    """Two forms: which column is which, and a corrected file in the place of this one."""
    row = _own(request, pk)
    if ANDER_BESTAND in request.POST:
        return _other_file(request, row)
    form = _couple_form(request.POST or None, request, row)
    if form.is_bound and form.is_valid():
        try:
            return go_on(
                actions.start_check(request.wie, aanlevering_id=pk, koppeling=form.koppeling)
            )
        except AlGevraagd:
            return redirect("monitor:aanlevering", pk)
        except Weigering as refusal:
            form.weiger(refusal)
    return _page(request, row, form, BestandForm(prefix="nieuw"))


def _other_file(request: Verzoek, former: Aanlevering) -> HttpResponse:
    """A corrected file: nothing else is asked again, and it is checked at once when it can be."""
    form = BestandForm(request.POST, request.FILES, prefix="nieuw")
    row = _bring_again(request, former.pk, form) if form.is_valid() else None
    if row is None:
        return _page(request, former, _couple_form(None, request, former), form)
    kop, _ = onderweg.first_lines(row)
    if former.koppeling and row.status == "koppelen" and set(row.koppeling.values()) <= set(kop):
        row = actions.start_check(request.wie, aanlevering_id=row.pk, koppeling=former.koppeling)
    return go_on(row)


def _bring_again(request: Verzoek, pk: int, form: BestandForm) -> Aanlevering | None:
    """The file in the place of the former; None when it cannot be read, with why at the field."""
    bestand = form.cleaned_data["bestand"]
    try:
        return actions.bring_again(
            request.wie, aanlevering_id=pk, bestand=bestand.file, bestandsnaam=bestand.name
        )
    except Onleesbaar as problem:
        form.weiger(Weigering(str(problem), veld="bestand"))
        return None


def _page(
    request: Verzoek, row: Aanlevering, form: KoppelForm, opnieuw: BestandForm
) -> HttpResponse:
    """The page of one file; a form that was sent and is not right shows its errors at the field."""
    kop, regels = onderweg.first_lines(row)
    uitkomst = onderweg.outcome(row) if row.status in ("nagekeken", "geladen") else None
    context = {
        "rij": row,
        "form": form,
        "koppelen": row.status == "koppelen" or "kolommen" in request.GET or form.is_bound,
        "kop": "|".join(kort(cell.replace("|", " ").replace(":", " ")) or "–" for cell in kop),
        "regels": regels,
        "uitkomst": uitkomst,
        "opmerkingen": uitvoer.remarks(uitkomst.uitslag) if uitkomst else (),
        "opnieuw": opnieuw,
        **_how_far(row),
    }
    status = status_of(form, opnieuw)
    return render(request, "monitor/aanlevering.html", context, status=status)


def _couple_form(data: Any, request: Verzoek, row: Aanlevering) -> KoppelForm:
    kop, regels = onderweg.first_lines(row)
    return KoppelForm(
        data,
        kolommen=kop,
        voorbeeld=regels[0] if regels else [],
        soort=row.soort,
        herkend=proposed_names(kop, row.soort),
        eerder=row.koppeling or queries.koppeling(request.wie, row.soort, row.bron_naam),
    )


def _how_far(row: Aanlevering) -> dict[str, Any]:
    age = timezone.now() - row.gevraagd_op
    return {
        "stand": onderweg.standing(row),
        "gezegd": "",
        "kijk_weer": next((wait for limit, wait in KIJK_WEER if age < limit), KIJK_LATER),
    }


@route(
    "monitor/aanlevering/<int:pk>/voortgang/",
    rollen=WIE,
    leest="hoe ver de controle van een levering is",
)
def aanlevering_voortgang(request: Verzoek, pk: int) -> HttpResponse:
    """The part of the page that renews itself; the whole page when there is something to decide."""
    if not request.headers.get("HX-Request"):
        return redirect("monitor:aanlevering", pk)
    row = onderweg.one(pk)
    how_far = _how_far(row) if row else {}
    if row is None or not how_far["stand"].lopend:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"rij": row, **how_far, "gezegd": request.GET.get("gezegd", "")}
    return render(request, "monitor/_aanlevering_voortgang.html", context)


@route(
    "monitor/aanlevering/<int:pk>/laad/",
    rollen=WIE,
    schrijft="het laden van een gecontroleerde levering",
    knop=True,
)
def aanlevering_laad(request: Verzoek, pk: int) -> HttpResponse:
    try:
        return go_on(actions.start_load(request.wie, aanlevering_id=pk))
    except AlGevraagd:
        return redirect("monitor:aanlevering", pk)


@route(
    "monitor/aanlevering/<int:pk>/opnieuw/",
    rollen=WIE,
    schrijft="opnieuw beginnen met wat stopte",
    knop=True,
)
def aanlevering_opnieuw(request: Verzoek, pk: int) -> HttpResponse:
    try:
        return go_on(actions.ask_again(request.wie, aanlevering_id=pk))
    except AlGevraagd:
        return redirect("monitor:aanlevering", pk)


@route(
    "monitor/aanlevering/<int:pk>/stop/",
    rollen=WIE,
    schrijft="stoppen met controleren of laden",
    knop=True,
)
def aanlevering_stop(request: Verzoek, pk: int) -> HttpResponse:
    try:
        actions.stop(request.wie, aanlevering_id=pk)
    except AlGevraagd:
        return redirect("monitor:aanlevering", pk)
    messages.success(request, "Gestopt. Er is niets geladen. Het bestand staat er nog.")
    return redirect("monitor:aanlevering", pk)


@route(
    "monitor/aanlevering/<int:pk>/weg/",
    rollen=WIE,
    schrijft="een bestand weggooien dat niet is geladen",
    knop=True,
)
def aanlevering_weg(request: Verzoek, pk: int) -> HttpResponse:
    actions.throw_away(request.wie, aanlevering_id=pk)
    messages.success(request, "Het bestand is weggegooid. Er is niets geladen.")
    return redirect("monitor:leveringen")


@route(
    "monitor/aanlevering/<int:pk>/geweigerd/",
    rollen=WIE,
    leest="de geweigerde regels van een levering",
)
def aanlevering_geweigerd(request: Verzoek, pk: int) -> Any:
    row = _own(request, pk)
    found = opslag.beside(row.sleutel, onderweg.GEWEIGERD)
    if found is None or row.status not in ("nagekeken", "laden", "geladen"):
        raise Http404
    audit.inzage(
        request, "aanlevering_gedownload", object_soort="aanlevering", object_sleutel=str(pk),
        regio=row.regio_id,
    )  # fmt: skip
    return FileResponse(
        found.open("rb"), as_attachment=True, filename="geweigerd.csv",
        content_type="text/csv; charset=utf-8",
    )  # fmt: skip
