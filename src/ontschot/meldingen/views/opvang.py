"""A busy counter: one question in twenty seconds, or a whole afternoon in one table."""

import secrets
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.meldingen import deuren, rules
from ontschot.meldingen.forms.opvang import MiddagForm, RijForm, SnelForm, afternoon_rows
from ontschot.meldingen.models import Intakestop, Werkcafe
from ontschot.meldingen.opvang import Opgevangen, Opvang, take_in
from ontschot.meldingen.wachtlijst import place_of, stop_for
from ontschot.web.scherm import ONVERWERKBAAR

# Which box of ours a refusal belongs to.
VELDEN = {"telefoon": "bereik", "email": "bereik"}


@dataclass(frozen=True)
class Kaart:
    """What the person at the counter may be told, and the code to hand over."""

    opgevangen: Opgevangen
    stop: Intakestop | None
    plaats: int | None


def _kaart(found: Opgevangen) -> Kaart:
    return Kaart(found, found.melding.stop, place_of(found.melding))


def _fresh() -> str:
    return secrets.token_urlsafe(24)


def _remembered(request: Verzoek, keuzes: deuren.Keuzes, default: str) -> str:
    """The door of the one before, out of the address."""
    return deuren.known(request.GET.get("deur", ""), list(deuren.flat(keuzes))) or default


@route("vragen/snel/", rollen=PROFESSIONALS, schrijft="een vraag in twintig seconden")
def snel(request: Verzoek) -> HttpResponse:
    """Question, door, how to reach; then the next one at once, behind the same door."""
    keuzes = deuren.today_choices(request.wie)
    form = SnelForm(request.POST or None, deuren=keuzes)
    kaart = None
    if form.is_bound:
        kaart = _quick(request, form)
    deur = form.cleaned_data["deur"] if kaart else _remembered(request, keuzes, "inloop")
    status = ONVERWERKBAAR if form.is_bound and not kaart else 200
    if kaart or not form.is_bound:
        form = SnelForm(initial={"deur": deur, "formulier": _fresh()}, deuren=keuzes)
    context = {
        "form": form,
        "kaart": kaart,
        "deur": deur,
        "stop": stop_for(request.wie.regio, deur.partition(":")[0], "", timezone.localdate()),
    }
    return _not_kept(render(request, "meldingen/snel.html", context, status=status))


def _quick(request: Verzoek, form: SnelForm) -> Kaart | None:
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        deur, herkomst = deuren.split(data["deur"])
        return _kaart(
            take_in(
                request.wie,
                Opvang(
                    vraag=data["vraag"],
                    bereik=data["bereik"],
                    deur=deur,
                    herkomst=herkomst,
                    token=data["formulier"],
                    minuten=data["minuten"],
                ),
            )
        )
    except (Weigering, ValueError) as refusal:
        _refused(form, refusal)
    return None


def _refused(form: SnelForm | RijForm, refusal: Weigering | ValueError) -> None:
    """The sentence at the box that it is about."""
    zin = refusal.zin if isinstance(refusal, Weigering) else str(refusal)
    veld = refusal.veld or "" if isinstance(refusal, Weigering) else ""
    veld = VELDEN.get(veld, veld)
    if isinstance(refusal, ValueError):
        veld = "minuten" if "minuten" in zin else "bereik"
    form.add_error(veld if veld in form.fields else "vraag", zin)


def _not_kept(response: HttpResponse) -> HttpResponse:
    """A code must not be found again with the back button."""
    response["Cache-Control"] = "no-store"
    return response


@route("vragen/middag/", rollen=PROFESSIONALS, schrijft="de vragen van een Werkcafé")
def middag(request: Verzoek) -> HttpResponse:
    """Up to fifteen questions of one afternoon; a wrong row comes back, a good one is kept."""
    keuzes = deuren.today_choices(request.wie)
    form = MiddagForm(request.POST or None, deuren=keuzes)
    rows, kaarten = afternoon_rows(request.POST), list[Kaart]()
    wrong = False
    if form.is_bound:
        wrong = not form.is_valid()
        if not wrong:
            kaarten, rows = _afternoon(request, form, rows)
            wrong = bool(form.errors) or any(row.fouten for row in rows)
    if not form.is_bound or (kaarten and not wrong):
        deur = form.cleaned_data["deur"] if form.is_bound else ""
        chosen = deur or _remembered(request, keuzes, _today(request))
        form = MiddagForm(initial={"deur": chosen, "formulier": _fresh()}, deuren=keuzes)
        rows = afternoon_rows(None)
    context = {"form": form, "rijen": rows, "kaarten": kaarten, "fout": wrong}
    status = ONVERWERKBAAR if wrong else 200
    return _not_kept(render(request, "meldingen/middag.html", context, status=status))


def _today(request: Verzoek) -> str:
    """The Werkcafé of today, if there is one."""
    here = Werkcafe.objects.filter(regio=request.wie.regio, datum=timezone.localdate())
    found = here.values_list("pk", flat=True).first()
    return f"werkcafe:{found}" if found else "inloop"


def _afternoon(
    request: Verzoek, form: MiddagForm, rows: list[RijForm]
) -> tuple[list[Kaart], list[RijForm]]:
    """What was kept, and the rows as they must be shown again: a good one is empty now."""
    deur, herkomst = deuren.split(form.cleaned_data["deur"])
    kaarten, shown = [], []
    filled = [row for row in rows if row.is_valid() and not row.leeg]
    if not filled:
        form.add_error(None, "Vul minstens één rij in.")
    for row in filled:
        data = row.cleaned_data
        try:
            kaarten.append(
                _kaart(
                    take_in(
                        request.wie,
                        Opvang(
                            vraag=data["vraag"],
                            bereik=data["bereik"],
                            deur=deur,
                            herkomst=herkomst,
                            token=f"{form.cleaned_data['formulier']}-{row.nummer}",
                            minuten=rules.read_minutes(data["minuten"]),
                            zelf=False,
                        ),
                    )
                )
            )
        except (Weigering, ValueError) as refusal:
            _refused(row, refusal)
            shown.append(row)
    kept = {row.nummer for row in filled} - {row.nummer for row in shown}
    empty = [RijForm(nummer=row.nummer) if row.nummer in kept else row for row in rows]
    return kaarten, empty
