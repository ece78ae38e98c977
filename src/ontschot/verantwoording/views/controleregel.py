"""One payment in a controle: the partner explains and reacts, others judge and ask back."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from ontschot.documenten import virus
from ontschot.documenten.soorten import MAX_BYTES
from ontschot.kassier.forms import BewijsIntrekForm
from ontschot.kern import audit
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.verantwoording import actions
from ontschot.verantwoording.forms import (
    AntwoordForm,
    BevindingForm,
    PapierForm,
    ReactieForm,
    UitstelForm,
)
from ontschot.verantwoording.models import AAN_DE_PARTNER, Controlebewijs, Controlebewijsinhoud
from ontschot.verantwoording.queries import (
    LEZERS,
    Regelpagina,
    may_answer,
    may_confirm,
    may_judge,
    regel_page,
)
from ontschot.verantwoording.rules import period_name
from ontschot.web.bestand import download
from ontschot.web.scherm import done, heard, status_of

KASSIER = actions.KASSIERS
OPENT_BEWIJS = KASSIER | {Rolsoort.COORDINATOR} | HULPVERLENERS


@route(
    "verantwoording/controles/betalingen/<int:pk>/",
    rollen=LEZERS | PROFESSIONALS,
    leest="een betaling in een controle",
)
def controleregel(request: Verzoek, pk: int) -> HttpResponse:
    return _page(request, pk)


def _page(
    request: Verzoek, pk: int, withdrawn: tuple[int, BewijsIntrekForm] | None = None, **forms: Any
) -> HttpResponse:
    pagina = regel_page(request.wie, pk)
    if not pagina:
        raise Http404
    regel, wie = pagina.regel, request.wie
    partner, judges = may_answer(wie, pagina), may_judge(wie, pagina)
    turn = pagina.rij.beurt
    context = {
        "pagina": pagina,
        "regel": regel,
        "controle": regel.controle,
        "periode": period_name(regel.controle.van, regel.controle.tot),
        "partner": partner,
        "leest_controle": wie.rol in LEZERS,
        "opent_bewijs": partner or wie.rol in OPENT_BEWIJS,
        "antwoordt": partner and regel.status == "gevraagd",
        "mag_uitstel": partner and _more_time(pagina),
        "reageert": partner and _can_react(pagina),
        "voegt_toe": partner
        and regel.status in AAN_DE_PARTNER
        and (regel.status == "gevraagd" or _can_react(pagina)),
        "beoordeelt": judges and turn != "partner",
        "mag_in_orde": judges and turn == "partner" and regel.status == "gevraagd",
        "mag_definitief": may_confirm(wie, pagina),
        "mag_terugvragen": wie.rol in KASSIER
        and wie.organisatie_id == regel.controle.organisatie_id
        and pagina.te_vorderen_cent > 0,
        "scanner": virus.is_configured(),
        "antwoord_form": AntwoordForm(),
        "uitstel_form": UitstelForm(),
        "papier_form": PapierForm(),
        "reactie_form": ReactieForm(initial={"nummer": len(pagina.bevindingen)}),
        "bevinding_form": _found_form(pagina),
        "intrek_forms": [(piece, _withdraw_form(piece, withdrawn)) for piece in pagina.bewijs],
        **forms,
    }
    refused = withdrawn[1] if withdrawn else next(iter(forms.values()), None)
    status = status_of(refused) if refused else 200
    return render(request, "verantwoording/controleregel.html", context, status=status)


def _withdraw_form(
    piece: Controlebewijs, withdrawn: tuple[int, BewijsIntrekForm] | None
) -> BewijsIntrekForm:
    """A form of its own per file; the one that was refused keeps what was typed."""
    if withdrawn and withdrawn[0] == piece.pk:
        return withdrawn[1]
    return BewijsIntrekForm(auto_id=f"bewijs-{piece.pk}-%s")


def _more_time(pagina: Regelpagina) -> bool:
    regel = pagina.regel
    return (
        regel.status == "gevraagd"
        and pagina.rij.beurt == "partner"
        and regel.controle.uitstel_dagen > 0
        and not regel.uitstel_op
    )


def _can_react(pagina: Regelpagina) -> bool:
    last = pagina.rij.bevinding
    return bool(
        last
        and pagina.regel.status == "voorlopig"
        and last.oordeel != "in_orde"
        and not last.reactie_op
    )


def _found_form(pagina: Regelpagina) -> BevindingForm:
    return BevindingForm(initial={"nummer": pagina.volgend_nummer})


@route(
    "verantwoording/controles/betalingen/<int:pk>/antwoord/",
    rollen=PROFESSIONALS,
    schrijft="uitleg geven bij een betaling in een controle",
    knop=True,
)
def controle_antwoord(request: Verzoek, pk: int) -> HttpResponse:
    form = AntwoordForm(request.POST)
    if done(
        form,
        lambda: actions.answer_controleregel(
            request.wie, regel_id=pk, antwoord=form.cleaned_data["antwoord"]
        ),
    ):
        messages.success(request, "Je uitleg is verstuurd. De kassier kijkt ernaar.")
        return redirect("verantwoording:controleregel", pk)
    return heard(request, form, lambda: _page(request, pk, antwoord_form=form))


@route(
    "verantwoording/controles/betalingen/<int:pk>/uitstel/",
    rollen=PROFESSIONALS,
    schrijft="meer tijd vragen bij een controle",
    knop=True,
)
def controle_uitstel(request: Verzoek, pk: int) -> HttpResponse:
    form = UitstelForm(request.POST)
    if done(
        form,
        lambda: actions.ask_more_time(request.wie, regel_id=pk, reden=form.cleaned_data["reden"]),
    ):
        messages.success(request, "Je hebt meer tijd gekregen.")
        return redirect("verantwoording:controleregel", pk)
    return heard(request, form, lambda: _page(request, pk, uitstel_form=form))


@route(
    "verantwoording/controles/betalingen/<int:pk>/bewijs/",
    rollen=PROFESSIONALS,
    schrijft="bewijs toevoegen bij een controle",
    knop=True,
)
def controlebewijs_toevoegen(request: Verzoek, pk: int) -> HttpResponse:
    form = PapierForm(request.POST, request.FILES)
    if done(form, lambda: _store(request, pk, form)):
        messages.success(request, "Het bewijs is bewaard.")
        return redirect("verantwoording:controleregel", pk)
    return heard(request, form, lambda: _page(request, pk, papier_form=form))


def _store(request: Verzoek, pk: int, form: PapierForm) -> None:
    upload: UploadedFile = form.cleaned_data["bestand"]
    actions.add_controlebewijs(
        request.wie,
        regel_id=pk,
        naam=upload.name or "bewijs",
        # One byte more than fits is enough to refuse it.
        inhoud=upload.read(MAX_BYTES + 1),
        zonder_namen=form.cleaned_data["zonder_namen"],
    )


@route(
    "verantwoording/controles/bewijs/<int:bewijs_id>/",
    rollen=OPENT_BEWIJS,
    leest="bewijs bij een controle",
)
def controlebewijs(request: Verzoek, bewijs_id: int) -> HttpResponse:
    """The file, to be kept on a disk and never opened inside our own address. Logged."""
    piece = (
        Controlebewijs.objects.select_related(
            "regel__controle",
            "regel__declaratieregel__verplichting",
            "regel__kostenregel__declaratie",
        )
        .filter(pk=bewijs_id)
        .first()
    )
    content = Controlebewijsinhoud.objects.filter(controlebewijs=bewijs_id).first()
    wie = request.wie
    if not piece or not content:
        raise Http404
    own = piece.regel.organisatie_id == wie.organisatie_id
    if not own and wie.rol not in KASSIER | {Rolsoort.COORDINATOR}:
        raise Http404
    audit.inzage(
        request,
        "controlebewijs_geopend",
        object_soort="controle",
        object_sleutel=piece.regel.controle.nummer,
        regio=piece.regio_id,
        regel=piece.regel.nummer,
    )
    return download(bytes(content.bytes), piece.naam, piece.mediatype)


@route(
    "verantwoording/controles/bewijs/<int:bewijs_id>/intrekken/",
    rollen=PROFESSIONALS,
    schrijft="bewijs bij een controle intrekken",
    knop=True,
)
def controlebewijs_intrekken(request: Verzoek, bewijs_id: int) -> HttpResponse:
    piece = Controlebewijs.objects.filter(
        pk=bewijs_id, regel__organisatie=request.wie.organisatie_id
    ).first()
    if not piece:
        raise Http404
    form = BewijsIntrekForm(request.POST, auto_id=f"bewijs-{bewijs_id}-%s")
    if done(
        form,
        lambda: actions.withdraw_controlebewijs(
            request.wie, bewijs_id=bewijs_id, **form.cleaned_data
        ),
    ):
        messages.success(request, "Het bewijs is ingetrokken.")
        return redirect("verantwoording:controleregel", piece.regel_id)
    return heard(request, form, lambda: _page(request, piece.regel_id, withdrawn=(bewijs_id, form)))


@route(
    "verantwoording/controles/betalingen/<int:pk>/reactie/",
    rollen=PROFESSIONALS,
    schrijft="reageren op een bevinding",
    knop=True,
)
def bevinding_reactie(request: Verzoek, pk: int) -> HttpResponse:
    form = ReactieForm(request.POST)
    if done(
        form,
        lambda: actions.react_bevinding(request.wie, regel_id=pk, **form.cleaned_data),
    ):
        messages.success(request, "Je reactie is verstuurd.")
        return redirect("verantwoording:controleregel", pk)
    return heard(request, form, lambda: _page(request, pk, reactie_form=form))


@route(
    "verantwoording/controles/betalingen/<int:pk>/bevinding/",
    rollen=KASSIER,
    schrijft="een bevinding vastleggen",
    knop=True,
)
def bevinding_vastleggen(request: Verzoek, pk: int) -> HttpResponse:
    form = BevindingForm(request.POST)
    if done(form, lambda: _find(request, pk, form)):
        messages.success(request, "De bevinding is vastgelegd.")
        return redirect("verantwoording:controleregel", pk)
    return heard(request, form, lambda: _page(request, pk, bevinding_form=form))


def _find(request: Verzoek, pk: int, form: BevindingForm) -> None:
    data = dict(form.cleaned_data)
    actions.find(request.wie, regel_id=pk, fout_cent=data.pop("cent"), **data)


@route(
    "verantwoording/controles/betalingen/<int:pk>/definitief/<int:nummer>/",
    rollen=actions.TWEEDEN,
    schrijft="een bevinding definitief maken",
    knop=True,
)
def bevinding_definitief(request: Verzoek, pk: int, nummer: int) -> HttpResponse:
    actions.confirm_bevinding(request.wie, regel_id=pk, nummer=nummer)
    messages.success(request, "De bevinding is definitief.")
    return redirect("verantwoording:controleregel", pk)


@route(
    "verantwoording/controles/betalingen/<int:pk>/terugvragen/",
    rollen=KASSIER,
    schrijft="geld terugvragen na een controle",
    knop=True,
)
def controle_terugvragen(request: Verzoek, pk: int) -> HttpResponse:
    made = actions.recover(request.wie, regel_id=pk)
    messages.success(
        request, f"Terugvordering {made.nummer} is voorgesteld. Een andere kassier beslist."
    )
    return redirect("verantwoording:controleregel", pk)
