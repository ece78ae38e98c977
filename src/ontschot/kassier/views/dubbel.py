"""Money that left twice: the list, what was done about each, and when two people stop waiting."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from ontschot.kassier import actions
from ontschot.kassier.forms.bank import DubbeltermijnForm, StapForm
from ontschot.kassier.models.dubbel import NIET_TERUG
from ontschot.kassier.queries.bank import dubbel_dagen
from ontschot.kassier.queries.dubbel import double_page, double_rows, open_doubles, told
from ontschot.kassier.views.declaraties import KASSIER
from ontschot.kern.routes import Verzoek, route
from ontschot.web.paging import keyset
from ontschot.web.scherm import ONVERWERKBAAR, press, send


@route("kassier/bank/dubbel/", rollen=KASSIER, leest="geld dat twee keer wegging")
def dubbele(request: Verzoek) -> HttpResponse:
    return _list(request)


def _list(request: Verzoek, termijn: DubbeltermijnForm | None = None) -> HttpResponse:
    days = dubbel_dagen(request.wie.regio)
    waiting = open_doubles()
    settled = double_rows().exclude(pk__in=[row.plaatsing.pk for row in waiting])
    page = keyset(settled, request.GET, order=("-pk",))
    context = {
        "wachtend": waiting,
        "samen_cent": sum(row.open_cent for row in waiting),
        "page": page,
        "klaar": [told(row) for row in page.rows],
        "dagen": days,
        "termijn": termijn or DubbeltermijnForm(initial={"dubbel_dagen": days}),
    }
    status = ONVERWERKBAAR if termijn else 200
    return render(request, "kassier/dubbele.html", context, status=status)


@route(
    "kassier/bank/dubbel/termijn/",
    rollen=KASSIER,
    schrijft="instellen wanneer geld te lang weg is",
    knop=True,
)
def dubbele_termijn(request: Verzoek) -> HttpResponse:
    form = DubbeltermijnForm(request.POST)
    return send(
        request,
        form,
        lambda: actions.set_dubbel_dagen(request.wie, dagen=form.cleaned_data["dubbel_dagen"]),
        "Vastgelegd.",
        "kassier:dubbele",
        anders=lambda: _list(request, form),
    )


@route(
    "kassier/bank/dubbel/<int:plaatsing_id>/", rollen=KASSIER, leest="geld dat twee keer wegging"
)
def dubbel(request: Verzoek, plaatsing_id: int) -> HttpResponse:
    return _page(request, plaatsing_id)


def _page(request: Verzoek, plaatsing_id: int, form: StapForm | None = None) -> HttpResponse:
    page = double_page(plaatsing_id)
    if not page:
        raise Http404
    found = page.dubbel
    proposed = found.wacht and found.stap == NIET_TERUG
    own = found.stap_door == request.wie.medewerker_id
    context = {
        "pagina": page,
        "dubbel": found,
        "stap": form or StapForm(),
        "mag_instemmen": proposed and not own,
        "wacht_op_ander": proposed and own,
    }
    return render(request, "kassier/dubbel.html", context, status=ONVERWERKBAAR if form else 200)


@route(
    "kassier/bank/dubbel/<int:plaatsing_id>/stap/",
    rollen=KASSIER,
    schrijft="vastleggen wat je deed om geld terug te krijgen",
    knop=True,
)
def dubbel_stap(request: Verzoek, plaatsing_id: int) -> HttpResponse:
    form = StapForm(request.POST)
    return send(
        request,
        form,
        lambda: actions.record_stap(request.wie, plaatsing_id=plaatsing_id, **form.cleaned_data),
        "Vastgelegd.",
        "kassier:dubbel",
        plaatsing_id,
        anders=lambda: _page(request, plaatsing_id, form),
    )


@route(
    "kassier/bank/dubbel/<int:plaatsing_id>/stoppen/",
    rollen=KASSIER,
    schrijft="instemmen om niet langer op geld te wachten",
    knop=True,
)
def dubbel_stoppen(request: Verzoek, plaatsing_id: int) -> HttpResponse:
    return press(
        request,
        lambda: actions.stop_waiting(request.wie, plaatsing_id=plaatsing_id),
        "Vastgelegd. Er wordt niet langer op dit geld gewacht.",
        "kassier:dubbele",
    )
