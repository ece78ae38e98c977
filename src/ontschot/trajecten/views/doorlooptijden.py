"""How long people wait, for the coördinator and beleid: no names, no small numbers."""

from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.trajecten.forms.doorlooptijden import PeriodeForm
from ontschot.trajecten.queries.doorlooptijden import KLEIN, doorlooptijden
from ontschot.trajecten.views.common import page

PERIODE_DAGEN = 365


@route(
    "doorlooptijden/",
    rollen=frozenset({Rolsoort.COORDINATOR, Rolsoort.BELEID}),
    leest="hoe lang mensen wachten",
    menu=Menu("Doorlooptijden", 71, "Cijfers"),
    naam="doorlooptijden",
)
def tijden(request: Verzoek) -> HttpResponse:
    """The last year, or the period in the address."""
    today = timezone.localdate()
    year = {"van": today - timedelta(days=PERIODE_DAGEN), "tot": today}
    asked = "van" in request.GET or "tot" in request.GET
    form = PeriodeForm(request.GET if asked else None, initial=year)
    period = form.cleaned_data if asked and form.is_valid() else year
    wrong = asked and not form.is_valid()
    context = {
        "form": form,
        "periode": period,
        "rijen": [] if wrong else doorlooptijden(request.wie.regio, period["van"], period["tot"]),
        "klein": KLEIN,
    }
    return page(request, "doorlooptijden", context, refused=wrong)
