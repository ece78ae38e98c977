"""Where the privacy officer makes pseudonyms for counting persons over regions."""

from django.http import HttpResponse
from django.shortcuts import render

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.monitor.models import Personentelling
from ontschot.monitor.pseudoniem import actions
from ontschot.monitor.pseudoniem.forms import PseudoniemForm
from ontschot.monitor.pseudoniem.tonen import in_words
from ontschot.monitor.views.cijfers import attachment


@route(
    "monitor/pseudoniemen/",
    rollen={Rolsoort.PRIVACY},
    schrijft="een bestand met pseudoniemen van personen",
    naam="pseudoniemen",
)
def pseudoniemen(request: Verzoek) -> HttpResponse:
    form = PseudoniemForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.make(
                request.wie,
                regio=request.wie.regio,
                jaar=int(form.cleaned_data["jaar"]),
                sleutel=form.cleaned_data["sleutel"],
            )
        except Weigering as refusal:
            form.weiger(refusal)
        else:
            naam = f"pseudoniemen-{made.regio}-{made.jaar}.txt"
            return attachment(made.as_text(), naam, "text/plain; charset=us-ascii")
    context = {
        "form": form,
        "tellingen": [(telling, in_words(telling)) for telling in Personentelling.objects.all()],
    }
    status = 422 if form.is_bound else 200
    return render(request, "monitor/pseudoniemen.html", context, status=status)
