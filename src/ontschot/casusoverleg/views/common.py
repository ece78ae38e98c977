"""What the screens of this room share."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek
from ontschot.netwerk.models import Partner
from ontschot.netwerk.queries import colleagues_in, valid_on
from ontschot.web.scherm import ONVERWERKBAAR


def page(
    request: Verzoek, template: str, context: dict[str, Any], *, refused: bool = False
) -> HttpResponse:
    """The page; with the status that says so when a form was refused."""
    status = ONVERWERKBAAR if refused else 200
    return render(request, f"casusoverleg/{template}.html", context, status=status)


def posted(request: Verzoek, doe: str = "") -> QueryDict | None:
    """What was sent; with `doe` only when that form was sent, of several on a page."""
    mine = request.method == "POST" and (not doe or request.POST.get("doe") == doe)
    return request.POST if mine else None


def partners_in(regio: str) -> list[tuple[int, str]]:
    """The partners of today, as choices of a form."""
    found = Partner.objects.filter(valid_on(timezone.localdate()), regio=regio)
    return list(
        found.order_by("organisatie__naam").values_list("organisatie_id", "organisatie__naam")
    )


def colleagues(request: Verzoek, *, me: bool = False) -> list[tuple[int, str]]:
    """The people who work with kandidaten here, once each, with their organisatie."""
    found: dict[int, str] = {}
    for rol in colleagues_in(request.wie.regio, PROFESSIONALS):
        if me or rol.medewerker_id != request.wie.medewerker_id:
            found.setdefault(rol.medewerker_id, f"{rol.medewerker.naam} ({rol.organisatie.naam})")
    return list(found.items())
