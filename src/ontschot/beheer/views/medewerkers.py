"""Signing in as a demo person, the audit log, and the medewerkers of the region."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.beheer import actions, queries
from ontschot.beheer.demo import PERSONAS
from ontschot.beheer.forms import LogFilterForm, MedewerkerForm, RolForm
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern import audit, outbox
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import ONAANGEMELD, Menu, Verzoek, route
from ontschot.netwerk.models import Regio
from ontschot.netwerk.queries import ROL_IN_SESSION
from ontschot.web.paging import keyset
from ontschot.web.scherm import attempt, done


@route(
    "demo/inloggen/<slug:persona>/",
    rollen=ONAANGEMELD,
    schrijft="aanmelden als demopersoon",
    knop=True,
)
def demo_aanmelden(request: Verzoek, persona: str) -> HttpResponse:
    """One click, demo mode only: outside it this address does not exist."""
    if not settings.DEMO or persona not in {p.sleutel for p in PERSONAS}:
        raise Http404
    user = get_user_model().objects.filter(medewerker__persona=persona).first()
    if user is None:
        raise Http404
    request.session.pop(ROL_IN_SESSION, None)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(settings.LOGIN_REDIRECT_URL)


@route(
    "auditlog/",
    rollen={Rolsoort.PRIVACY},
    leest="het auditlog van de regio",
    menu=Menu("Auditlog", 42),
)
def auditlog(request: Verzoek) -> HttpResponse:
    form = LogFilterForm(request.GET or None, regio=request.wie.regio)
    chosen = queries.Logfilter()
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        chosen = queries.Logfilter(
            sleutel=data["sleutel"].strip().upper(),
            gebeurtenis=data["gebeurtenis"],
            medewerker_id=int(data["medewerker"]) if data["medewerker"] else None,
            van=data["van"],
            tot=data["tot"],
        )
    page = keyset(
        queries.audit_lines(request.wie.regio, chosen), request.GET, order=("-id",), size=50
    )
    lines = [queries.as_logregel(line) for line in page.rows]
    audit.inzage(
        request,
        "auditlog_bekeken",
        object_soort="auditlog",
        object_sleutel=request.wie.regio,
        regio=request.wie.regio,
    )
    return render(request, "beheer/auditlog.html", {"form": form, "page": page, "regels": lines})


@route(
    "kandidaten/<str:sleutel>/logboek/",
    rollen=PROFESSIONALS | {Rolsoort.PRIVACY},
    leest="wie er in een dossier keek",
)
def logboek(request: Verzoek, sleutel: str) -> HttpResponse:
    """Per dossier: for who is betrokken, and for the privacy officer."""
    if request.wie.rol != Rolsoort.PRIVACY:
        kandidaat_for(request.wie, sleutel)
    lines = queries.audit_lines(request.wie.regio, queries.Logfilter(sleutel=sleutel))
    page = keyset(lines, request.GET, order=("-id",), size=50)
    audit.inzage(
        request,
        "logboek_bekeken",
        object_soort="kandidaat",
        object_sleutel=sleutel,
        kandidaat_sleutel=sleutel,
        regio=request.wie.regio,
    )
    regels = [queries.as_logregel(line) for line in page.rows]
    return render(
        request, "beheer/logboek.html", {"sleutel": sleutel, "page": page, "regels": regels}
    )


@route(
    "medewerkers/",
    rollen={Rolsoort.BEHEER},
    leest="de medewerkers en hun rollen",
    menu=Menu("Medewerkers", 44),
)
def medewerkers(request: Verzoek) -> HttpResponse:
    found = queries.medewerkers_with_roles(request.wie.regio)
    page = keyset(found, request.GET, order=("naam", "id"), size=50)
    return render(request, "beheer/medewerkers.html", {"page": page})


@route("medewerkers/nieuw/", rollen={Rolsoort.BEHEER}, schrijft="een medewerker toevoegen")
def medewerker_nieuw(request: Verzoek) -> HttpResponse:
    form = MedewerkerForm(request.POST or None, regio=request.wie.regio)
    naam = attempt(form, lambda: _add(request, form))
    if naam:
        messages.success(request, f"{naam} is toegevoegd.")
        return redirect("beheer:medewerkers")
    regio = Regio.objects.get(pk=request.wie.regio)
    return render(request, "beheer/medewerker_nieuw.html", {"form": form, "regio": regio})


@transaction.atomic
def _add(request: Verzoek, form: MedewerkerForm) -> str:
    naam, email = form.cleaned_data["naam"], form.cleaned_data["email"]
    medewerker = actions.add_medewerker(request.wie, naam=naam, email=email)
    actions.give_rol(request.wie, medewerker_id=medewerker.pk, **form.rol())
    return medewerker.naam


@route("medewerkers/<int:pk>/rol/", rollen={Rolsoort.BEHEER}, schrijft="iemand een rol erbij geven")
def rol_erbij(request: Verzoek, pk: int) -> HttpResponse:
    medewerker = queries.medewerkers_with_roles(request.wie.regio).filter(pk=pk).first()
    if medewerker is None:
        raise Http404
    form = RolForm(request.POST or None, regio=request.wie.regio)
    if done(form, lambda: actions.give_rol(request.wie, medewerker_id=pk, **form.rol())):
        messages.success(request, f"{medewerker.naam} heeft er een rol bij.")
        return redirect("beheer:medewerkers")
    return render(request, "beheer/rol_erbij.html", {"form": form, "medewerker": medewerker})


@route(
    "rollen/<int:rol_id>/beeindig/",
    rollen={Rolsoort.BEHEER},
    schrijft="een rol beëindigen",
    knop=True,
)
def rol_beeindigen(request: Verzoek, rol_id: int) -> HttpResponse:
    actions.end_rol(request.wie, rol_id=rol_id, op=timezone.localdate())
    messages.success(request, "De rol eindigt vandaag.")
    return redirect("beheer:medewerkers")


@route("post/", rollen={Rolsoort.BEHEER}, leest="de verstuurde berichten", menu=Menu("Post", 45))
def post(request: Verzoek) -> HttpResponse:
    """Whether messages went out, without what they said."""
    page = keyset(queries.messages_out(request.wie.regio), request.GET, order=("-id",), size=50)
    return render(request, "beheer/post.html", {"page": page, "sms": outbox.sms_possible()})


@route(
    "post/<int:pk>/opnieuw/",
    rollen={Rolsoort.BEHEER},
    schrijft="een mislukt bericht opnieuw versturen",
    knop=True,
)
def post_opnieuw(request: Verzoek, pk: int) -> HttpResponse:
    outbox.again(request.wie, bericht_id=pk)
    messages.success(request, "Het bericht gaat nog een keer op weg.")
    return redirect("beheer:post")
