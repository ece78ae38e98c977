"""What the screens share: one page answer, and the log of who read it."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.routes import Verzoek
from ontschot.trajecten.models import Interventie
from ontschot.trajecten.queries.interventie import PAGE_RELATIONS
from ontschot.web.scherm import ONVERWERKBAAR


def page(
    request: Verzoek, template: str, context: dict[str, Any], *, refused: bool = False
) -> HttpResponse:
    """The page; with the status that says so when a form was refused."""
    status = ONVERWERKBAAR if refused else 200
    return render(request, f"trajecten/{template}.html", context, status=status)


def posted(request: Verzoek) -> QueryDict | None:
    """What was sent, also when that is nothing; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def read_interventie(request: Verzoek, interventie: Interventie) -> None:
    audit.inzage(
        request,
        "interventie_bekeken",
        object_soort="interventie",
        object_sleutel=str(interventie.pk),
        regio=interventie.regio_id,
        kandidaat_sleutel=interventie.kandidaat_sleutel,
    )


def own_interventie(request: Verzoek, pk: int) -> tuple[Interventie, Kandidaat]:
    """An interventie of a dossier that is open to this person; raises GeenToegang or Weigering."""
    found = Interventie.objects.filter(pk=pk).select_related(*PAGE_RELATIONS).first()
    if found is None:
        raise Weigering("Deze interventie is er niet in jouw regio. Zoek hem in de lijst.")
    return found, kandidaat_for(request.wie, found.kandidaat_sleutel)
