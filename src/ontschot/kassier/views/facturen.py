"""E-invoices: handed in, looked at, and declared."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ontschot.kassier import actions
from ontschot.kassier.forms.bank import DeclareerForm, XmlForm
from ontschot.kassier.models import Declaratie, Factuur, Factuurbestand
from ontschot.kassier.queries.creditnota import credit_plans
from ontschot.kassier.queries.partner import invoices
from ontschot.kassier.ubl import Afgekeurd
from ontschot.kassier.views.indieningen import KASSIER
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.web.bestand import download
from ontschot.web.forms import RedenForm
from ontschot.web.paging import keyset
from ontschot.web.scherm import ONVERWERKBAAR, press, send, status_of

LEZERS = KASSIER | PROFESSIONALS
LABEL = "E-factuur"
HULP = "Een XML-bestand volgens UBL 2.1 (NLCIUS), met of zonder pdf erin, tot 10 MB."
KOP = "Regel|Verplichting|Zonder btw:num|Btw:num|"
AFKEUREN = "Waarom gebruik je dit stuk niet?"


def _mine(request: Verzoek) -> Any:
    """A kassier sees all invoices of the region, a partner its own."""
    return invoices() if request.wie.rol in KASSIER else invoices(request.wie.organisatie_id or 0)


@route("kassier/facturen/", rollen=LEZERS, schrijft="e-facturen inlezen")
def facturen(request: Verzoek) -> HttpResponse:
    form = XmlForm(request.POST or None, request.FILES or None, label=LABEL, hulp=HULP)
    bezwaren: tuple[str, ...] = ()
    if form.is_valid():
        try:
            made = actions.read_invoice(request.wie, inhoud=form.inhoud())
        except Afgekeurd as refusal:
            bezwaren = refusal.bezwaren
            form.add_error("bestand", "Deze e-factuur klopt niet. Hieronder staat wat er mis is.")
        except Weigering as refusal:
            form.weiger(refusal)
        else:
            messages.success(request, "Ingelezen. Kijk of de regels kloppen.")
            return redirect("kassier:factuur", made.pk)
    context = {
        "form": form,
        "bezwaren": bezwaren,
        "page": keyset(_mine(request), request.GET, order=("-pk",)),
    }
    return render(request, "kassier/facturen.html", context, status=status_of(form))


@route("kassier/facturen/<int:factuur_id>/", rollen=LEZERS, leest="een e-factuur")
def factuur(request: Verzoek, factuur_id: int) -> HttpResponse:
    return _page(request, factuur_id)


def _page(request: Verzoek, factuur_id: int, form: RedenForm | None = None) -> HttpResponse:
    row = get_object_or_404(_mine(request), pk=factuur_id)
    lines = list(row.regels.select_related("verplichting__interventiesoort"))
    own = request.wie.rol in PROFESSIONALS and row.organisatie_id == request.wie.organisatie_id
    ask = sum(line.voorstel_cent for line in lines)
    credit = row.soort == Factuur.CREDITNOTA
    plans = credit_plans(row) if credit and own and row.status == "ingelezen" else []
    context = {
        "factuur": row,
        "regels": lines,
        "voorstel_cent": ask,
        "kop": KOP + ("Gaat eraf:num" if credit else "Te declareren:num"),
        "declaraties": Declaratie.objects.filter(regels__factuur=row)
        .select_related("organisatie")
        .order_by("pk")
        .distinct(),
        "creditnotas": row.creditnotas.exclude(status="afgekeurd"),
        "terugvorderingen": row.terugvorderingen.order_by("pk"),
        "plannen": plans,
        "mag_verwerken": bool(plans) and not any(plan.bezwaar for plan in plans),
        "mag_declareren": own and not credit and row.status == "ingelezen" and ask > 0,
        "mag_afkeuren": own and row.status in ("ingelezen", "voorgesteld"),
        "heeft_pdf": Factuurbestand.objects.filter(factuur=row, soort="pdf").exists(),
        "form": form or RedenForm(label=AFKEUREN),
        "declareer": DeclareerForm(),
    }
    status = ONVERWERKBAAR if form else 200
    return render(request, "kassier/factuur.html", context, status=status)


@route(
    "kassier/facturen/<int:factuur_id>/declareren/",
    rollen=PROFESSIONALS,
    schrijft="een factuur declareren",
    knop=True,
)
def factuur_declareren(request: Verzoek, factuur_id: int) -> HttpResponse:
    made = actions.declare_invoice(
        request.wie,
        factuur_id=factuur_id,
        pdf_zonder_namen=request.POST.get("pdf_zonder_namen") == "on",
    )
    messages.success(request, "De bedragen staan in een nieuwe declaratie. Kijk die na.")
    return redirect("kassier:declaratie", made[0].pk)


@route(
    "kassier/facturen/<int:factuur_id>/verwerken/",
    rollen=PROFESSIONALS,
    schrijft="een creditnota verwerken",
    knop=True,
)
def creditnota_verwerken(request: Verzoek, factuur_id: int) -> HttpResponse:
    return press(
        request,
        lambda: actions.process_credit_note(request.wie, factuur_id=factuur_id),
        "Verwerkt. Hieronder staat wat er veranderde.",
        "kassier:factuur",
        factuur_id,
    )


@route(
    "kassier/facturen/<int:factuur_id>/afkeuren/",
    rollen=PROFESSIONALS,
    schrijft="een factuur afkeuren",
    knop=True,
)
def factuur_afkeuren(request: Verzoek, factuur_id: int) -> HttpResponse:
    form = RedenForm(request.POST, label=AFKEUREN)
    return send(
        request,
        form,
        lambda: actions.refuse_invoice(request.wie, factuur_id=factuur_id, **form.cleaned_data),
        "Afgekeurd. Een verbeterd stuk kun je opnieuw inlezen.",
        "kassier:factuur",
        factuur_id,
        anders=lambda: _page(request, factuur_id, form),
    )


@route(
    "kassier/facturen/<int:factuur_id>/pdf/",
    rollen=PROFESSIONALS,
    leest="de pdf bij een factuur",
)
def factuur_pdf(request: Verzoek, factuur_id: int) -> HttpResponse:
    row = get_object_or_404(_mine(request), pk=factuur_id)
    file = Factuurbestand.objects.filter(factuur=row, soort="pdf").first()
    if not file:
        raise Http404
    return download(bytes(file.inhoud), f"factuur-{row.pk}.pdf", "application/pdf")
