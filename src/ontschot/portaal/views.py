"""The public pages: ask a question, read the answer with a code, and what we do with it."""

import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext

from ontschot.kern.errors import Weigering
from ontschot.kern.routes import ONAANGEMELD, Verzoek, route
from ontschot.kern.scope import bezoeker, scope, systeem
from ontschot.kern.wie import origin
from ontschot.meldingen import actions
from ontschot.meldingen.codes import code_for_form
from ontschot.meldingen.models import Melding
from ontschot.meldingen.queries import by_code, conversation
from ontschot.meldingen.wachtlijst import place_of, visitors_stop
from ontschot.menukaart.queries import inloop
from ontschot.netwerk.models import Regio
from ontschot.portaal import grenzen, nazorg, overdracht, verwijzing
from ontschot.portaal.forms import AanvullingForm, CodeForm, VraagForm
from ontschot.portaal.mijn import doen, lezen, toegang
from ontschot.web.scherm import ONVERWERKBAAR, done, status_of

# Importing these screens declares their routes.
__all__ = ["doen", "lezen", "nazorg", "overdracht", "toegang", "verwijzing"]

REGIO_COOKIE = "regio"
JAAR_SECONDEN = 60 * 60 * 24 * 365
TE_VAAK = 429

# What the audit log keeps of a visitor: that it was one, and not from which address.
BEZOEKER = bezoeker(oorsprong="portaal")


@route("", rollen=ONAANGEMELD, leest="de voordeur")
def voordeur(request: Verzoek) -> HttpResponse:
    """Straight to work, to the region of last time, or to a choice."""
    if request.wie.is_medewerker:
        return redirect(settings.LOGIN_REDIRECT_URL)
    regios = list(Regio.objects.filter(doet_mee=True).order_by("naam"))
    known = request.COOKIES.get(REGIO_COOKIE)
    chosen = [r for r in regios if r.code == known] if "kies" not in request.GET else []
    if len(regios) == 1:
        chosen = regios
    if chosen:
        return redirect("portaal:regio", chosen[0].code)
    return render(request, "portaal/voordeur.html", {"regios": regios})


def _regio(code: str) -> Regio:
    found = Regio.objects.filter(code=code.upper(), doet_mee=True).first()
    if found is None:
        raise Http404
    return found


