"""The screens about people. The dossier itself is laid out by `werkplek`."""

from datetime import datetime, time

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kandidaten import actions, queries
from ontschot.kandidaten.forms import (
    BeslisForm,
    BetrokkeneForm,
    ContactForm,
    GegevensForm,
    NoodForm,
    RedenForm,
)
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.rules import SNELLE_MINUTEN, TOEGANG_WERKDAGEN, add_workdays
from ontschot.kandidaten.search import hidden_name_of
from ontschot.kandidaten.views.common import log_read
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import colleagues_in, gemeenten_in
from ontschot.regelingen.queries import alle_keuzes
from ontschot.web.scherm import done, status_of

# --- contact and personal data -----------------------------------------------


@route("kandidaten/<str:sleutel>/contact/", rollen=PROFESSIONALS, schrijft="een contact vastleggen")
def contact(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    form = ContactForm(
        _with_clicked_minutes(request), initial={"dag": timezone.localdate(), "wijze": "telefoon"}
    )
    if done(form, lambda: _record_contact(request, kandidaat, form)):
        messages.success(request, "Het contact is vastgelegd.")
        return redirect(kandidaat)
    log_read(request, "contact_geopend", kandidaat)
    context = {"kandidaat": kandidaat, "form": form, "snelle_minuten": SNELLE_MINUTEN}
    return render(request, "kandidaten/contact.html", context, status=status_of(form))


def _with_clicked_minutes(request: Verzoek) -> QueryDict | None:
    """What was sent; a button with a number of minutes counts for more than the typed number."""
    if not request.POST:
        return None
    clicked = request.POST.get("snel", "")
    if clicked not in map(str, SNELLE_MINUTEN):
        return request.POST
    data = request.POST.copy()
    data["minuten"] = clicked
    return data


def _record_contact(request: Verzoek, kandidaat: Kandidaat, form: ContactForm) -> None:
    """Today is now; another day counts as noon, because nobody remembers the minute."""
    data = dict(form.cleaned_data)
    day = data.pop("dag")
    if day == timezone.localdate():
        moment = timezone.now()
    else:
        moment = timezone.make_aware(datetime.combine(day, time(12)))
    actions.record_contact(request.wie, kandidaat=kandidaat, op=moment, **data)


@route(
    "kandidaten/<str:sleutel>/gegevens/",
    rollen=PROFESSIONALS,
    schrijft="persoonsgegevens wijzigen",
)
def gegevens(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    now = actions.Gegevens.of(kandidaat)
    initial = {name: getattr(now, name, None) for name in GegevensForm.base_fields}
    form = GegevensForm(
        request.POST or None,
        gemeenten=_gemeenten_with(request, kandidaat),
        keuzes=alle_keuzes(),
        initial=initial | {"gemeente": now.gemeente_id, "gezien": now.sealed()},
    )
    if done(
        form,
        lambda: actions.change_gegevens(
            request.wie,
            kandidaat=kandidaat,
            gegevens=form.gegevens(),
            uitgangspunt=actions.Gegevens.unsealed(form.cleaned_data["gezien"]),
        ),
    ):
        messages.success(request, "De gegevens zijn bewaard.")
        return redirect(kandidaat)
    log_read(request, "gegevens_bekeken", kandidaat)
    context = {"kandidaat": kandidaat, "form": form}
    return render(request, "kandidaten/gegevens.html", context, status=status_of(form))


def _gemeenten_with(request: Verzoek, kandidaat: Kandidaat) -> list[tuple[int, str]]:
    """The gemeenten of the region, and the one that stands here even if it lies elsewhere now."""
    found = gemeenten_in(request.wie.regios, timezone.localdate())
    here = kandidaat.gemeente
    if here and here.pk not in dict(found):
        found.append((here.pk, here.naam))
    return found


@route(
    "kandidaten/<str:sleutel>/betrokkenen/",
    rollen=PROFESSIONALS,
    schrijft="een collega toelaten tot een dossier",
)
def betrokkenen(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    known = queries.involved_with(kandidaat.pk)
    here = {b.medewerker_id for b in known if not b.leest_tot}
    colleagues = {
        rol.pk: rol
        for rol in colleagues_in(kandidaat.regio_id, PROFESSIONALS)
        if rol.medewerker_id not in here
    }
    choices = [
        (rol.pk, f"{rol.medewerker.naam}, {rol.get_soort_display()} ({rol.organisatie.naam})")
        for rol in colleagues.values()
    ]
    form = BetrokkeneForm(request.POST or None, collegas=choices)
    if done(
        form, lambda: _let_in(request, kandidaat, colleagues[form.cleaned_data["collega"]], form)
    ):
        messages.success(request, "Je collega kan nu in dit dossier.")
        return redirect("kandidaten:betrokkenen", sleutel)
    log_read(request, "gegevens_bekeken", kandidaat)
    context = {"kandidaat": kandidaat, "betrokkenen": known, "form": form}
    return render(request, "kandidaten/betrokkenen.html", context, status=status_of(form))


def _let_in(request: Verzoek, kandidaat: Kandidaat, rol: Rol, form: BetrokkeneForm) -> None:
    actions.add_betrokkene(
        request.wie,
        kandidaat=kandidaat,
        medewerker_id=rol.medewerker_id,
        organisatie_id=rol.organisatie_id,
        grond=form.cleaned_data["grond"],
    )


@route(
    "kandidaten/<str:sleutel>/betrokkenen/<int:pk>/weg/",
    rollen=PROFESSIONALS,
    schrijft="een betrokkenheid beëindigen",
    knop=True,
)
def betrokkene_weg(request: Verzoek, sleutel: str, pk: int) -> HttpResponse:
    queries.kandidaat_for(request.wie, sleutel, schrijft=True)
    ended = actions.end_betrokkenheid(request.wie, betrokkenheid_id=pk)
    messages.success(request, "Deze collega is niet meer betrokken.")
    own = ended.medewerker_id == request.wie.medewerker_id
    return redirect("kandidaten:lijst") if own else redirect("kandidaten:betrokkenen", sleutel)


# --- without access ----------------------------------------------------------


def _findable(request: Verzoek, sleutel: str) -> Kandidaat:
    """Who may be known about, if only with a hidden name; 404 for unknown and for hidden alike."""
    found = Kandidaat.objects.filter(queries.findable_by(request.wie), sleutel=sleutel)
    kandidaat = found.select_related("gemeente").first()
    if kandidaat is None:
        raise Http404
    return kandidaat


@route("kandidaten/<str:sleutel>/toegang/", rollen=PROFESSIONALS, schrijft="om toegang vragen")
def toegang(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = _findable(request, sleutel)
    form = RedenForm(request.POST or None)
    if done(
        form,
        lambda: actions.ask_access(request.wie, sleutel=sleutel, reden=form.cleaned_data["reden"]),
    ):
        messages.success(request, "Je verzoek is verstuurd. Het antwoord komt per e-mail.")
        return redirect("kandidaten:toegang", sleutel)
    return _closed_page(request, kandidaat, form, NoodForm())


@route(
    "kandidaten/<str:sleutel>/noodtoegang/",
    rollen=PROFESSIONALS,
    schrijft="een gesloten dossier openen met noodtoegang",
    knop=True,
)
def noodtoegang(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = _findable(request, sleutel)
    form = NoodForm(request.POST)
    if done(
        form,
        lambda: actions.break_glass(request.wie, sleutel=sleutel, reden=form.cleaned_data["nood"]),
    ):
        messages.warning(request, "Je leest nu mee met noodtoegang, 24 uur lang.")
        return redirect(kandidaat)
    return _closed_page(request, kandidaat, RedenForm(), form)


def _closed_page(
    request: Verzoek, kandidaat: Kandidaat, form: RedenForm, nood: NoodForm
) -> HttpResponse:
    if queries.may_write(request.wie, kandidaat):
        return redirect(kandidaat)
    context = {
        "sleutel": kandidaat.sleutel,
        "wie_is_het": hidden_name_of(kandidaat),
        "verzoek": queries.open_request(request.wie, kandidaat.pk),
        "contactpersoon": queries.contact_of(kandidaat.pk),
        "antwoord_voor": add_workdays(timezone.localdate(), TOEGANG_WERKDAGEN),
        "form": form,
        "nood": nood,
    }
    return render(request, "kandidaten/toegang.html", context, status=status_of(form, nood))


@route(
    "toegangsverzoeken/<int:pk>/",
    rollen=PROFESSIONALS,
    schrijft="beslissen over een verzoek om toegang",
)
def verzoek(request: Verzoek, pk: int) -> HttpResponse:
    found = queries.verzoek_for(request.wie, pk)
    if found is None:
        raise Http404
    form = BeslisForm(request.POST or None)
    if done(
        form,
        lambda: actions.decide_access(
            request.wie,
            verzoek_id=pk,
            toestaan=form.cleaned_data["antwoord"] == "ja",
            toelichting=form.cleaned_data["toelichting"],
        ),
    ):
        messages.success(request, "Je besluit is bewaard en verstuurd.")
        return redirect("werkplek:werkvoorraad")
    log_read(request, "verzoek_bekeken", found.kandidaat)
    context = {"verzoek": found, "wie_is_het": hidden_name_of(found.kandidaat), "form": form}
    return render(request, "kandidaten/verzoek.html", context, status=status_of(form))
