"""The screens of the weighing: what was agreed, and a new text by the coördinator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.regelingen.weging import queries
from ontschot.regelingen.weging.actions import set_weging
from ontschot.regelingen.weging.forms import WegingForm
from ontschot.web.scherm import done, status_of


@route("regelingen/weging/", rollen=PROFESSIONALS, leest="hoe de regio weegt bij een advies")
def weging(request: Verzoek) -> HttpResponse:
    today = timezone.localdate()
    found = queries.wegingen_of(request.wie.regio)
    context = {
        "nu": next((w for w in found if w.van <= today and (not w.tot or w.tot >= today)), None),
        "straks": [w for w in found if w.van > today],
        "eerder": [w for w in found if w.tot and w.tot < today],
        "mag_vaststellen": request.wie.rol == Rolsoort.COORDINATOR,
    }
    return render(request, "regelingen/weging.html", context)


@route(
    "regelingen/weging/nieuw/",
    rollen=[Rolsoort.COORDINATOR],
    schrijft="een nieuwe weging van de regio vaststellen",
)
def weging_nieuw(request: Verzoek) -> HttpResponse:
    now = queries.weging_op(request.wie.regio, timezone.localdate())
    initial = {"tekst": now.tekst if now else "", "van": timezone.localdate()}
    form = WegingForm(request.POST or None, initial=initial)
    if done(form, lambda: set_weging(request.wie, **form.cleaned_data)):
        messages.success(request, "De nieuwe tekst is vastgesteld.")
        return redirect("regelingen:weging")
    return render(request, "regelingen/weging_nieuw.html", {"form": form}, status=status_of(form))