@route("r/<slug:code>/", rollen=ONAANGEMELD, schrijft="een vraag aan het Werkcentrum")
def regio(request: Verzoek, code: str) -> HttpResponse:
    place = _regio(code)
    form = VraagForm(request.POST or None, initial={"formulier": secrets.token_urlsafe(24)})
    status = 200
    if form.is_bound:
        status = ONVERWERKBAAR
        if grenzen.VRAGEN.reached(origin(request)):
            form.add_error(None, gettext("Er kwamen net veel vragen van dit adres. Wacht een uur."))
            status = TE_VAAK
        elif form.is_valid():
            melding = _receive(request, place, form)
            if melding:
                return _thanks(request, place, melding, form)
    context = _about(place) | {"form": form} | _stop(place) | _inloop(place)
    response = render(request, "portaal/regio.html", context, status=status)
    response.set_cookie(
        REGIO_COOKIE,
        place.code,
        max_age=JAAR_SECONDEN,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _about(place: Regio) -> dict[str, object]:
    return {
        "regio": place,
        "regio_naam": place.naam,
        "belofte": actions.promise(place.code, timezone.localdate()),
    }


def _inloop(place: Regio) -> dict[str, object]:
    with scope(systeem(place.code, reden="portaal")):
        return {"inloop": list(inloop(place.code, timezone.localdate()))}


def _stop(place: Regio) -> dict[str, object]:
    """What a visitor reads while there is an intake stop, in their language; and until when."""
    with scope(systeem(place.code, reden="portaal")):
        stop = visitors_stop(place.code, timezone.localdate())
    if stop is None:
        return {}
    engels = (get_language() or "").startswith("en")
    return {"stop": stop, "stop_tekst": stop.tekst_en if engels else stop.tekst_nl}


def _turn(melding: Melding) -> int | None:
    with scope(systeem(melding.regio_id, reden="portaal")):
        return place_of(melding)


def _form_code(form: VraagForm) -> str:
    """The code of this form with these answers: sent twice it is the same question."""
    data = form.cleaned_data
    answers = [data[name] for name in ("contactwijze", "naam", "telefoon", "email", "vraag")]
    return code_for_form("\n".join([data["formulier"] or secrets.token_urlsafe(24), *answers]))


def _receive(request: Verzoek, place: Regio, form: VraagForm) -> Melding | None:
    """The question as kept; the one that is there already when the form came twice."""
    data = form.cleaned_data
    code = form.cleaned_data["code"] = _form_code(form)
    try:
        with transaction.atomic():
            melding = actions.receive(
                BEZOEKER,
                regio=place.code,
                deur="portaal",
                vraag=data["vraag"],
                contactwijze=data["contactwijze"],
                naam=data["naam"],
                telefoon=data["telefoon"],
                email=data["email"],
                taal=(get_language() or settings.LANGUAGE_CODE)[:2],
                code=code,
            ).melding
    except Weigering as refusal:
        form.weiger(Weigering(gettext(refusal.zin), veld=refusal.veld))
        return None
    except IntegrityError:
        with scope(systeem(place.code, reden="portaal")):
            known = by_code(place.code, code)
        if known is None:
            raise
        return known
    grenzen.VRAGEN.count(origin(request))
    return melding


def _thanks(request: Verzoek, place: Regio, melding: Melding, form: VraagForm) -> HttpResponse:
    context = _about(place) | {
        "melding": melding,
        "code": form.cleaned_data["code"],
        "plaats": _turn(melding),
    }
    return _not_kept(render(request, "portaal/bedankt.html", context))


def _not_kept(response: HttpResponse) -> HttpResponse:
    """The next person at this computer must not find it with the back button."""
    response["Cache-Control"] = "no-store"
    return response


@route("r/<slug:code>/antwoord/", rollen=ONAANGEMELD, schrijft="het antwoord op een code")
def antwoord(request: Verzoek, code: str) -> HttpResponse:
    place = _regio(code)
    form = CodeForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return _ask_code(request, place, form, status_of(form))
    address = origin(request)
    if grenzen.FOUTE_CODES.reached(address):
        form.add_error(
            None, gettext("Er zijn te veel verkeerde codes geprobeerd. Wacht een kwartier.")
        )
        return _ask_code(request, place, form, TE_VAAK)
    typed = form.cleaned_data["code"]
    with scope(systeem(place.code, reden="antwoord lezen")):
        melding = by_code(place.code, typed)
    if melding is None:
        grenzen.FOUTE_CODES.count(address)
        form.add_error("code", gettext("Deze code kennen we niet. Kijk of je hem goed overnam."))
        return _ask_code(request, place, form, ONVERWERKBAAR)
    return _conversation(request, place, melding, typed)


def _ask_code(request: Verzoek, place: Regio, form: CodeForm, status: int) -> HttpResponse:
    context = _about(place) | {"form": form}
    return _not_kept(render(request, "portaal/code.html", context, status=status))


def _conversation(request: Verzoek, place: Regio, melding: Melding, code: str) -> HttpResponse:
    """What was said so far; and a further message, when one came along."""
    extra = AanvullingForm(
        request.POST if "tekst" in request.POST else None, initial={"code": code}
    )
    added = False
    if done(
        extra,
        lambda: actions.add_by_code(
            BEZOEKER, regio=place.code, code=code, tekst=extra.cleaned_data["tekst"]
        ),
    ):
        added, extra = True, AanvullingForm(initial={"code": code})
    with scope(systeem(place.code, reden="antwoord lezen")):
        melding.refresh_from_db()
        turns, turn = conversation(melding), place_of(melding)
    context = _about(place) | {
        "melding": melding,
        "gesprek": turns,
        "plaats": turn,
        "beantwoord": any(turn.van_ons for turn in turns),
        "gesloten": Melding.STAPPEN.final(melding.status),
        "form": extra,
        "toegevoegd": added,
    }
    return _not_kept(render(request, "portaal/antwoord.html", context, status=status_of(extra)))


@route("privacy/", rollen=ONAANGEMELD, leest="wat we bewaren en waarom")
def privacy(request: Verzoek) -> HttpResponse:
    return render(request, "portaal/privacy.html")


@route("toegankelijkheid/", rollen=ONAANGEMELD, leest="hoe toegankelijk Ontschot is")
def toegankelijkheid(request: Verzoek) -> HttpResponse:
    return render(request, "portaal/toegankelijkheid.html")
