"""The list of interventies."""

from django.http import HttpResponse
from django.utils import timezone

from ontschot.kern.rollen import PROFESSIONALS, ZONDER_NAMEN
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.trajecten import queries
from ontschot.trajecten.forms import LijstfilterForm
from ontschot.trajecten.lijst import Lijstfilter, interventies_list
from ontschot.trajecten.views.common import page


@route(
    "interventies/",
    rollen=PROFESSIONALS | ZONDER_NAMEN,
    leest="de interventies van de regio",
    menu=Menu("Interventies", 35),
)
def lijst(request: Verzoek) -> HttpResponse:
    wie = request.wie
    form = LijstfilterForm(
        request.GET,
        soorten=queries.kinds(),
        doelgroepen=queries.doelgroepen(),
        inkopers=queries.buyers(wie.regio, timezone.localdate()),
        met_namen=wie.rol not in ZONDER_NAMEN,
    )
    data = form.cleaned_data if form.is_valid() else {}
    rows = interventies_list(wie, Lijstfilter(**data), request.GET)
    context = {"form": form, "page": rows, "opent": wie.rol in PROFESSIONALS}
    return page(request, "lijst", context)
