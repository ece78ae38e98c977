"""Beside a declaratie: the sample, the conversation, one line with its evidence."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.documenten import virus
from ontschot.documenten.soorten import MAX_BYTES
from ontschot.kassier import actions
from ontschot.kassier.forms import (
    BerichtForm,
    BevindingForm,
    BewijsForm,
    BewijsIntrekForm,
    MeerForm,
    VoorstelForm,
)
from ontschot.kassier.models import Bewijsinhoud, Bewijsstuk
from ontschot.kassier.models.indieningen import OPEN_FOR_CHANGE
from ontschot.kassier.queries.declaraties import Regelstand, declaratie_page
from ontschot.kassier.views.declaraties import do, show
from ontschot.kassier.views.indieningen import KASSIER, LEEST, Filled
from ontschot.kern import audit
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.web.bestand import download
from ontschot.web.scherm import done, send, status_of

PRAAT_MEE = KASSIER | PROFESSIONALS
OPENT_BEWIJS = KASSIER | {Rolsoort.COORDINATOR} | HULPVERLENERS


@route(
    "kassier/declaraties/<int:declaratie_id>/steekproef/",
    rollen=KASSIER,
    schrijft="een steekproef trekken",
    knop=True,
)
def steekproef(request: Verzoek, declaratie_id: int) -> HttpResponse:
    alles = request.POST.get("wat") == "alles"
    return do(
        request,
        declaratie_id,
        lambda: actions.draw_steekproef(request.wie, declaratie_id=declaratie_id, alles=alles),
        "De steekproef is getrokken. Kijk deze regels na.",
    )


@route(
    "kassier/declaraties/<int:declaratie_id>/steekproef/<int:steekproefregel_id>/",
    rollen=KASSIER,
    schrijft="een regel van de steekproef beoordelen",
    knop=True,
)
def bevinding(request: Verzoek, declaratie_id: int, steekproefregel_id: int) -> HttpResponse:
    form = BevindingForm(request.POST, auto_id=f"steekproef-{steekproefregel_id}-%s")
    return send(
        request,
        form,
        lambda: actions.judge_steekproefregel(
            request.wie, steekproefregel_id=steekproefregel_id, **form.cleaned_data
        ),
        "Bewaard.",
        "kassier:declaratie",
        declaratie_id,
        anders=lambda: show(
            request, declaratie_id, Filled({"bevinding": (steekproefregel_id, form)})
        ),
    )


@route(
    "kassier/declaraties/<int:declaratie_id>/bericht/",
    rollen=PRAAT_MEE,
    schrijft="een bericht bij een declaratie",
    knop=True,
)
def bericht(request: Verzoek, declaratie_id: int) -> HttpResponse:
    form = BerichtForm(request.POST)
    return send(
        request,
        form,
        lambda: actions.send_bericht(
            request.wie, declaratie_id=declaratie_id, tekst=form.cleaned_data["tekst"]
        ),
        "Verstuurd.",
        "kassier:declaratie",
        declaratie_id,
        anders=lambda: show(request, declaratie_id, Filled({"bericht": form})),
    )


@route(
    "kassier/declaraties/<int:declaratie_id>/gelezen/",
    rollen=PRAAT_MEE,
    schrijft="berichten bij een declaratie als gelezen aanmerken",
    knop=True,
)
def gelezen(request: Verzoek, declaratie_id: int) -> HttpResponse:
    return do(
        request,
        declaratie_id,
        lambda: actions.read_berichten(request.wie, declaratie_id=declaratie_id),
        "De berichten staan op gelezen.",
    )


@dataclass
class _Formulieren:
    """The forms on the page of one line; what was refused keeps what was typed."""

    bewijs: BewijsForm | None = None
    intrekken: tuple[int, BewijsIntrekForm] | None = None
    terug: VoorstelForm | None = None
    meer: MeerForm | None = None

    @property
    def status(self) -> int:
        first = next((f for f in (self.bewijs, self.terug, self.meer) if f), None)
        form = self.intrekken[1] if self.intrekken else first
        return status_of(form) if form else 200


@route(
    "kassier/declaraties/<int:declaratie_id>/regels/<int:regel_id>/",
    rollen=LEEST,
    naam="declaratieregel",
    leest="een regel van een declaratie",
)
def regel(request: Verzoek, declaratie_id: int, regel_id: int) -> HttpResponse:
    return _line(request, declaratie_id, regel_id, _Formulieren())


def _line(request: Verzoek, declaratie_id: int, regel_id: int, forms: _Formulieren) -> HttpResponse:
    stand = declaratie_page(request.wie, declaratie_id)
    row = next((r for r in stand.regels if r.regel.pk == regel_id), None) if stand else None
    if not stand or not row:
        raise Http404
    wie, claim = request.wie, stand.declaratie
    own = claim.organisatie_id == wie.organisatie_id and wie.rol in PROFESSIONALS
    opens = own or wie.rol in KASSIER | {Rolsoort.COORDINATOR}
    context = {
        "stand": stand,
        "declaratie": claim,
        "rij": row,
        "eigen": own and claim.status in OPEN_FOR_CHANGE,
        "van_mij": own,
        "opent_bewijs": opens,
        "scanner": virus.is_configured(),
        "bewijs_form": forms.bewijs or BewijsForm(initial={"soort": "factuur"}),
        "bewijzen": [(b, _withdraw_form(b, forms)) for b in row.bewijs] if opens else [],
        "mag_terugvragen": (own or wie.rol in KASSIER) and row.terug_te_vragen_cent > 0,
        "terug_form": forms.terug or _proposed(request, row),
        "mag_meer": own and row.regel.status == "betaald",
        "meer_form": forms.meer or MeerForm(initial={"periode": timezone.localdate()}),
    }
    return render(request, "kassier/declaratieregel.html", context, status=forms.status)


def _withdraw_form(piece: Bewijsstuk, forms: _Formulieren) -> BewijsIntrekForm:
    if forms.intrekken and forms.intrekken[0] == piece.pk:
        return forms.intrekken[1]
    return BewijsIntrekForm(auto_id=f"bewijs-{piece.pk}-%s")


def _proposed(request: Verzoek, row: Regelstand) -> VoorstelForm:
    """Filled in from the drift that somebody came from, or from the first one."""
    asked = request.GET.get("aanleiding", "")
    drift = next((d for d in row.afwijkingen if d.code == asked), None)
    drift = drift or next(iter(row.afwijkingen), None)
    if not drift:
        return VoorstelForm()
    cent = min(drift.voorstel_cent or 0, row.terug_te_vragen_cent) or None
    return VoorstelForm(initial={"cent": cent, "reden": drift.zin, "aanleiding": drift.code})


@route(
    "kassier/declaraties/<int:declaratie_id>/regels/<int:regel_id>/bewijs/",
    rollen=PROFESSIONALS,
    naam="bewijs_toevoegen",
    schrijft="bewijs toevoegen",
    knop=True,
)
def bewijs_toevoegen(request: Verzoek, declaratie_id: int, regel_id: int) -> HttpResponse:
    form = BewijsForm(request.POST, request.FILES)
    if done(form, lambda: _store(request, regel_id, form)):
        messages.success(request, "Het bewijs is bewaard.")
        return redirect("kassier:declaratieregel", declaratie_id, regel_id)
    return _line(request, declaratie_id, regel_id, _Formulieren(bewijs=form))


def _store(request: Verzoek, regel_id: int, form: BewijsForm) -> None:
    data = dict(form.cleaned_data)
    upload: UploadedFile = data.pop("bestand")
    actions.add_bewijs(
        request.wie,
        declaratieregel_id=regel_id,
        naam=upload.name or "bewijs",
        # One byte more than fits is enough to refuse it.
        inhoud=upload.read(MAX_BYTES + 1),
        **data,
    )


@route(
    "kassier/declaraties/<int:declaratie_id>/regels/<int:regel_id>/aanwezigheid/",
    rollen=PROFESSIONALS,
    naam="aanwezigheid_maken",
    schrijft="een verklaring van aanwezigheid maken",
    knop=True,
)
def aanwezigheid_maken(request: Verzoek, declaratie_id: int, regel_id: int) -> HttpResponse:
    actions.make_aanwezigheid(request.wie, declaratieregel_id=regel_id)
    messages.success(request, "De verklaring is gemaakt en bewaard als bewijs.")
    return redirect("kassier:declaratieregel", declaratie_id, regel_id)


@route(
    "kassier/declaraties/<int:declaratie_id>/regels/<int:regel_id>/bewijs/<int:bewijs_id>/intrekken/",
    rollen=PROFESSIONALS,
    naam="bewijs_intrekken",
    schrijft="bewijs intrekken",
    knop=True,
)
def bewijs_intrekken(
    request: Verzoek, declaratie_id: int, regel_id: int, bewijs_id: int
) -> HttpResponse:
    form = BewijsIntrekForm(request.POST, auto_id=f"bewijs-{bewijs_id}-%s")
    if done(
        form,
        lambda: actions.withdraw_bewijs(request.wie, bewijs_id=bewijs_id, **form.cleaned_data),
    ):
        messages.success(request, "Het bewijs is ingetrokken.")
        return redirect("kassier:declaratieregel", declaratie_id, regel_id)
    return _line(request, declaratie_id, regel_id, _Formulieren(intrekken=(bewijs_id, form)))


@route(
    "kassier/bewijs/<int:bewijs_id>/", rollen=OPENT_BEWIJS, naam="bewijs", leest="een bewijsstuk"
)
def bewijs(request: Verzoek, bewijs_id: int) -> HttpResponse:
    """The file, to be kept on a disk never opened inside our own address. The read is logged."""
    piece = (
        Bewijsstuk.objects.select_related("declaratie__organisatie", "inhoud")
        .filter(pk=bewijs_id)
        .first()
    )
    wie = request.wie
    if not piece or not Bewijsinhoud.objects.filter(bewijsstuk=piece).exists():
        raise Http404
    own = piece.declaratie.organisatie_id == wie.organisatie_id
    if not own and (wie.rol not in KASSIER | {Rolsoort.COORDINATOR} or not piece.declaratie.keer):
        raise Http404
    audit.inzage(
        request,
        "bewijs_geopend",
        object_soort="declaratie",
        object_sleutel=piece.declaratie.naam,
        regio=piece.regio_id,
        soort=piece.get_soort_display(),
    )
    return download(bytes(piece.inhoud.bytes), piece.naam, piece.mediatype)


@route(
    "kassier/declaraties/<int:declaratie_id>/regels/<int:regel_id>/terugvragen/",
    rollen=PRAAT_MEE,
    schrijft="een terugvordering voorstellen",
    knop=True,
)
def terugvragen(request: Verzoek, declaratie_id: int, regel_id: int) -> HttpResponse:
    form = VoorstelForm(request.POST)
    made = []
    if done(
        form,
        lambda: made.append(
            actions.propose_terugvordering(
                request.wie, declaratieregel_id=regel_id, **form.cleaned_data
            )
        ),
    ):
        messages.success(request, "Voorgesteld. Een andere kassier beslist.")
        return redirect("kassier:terugvordering", made[0].pk)
    return _line(request, declaratie_id, regel_id, _Formulieren(terug=form))


@route(
    "kassier/declaraties/<int:declaratie_id>/regels/<int:regel_id>/meer/",
    rollen=PROFESSIONALS,
    schrijft="een correctie omhoog declareren",
    knop=True,
)
def meer(request: Verzoek, declaratie_id: int, regel_id: int) -> HttpResponse:
    form = MeerForm(request.POST)
    made = []
    if done(
        form,
        lambda: made.append(
            actions.declare_more(request.wie, regel_id=regel_id, **form.cleaned_data)
        ),
    ):
        messages.success(request, "De correctie staat klaar in een nieuwe declaratie.")
        return redirect("kassier:declaratie", made[0].pk)
    return _line(request, declaratie_id, regel_id, _Formulieren(meer=form))
