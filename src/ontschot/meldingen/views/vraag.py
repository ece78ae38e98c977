"""The screens of questions: the list, one question, a new one, and what becomes of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kandidaten.forms import KandidaatForm
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.rules import SNELLE_MINUTEN
from ontschot.kandidaten.search import possible_duplicates
from ontschot.kern import audit
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.meldingen import actions, queries
from ontschot.meldingen.deuren import places
from ontschot.meldingen.forms import (
    AntwoordForm,
    SluitForm,
    VraagForm,
    known_from,
)
from ontschot.meldingen.forms.afhandelen import HulpForm
from ontschot.meldingen.keuzes import rubrieken
from ontschot.meldingen.models import Melding
from ontschot.menukaart.queries import gemeenten_of
from ontschot.regelingen.queries import alle_keuzes
from ontschot.web.scherm import ONVERWERKBAAR, attempt, done, status_of


def _gemeenten(request: Verzoek) -> list[tuple[int, str]]:
    return gemeenten_of(request.wie.regios, timezone.localdate())


@route("vragen/nieuw/", rollen=PROFESSIONALS, schrijft="een nieuwe vraag vastleggen")
def nieuw(request: Verzoek) -> HttpResponse:
    """Quick, for a busy telephone or counter."""
    form = VraagForm(
        request.POST or None,
        gemeenten=_gemeenten(request),
        plekken=places(request.wie.regio, timezone.localdate()),
        rubrieken=rubrieken(),
    )
    found = attempt(form, lambda: _receive(request, form.cleaned_data))
    if found:
        return _received(request, found)
    return render(request, "meldingen/nieuw.html", {"form": form}, status=status_of(form))


def _receive(request: Verzoek, data: dict[str, Any]) -> actions.Ontvangen:
    own = request.wie.medewerker_id if data.pop("zelf") else None
    return actions.receive(
        request.wie,
        regio=request.wie.regio,
        eigenaar_id=own,
        gemeente_id=data.pop("gemeente"),
        **data,
    )


def _received(request: Verzoek, found: actions.Ontvangen) -> HttpResponse:
    """To the question; but a code is shown here and now, because it is kept nowhere."""
    if not found.code:
        messages.success(request, f"Vastgelegd. {found.melding.eigenaar.naam} is eigenaar.")
        return redirect(found.melding)
    response = render(
        request, "meldingen/code.html", {"melding": found.melding, "code": found.code}
    )
    response["Cache-Control"] = "no-store"
    return response


@route("vragen/<slug:nummer>/", rollen=PROFESSIONALS, leest="een vraag")
def vraag(request: Verzoek, nummer: str) -> HttpResponse:
    return _question(request, nummer)


def _question(
    request: Verzoek,
    nummer: str,
    *,
    antwoord: AntwoordForm | None = None,
    sluiten: SluitForm | None = None,
) -> HttpResponse:
    kaart = queries.vraag_for(request.wie, nummer)
    kandidaat = kaart.melding.kandidaat
    audit.inzage(
        request,
        "vraag_bekeken",
        object_soort="vraag",
        object_sleutel=nummer,
        regio=kaart.melding.regio_id,
        kandidaat_sleutel=kandidaat.sleutel if kandidaat else "",
    )
    context = {
        "kaart": kaart,
        "melding": kaart.melding,
        "antwoord": antwoord or AntwoordForm(),
        "sluiten": sluiten or SluitForm(initial={"uitkomst": _confirmed(kaart)}),
        "hulp": HulpForm(),
        "minuten": SNELLE_MINUTEN,
        "coordinator": request.wie.rol == Rolsoort.COORDINATOR,
    }
    refused = antwoord or sluiten
    return render(
        request, "meldingen/vraag.html", context, status=ONVERWERKBAAR if refused else 200
    )


def _confirmed(kaart: queries.Vraagkaart) -> str:
    """What the other side confirmed is the outcome that lies ready."""
    return kaart.bevestigd.soort if kaart.bevestigd else ""


@route("vragen/<slug:nummer>/antwoord/", rollen=PROFESSIONALS, schrijft="een antwoord", knop=True)
def antwoord(request: Verzoek, nummer: str) -> HttpResponse:
    melding = queries.vraag_for(request.wie, nummer).melding
    form = AntwoordForm(request.POST)
    if done(
        form,
        lambda: actions.answer(
            request.wie, melding_id=melding.pk, tekst=form.cleaned_data["tekst"]
        ),
    ):
        messages.success(request, "Je antwoord is bewaard en gaat naar de persoon.")
        return redirect(melding)
    return _question(request, nummer, antwoord=form)


@route(
    "vragen/<slug:nummer>/sluiten/", rollen=PROFESSIONALS, schrijft="een vraag sluiten", knop=True
)
def sluiten(request: Verzoek, nummer: str) -> HttpResponse:
    melding = queries.vraag_for(request.wie, nummer).melding
    form = SluitForm(request.POST)
    if done(form, lambda: actions.close(request.wie, melding_id=melding.pk, **form.cleaned_data)):
        messages.success(request, f"Vraag {nummer} is afgesloten.")
        return redirect("meldingen:vragen")
    return _question(request, nummer, sluiten=form)


@route(
    "vragen/<slug:nummer>/overnemen/",
    rollen=PROFESSIONALS,
    schrijft="een vraag overnemen",
    knop=True,
)
def overnemen(request: Verzoek, nummer: str) -> HttpResponse:
    melding = queries.vraag_for(request.wie, nummer).melding
    seen = request.POST.get("van", "")
    van_id = int(seen) if seen.isdecimal() else 0
    actions.take_over(request.wie, melding_id=melding.pk, van_id=van_id)
    messages.success(request, "Deze vraag is nu van jou.")
    return redirect(melding)


@route(
    "vragen/<slug:nummer>/contact/",
    rollen=PROFESSIONALS,
    schrijft="het eerste contact",
    knop=True,
)
def contact(request: Verzoek, nummer: str) -> HttpResponse:
    melding = queries.vraag_for(request.wie, nummer).melding
    actions.record_first_contact(request.wie, melding_id=melding.pk)
    messages.success(request, "Het eerste contact staat erin.")
    return redirect(melding)


@route(
    "vragen/<slug:nummer>/kandidaat/",
    rollen=PROFESSIONALS,
    schrijft="van een vraag een kandidaat maken",
)
def kandidaat(request: Verzoek, nummer: str) -> HttpResponse:
    """Who may be the same person comes first, with a hidden name where the dossier is closed."""
    melding = queries.vraag_for(request.wie, nummer).melding
    form = KandidaatForm(
        request.POST or None,
        initial=known_from(melding),
        gemeenten=_gemeenten(request),
        keuzes=alle_keuzes(),
    )
    hits: list[Any] = []
    if form.is_valid():
        if "toch_nieuw" not in request.POST:
            hits = _may_be(request, form.cleaned_data)
        made = None if hits else attempt(form, lambda: _make(request, melding, form))
        if made:
            messages.success(request, f"Kandidaat {made.sleutel} is gemaakt.")
            return redirect(made)
    status = ONVERWERKBAAR if form.is_bound and not hits else 200
    context = {"form": form, "melding": melding, "treffers": hits}
    return render(request, "meldingen/kandidaat.html", context, status=status)


def _make(request: Verzoek, melding: Melding, form: KandidaatForm) -> Kandidaat:
    return actions.make_kandidaat(request.wie, melding_id=melding.pk, gegevens=form.gegevens())


def _may_be(request: Verzoek, data: dict[str, Any]) -> list[Any]:
    asked = ["voornaam", "achternaam", "geboortedatum", "postcode", "telefoon", "email"]
    return list(possible_duplicates(request.wie, **{name: data[name] for name in asked}))


@route(
    "vragen/<slug:nummer>/koppelen/",
    rollen=PROFESSIONALS,
    schrijft="een vraag aan een kandidaat koppelen",
    knop=True,
)
def koppelen(request: Verzoek, nummer: str) -> HttpResponse:
    melding = queries.vraag_for(request.wie, nummer).melding
    sleutel = request.POST.get("sleutel", "")
    known = actions.link_kandidaat(request.wie, melding_id=melding.pk, sleutel=sleutel)
    messages.success(request, f"Vraag {nummer} hoort nu bij kandidaat {known.sleutel}.")
    return redirect(known)
