"""The screens of the list of providers: the list, and one provider with all that was agreed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from ontschot.aanbieders import actions, forms, queries
from ontschot.aanbieders.models import Aanbieder
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.kern.scope import Actor
from ontschot.web.forms import Formulier, RedenForm
from ontschot.web.scherm import ONVERWERKBAAR, attempt, of_row, send

BEHEERDERS = PROFESSIONALS | {Rolsoort.KASSIER}
LEZERS = BEHEERDERS | {Rolsoort.BELEID}
REKENING = frozenset({Rolsoort.KASSIER, Rolsoort.COORDINATOR})
MAX_REDEN = 200
OVERNEMEN = "Waarom op die rekening?"
STOPPEN = "Waarom stopt dit?"


@route(
    "aanbieders/",
    rollen=LEZERS,
    leest="de lijst van aanbieders",
    menu=Menu("Aanbieders", 64, "Geld", ("/kassier/mandaten/", "/kassier/prijzen/")),
)
def lijst(request: Verzoek) -> HttpResponse:
    return _lijst(request)


def _lijst(request: Verzoek, form: Any = None) -> HttpResponse:
    context = {
        "rijen": queries.overview(request.wie.regio),
        "form": form or forms.AanbiederForm(),
        "mag": request.wie.rol in BEHEERDERS,
        "vandaag": timezone.localdate(),
    }
    status = ONVERWERKBAAR if form else 200
    return render(request, "aanbieders/lijst.html", context, status=status)


@route("aanbieders/nieuw/", rollen=BEHEERDERS, schrijft="een nieuwe aanbieder", knop=True)
def nieuw(request: Verzoek) -> HttpResponse:
    form = forms.AanbiederForm(request.POST)
    if made := attempt(form, lambda: _add(request, form)):
        messages.success(request, f"{made.naam} staat in de lijst.")
        return redirect("aanbieders:aanbieder", made.pk)
    return _lijst(request, form)


def _add(request: Verzoek, form: forms.AanbiederForm) -> Aanbieder:
    try:
        return actions.add_aanbieder(request.wie, **form.cleaned_data)
    except actions.LijktOp as alike:
        form.lijkt_op = True
        raise Weigering(alike.zin, veld="naam") from alike


@route("aanbieders/<int:pk>/", rollen=LEZERS, leest="een aanbieder met contracten en prijzen")
def aanbieder(request: Verzoek, pk: int) -> HttpResponse:
    return _page(request, pk)


def _page(
    request: Verzoek, pk: int, rij: tuple[int, Formulier] | None = None, **bound: Any
) -> HttpResponse:
    """The page of one provider; `bound` holds the form that was sent and refused.

    `rij` is such a form of one row: of a contract, an account or a provider that was joined.
    """
    wie, refused = request.wie, bool(bound or rij)
    found = queries.aanbieder_page(wie, pk)
    if not found:
        raise Http404
    # Whoever looks for one that was joined finds the one that goes on; `?deel=1` shows it itself.
    if found.aanbieder.samengevoegd_met and not refused and "deel" not in request.GET:
        return redirect("aanbieders:aanbieder", found.aanbieder.samengevoegd_met_id)
    ends = found.aanbieder.samengevoegd_met_id is not None
    context = {
        "kaart": found,
        "aanbieder": found.aanbieder,
        "mag": wie.rol in BEHEERDERS and not ends,
        "mag_rekening": wie.rol in REKENING and not ends,
        "rekeningen": [
            (regel, of_row(regel.rekening.pk, rij, partial(_wrong, regel.rekening.pk)))
            for regel in found.rekeningen
        ],
        "vandaag": timezone.localdate(),
        "wijzig": forms.AanbiederForm.of(None, found.aanbieder),
        "rekening": forms.RekeningForm(prefix="r"),
        "stop": forms.StopForm(prefix="s"),
        "los": [(s, of_row(s.pk, rij, partial(_two, s.pk))) for s in found.delen],
        **_buying(wie, found, rij),
        **_joins(wie, found),
        **_paying(wie, found),
        **bound,
    }
    status = ONVERWERKBAAR if refused else 200
    return render(request, "aanbieders/aanbieder.html", context, status=status)


def _buying(
    wie: Actor, found: queries.Aanbiederkaart, rij: tuple[int, Formulier] | None
) -> dict[str, Any]:
    """The contracts of all partners; one that buys may end and price its own."""
    own = [c for c in found.contracten if c.organisatie_id == wie.organisatie_id]
    buys = wie.rol in PROFESSIONALS and queries.buys(wie.organisatie_id)
    return {
        "koopt_in": buys,
        "contracten": [
            (c, of_row(c.pk, rij, _ending(c.pk)) if buys and c in own else None)
            for c in found.contracten
        ],
        "heeft_contract": buys and bool(own),
        "contract": forms.ContractForm(prefix="c"),
        "prijs": forms.PrijsForm(prefix="p", contracten=[(c.pk, c.wat) for c in own]),
    }


def _joins(wie: Actor, found: queries.Aanbiederkaart) -> dict[str, Any]:
    """Whether this is the same provider as another one: proposing it, and deciding about it."""
    may, waiting = wie.rol in BEHEERDERS, found.voorstel
    ends = found.aanbieder.samengevoegd_met_id is not None
    proposes = may and not (ends or waiting or found.delen)
    return {
        "mag_samen": proposes,
        "samen": _joining(found.aanbieder) if proposes else None,
        "beslist_samen": may and waiting and waiting.voorgesteld_door_id != wie.medewerker_id,
    }


def _paying(wie: Actor, found: queries.Aanbiederkaart) -> dict[str, Any]:
    """Where orders of a provider that ended are paid, and what this person may do about it."""
    taken, may = found.overname, wie.rol in REKENING
    waits = taken is not None and taken.status == "voorgesteld"
    mine = taken is not None and taken.voorgesteld_door_id == wie.medewerker_id
    return {
        "overname": taken,
        "overname_vragen": _why("o", OVERNEMEN) if may and not taken else None,
        "overname_beslist": waits and not mine and wie.rol == Rolsoort.KASSIER,
        "overname_einde": _why("oe", STOPPEN) if may and not waits else None,
    }


def _why(prefix: str, label: str, data: Any = None) -> RedenForm:
    """Several things on the page ask one sentence why, each with a prefix of its own."""
    return RedenForm(data, prefix=prefix, label=label, max_length=MAX_REDEN)


def _wrong(pk: int, data: Any = None) -> RedenForm:
    return _why(f"i{pk}", "Waarom klopt deze rekening niet?", data)


def _two(pk: int, data: Any = None) -> RedenForm:
    return _why(f"l{pk}", "Waarom zijn het toch twee aanbieders?", data)


def _ending(pk: int, data: Any = None) -> Callable[[], forms.EindeForm]:
    return lambda: forms.EindeForm(data, prefix=f"e{pk}")


def _joining(aanbieder: Aanbieder, data: Any = None) -> forms.SamenForm:
    return forms.SamenForm(data, prefix="m", anderen=queries.same_as(aanbieder))


def _do(
    request: Verzoek, pk: int, named: tuple[str, Formulier], act: Callable[..., object], said: str
) -> HttpResponse:
    """Do what a form of the page asks; `named` is the form after the name it has on the page."""
    naam, form = named
    return send(
        request,
        form,
        lambda: act(**form.cleaned_data),
        said,
        "aanbieders:aanbieder",
        pk,
        anders=lambda: _page(request, pk, None, **{naam: form}),
    )


def _row(
    request: Verzoek,
    aanbieder_id: int | None,
    row: tuple[int, Formulier],
    act: Callable[..., object],
    said: str,
) -> HttpResponse:
    """Do what the form of one row on the page of a provider asks; None when there is no row."""
    if aanbieder_id is None:
        raise Http404
    form = row[1]
    return send(
        request,
        form,
        lambda: act(**form.cleaned_data),
        said,
        _part_url(aanbieder_id),
        anders=lambda: _page(request, aanbieder_id, rij=row),
    )


@route(
    "aanbieders/<int:pk>/wijzigen/",
    rollen=BEHEERDERS,
    schrijft="de gegevens van een aanbieder",
    knop=True,
)
def wijzigen(request: Verzoek, pk: int) -> HttpResponse:
    form = forms.AanbiederForm(request.POST, prefix="a")

    def act(*, toch_nieuw: bool, **data: str) -> object:
        return actions.change_aanbieder(request.wie, aanbieder_id=pk, **data)

    return _do(request, pk, ("wijzig", form), act, "De gegevens zijn bewaard.")


@route(
    "aanbieders/<int:pk>/stoppen/",
    rollen=BEHEERDERS,
    schrijft="bij een aanbieder niet meer bestellen",
    knop=True,
)
def stoppen(request: Verzoek, pk: int) -> HttpResponse:
    return _do(
        request,
        pk,
        ("stop", forms.StopForm(request.POST, prefix="s")),
        partial(actions.stop_aanbieder, request.wie, aanbieder_id=pk),
        "Dit is bewaard. Wat besteld is, gaat door.",
    )


@route(
    "aanbieders/<int:pk>/rekening/",
    rollen=REKENING,
    schrijft="een rekening van een aanbieder",
    knop=True,
)
def rekening(request: Verzoek, pk: int) -> HttpResponse:
    return _do(
        request,
        pk,
        ("rekening", forms.RekeningForm(request.POST, prefix="r")),
        partial(actions.enter_rekening, request.wie, aanbieder_id=pk),
        "De rekening is opgegeven. Een kassier die dit niet zelf deed, bevestigt die.",
    )


@route(
    "aanbieders/rekeningen/<int:pk>/bevestigen/",
    rollen={Rolsoort.KASSIER},
    schrijft="een rekening van een aanbieder bevestigen",
    knop=True,
)
def bevestigen(request: Verzoek, pk: int) -> HttpResponse:
    found = actions.confirm_rekening(request.wie, rekening_id=pk)
    messages.success(request, "De rekening is bevestigd. Hierop kan nu betaald worden.")
    return redirect("aanbieders:aanbieder", found.aanbieder_id)


@route(
    "aanbieders/rekeningen/<int:pk>/intrekken/",
    rollen=REKENING,
    schrijft="een rekening van een aanbieder intrekken",
    knop=True,
)
def intrekken(request: Verzoek, pk: int) -> HttpResponse:
    return _row(
        request,
        queries.provider_of("rekening", pk),
        (pk, _wrong(pk, request.POST)),
        partial(actions.withdraw_rekening, request.wie, rekening_id=pk),
        "De rekening is ingetrokken. Hierop wordt niet meer betaald.",
    )


@route("aanbieders/<int:pk>/contract/", rollen=PROFESSIONALS, schrijft="een contract", knop=True)
def contract(request: Verzoek, pk: int) -> HttpResponse:
    return _do(
        request,
        pk,
        ("contract", forms.ContractForm(request.POST, prefix="c")),
        partial(actions.add_contract, request.wie, aanbieder_id=pk),
        "Het contract is vastgelegd.",
    )


@route("aanbieders/<int:pk>/prijs/", rollen=PROFESSIONALS, schrijft="een kaderprijs", knop=True)
def prijs(request: Verzoek, pk: int) -> HttpResponse:
    found = queries.aanbieder_page(request.wie, pk)
    if not found:
        raise Http404
    own = [
        (c.pk, c.wat) for c in found.contracten if c.organisatie_id == request.wie.organisatie_id
    ]
    return _do(
        request,
        pk,
        ("prijs", forms.PrijsForm(request.POST, prefix="p", contracten=own)),
        partial(actions.set_kaderprijs, request.wie),
        "De prijs is vastgelegd. De vorige stopt de dag ervoor.",
    )


@route(
    "aanbieders/contracten/<int:pk>/beeindigen/",
    rollen=PROFESSIONALS,
    schrijft="een contract beëindigen",
    knop=True,
)
def beeindigen(request: Verzoek, pk: int) -> HttpResponse:
    return _row(
        request,
        queries.provider_of("contract", pk),
        (pk, _ending(pk, request.POST)()),
        partial(actions.end_contract, request.wie, contract_id=pk),
        "Het contract is beëindigd.",
    )


@route(
    "aanbieders/<int:pk>/samenvoegen/",
    rollen=BEHEERDERS,
    schrijft="voorstellen om twee aanbieders samen te voegen",
    knop=True,
)
def samenvoegen(request: Verzoek, pk: int) -> HttpResponse:
    found = queries.aanbieder_page(request.wie, pk)
    if not found:
        raise Http404
    return _do(
        request,
        pk,
        ("samen", _joining(found.aanbieder, request.POST)),
        lambda met, reden: actions.propose_samenvoeging(
            request.wie, aanbieder_id=pk, met_id=met, reden=reden
        ),
        "Voorgesteld. Een ander stemt in of wijst af.",
    )


@route(
    "aanbieders/samenvoegingen/<int:pk>/besluit/",
    rollen=BEHEERDERS,
    schrijft="beslissen of twee aanbieders dezelfde zijn",
    knop=True,
)
def samen_besluiten(request: Verzoek, pk: int) -> HttpResponse:
    agreed = request.POST.get("besluit") == "ja"
    found = actions.decide_samenvoeging(request.wie, samenvoeging_id=pk, akkoord=agreed)
    said = "Samengevoegd." if agreed else "Afgewezen. Het blijven twee aanbieders."
    messages.success(request, said)
    return redirect("aanbieders:aanbieder", found.met_id if agreed else found.aanbieder_id)


@route(
    "aanbieders/samenvoegingen/<int:pk>/los/",
    rollen=BEHEERDERS,
    schrijft="samengevoegde aanbieders losmaken",
    knop=True,
)
def losmaken(request: Verzoek, pk: int) -> HttpResponse:
    join = queries.join_of(pk)
    if not join:
        raise Http404
    form = _two(pk, request.POST)
    return send(
        request,
        form,
        lambda: actions.undo_samenvoeging(request.wie, samenvoeging_id=pk, **form.cleaned_data),
        f"{join.aanbieder.naam} staat weer op zichzelf.",
        _part_url(join.aanbieder_id),
        anders=lambda: _page(request, join.met_id, rij=(pk, form)),
    )


@route(
    "aanbieders/samenvoegingen/<int:pk>/rekening/",
    rollen=REKENING,
    schrijft="voorstellen op welke rekening een samengevoegde aanbieder wordt betaald",
    knop=True,
)
def overname(request: Verzoek, pk: int) -> HttpResponse:
    join = queries.join_of(pk)
    if not join:
        raise Http404
    form = _why("o", OVERNEMEN, request.POST)
    return send(
        request,
        form,
        lambda: actions.propose_overname(request.wie, samenvoeging_id=pk, **form.cleaned_data),
        "Voorgesteld. Een andere kassier stemt in of wijst af.",
        _part_url(join.aanbieder_id),
        anders=lambda: _page(request, join.aanbieder_id, overname_vragen=form),
    )


def _part_url(pk: int) -> str:
    """The page of a provider itself, also when it ended."""
    return f"{reverse('aanbieders:aanbieder', args=[pk])}?deel=1"


@route(
    "aanbieders/overnames/<int:pk>/besluit/",
    rollen={Rolsoort.KASSIER},
    schrijft="beslissen op welke rekening een samengevoegde aanbieder wordt betaald",
    knop=True,
)
def overname_besluiten(request: Verzoek, pk: int) -> HttpResponse:
    agreed = request.POST.get("besluit") == "ja"
    found = actions.decide_overname(request.wie, overname_id=pk, akkoord=agreed)
    said = "Vastgelegd. Vanaf nu wordt op die rekening betaald." if agreed else "Afgewezen."
    messages.success(request, said)
    return redirect(_part_url(found.samenvoeging.aanbieder_id))


@route(
    "aanbieders/overnames/<int:pk>/einde/",
    rollen=REKENING,
    schrijft="stoppen met betalen op de rekening van een andere aanbieder",
    knop=True,
)
def overname_beeindigen(request: Verzoek, pk: int) -> HttpResponse:
    aanbieder_id = queries.provider_of("overname", pk)
    if aanbieder_id is None:
        raise Http404
    form = _why("oe", STOPPEN, request.POST)
    return send(
        request,
        form,
        lambda: actions.end_overname(request.wie, overname_id=pk, **form.cleaned_data),
        "Gestopt. Er wordt weer op de eigen rekening betaald.",
        _part_url(aanbieder_id),
        anders=lambda: _page(request, aanbieder_id, overname_einde=form),
    )
