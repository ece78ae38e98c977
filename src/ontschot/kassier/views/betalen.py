"""Batches: made by one kassier, released by the other; and the accounts that are paid."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.forms import BatchForm, DagForm, RekeningForm
from ontschot.kassier.models import Betaalbatch, Betaalbestand, Declaratie, Fonds, Kostendeclaratie
from ontschot.kassier.queries.bank import cancellable, payments_of
from ontschot.kassier.queries.indieningen import to_pay
from ontschot.kassier.queries.partner import specifications
from ontschot.kassier.queries.samengevoegd import joined_in, joined_to_pay
from ontschot.kassier.queries.werk import accounts, batches
from ontschot.kassier.views.indieningen import KASSIER
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.netwerk.models import Organisatie, Partner
from ontschot.netwerk.queries import valid_on
from ontschot.web.bestand import download
from ontschot.web.format import lees_datum
from ontschot.web.forms import RedenForm
from ontschot.web.paging import keyset
from ontschot.web.scherm import ONVERWERKBAAR, answer, attempt, done, send, status_of

BETALERS = KASSIER | {Rolsoort.COORDINATOR}
ANNULEREN = "Waarom gaat deze batch niet door?"
WEIGEREN = "Wat zei de bank?"


@route(
    "kassier/batches/",
    rollen=BETALERS,
    leest="de betaalbatches",
    menu=Menu("Betaalbatches", 62, "Geld"),
)
def batchlijst(request: Verzoek) -> HttpResponse:
    page = keyset(batches(), request.GET, order=("-pk",))
    context = {"page": page, "mag_maken": request.wie.rol in KASSIER}
    return render(request, "kassier/batches.html", context)


def _of_one_fonds(request: Verzoek) -> tuple[list[Any], Any, list[Any], list[Any]]:
    """The fondsen with something to pay, the chosen one, and what was approved until that day."""
    rows: list[Any] = list(to_pay(Declaratie))
    costs: list[Any] = list(to_pay(Kostendeclaratie))
    fondsen = {row.fonds_id: row.fonds for row in [*rows, *costs]}
    asked, until = request.GET.get("fonds"), _day(request.GET.get("tot", ""))
    chosen = next((f for f in fondsen.values() if f.sleutel == asked), None)
    chosen = chosen or next(iter(fondsen.values()), None)

    def here(found: list[Any]) -> list[Any]:
        return [
            row
            for row in found
            if chosen
            and row.fonds_id == chosen.pk
            and (not until or timezone.localdate(row.beoordeeld_op) <= until)
        ]

    return list(fondsen.values()), chosen, here(rows), here(costs)


def _day(text: str) -> date | None:
    try:
        return lees_datum(text)
    except ValueError:
        return None


def _build(request: Verzoek, fonds: Fonds, data: dict[str, Any]) -> Betaalbatch:
    return actions.build_batch(
        request.wie,
        fonds_id=fonds.pk,
        declaratie_ids=data["declaraties"],
        kosten_ids=data["kosten"],
        uitvoerdatum=data["uitvoerdatum"],
    )


@route("kassier/batches/nieuw/", rollen=KASSIER, schrijft="een betaalbatch samenstellen")
def nieuwe_batch(request: Verzoek) -> HttpResponse:
    fondsen, chosen, rows, costs = _of_one_fonds(request)
    form = BatchForm(request.POST or None, rows=rows, kosten=costs)
    batch = attempt(form, lambda: _build(request, chosen, form.cleaned_data)) if chosen else None
    if batch:
        messages.success(request, "Samengesteld. De andere kassier geeft de batch vrij.")
        return redirect("kassier:batch", batch.pk)
    context = {
        "form": form,
        "fondsen": fondsen,
        "gekozen": chosen,
        "rijen": _ticked(request, "declaraties", rows),
        "kosten": _ticked(request, "kosten", costs),
        "samengevoegd": joined_to_pay(rows),
        "dag": DagForm(
            request.GET if request.GET.get("tot") else None,
            initial={"fonds": chosen.sleutel if chosen else ""},
        ),
        "aantal": sum(r.aantal for r in [*rows, *costs]),
        "cent": sum(r.cent for r in [*rows, *costs]),
    }
    return answer(request, form, "kassier/nieuwe_batch.html", context)


def _ticked(request: Verzoek, naam: str, rows: list[Any]) -> list[tuple[Any, str, bool]]:
    """Rows to tick: all of them at first, afterwards as somebody left them."""
    ticked = set(request.POST.getlist(naam))
    return [(row, row.naam, request.method != "POST" or str(row.pk) in ticked) for row in rows]


@route("kassier/batches/<int:batch_id>/", rollen=BETALERS, leest="een betaalbatch")
def batch(request: Verzoek, batch_id: int) -> HttpResponse:
    return _page(request, batch_id)


def _page(
    request: Verzoek,
    batch_id: int,
    form: RedenForm | None = None,
    weigering: RedenForm | None = None,
) -> HttpResponse:
    row = get_object_or_404(batches(), pk=batch_id)
    wie = request.wie
    kassier = wie.rol in KASSIER
    made_it = wie.medewerker_id == row.samengesteld_door_id
    not_released = wie.medewerker_id != row.vrijgegeven_door_id
    open_window = cancellable(row)
    context = {
        "batch": row,
        "regels": payments_of(row),
        "samengevoegd": joined_in(row),
        "bestand": Betaalbestand.objects.filter(batch=row).defer("inhoud").first(),
        "specificaties": specifications(row) if row.status in ("vrijgegeven", "bevestigd") else [],
        "ophalingen": row.ophalingen.select_related("door"),
        "mag_vrijgeven": kassier and row.status == "samengesteld" and not made_it,
        "wacht_op_ander": kassier and row.status == "samengesteld" and made_it,
        "mag_bevestigen": kassier and row.status == "vrijgegeven",
        "mag_annuleren": kassier and open_window and not_released,
        "mag_weigeren": kassier
        and row.status == "vrijgegeven"
        and not open_window
        and not_released,
        "is_kassier": kassier,
        "form": form or RedenForm(label=ANNULEREN),
        "weigering": weigering or RedenForm(label=WEIGEREN, prefix="bank"),
    }
    status = ONVERWERKBAAR if form or weigering else 200
    return render(request, "kassier/batch.html", context, status=status)


@route(
    "kassier/batches/<int:batch_id>/vrijgeven/",
    rollen=KASSIER,
    schrijft="een betaalbatch vrijgeven",
    knop=True,
)
def vrijgeven(request: Verzoek, batch_id: int) -> HttpResponse:
    actions.release_batch(request.wie, batch_id=batch_id)
    messages.success(request, "Vrijgegeven. Haal het betaalbestand op en breng het naar de bank.")
    return redirect("kassier:batch", batch_id)


@route(
    "kassier/batches/<int:batch_id>/bevestigen/",
    rollen=KASSIER,
    schrijft="een betaling bevestigen",
    knop=True,
)
def bevestigen(request: Verzoek, batch_id: int) -> HttpResponse:
    actions.confirm_payment(request.wie, batch_id=batch_id)
    messages.success(request, "Bevestigd. Het geld staat nu als betaald in het journaal.")
    return redirect("kassier:batch", batch_id)


@route(
    "kassier/batches/<int:batch_id>/annuleren/",
    rollen=KASSIER,
    schrijft="een betaalbatch annuleren",
    knop=True,
)
def annuleren(request: Verzoek, batch_id: int) -> HttpResponse:
    form = RedenForm(request.POST, label=ANNULEREN)
    return send(
        request,
        form,
        lambda: actions.cancel_batch(request.wie, batch_id=batch_id, **form.cleaned_data),
        "Geannuleerd. De regels kunnen in een andere batch.",
        "kassier:batch",
        batch_id,
        anders=lambda: _page(request, batch_id, form),
    )


@route(
    "kassier/batches/<int:batch_id>/geweigerd/",
    rollen=KASSIER,
    schrijft="vastleggen dat de bank een bestand weigerde",
    knop=True,
)
def batch_geweigerd(request: Verzoek, batch_id: int) -> HttpResponse:
    form = RedenForm(request.POST, label=WEIGEREN, prefix="bank")
    return send(
        request,
        form,
        lambda: actions.refuse_batch(request.wie, batch_id=batch_id, **form.cleaned_data),
        "Vastgelegd. De regels kunnen in een andere batch.",
        "kassier:batch",
        batch_id,
        anders=lambda: _page(request, batch_id, weigering=form),
    )


@route(
    "kassier/batches/<int:batch_id>/bestand/",
    rollen=KASSIER,
    schrijft="een betaalbestand ophalen",
    knop=True,
)
def bestand(request: Verzoek, batch_id: int) -> HttpResponse:
    file = actions.fetch_file(request.wie, batch_id=batch_id)
    return download(bytes(file.inhoud), file.naam, "application/xml; charset=utf-8")


def _set_account(request: Verzoek, organisatie: int, **data: Any) -> None:
    actions.set_betaalgegeven(request.wie, organisatie_id=organisatie, **data)


@route("kassier/rekeningen/", rollen=KASSIER, schrijft="een rekening vastleggen")
def rekeningen(request: Verzoek) -> HttpResponse:
    here = Organisatie.objects.filter(
        pk__in=Partner.objects.filter(
            valid_on(timezone.localdate()), regio__in=request.wie.regios
        ).values("organisatie")
    )
    form = RekeningForm(request.POST or None, organisaties=here.order_by("naam"))
    if done(form, lambda: _set_account(request, **form.cleaned_data)):
        messages.success(request, "De rekening is vastgelegd.")
        return redirect("kassier:rekeningen")
    context = {"form": form, "rijen": accounts(request.wie.regio)}
    return render(request, "kassier/rekeningen.html", context, status=status_of(form))
