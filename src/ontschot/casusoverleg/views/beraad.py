"""The screens beside the meeting: asking colleagues, signals, the library."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.casusoverleg import actions
from ontschot.casusoverleg.actions.signalen import FOLLOWERS
from ontschot.casusoverleg.forms import (
    AntwoordForm,
    ConsultForm,
    OpvolgForm,
    SignaalForm,
    VoorbeeldForm,
    ZoekVoorbeeldForm,
)
from ontschot.casusoverleg.models import Signaal
from ontschot.casusoverleg.queries import overleggen, signalen, voorbeelden
from ontschot.casusoverleg.views.common import colleagues, page, posted
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern import audit
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.netwerk.queries import colleagues_in, gemeenten_in
from ontschot.regelingen.models import Doelgroep, Interventiesoort
from ontschot.web.scherm import attempt, done

MET_BELEID = PROFESSIONALS | {Rolsoort.BELEID}
ANSWER_DAGEN = 5


@route(
    "kandidaten/<str:sleutel>/collegas-vragen/",
    rollen=PROFESSIONALS,
    schrijft="collega's iets vragen over een casus",
)
def vraag_collegas(request: Verzoek, sleutel: str) -> HttpResponse:
    """Ask colleagues without opening the dossier to them."""
    kandidaat = kandidaat_for(request.wie, sleutel, schrijft=True)
    form = ConsultForm(
        posted(request),
        collegas=colleagues(request),
        initial={"uiterlijk": timezone.localdate() + timedelta(days=ANSWER_DAGEN)},
    )
    asked = attempt(
        form, lambda: actions.ask_colleagues(request.wie, sleutel=sleutel, **form.cleaned_data)
    )
    if asked:
        messages.success(request, "Gevraagd. Het antwoord komt in de tijdlijn van dit dossier.")
        return redirect("casusoverleg:consult", asked.pk)
    context = {"kandidaat": kandidaat, "form": form, "casus": overleggen.casus_of(kandidaat)}
    return page(request, "vraag_collegas", context, refused=form.is_bound)


@route(
    "casusoverleg/vragen/<int:pk>/", rollen=PROFESSIONALS, schrijft="een antwoord aan een collega"
)
def consult(request: Verzoek, pk: int) -> HttpResponse:
    """A question of a colleague with the nameless summary, and the answers."""
    found = overleggen.consult_for(request.wie, pk)
    form = AntwoordForm(posted(request))
    if done(
        form, lambda: actions.answer_colleague(request.wie, consult_id=pk, **form.cleaned_data)
    ):
        messages.success(request, "Je antwoord is verstuurd.")
        return redirect("casusoverleg:consult", pk)
    audit.inzage(
        request,
        "consult_bekeken",
        object_soort="consult",
        object_sleutel=found.casus.sleutel,
        regio=found.consult.regio_id,
        kandidaat_sleutel=found.casus.sleutel,
    )
    context = {"c": found, "casus": found.casus, "form": form}
    return page(request, "consult", context, refused=form.is_bound)


@route(
    "signalen/",
    rollen=MET_BELEID,
    leest="de signalen, zonder personen",
    menu=Menu("Signalen", 52, "Overleg"),
    naam="signalen",
)
def signalen_lijst(request: Verzoek) -> HttpResponse:
    """What falls between two stools in this region, and how often."""
    onderwerp = request.GET.get("onderwerp", "")
    alles = request.GET.get("toon") == "alles"
    context = {
        "page": signalen.signalen_list(request.GET, onderwerp=onderwerp, alles=alles),
        "onderwerpen": signalen.per_topic(),
        "onderwerp": dict(Signaal.ONDERWERPEN).get(onderwerp, ""),
        "alles": alles,
        "mag_melden": request.wie.rol in PROFESSIONALS,
    }
    return page(request, "signalen", context)


@route("signalen/nieuw/", rollen=PROFESSIONALS, schrijft="een signaal")
def signaal_nieuw(request: Verzoek) -> HttpResponse:
    """Report a signal; from a dossier (`?dossier=`) its person is kept out of the text."""
    gemeenten = gemeenten_in(request.wie.regios, timezone.localdate())
    form = SignaalForm(posted(request), gemeenten=gemeenten)
    sleutel = (request.POST if request.method == "POST" else request.GET).get("dossier", "")
    made = attempt(
        form, lambda: actions.report_signaal(request.wie, sleutel=sleutel, **form.cleaned_data)
    )
    if made:
        messages.success(request, "Het signaal is gemeld. Beleid pakt het op.")
        return redirect("casusoverleg:signaal", made.pk)
    context = {"form": form, "dossier": sleutel}
    return page(request, "signaal_nieuw", context, refused=form.is_bound)


@route("signalen/<int:pk>/", rollen=MET_BELEID, schrijft="de opvolging van een signaal")
def signaal(request: Verzoek, pk: int) -> HttpResponse:
    """One signal: what, where, how often, who follows it, and what came of it."""
    found = signalen.signaal_for(pk)
    again = posted(request, "weer") is not None
    people = {
        rol.medewerker_id: rol.medewerker.naam
        for rol in colleagues_in(found.regio_id, FOLLOWERS)
        if rol.medewerker_id != request.wie.medewerker_id
    }
    form = OpvolgForm(posted(request, "volg"), signaal=found, eigenaren=people.items())
    if again:
        actions.see_again(request.wie, signaal_id=pk)
        messages.success(request, "Geteld. Dank je wel.")
        return redirect("casusoverleg:signaal", pk)
    if done(form, lambda: actions.follow_signaal(request.wie, signaal_id=pk, **form.cleaned_data)):
        messages.success(request, "Bewaard.")
        return redirect("casusoverleg:signaal", pk)
    closed = Signaal.STAPPEN.final(found.status)
    context = {
        "signaal": found,
        "form": form,
        "mag_volgen": request.wie.rol in FOLLOWERS and not closed,
        "mag_tellen": request.wie.rol in PROFESSIONALS and not closed,
    }
    return page(request, "signaal", context, refused=form.is_bound)


@route(
    "voorbeelden/",
    rollen=MET_BELEID,
    leest="de voorbeelden zonder namen",
    menu=Menu("Voorbeelden", 53, "Overleg"),
    naam="voorbeelden",
)
def voorbeelden_lijst(request: Verzoek) -> HttpResponse:
    """Search what was decided before, and why."""
    form = ZoekVoorbeeldForm(
        request.GET,
        doelgroepen=Doelgroep.objects.order_by("label").values_list("code", "label"),
        soorten=Interventiesoort.objects.order_by("naam").values_list("code", "naam"),
    )
    chosen = form.cleaned_data if form.is_valid() else {"q": "", "doelgroep": "", "soort": ""}
    context = {
        "page": voorbeelden.examples(request.GET, **chosen),
        "form": form,
        "gezocht": any(chosen.values()),
        "concepten": voorbeelden.concepts_for(request.wie)
        if request.wie.rol in PROFESSIONALS
        else [],
    }
    return page(request, "voorbeelden", context)


@route("voorbeelden/<int:pk>/", rollen=MET_BELEID, schrijft="een voorbeeld intrekken")
def voorbeeld(request: Verzoek, pk: int) -> HttpResponse:
    """One example in full; the coördinator can take it back."""
    found = voorbeelden.example_for(pk)
    if request.method == "POST":
        actions.retract_example(request.wie, voorbeeld_id=pk)
        messages.success(request, "Het voorbeeld is ingetrokken.")
        return redirect("casusoverleg:voorbeelden")
    mag = request.wie.rol == Rolsoort.COORDINATOR
    return page(request, "voorbeeld", {"v": found, "coordinator": mag})


@route("voorbeelden/concept/<int:pk>/", rollen=PROFESSIONALS, schrijft="een voorbeeld in de maak")
def concept(request: Verzoek, pk: int) -> HttpResponse:
    """Edit the words; the coördinator releases."""
    found = voorbeelden.concept_for(request.wie, pk)
    doe = request.POST.get("doe", "")
    if doe == "weg":
        actions.drop_example(request.wie, concept_id=pk)
        messages.success(request, "Het voorbeeld in de maak is weg.")
        return redirect("casusoverleg:voorbeelden")
    names = list(VoorbeeldForm.base_fields)
    form = VoorbeeldForm(posted(request), initial={n: getattr(found, n) for n in names})
    if form.is_bound and form.is_valid():
        write = actions.release_example if doe == "geef_vrij" else actions.edit_example
        if done(form, lambda: write(request.wie, concept_id=pk, **form.cleaned_data)):
            released = doe == "geef_vrij"
            messages.success(request, "Het voorbeeld is vrijgegeven." if released else "Bewaard.")
            return redirect("casusoverleg:voorbeelden")
    mag = request.wie.rol == Rolsoort.COORDINATOR
    context = {"v": found, "form": form, "coordinator": mag}
    return page(request, "concept", context, refused=form.is_bound)


@route(
    "casusoverleg/<int:pk>/bewaar-als-voorbeeld/",
    rollen=PROFESSIONALS,
    schrijft="een voorbeeld beginnen",
    knop=True,
)
def bewaar_als_voorbeeld(request: Verzoek, pk: int) -> HttpResponse:
    made = actions.keep_as_example(request.wie, besluit_id=pk)
    messages.success(request, "Lees de tekst na. Haal weg waaraan je iemand kunt herkennen.")
    return redirect("casusoverleg:concept", made.pk)


@route(
    "casusoverleg/<int:pk>/belang/", rollen=PROFESSIONALS, schrijft="een belang melden", knop=True
)
def belang(request: Verzoek, pk: int) -> HttpResponse:
    actions.declare_belang(request.wie, besluit_id=pk, uitleg=request.POST.get("uitleg", ""))
    messages.success(request, "Vastgelegd: jij beslist niet over deze vraag.")
    return redirect("casusoverleg:lijst")
