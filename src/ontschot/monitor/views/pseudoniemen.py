"""Where the privacy officer makes pseudonyms for counting persons over regions."""

from django.http import HttpResponse
from django.shortcuts import render

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.monitor.models import Personentelling
from ontschot.monitor.pseudoniem import actions
from ontschot.monitor.pseudoniem.forms import PseudoniemForm
from ontschot.monitor.pseudoniem.tonen import in_words
from ontschot.monitor.views.cijfers import attachment
from ontschot.web.scherm import attempt, status_of


@route(
    "monitor/pseudoniemen/",
    rollen={Rolsoort.PRIVACY},
    schrijft="een bestand met pseudoniemen van personen",
    naam="pseudoniemen",
)
def pseudoniemen(request: Verzoek) -> HttpResponse:
    form = PseudoniemForm(request.POST or None, request.FILES or None)
    made = attempt(
        form,
        lambda: actions.make(
            request.wie,
            regio=request.wie.regio,
            jaar=int(form.cleaned_data["jaar"]),
            sleutel=form.cleaned_data["sleutel"],
        ),
    )
    if made:
        naam = f"pseudoniemen-{made.regio}-{made.jaar}.txt"
        return attachment(made.as_text(), naam, "text/plain; charset=us-ascii")
    context = {
        "form": form,
        "tellingen": [(telling, in_words(telling)) for telling in Personentelling.objects.all()],
    }
    return render(request, "monitor/pseudoniemen.html", context, status=status_of(form))
