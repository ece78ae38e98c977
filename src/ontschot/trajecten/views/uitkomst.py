"""What came of it, and saying that it was otherwise."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten import actions, queries
from ontschot.trajecten.forms import UitkomstForm, VerbeterForm
from ontschot.trajecten.models import Uitkomst
from ontschot.trajecten.views.common import page, posted
from ontschot.web.scherm import done


@route("kandidaten/<str:sleutel>/uitkomst/", rollen=PROFESSIONALS, schrijft="een uitkomst")
def uitkomst(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = kandidaat_for(request.wie, sleutel, schrijft=True)
    today = timezone.localdate()
    ground = queries.ground_of(kandidaat.pk, today)
    form = UitkomstForm(
        posted(request),
        interventies=queries.interventies_of(kandidaat.pk),
        vraag_grond=ground is None,
        initial={"datum": today},
    )
    if form.is_valid():
        data = dict(form.cleaned_data)
        if done(
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
    schema = queries.schema_of(kandidaat.regio_id, today)
    moments = [afspraak.na for afspraak in schema.momenten]
    context = {"form": form, "kandidaat": kandidaat, "momenten": moments, "grond": ground}
    return page(request, "uitkomst", context, refused=form.is_bound)


@route("uitkomsten/<int:pk>/", rollen=PROFESSIONALS, schrijft="een verbetering van een uitkomst")
def uitkomst_verbeteren(request: Verzoek, pk: int) -> HttpResponse:
    rows = Uitkomst.objects.filter(pk=pk)
    wrong = rows.select_related("kandidaat", "vastgelegd_door", "correctie").first()
    if wrong is None:
        raise Weigering("Deze uitkomst is er niet in jouw regio.")
    kandidaat = kandidaat_for(request.wie, wrong.kandidaat.sleutel, schrijft=True)
    begin = {"betekenis": wrong.betekenis, "datum": wrong.datum, "bron": wrong.bron}
    form = VerbeterForm(posted(request), initial=begin)
    if done(
        form,
        lambda: actions.correct_uitkomst(request.wie, uitkomst_id=pk, **form.cleaned_data),
    ):
        messages.success(request, "Verbeterd. De oude uitkomst blijft leesbaar en telt niet mee.")
        return redirect(kandidaat)
    context = {
        "form": form,
        "kandidaat": kandidaat,
        "uitkomst": wrong,
        "kan": wrong.geldt and not hasattr(wrong, "correctie"),
    }
    return page(request, "uitkomst_verbeteren", context, refused=form.is_bound)
