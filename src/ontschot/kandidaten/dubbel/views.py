"""The screens about doubles: what may be one person, side by side, and the way back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kandidaten.access import kandidaat_for
from ontschot.kandidaten.dubbel import actions, queries
from ontschot.kandidaten.dubbel.forms import AkkoordForm, SamenvoegForm
from ontschot.kandidaten.dubbel.vergelijken import contacts_of, contents, side_by_side
from ontschot.kandidaten.models import Kandidaat, Samenvoeging
from ontschot.kandidaten.views.common import log_read
from ontschot.kern import audit
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.web.scherm import done, status_of


@route("dubbelen/", rollen=PROFESSIONALS, leest="welke dossiers misschien dubbel zijn")
def dubbelen(request: Verzoek) -> HttpResponse:
    audit.inzage(
        request,
        "dubbelen_bekeken",
        object_soort="lijst",
        object_sleutel="dubbelen",
        regio=request.wie.regio,
    )
    context = {
        "paren": queries.doubles_for(request.wie),
        "onderscheiden": queries.told_apart_for(request.wie),
        "samenvoegingen": queries.merges_for(request.wie),
    }
    return render(request, "kandidaten/dubbelen.html", context)


@route(
    "dubbelen/<int:pk>/niet/",
    rollen=PROFESSIONALS,
    schrijft="zeggen dat twee dossiers van twee mensen zijn",
    knop=True,
)
def niet_dezelfde(request: Verzoek, pk: int) -> HttpResponse:
    actions.tell_apart(request.wie, vermoeden_id=pk)
    messages.success(request, "Onthouden: dit zijn twee mensen. We stellen het niet meer voor.")
    return redirect("kandidaten:dubbelen")


@route(
    "dubbelen/niet/<int:pk>/terug/",
    rollen=PROFESSIONALS,
    schrijft="terugnemen dat twee dossiers van twee mensen zijn",
    knop=True,
)
def niet_dezelfde_terug(request: Verzoek, pk: int) -> HttpResponse:
    actions.take_back_apart(request.wie, niet_dezelfde_id=pk)
    messages.success(request, "Teruggenomen. Lijken ze nog op elkaar, dan staan ze weer hier.")
    return redirect("kandidaten:dubbelen")


@route(
    "samenvoegen/<str:sleutel>/<str:andere>/",
    rollen=PROFESSIONALS,
    schrijft="twee dossiers van één persoon samenvoegen",
)
def samenvoegen(request: Verzoek, sleutel: str, andere: str) -> HttpResponse:
    een = kandidaat_for(request.wie, sleutel, schrijft=True)
    twee = kandidaat_for(request.wie, andere, schrijft=True)
    if een.pk == twee.pk or een.samengevoegd_met_id or twee.samengevoegd_met_id:
        messages.error(request, "Deze twee dossiers zijn al één, of het is hetzelfde dossier.")
        return redirect("kandidaten:dubbelen")
    form = _merge_form(request, een, twee)

    def act() -> None:
        merge = actions.ask_merge(
            request.wie,
            blijver=form.cleaned_data["blijver"],
            verliezer=form.verliezer,
            contact_id=form.cleaned_data["contact"],
            keuzes=form.keuzes(),
        )
        _say(request, merge)

    if done(form, act):
        return redirect("kandidaten:dubbelen")
    _log_both(request, een, twee)
    context = {"een": een, "twee": twee, "form": form, "inhoud": contents(een, twee)}
    return render(request, "kandidaten/samenvoegen.html", context, status=status_of(form))


def _merge_form(request: Verzoek, een: Kandidaat, twee: Kandidaat) -> SamenvoegForm:
    contacts = contacts_of(een, twee)
    people = {c.medewerker_id: c for c in (contacts[een.pk], contacts[twee.pk])}
    older = min((een, twee), key=lambda row: (row.aangemaakt_op, row.pk))
    return SamenvoegForm(
        request.POST or None,
        een=(een.sleutel, f"{een.sleutel} ({een.naam})"),
        twee=(twee.sleutel, f"{twee.sleutel} ({twee.naam})"),
        contacten=[(pk, f"{c.medewerker.naam} ({c.organisatie.naam})") for pk, c in people.items()],
        waarden=side_by_side(een, twee),
        initial={"blijver": older.sleutel, "contact": contacts[older.pk].medewerker_id},
    )


def _say(request: Verzoek, merge: Samenvoeging) -> None:
    if merge.status == "uitgevoerd":
        messages.success(
            request,
            f"Samengevoegd. {merge.blijver_sleutel} gaat verder. Terugdraaien kan 30 dagen lang.",
        )
    else:
        messages.success(
            request, "Je voorstel is verstuurd. Het gebeurt pas als je collega akkoord is."
        )


def _log_both(request: Verzoek, een: Kandidaat, twee: Kandidaat) -> None:
    for row, other in ((een, twee), (twee, een)):
        audit.inzage(
            request,
            "dossiers_vergeleken",
            object_soort="kandidaat",
            object_sleutel=row.sleutel,
            regio=row.regio_id,
            kandidaat_sleutel=row.sleutel,
            andere=other.sleutel,
        )


@route(
    "samenvoeging/<int:pk>/",
    rollen=PROFESSIONALS,
    schrijft="akkoord gaan met het samenvoegen van twee dossiers",
)
def samenvoeging(request: Verzoek, pk: int) -> HttpResponse:
    found = queries.merge_for(request.wie, pk)
    if found is None:
        raise Http404
    form = AkkoordForm(request.POST or None)

    def act() -> None:
        merge = actions.answer_merge(
            request.wie,
            samenvoeging_id=pk,
            akkoord=form.cleaned_data["antwoord"] == "ja",
            toelichting=form.cleaned_data["toelichting"],
        )
        if merge.status == "uitgevoerd":
            _say(request, merge)
        else:
            messages.success(request, "Je antwoord is bewaard. De dossiers blijven apart.")

    if done(form, act):
        return redirect("kandidaten:dubbelen")
    log_read(request, "gegevens_bekeken", found.blijver)
    log_read(request, "gegevens_bekeken", found.verliezer)
    return render(
        request, "kandidaten/samenvoeging.html", _context(request, found, form),
        status=status_of(form),
    )  # fmt: skip


def _context(request: Verzoek, found: Samenvoeging, form: AkkoordForm) -> dict[str, object]:
    mine = request.wie.medewerker_id
    waiting = found.status == "gevraagd"
    today = timezone.localdate()
    in_time = found.status == "uitgevoerd" and (found.ongedaan_tot or today) >= today
    waarden = side_by_side(found.blijver, found.verliezer) if waiting else []
    return {
        "s": found,
        "form": form,
        "waarden": waarden,
        "keuzes": found.spoor.keuzes,
        "inhoud": contents(found.blijver, found.verliezer),
        "mag_beslissen": waiting and found.akkoord_van_id == mine,
        "mag_intrekken": waiting and found.gevraagd_door_id == mine,
        "mag_terug": in_time and actions.may_undo(request.wie, found),
    }


@route(
    "samenvoeging/<int:pk>/intrekken/",
    rollen=PROFESSIONALS,
    schrijft="een voorstel om samen te voegen intrekken",
    knop=True,
)
def samenvoeging_intrekken(request: Verzoek, pk: int) -> HttpResponse:
    actions.withdraw_merge(request.wie, samenvoeging_id=pk)
    messages.success(request, "Ingetrokken. De dossiers blijven apart.")
    return redirect("kandidaten:dubbelen")


@route(
    "samenvoeging/<int:pk>/terugdraaien/",
    rollen=PROFESSIONALS,
    schrijft="het samenvoegen van twee dossiers terugdraaien",
    knop=True,
)
def samenvoeging_terug(request: Verzoek, pk: int) -> HttpResponse:
    actions.undo_merge(request.wie, samenvoeging_id=pk)
    messages.success(request, "Teruggedraaid. Het zijn weer twee dossiers, zoals ervoor.")
    return redirect("kandidaten:dubbelen")
