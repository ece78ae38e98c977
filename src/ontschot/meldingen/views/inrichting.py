"""The coördinator's screens: Werkcafés, campagnes, terms and the intake stop."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.meldingen import actions
from ontschot.meldingen.forms.inrichting import CampagneForm, StopForm, TermijnenForm, WerkcafeForm
from ontschot.meldingen.keuzes import rubrieken
from ontschot.meldingen.models import Campagne, Intakestop, Reactietermijn, Werkcafe
from ontschot.meldingen.paginas import deuren_page, wachtlijst_page
from ontschot.meldingen.termijnen import VELDEN, example, of_regio
from ontschot.web.forms import Formulier
from ontschot.web.scherm import ONVERWERKBAAR, done, status_of

COORDINATOR = frozenset({Rolsoort.COORDINATOR})


@route(
    "deuren/", rollen=COORDINATOR, leest="de deuren van de regio", menu=Menu("Deuren", 80, "Regio")
)
def deuren(request: Verzoek) -> HttpResponse:
    return render(request, "meldingen/deuren.html", {"pagina": deuren_page(request.wie)})


def saved(request: Verzoek, form: Formulier, do: Any) -> bool:
    """Whether the form was good and is kept; then that is said."""
    if not done(form, do):
        return False
    messages.success(request, "Bewaard.")
    return True


def show_form(request: Verzoek, form: Formulier, sjabloon: str, **context: Any) -> HttpResponse:
    return render(request, sjabloon, {"form": form, **context}, status=status_of(form))


def _mine(model: Any, request: Verzoek, pk: int) -> Any:
    found = model.objects.filter(pk=pk, regio=request.wie.regio).first()
    if found is None:
        raise Http404
    return found


def _werkcafe(request: Verzoek, row: Werkcafe | None) -> HttpResponse:
    initial = {"naam": row.naam, "plaats": row.plaats, "datum": row.datum} if row else {}
    form = WerkcafeForm(request.POST or None, initial=initial)
    pk = row.pk if row else None
    if form.is_bound and saved(
        request,
        form,
        lambda: actions.save_werkcafe(request.wie, werkcafe_id=pk, **form.cleaned_data),
    ):
        return redirect("meldingen:deuren")
    return show_form(request, form, "meldingen/deur_form.html", titel=str(row or "Nieuw Werkcafé"))


@route("deuren/werkcafe/", rollen=COORDINATOR, schrijft="een nieuw Werkcafé")
def werkcafe_nieuw(request: Verzoek) -> HttpResponse:
    return _werkcafe(request, None)


@route("deuren/werkcafe/<int:pk>/", rollen=COORDINATOR, schrijft="een Werkcafé veranderen")
def werkcafe(request: Verzoek, pk: int) -> HttpResponse:
    return _werkcafe(request, _mine(Werkcafe, request, pk))


def _campagne(request: Verzoek, row: Campagne | None) -> HttpResponse:
    initial = {"naam": row.naam, "van": row.van, "tot": row.tot} if row else {}
    form = CampagneForm(request.POST or None, initial=initial)
    pk = row.pk if row else None
    if form.is_bound and saved(
        request,
        form,
        lambda: actions.save_campagne(request.wie, campagne_id=pk, **form.cleaned_data),
    ):
        return redirect("meldingen:deuren")
    return show_form(request, form, "meldingen/deur_form.html", titel=str(row or "Nieuwe campagne"))


@route("deuren/campagne/", rollen=COORDINATOR, schrijft="een nieuwe campagne")
def campagne_nieuw(request: Verzoek) -> HttpResponse:
    return _campagne(request, None)


@route("deuren/campagne/<int:pk>/", rollen=COORDINATOR, schrijft="een campagne veranderen")
def campagne(request: Verzoek, pk: int) -> HttpResponse:
    return _campagne(request, _mine(Campagne, request, pk))


@route("deuren/termijnen/", rollen=COORDINATOR, schrijft="de termijnen van de regio")
def termijnen(request: Verzoek) -> HttpResponse:
    """What it means is shown before it is kept: the days, for a question of today."""
    now = of_regio(request.wie.regio)
    initial = {veld: getattr(now, veld) for veld in VELDEN}
    form = TermijnenForm(request.POST or None, initial=initial)
    keep = "bewaar" in request.POST
    if keep and saved(
        request,
        form,
        lambda: actions.set_termijnen(
            request.wie, regio=request.wie.regio, dagen=form.cleaned_data
        ),
    ):
        return redirect("meldingen:deuren")
    good = form.is_bound and form.is_valid()
    shown = Reactietermijn(**form.cleaned_data) if good else now
    context = {
        "form": form,
        "voorbeeld": example(shown, timezone.localdate()),
        "proef": good and not keep,
    }
    status = ONVERWERKBAAR if form.is_bound and not context["proef"] else 200
    return render(request, "meldingen/termijnen.html", context, status=status)


def _stop(request: Verzoek, row: Intakestop | None) -> HttpResponse:
    names = ("deur", "reden", "van", "tot", "tekst_nl", "tekst_en")
    initial = {name: getattr(row, name) for name in names} if row else {}
    if row:
        initial |= {"rubriek": row.rubriek_id or ""}
    else:
        # Another room may know already why and about what, and sends it along in the address.
        known = {name: request.GET[name] for name in (*names, "rubriek") if name in request.GET}
        initial = {"van": timezone.localdate()} | known
    form = StopForm(request.POST or None, initial=initial, rubrieken=rubrieken())
    pk = row.pk if row else None
    if form.is_bound and saved(
        request,
        form,
        lambda: actions.save_stop(request.wie, gegevens=form.gegevens(), stop_id=pk),
    ):
        return redirect("meldingen:deuren")
    return show_form(request, form, "meldingen/stop.html", stop=row)


@route("deuren/stop/", rollen=COORDINATOR, schrijft="een nieuwe intakestop")
def stop_nieuw(request: Verzoek) -> HttpResponse:
    return _stop(request, None)


@route("deuren/stop/<int:pk>/", rollen=COORDINATOR, schrijft="een intakestop veranderen")
def stop(request: Verzoek, pk: int) -> HttpResponse:
    return _stop(request, _mine(Intakestop, request, pk))


@route("vragen/wachtlijst/", rollen=PROFESSIONALS, leest="de wachtlijst")
def wachtlijst(request: Verzoek) -> HttpResponse:
    return render(request, "meldingen/wachtlijst.html", {"lijsten": wachtlijst_page(request.wie)})


@route(
    "vragen/uitnodigen/",
    rollen=PROFESSIONALS,
    schrijft="iemand van de wachtlijst uitnodigen",
    knop=True,
)
def uitnodigen(request: Verzoek) -> HttpResponse:
    numbers = {name: request.POST.get(name, "") for name in ("stop", "vraag")}
    if not all(value.isdecimal() for value in numbers.values()):
        raise Weigering("Kies wie je uitnodigt.", naar="/vragen/wachtlijst/")
    found = actions.invite(
        request.wie,
        stop_id=int(numbers["stop"]),
        melding_id=int(numbers["vraag"]),
        reden=request.POST.get("reden", ""),
    )
    messages.success(request, f"Vraag {found.nummer} is van de wachtlijst. Neem nu contact op.")
    return redirect("meldingen:wachtlijst")
