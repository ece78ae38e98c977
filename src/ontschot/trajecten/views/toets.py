"""The voorliggend-toets: one card per facility, saved as you go."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import situation_of
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten import actions
from ontschot.trajecten.forms import CheckForm, RegelForm, VoorzieningForm
from ontschot.trajecten.models import Inkoopcheck, Interventie, Toetsregel
from ontschot.trajecten.queries.inkoop import kansrijk_wanted, kansrijklijst_for
from ontschot.trajecten.views.common import own_interventie, page, posted, read_interventie
from ontschot.web.scherm import done

HALF = "Kies een antwoord én schrijf in één zin waarom."


@dataclass(frozen=True)
class Kaart:
    """One facility with its form. `nu` is the first one that waits for an answer."""

    regel: Toetsregel
    form: RegelForm
    nu: bool = False


@route("interventies/<int:pk>/toets/", rollen=PROFESSIONALS, schrijft="de voorliggend-toets")
def toets(request: Verzoek, pk: int) -> HttpResponse:
    """All facilities in one form. Whatever button is pressed, what is filled in is saved."""
    found, kandidaat = own_interventie(request, pk)
    lines = list(found.toets.select_related("door"))
    forms = [_form(request, line) for line in lines]
    check = _check(request, found)
    if request.method == "POST":
        _save(request, lines, forms)
        if request.headers.get("HX-Request"):
            return page(request, "_bewaard", {"nu": timezone.now()})
        if answer := _next(request, found, forms, check):
            return answer
    read_interventie(request, found)
    return _show(request, found, kandidaat, forms, check)


def _check(request: Verzoek, found: Interventie) -> CheckForm:
    """The six questions with what was said before, or else with what is known now."""
    said: Inkoopcheck | None = getattr(found, "inkoopcheck", None)
    answers = said.antwoorden if said else actions.suggested(found)
    lijst = kansrijklijst_for(found)
    return CheckForm(
        request.POST if "klaar" in request.POST else None,
        answers=answers,
        lijst=lijst,
        said=said,
        # What was said once has been held against the rule of that day.
        gevraagd="" if said else kansrijk_wanted(found, answers["kansrijk"], lijst),
    )


def _answers_of(check: CheckForm, found: Interventie) -> dict[str, tuple[str, str]]:
    """What was sent; where nothing was changed, what is known after the toets."""
    now = actions.suggested(found)
    untouched = check.known
    return {
        vraag: now[vraag] if sent == untouched[vraag] and not _said(found) else sent
        for vraag, sent in check.answers.items()
    }


def _said(found: Interventie) -> bool:
    return getattr(found, "inkoopcheck", None) is not None


def _form(request: Verzoek, line: Toetsregel) -> RegelForm:
    initial = {"antwoord": line.antwoord, "reden": line.reden}
    return RegelForm(posted(request), prefix=f"r{line.pk}", initial=initial)


def _save(request: Verzoek, lines: list[Toetsregel], forms: list[RegelForm]) -> None:
    for line, form in zip(lines, forms, strict=True):
        if form.is_valid() and form.filled:
            answer, pk = form.cleaned_data, line.pk
            write = partial(actions.answer_toets, request.wie, toetsregel_id=pk, **answer)
            done(form, write)
        elif form.is_valid() and form.half and "terug" not in request.POST:
            form.add_error("reden", HALF)


def _next(
    request: Verzoek, found: Interventie, forms: list[RegelForm], check: CheckForm
) -> HttpResponse | None:
    """Where the pressed button leads; None: stay here, something is still to be said."""
    if any(form.errors for form in forms):
        return None
    if "klaar" in request.POST:
        return _finish(request, found, check)
    messages.success(request, "Bewaard.")
    if "terug" in request.POST:
        return redirect(found.kandidaat)
    return redirect("trajecten:toets", found.pk)


def _finish(request: Verzoek, found: Interventie, check: CheckForm) -> HttpResponse | None:
    if not check.is_valid():
        return None
    try:
        answers = _answers_of(check, found)
        actions.finish_toets(request.wie, interventie_id=found.pk, check=answers, keuze=check.keuze)
    except Weigering as refusal:
        if refusal.veld:
            check.weiger(refusal)
        else:
            messages.error(request, refusal.zin)
        return None
    return redirect("casusoverleg:vragen", found.pk)


def _show(
    request: Verzoek,
    found: Interventie,
    kandidaat: Kandidaat,
    forms: list[RegelForm],
    check: CheckForm,
) -> HttpResponse:
    lines = list(found.toets.select_related("door"))
    waiting = next((line.pk for line in lines if not line.antwoord), None)
    context = {
        "interventie": found,
        "kandidaat": kandidaat,
        "kaarten": [
            Kaart(line, form, nu=line.pk == waiting)
            for line, form in zip(lines, forms, strict=True)
        ],
        "situatie": situation_of(kandidaat.pk),
        "open": sum(not line.antwoord for line in lines),
        "beantwoord": bool(lines) and waiting is None,
        "schrijft": found.status in actions.TOETS_OPEN and kandidaat.mag_schrijven,
        "extra": VoorzieningForm(),
        "check": check,
        "check_open": bool(set(check.errors) - {"klopt"}),
    }
    refused = any(form.is_bound and form.errors for form in [*forms, check])
    return page(request, "toets", context, refused=refused)


@route(
    "interventies/<int:pk>/voorzieningen/",
    rollen=PROFESSIONALS,
    schrijft="een voorziening in de toets",
    knop=True,
)
def voorziening(request: Verzoek, pk: int) -> HttpResponse:
    form = VoorzieningForm(request.POST)
    if form.is_valid():
        actions.add_voorziening(
            request.wie, interventie_id=pk, voorziening=form.cleaned_data["voorziening"]
        )
    else:
        messages.error(request, "Schrijf op welke voorziening je bedoelt.")
    return redirect("trajecten:toets", pk)
