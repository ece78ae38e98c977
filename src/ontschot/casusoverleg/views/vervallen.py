"""The screen on which something that was asked or granted does not go on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from ontschot.casusoverleg import actions
from ontschot.casusoverleg.views.common import page, posted
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kassier.models import Reservering
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.trajecten.forms import VervalForm
from ontschot.trajecten.queries import interventie_for
from ontschot.trajecten.views.common import read_interventie
from ontschot.web.scherm import done


@route(
    "interventies/<int:pk>/vervallen/",
    rollen=PROFESSIONALS,
    schrijft="een interventie die niet doorgaat",
)
def vervallen(request: Verzoek, pk: int) -> HttpResponse:
    """What goes back is shown before the button; afterwards the step can be planned again."""
    found, _ = interventie_for(request.wie, pk)
    kandidaat = kandidaat_for(request.wie, found.kandidaat_sleutel, schrijft=True)
    if found.status not in actions.MAY_LAPSE:
        raise Weigering(
            f"Deze interventie staat op ‘{found.get_status_display()}’ en kan hier niet vervallen."
        )
    form = VervalForm(posted(request))
    if done(
        form,
        lambda: actions.lapse_interventie(request.wie, interventie_id=pk, **form.cleaned_data),
    ):
        messages.success(
            request, "Vervallen. Je kunt voor deze stap opnieuw een interventie plannen."
        )
        return redirect("trajecten:plan", kandidaat.sleutel)
    read_interventie(request, found)
    reserved = Reservering.objects.filter(interventie=found, status="open").first()
    context = {
        "interventie": found,
        "kandidaat": kandidaat,
        "reservering": reserved,
        "groep": getattr(found, "groepslid", None),
        "form": form,
    }
    return page(request, "vervallen", context, refused=form.is_bound)
