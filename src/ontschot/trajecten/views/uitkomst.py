"""What came of it, and asking again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten import actions, queries
from ontschot.trajecten.forms import NazorgForm, UitkomstForm, perform
from ontschot.trajecten.models import Nazorgmoment
from ontschot.trajecten.rules import NAZORG
from ontschot.trajecten.views.common import page, posted


@route("kandidaten/<str:sleutel>/uitkomst/", rollen=PROFESSIONALS, schrijft="een uitkomst")
def uitkomst(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = kandidaat_for(request.wie, sleutel, schrijft=True)
    form = UitkomstForm(
        posted(request),
        interventies=queries.interventies_of(kandidaat.pk),
        initial={"datum": timezone.localdate()},
    )
    if form.is_valid():
        data = form.cleaned_data
        if perform(
            form,
            lambda: actions.record_uitkomst(
                request.wie,
                kandidaat_id=kandidaat.pk,
                interventie_id=data.pop("interventie"),
                **data,
            ),
        ):
            messages.success(request, "De uitkomst is vastgelegd.")
            return redirect(kandidaat)
    moments = [afspraak.na for afspraak in NAZORG]
    context = {"form": form, "kandidaat": kandidaat, "momenten": moments}
    return page(request, "uitkomst", context, refused=form.is_bound)


@route("nazorg/<int:pk>/", rollen=PROFESSIONALS, schrijft="nazorg")
def nazorg(request: Verzoek, pk: int) -> HttpResponse:
    moment = (
        Nazorgmoment.objects.filter(pk=pk).select_related("kandidaat", "uitkomst", "door").first()
    )
    if moment is None:
        raise Weigering("Dit nazorgmoment is er niet in jouw regio.")
    kandidaat = kandidaat_for(request.wie, moment.kandidaat.sleutel, schrijft=True)
    form = NazorgForm(posted(request))
    if form.is_valid() and perform(
        form,
        lambda: actions.record_nazorg(request.wie, nazorgmoment_id=pk, **form.cleaned_data),
    ):
        messages.success(request, "De nazorg is vastgelegd.")
        return redirect(kandidaat)
    context = {"form": form, "kandidaat": kandidaat, "moment": moment}
    return page(request, "nazorg", context, refused=form.is_bound)
