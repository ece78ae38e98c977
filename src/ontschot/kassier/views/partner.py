"""What a partner gets from a batch, and its statement over a period."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.forms.bank import PeriodeForm
from ontschot.kassier.queries.partner import Overzicht, partner_statement, specifications
from ontschot.kassier.queries.werk import batches
from ontschot.kassier.views.betalen import BETALERS
from ontschot.kassier.views.indieningen import KASSIER
from ontschot.kern import audit
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.netwerk.models import Organisatie, Partner
from ontschot.netwerk.queries import valid_on
from ontschot.web import pdf
from ontschot.web.bestand import download
from ontschot.web.format import datum, euro
from ontschot.web.uitvoer import Cel, as_xlsx

KOP = [
    "Nummer", "Waarvoor", "Aanbieder of fonds",
    "Gedeclareerd", "Betaald", "Teruggevorderd", "Open",
]  # fmt: skip
SOORTEN = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@route(
    "kassier/batches/<int:batch_id>/specificatie/<slug:organisatie>/",
    rollen=BETALERS,
    leest="een betaalspecificatie",
)
def specificatie(request: Verzoek, batch_id: int, organisatie: str) -> HttpResponse:
    row = get_object_or_404(batches(), pk=batch_id)
    found = (s for s in specifications(row) if s.organisatie.sleutel == organisatie)
    spec = next(found, None)
    if not spec or not row.vrijgegeven_op:
        raise Http404
    content = pdf.render(
        "kassier/brieven/specificatie.typ",
        {
            "betaler": row.betaler,
            "partner": spec.organisatie.naam,
            "datum": datum(timezone.localdate(row.vrijgegeven_op)),
            "betaaldag": datum(row.uitvoerdatum),
            "kenmerk": f"Betaalbatch {row.pk}",
            "totaal": euro(spec.cent),
            "regels": [
                [
                    line.regel.nummer,
                    line.regel.declaratie.naam,
                    line.end_to_end_id,
                    euro(line.cent),
                ]
                for line in spec.regels
            ],
        },
    )
    audit.inzage(
        request,
        "betaalspecificatie_gemaakt",
        object_soort="betaalbatch",
        object_sleutel=f"batch {row.pk}",
        regio=row.regio_id,
    )
    return _file(content, f"betaalspecificatie-{row.pk}-{organisatie}", "pdf")


def _file(content: bytes, naam: str, soort: str) -> HttpResponse:
    return download(content, f"{naam}.{soort}", SOORTEN[soort])


@route(
    "kassier/batches/<int:batch_id>/mailen/",
    rollen=KASSIER,
    schrijft="betaalspecificaties sturen",
    knop=True,
)
def specificatie_mailen(request: Verzoek, batch_id: int) -> HttpResponse:
    sent = actions.mail_specificaties(request.wie, batch_id=batch_id)
    messages.success(
        request, f"{sent} mails klaargezet. Wie deze mail al kreeg, krijgt die niet nog eens."
    )
    return redirect("kassier:batch", batch_id)


def _period(request: Verzoek) -> tuple[PeriodeForm, date, date]:
    """The asked period, or this year so far."""
    today = timezone.localdate()
    first = today.replace(month=1, day=1)
    asked = request.GET if "van" in request.GET else None
    form = PeriodeForm(asked, initial={"van": first, "tot": today})
    if asked and form.is_valid():
        return form, form.cleaned_data["van"], form.cleaned_data["tot"]
    return form, first, today


def _partners(request: Verzoek) -> Any:
    """The partners of this region that this person may see: all for the kassier, else the own."""
    here = Organisatie.objects.filter(
        pk__in=Partner.objects.filter(
            valid_on(timezone.localdate()), regio__in=request.wie.regios
        ).values("organisatie")
    ).order_by("naam")
    return here if request.wie.rol in BETALERS else here.filter(pk=request.wie.organisatie_id or 0)


@route(
    "kassier/partners/",
    rollen=BETALERS | PROFESSIONALS,
    naam="eigen_overzicht",
    leest="het overzicht van de eigen organisatie",
)
def eigen_overzicht(request: Verzoek) -> HttpResponse:
    """The statement of the own organisatie, or the first that somebody may see."""
    partners = _partners(request)
    found = partners.filter(pk=request.wie.organisatie_id or 0).first() or partners.first()
    if not found:
        raise Http404
    return redirect("kassier:partneroverzicht", found.sleutel)


@route(
    "kassier/partners/<slug:sleutel>/",
    rollen=BETALERS | PROFESSIONALS,
    leest="het overzicht van een partner",
)
def partneroverzicht(request: Verzoek, sleutel: str) -> HttpResponse:
    partner = get_object_or_404(_partners(request), sleutel=sleutel)
    form, van, tot = _period(request)
    stand = partner_statement(partner, van, tot)
    query = f"?van={van:%d-%m-%Y}&tot={tot:%d-%m-%Y}"
    context = {
        "stand": stand,
        "form": form,
        "vraag": query,
        "partners": [p for p in _partners(request) if p.pk != partner.pk],
    }
    return render(request, "kassier/partneroverzicht.html", context)


@route(
    "kassier/partners/<slug:sleutel>/bestand/<slug:soort>/",
    rollen=BETALERS | PROFESSIONALS,
    leest="het overzicht van een partner als bestand",
)
def partner_bestand(request: Verzoek, sleutel: str, soort: str) -> HttpResponse:
    partner = get_object_or_404(_partners(request), sleutel=sleutel)
    if soort not in SOORTEN:
        raise Http404
    _, van, tot = _period(request)
    stand = partner_statement(partner, van, tot)
    audit.inzage(
        request,
        "partneroverzicht_gemaakt",
        object_soort="organisatie",
        object_sleutel=partner.sleutel,
        regio=request.wie.regio,
    )
    content = _sheet(stand) if soort == "xlsx" else _paper(stand)
    return _file(content, f"overzicht-{sleutel}-{van:%Y%m%d}-{tot:%Y%m%d}", soort)


def _rows(stand: Overzicht) -> Iterable[tuple[list[str], list[int]]]:
    """The texts and the amounts of each row of a file: orders, then costs of the organisation."""
    for order in stand.regels:
        yield [order.nummer, order.dienst, order.aanbieder], order.centen
    for costs in stand.kosten:
        yield [costs.nummer, "Organisatiekosten", costs.fonds], costs.centen


def _about(stand: Overzicht) -> str:
    return (
        f"Van {datum(stand.van)} tot en met {datum(stand.tot)}. ‘Open’ is wat op de laatste dag "
        "gedeclareerd was en niet betaald. De bedragen komen uit het journaal."
    )


def _sheet(stand: Overzicht) -> bytes:
    lines: list[list[Cel]] = [
        [*texts, *(cent / 100 for cent in cents)] for texts, cents in _rows(stand)
    ]
    totals: list[Cel] = ["Totaal", "", "", *(cent / 100 for cent in stand.totalen.values())]
    return as_xlsx(f"Overzicht {stand.organisatie.naam}", KOP, [*lines, totals], noot=_about(stand))


def _paper(stand: Overzicht) -> bytes:
    return pdf.render(
        "kassier/brieven/partneroverzicht.typ",
        {
            "partner": stand.organisatie.naam,
            "datum": datum(timezone.localdate()),
            "kenmerk": f"Overzicht {stand.organisatie.sleutel}",
            "uitleg": _about(stand),
            "kop": KOP,
            "regels": [[*texts, *map(euro, cents)] for texts, cents in _rows(stand)],
            "totaal": ["Totaal", "", "", *map(euro, stand.totalen.values())],
        },
    )
