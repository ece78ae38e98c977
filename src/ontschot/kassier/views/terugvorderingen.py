"""Money that comes back: list, one, and the steps of it. And what a region agreed."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.actions.afspraken import WIE_AFSPREEKT, Afspraak
from ontschot.kassier.forms import (
    AfspraakForm,
    BesluitForm,
    BewijseisForm,
    OntvangstForm,
    VerrekenForm,
)
from ontschot.kassier.models import Bewijseis, Declaratieafspraak, Fonds
from ontschot.kassier.queries.terugvorderingen import (
    Terugvorderingstand,
    terugvordering_page,
    terugvorderingen,
)
from ontschot.kassier.views.indieningen import KASSIER, LEEST
from ontschot.kern.rollen import SYSTEEM
from ontschot.kern.routes import Verzoek, route
from ontschot.regelingen.models import Interventiesoort
from ontschot.web import pdf
from ontschot.web.bestand import download
from ontschot.web.format import datum, euro
from ontschot.web.forms import RedenForm
from ontschot.web.paging import keyset
from ontschot.web.scherm import done, send, status_of

BRIEF = "kassier/brieven/terugvordering.typ"
AFBOEKEN = "Waarom komt dit geld niet meer terug?"


@route("kassier/terugvorderingen/", rollen=LEEST, naam="terugvorderingen", leest="wat terug moet")
def lijst(request: Verzoek) -> HttpResponse:
    page = keyset(terugvorderingen(request.wie), request.GET, order=("-pk",))
    context = {
        "page": page,
        "rijen": [(t, t.cent - t.terug_cent) for t in page.rows],
        "vandaag": timezone.localdate(),
    }
    return render(request, "kassier/terugvorderingen.html", context)


@route(
    "kassier/terugvorderingen/<int:terugvordering_id>/",
    rollen=LEEST,
    naam="terugvordering",
    leest="een terugvordering",
)
def terugvordering(request: Verzoek, terugvordering_id: int) -> HttpResponse:
    return _page(request, terugvordering_id)


def _page(request: Verzoek, terugvordering_id: int, **forms: Any) -> HttpResponse:
    stand = terugvordering_page(request.wie, terugvordering_id)
    if not stand:
        raise Http404
    row, me = stand.terugvordering, request.wie.medewerker_id
    pays = request.wie.rol in KASSIER
    # Over costs a kassier of the fonds decides, as when they were judged.
    decides = not row.kostenregel_id or row.fonds.kassier_id == request.wie.organisatie_id
    open_now = pays and row.status == "open"
    proposed = pays and row.status == "voorgesteld"
    context = {
        "stand": stand,
        "t": row,
        "regel": row.regel,
        "beslist": proposed and decides and row.voorgesteld_door_id != me,
        "andere_kassier": proposed and not decides,
        "wacht_op_ander": proposed and decides and row.voorgesteld_door_id == me,
        "ontvangt": open_now,
        "mag_afboeken": open_now
        and decides
        and row.reden_afboeking
        and row.afboeken_gevraagd_door_id != me,
        "besluit": BesluitForm(),
        "ontvangst": _receipt(stand),
        "verreken": VerrekenForm(regels=list(stand.te_verrekenen)),
        "afboeken": RedenForm(label=AFBOEKEN),
        **forms,
    }
    status = status_of(next(iter(forms.values()))) if forms else 200
    return render(request, "kassier/terugvordering.html", context, status=status)


def _receipt(stand: Terugvorderingstand) -> OntvangstForm:
    return OntvangstForm(
        initial={"cent": stand.open_cent, "sleutel": f"scherm:{secrets.token_hex(8)}"}
    )


@route(
    "kassier/terugvorderingen/<int:terugvordering_id>/besluit/",
    rollen=KASSIER,
    naam="terugvordering_besluiten",
    schrijft="over een terugvordering beslissen",
    knop=True,
)
def besluiten(request: Verzoek, terugvordering_id: int) -> HttpResponse:
    form = BesluitForm(request.POST)
    return send(
        request,
        form,
        lambda: actions.decide_terugvordering(
            request.wie,
            terugvordering_id=terugvordering_id,
            akkoord=form.cleaned_data["besluit"] == "ja",
            uiterlijk=form.cleaned_data["uiterlijk"],
            reden=form.cleaned_data["reden"],
        ),
        "Het besluit is vastgelegd.",
        "kassier:terugvordering",
        terugvordering_id,
        anders=lambda: _page(request, terugvordering_id, besluit=form),
    )


@route(
    "kassier/terugvorderingen/<int:terugvordering_id>/ontvangen/",
    rollen=KASSIER,
    naam="terugvordering_ontvangen",
    schrijft="vastleggen dat geld terugkwam",
    knop=True,
)
def ontvangen(request: Verzoek, terugvordering_id: int) -> HttpResponse:
    form = OntvangstForm(request.POST)
    return send(
        request,
        form,
        lambda: actions.settle_terugvordering(
            request.wie, terugvordering_id=terugvordering_id, **form.cleaned_data
        ),
        "Vastgelegd. Het geld staat weer vrij op de regel.",
        "kassier:terugvordering",
        terugvordering_id,
        anders=lambda: _page(request, terugvordering_id, ontvangst=form),
    )


@route(
    "kassier/terugvorderingen/<int:terugvordering_id>/verrekenen/",
    rollen=KASSIER,
    naam="terugvordering_verrekenen",
    schrijft="een terugvordering verrekenen",
    knop=True,
)
def verrekenen(request: Verzoek, terugvordering_id: int) -> HttpResponse:
    stand = terugvordering_page(request.wie, terugvordering_id)
    if not stand:
        raise Http404
    form = VerrekenForm(request.POST, regels=list(stand.te_verrekenen))
    kind = "kostenregel" if stand.terugvordering.kostenregel_id else "declaratieregel"
    return send(
        request,
        form,
        lambda: actions.offset_terugvordering(
            request.wie,
            terugvordering_id=terugvordering_id,
            **{f"{kind}_id": form.cleaned_data["regel"]},
        ),
        "Verrekend. De bank betaalt bij die regel minder.",
        "kassier:terugvordering",
        terugvordering_id,
        anders=lambda: _page(request, terugvordering_id, verreken=form),
    )


@route(
    "kassier/terugvorderingen/<int:terugvordering_id>/afboeken/vragen/",
    rollen=KASSIER,
    naam="afboeken_vragen",
    schrijft="vragen om een terugvordering af te boeken",
    knop=True,
)
def afboeken_vragen(request: Verzoek, terugvordering_id: int) -> HttpResponse:
    form = RedenForm(request.POST, label=AFBOEKEN)
    return send(
        request,
        form,
        lambda: actions.ask_write_off(
            request.wie, terugvordering_id=terugvordering_id, reden=form.cleaned_data["reden"]
        ),
        "Gevraagd. Een andere kassier beslist.",
        "kassier:terugvordering",
        terugvordering_id,
        anders=lambda: _page(request, terugvordering_id, afboeken=form),
    )


@route(
    "kassier/terugvorderingen/<int:terugvordering_id>/afboeken/",
    rollen=KASSIER,
    naam="afboeken",
    schrijft="een terugvordering afboeken",
    knop=True,
)
def afboeken(request: Verzoek, terugvordering_id: int) -> HttpResponse:
    actions.write_off(request.wie, terugvordering_id=terugvordering_id)
    messages.success(request, "Afgeboekt. Het bedrag blijft als betaald in de boeken staan.")
    return redirect("kassier:terugvordering", terugvordering_id)


@route(
    "kassier/terugvorderingen/<int:terugvordering_id>/brief/",
    rollen=LEEST,
    naam="terugvordering_brief",
    leest="de brief van een terugvordering",
)
def brief(request: Verzoek, terugvordering_id: int) -> HttpResponse:
    stand = terugvordering_page(request.wie, terugvordering_id)
    if not stand or not stand.terugvordering.uiterlijk:
        raise Http404
    row, line = stand.terugvordering, stand.terugvordering.regel
    claim, kassier = line.declaratie, row.fonds.kassier.naam
    assert row.besloten_op
    content = pdf.render(
        BRIEF,
        {
            "nummer": row.nummer,
            "afzender": [kassier, f"kassier van {row.fonds.naam}"],
            "aan": claim.organisatie.naam,
            "datum": datum(timezone.localdate(row.besloten_op)),
            "bedrag": euro(row.cent),
            "open": euro(stand.open_cent),
            "uiterlijk": datum(row.uiterlijk),
            "declaratie": claim.naam,
            "soort": "Kosten" if row.kostenregel_id else "Verplichting",
            "nummer_regel": line.nummer,
            "reden": row.reden,
            "rekening": "Betaal op de rekening waarvan u het geld kreeg.",
            "kassier": kassier,
        },
    )
    return download(content, f"{row.nummer}.pdf", "application/pdf")


@route(
    "kassier/declaraties/afspraken/",
    rollen=WIE_AFSPREEKT - {SYSTEEM},
    naam="declaratieafspraken",
    schrijft="afspraken over declaraties",
)
def afspraken(request: Verzoek) -> HttpResponse:
    """Terms and sample per fonds, and evidence per interventiesoort; two forms on one page."""
    today = timezone.localdate()
    fondsen = list(Fonds.objects.filter(status="open").order_by("naam"))
    kinds = list(Interventiesoort.objects.order_by("naam").values_list("pk", "naam"))
    which = request.POST.get("wat", "") if request.method == "POST" else ""
    first = AfspraakForm(
        request.POST if which == "afspraak" else None,
        fondsen=fondsen,
        initial={"van": today, "steekproef": "geen"},
        prefix="afspraak",
    )
    second = BewijseisForm(
        request.POST if which == "eis" else None,
        soorten=kinds,
        initial={"van": today},
        prefix="eis",
    )
    if which == "afspraak" and done(first, lambda: _agree(request, first)):
        messages.success(request, "De afspraak is vastgelegd.")
        return redirect("kassier:declaratieafspraken")
    if which == "eis" and done(
        second, lambda: actions.add_bewijseis(request.wie, **second.cleaned_data)
    ):
        messages.success(request, "Dit bewijs wordt voortaan gevraagd.")
        return redirect("kassier:declaratieafspraken")
    context = {
        "afspraak_form": first,
        "eis_form": second,
        "afspraken": Declaratieafspraak.objects.select_related("fonds").order_by(
            "fonds__naam", "-van"
        ),
        "eisen": Bewijseis.objects.select_related("interventiesoort").order_by(
            "interventiesoort__naam", "soort", "-van"
        ),
        "vandaag": today,
    }
    bound = first if which == "afspraak" else second
    return render(request, "kassier/afspraken.html", context, status=status_of(bound))


def _agree(request: Verzoek, form: AfspraakForm) -> None:
    data = dict(form.cleaned_data)
    fonds_id, van = data.pop("fonds"), data.pop("van")
    actions.set_afspraak(request.wie, fonds_id=fonds_id, van=van, afspraak=Afspraak(**data))


@route(
    "kassier/declaraties/afspraken/bewijs/<int:eis_id>/stoppen/",
    rollen=WIE_AFSPREEKT - {SYSTEEM},
    naam="bewijseis_stoppen",
    schrijft="stoppen met vragen om bewijs",
    knop=True,
)
def eis_stoppen(request: Verzoek, eis_id: int) -> HttpResponse:
    actions.end_bewijseis(request.wie, eis_id=eis_id, tot=timezone.localdate())
    messages.success(request, "Vanaf morgen wordt dit bewijs niet meer gevraagd.")
    return redirect("kassier:declaratieafspraken")
