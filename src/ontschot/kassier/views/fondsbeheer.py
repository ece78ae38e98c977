"""Making and changing a fonds, its lines and levels, its begroting, and what expired."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify

from ontschot.kassier import actions
from ontschot.kassier.actions.verlopen import expire_overdue, overdue
from ontschot.kassier.forms.begrotingen import BegrotingForm
from ontschot.kassier.forms.fondsen import FondsForm, GrensForm, NieuwFondsForm, RegelForm
from ontschot.kassier.models import Fonds
from ontschot.kassier.queries import fonds_page
from ontschot.kassier.queries.begrotingen import begroting_page
from ontschot.kassier.queries.fondsen import Fondsstand
from ontschot.kassier.queries.restgeld import levels_of
from ontschot.kassier.views.fondsen import LEZERS
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.netwerk.models import Organisatie
from ontschot.regelingen.models import Rubriek
from ontschot.web.paging import keyset
from ontschot.web.scherm import ONVERWERKBAAR, attempt, done

KASSIER = frozenset({Rolsoort.KASSIER})
VELDEN = ("naam", "eigenaar_id", "kassier_id", "beslisregel", "soort", "van", "tot", "voorwaarden")


def stand_or_404(sleutel: str) -> Fondsstand:
    """The fonds with its lines; Http404 when it is not in this scope."""
    stand = fonds_page(sleutel)
    if not stand:
        raise Http404
    return stand


def show(request: Verzoek, name: str, context: dict[str, Any], *, refused: bool) -> HttpResponse:
    status = ONVERWERKBAAR if refused else 200
    return render(request, f"kassier/{name}.html", context, status=status)


def _organisaties() -> list[tuple[int, str]]:
    found = Organisatie.objects.exclude(soort="aanbieder").order_by("naam")
    return list(found.values_list("pk", "naam"))


def _rubrieken() -> list[tuple[str, str]]:
    return list(Rubriek.objects.order_by("nummer").values_list("code", "naam"))


@route("kassier/nieuw-fonds/", rollen=KASSIER, schrijft="een nieuw fonds")
def fonds_nieuw(request: Verzoek) -> HttpResponse:
    """A fonds with its lines, and no money yet: a budgetbesluit puts it there."""
    wie = request.wie
    form = NieuwFondsForm(
        request.POST or None,
        initial={"kassier_id": wie.organisatie_id},
        organisaties=_organisaties(),
        rubrieken=_rubrieken(),
    )
    made = attempt(form, lambda: _make(request, form))
    if made:
        messages.success(request, "Het fonds is er. Stel nu voor hoeveel geld erop komt.")
        return redirect("kassier:fonds", made.sleutel)
    return show(request, "fonds_nieuw", {"form": form}, refused=form.is_bound)


def _make(request: Verzoek, form: NieuwFondsForm) -> Any:
    data = form.cleaned_data
    regio = request.wie.regio if data["bereik"] == "regio" else None
    return actions.create_fonds(
        request.wie,
        sleutel=_free_key(data["naam"], regio),
        regio=regio,
        regels=form.regels(),
        bron=data["bron"],
        **{name: data[name] for name in VELDEN},
    )


def _free_key(naam: str, regio: str | None) -> str:
    """The address of a new fonds; the region in it keeps the same name apart elsewhere."""
    base = slugify(f"{naam} {regio or ''}")[:50] or "fonds"
    return base if fonds_page(base) is None else f"{base}-{timezone.now():%y%m%d%H%M}"


@route("kassier/fondsen/<slug:sleutel>/wijzigen/", rollen=KASSIER, schrijft="een fonds veranderen")
def fonds_wijzigen(request: Verzoek, sleutel: str) -> HttpResponse:
    """POST `doe`: fonds, regel or (for a national fonds) delen."""
    stand = stand_or_404(sleutel)
    doe = request.POST.get("doe", "")
    form = _fonds_form(request, stand, doe)
    regel = RegelForm(request.POST if doe == "regel" else None, rubrieken=_rubrieken(), prefix="r")
    if _changed(request, stand, doe, form, regel):
        return redirect("kassier:fonds", sleutel)
    context = {"stand": stand, "fonds": stand.fonds, "form": form, "regel": regel}
    return show(request, "fonds_wijzigen", context, refused=request.method == "POST")


def _fonds_form(request: Verzoek, stand: Fondsstand, doe: str) -> FondsForm:
    fonds = stand.fonds
    return FondsForm(
        request.POST if doe == "fonds" else None,
        initial={name: getattr(fonds, name) for name in (*VELDEN, "bron")},
        organisaties=_organisaties(),
        geboekt=any(regel.budget_cent for regel in stand.regels),
    )


def _changed(
    request: Verzoek, stand: Fondsstand, doe: str, form: FondsForm, regel: RegelForm
) -> bool:
    fonds, wie = stand.fonds, request.wie
    if doe == "delen":
        made = actions.make_delen(wie, fonds_id=fonds.pk)
        messages.success(request, f"{made} regio's hebben nu een eigen deel.")
        return True
    return done(
        form, lambda: actions.change_fonds(wie, fonds_id=fonds.pk, **form.cleaned_data)
    ) or done(regel, lambda: _add_line(request, fonds, regel.cleaned_data))


def _add_line(request: Verzoek, fonds: Fonds, data: dict[str, Any]) -> None:
    actions.add_fondsregel(
        request.wie,
        fonds_id=fonds.pk,
        code=slugify(data["omschrijving"])[:40],
        omschrijving=data["omschrijving"],
        rubriek=data["rubriek"] or None,
    )


@route(
    "kassier/fondsen/<slug:sleutel>/waarschuwing/",
    rollen={Rolsoort.KASSIER, Rolsoort.COORDINATOR},
    schrijft="wanneer een fonds bijna op is",
)
def grens(request: Verzoek, sleutel: str) -> HttpResponse:
    """The levels of this region on one fonds."""
    stand = stand_or_404(sleutel)
    form = GrensForm(
        request.POST or None, regels=[(regel.pk, regel.omschrijving) for regel in stand.regels]
    )
    if done(
        form,
        lambda: actions.set_meldgrens(request.wie, fonds_id=stand.fonds.pk, **form.gegevens()),
    ):
        messages.success(request, "Vastgelegd.")
        return redirect("kassier:grens", sleutel)
    levels = levels_of(request.wie.regio, stand.fonds.pk)
    names = {None: "Het hele fonds"} | {regel.pk: regel.omschrijving for regel in stand.regels}
    context = {
        "stand": stand,
        "fonds": stand.fonds,
        "form": form,
        "grenzen": [(names[key], level) for key, level in levels.items()],
    }
    return show(request, "grens", context, refused=form.is_bound)


@route(
    "kassier/fondsen/<slug:sleutel>/begroting/", rollen=LEZERS, leest="de begroting van een fonds"
)
def begroting(request: Verzoek, sleutel: str) -> HttpResponse:
    stand = stand_or_404(sleutel)
    blad = begroting_page(stand)
    wie = request.wie
    is_kassier = wie.rol == Rolsoort.KASSIER
    mine = blad.concept is not None and blad.concept.opgesteld_door_id == wie.medewerker_id
    context = {
        "stand": stand,
        "fonds": stand.fonds,
        "blad": blad,
        "is_kassier": is_kassier,
        "kolommen": "|".join(["Regel", *(f"Versie {v.versie}:num" for v in blad.versies)]),
        "mag_vaststellen": is_kassier and blad.concept is not None and not mine,
    }
    return render(request, "kassier/begroting.html", context)


@route(
    "kassier/fondsen/<slug:sleutel>/begroting/nieuw/",
    rollen=KASSIER,
    schrijft="een nieuwe versie van een begroting",
)
def begroting_nieuw(request: Verzoek, sleutel: str) -> HttpResponse:
    stand = stand_or_404(sleutel)
    form = BegrotingForm(request.POST or None, regels=stand.regels)
    if done(
        form,
        lambda: actions.draft_begroting(request.wie, fonds_id=stand.fonds.pk, **form.gegevens()),
    ):
        messages.success(request, "De nieuwe versie staat klaar. Een ander stelt die vast.")
        return redirect("kassier:begroting", sleutel)
    context = {"stand": stand, "fonds": stand.fonds, "form": form}
    return show(request, "begroting_nieuw", context, refused=form.is_bound)


@route(
    "kassier/begrotingen/<int:pk>/vaststellen/",
    rollen=KASSIER,
    schrijft="een begroting vaststellen",
    knop=True,
)
def begroting_vaststellen(request: Verzoek, pk: int) -> HttpResponse:
    fixed = actions.fix_begroting(request.wie, begroting_id=pk)
    messages.success(request, f"Versie {fixed.versie} geldt vanaf nu.")
    return redirect("kassier:begroting", fixed.fonds.sleutel)


@route(
    "kassier/begrotingen/<int:pk>/intrekken/",
    rollen=KASSIER,
    schrijft="een begroting intrekken",
    knop=True,
)
def begroting_intrekken(request: Verzoek, pk: int) -> HttpResponse:
    taken = actions.withdraw_begroting(request.wie, begroting_id=pk)
    messages.success(request, f"Versie {taken.versie} is ingetrokken.")
    return redirect("kassier:begroting", taken.fonds.sleutel)


@route("kassier/verlopen/", rollen=KASSIER, schrijft="reserveringen laten verlopen")
def verlopen(request: Verzoek) -> HttpResponse:
    """What is over; POST lets it expire now instead of tonight."""
    today = timezone.localdate()
    if request.method == "POST":
        over = expire_overdue(request.wie, request.wie.regio, today)
        said = "1 reservering is" if over == 1 else f"{over} reserveringen zijn"
        messages.success(request, f"{said} verlopen. Het geld staat weer vrij.")
        return redirect("kassier:verlopen")
    rows = (
        overdue(today)
        .filter(regio=request.wie.regio)
        .select_related("fondsregel__fonds", "interventie__interventiesoort")
        .annotate(einde=F("fondsregel__fonds__tot"))
    )
    context = {"page": keyset(rows, request.GET, order=("pk",), size=50)}
    return render(request, "kassier/verlopen.html", context)
