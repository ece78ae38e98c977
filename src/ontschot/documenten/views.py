"""The screens about documents: list, keep, fetch, withdraw."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.documenten import actions, queries, virus
from ontschot.documenten.forms import BewaarForm, IntrekForm
from ontschot.documenten.models import Document
from ontschot.documenten.soorten import MAX_BYTES
from ontschot.kandidaten.access import kandidaat_for
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.views.common import log_read
from ontschot.kern import audit
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Verzoek, route
from ontschot.web.bestand import download as as_download
from ontschot.web.scherm import done, status_of


@route("kandidaten/<str:sleutel>/documenten/", rollen=PROFESSIONALS, leest="de documenten")
def lijst(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = kandidaat_for(request.wie, sleutel)
    found = queries.of_kandidaat(kandidaat.pk)
    log_read(request, "documenten_bekeken", kandidaat)
    context = {
        "kandidaat": kandidaat,
        "documenten": [d for d in found if not d.ingetrokken_op],
        "ingetrokken": [d for d in found if d.ingetrokken_op],
        "vandaag": timezone.localdate(),
    }
    return render(request, "documenten/lijst.html", context)


@route(
    "kandidaten/<str:sleutel>/documenten/nieuw/",
    rollen=PROFESSIONALS,
    schrijft="een document bewaren",
)
def nieuw(request: Verzoek, sleutel: str) -> HttpResponse:
    kandidaat = kandidaat_for(request.wie, sleutel, schrijft=True)
    posted = request.method == "POST"
    form = BewaarForm(request.POST if posted else None, request.FILES if posted else None)
    if done(form, lambda: _store(request, kandidaat, form)):
        messages.success(request, "Het document is bewaard.")
        return redirect("documenten:lijst", sleutel)
    log_read(request, "documenten_bekeken", kandidaat)
    context = {"kandidaat": kandidaat, "form": form, "scanner": virus.is_configured()}
    return render(request, "documenten/nieuw.html", context, status=status_of(form))


def _store(request: Verzoek, kandidaat: Kandidaat, form: BewaarForm) -> None:
    data = dict(form.cleaned_data)
    upload: UploadedFile = data.pop("bestand")
    name = upload.name or "document"
    titel = data.pop("titel") or name.rpartition(".")[0] or name
    # One byte more than fits is enough to refuse it.
    inhoud = upload.read(MAX_BYTES + 1)
    actions.store(
        request.wie,
        kandidaat_id=kandidaat.pk,
        titel=titel[: actions.MAX_TITEL],
        inhoud=inhoud,
        bestandsnaam=name,
        **data,
    )


@route(
    "kandidaten/<str:sleutel>/documenten/<int:pk>/",
    rollen=PROFESSIONALS,
    leest="een document ophalen",
)
def download(request: Verzoek, sleutel: str, pk: int) -> HttpResponse:
    """The file, to be kept on a disk and never opened inside our own address."""
    kandidaat = kandidaat_for(request.wie, sleutel)
    document = queries.document_of(kandidaat, pk)
    _log(request, "document_opgehaald", document)
    return as_download(queries.inhoud_of(document), document.bestandsnaam, document.mediatype)


@route(
    "kandidaten/<str:sleutel>/documenten/<int:pk>/intrekken/",
    rollen=PROFESSIONALS,
    schrijft="een document intrekken",
)
def intrekken(request: Verzoek, sleutel: str, pk: int) -> HttpResponse:
    kandidaat = kandidaat_for(request.wie, sleutel, schrijft=True)
    document = queries.document_of(kandidaat, pk)
    form = IntrekForm(request.POST or None)
    if done(
        form,
        lambda: actions.withdraw(request.wie, document_id=document.pk, **form.cleaned_data),
    ):
        messages.success(request, "Het document is ingetrokken.")
        return redirect("documenten:lijst", sleutel)
    _log(request, "document_bekeken", document)
    context = {"kandidaat": kandidaat, "document": document, "form": form}
    return render(request, "documenten/intrekken.html", context, status=status_of(form))


def _log(request: Verzoek, event: str, document: Document) -> None:
    audit.inzage(
        request,
        event,
        object_soort="document",
        object_sleutel=str(document.pk),
        regio=document.regio_id,
        kandidaat_sleutel=document.kandidaat.sleutel,
    )
