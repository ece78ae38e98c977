"""Coming in: with the link of the contact, or with a code; and going out."""

import secrets
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from ontschot.berichten import actions
from ontschot.berichten.actions.common import SOORT_LINK, open_links
from ontschot.berichten.actions.toegang import CODE_MINUTEN, SOORT_CODE
from ontschot.kandidaten.models import Kandidaat, Zoeksleutel
from ontschot.kandidaten.rules import exact_keys
from ontschot.kern import links, outbox
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Link
from ontschot.kern.rollen import KANDIDAAT
from ontschot.kern.routes import ONAANGEMELD, Verzoek, route
from ontschot.kern.scope import Actor, kandidaat, scope, systeem
from ontschot.kern.wie import origin
from ontschot.netwerk.models import Regio
from ontschot.portaal.eigen import Sessie, eigen, leave
from ontschot.portaal.grenzen import CODES, FOUTE_DATUMS, FOUTE_INLOG, LINK_DATUMS
from ontschot.portaal.mijn.forms import AanmeldForm, GeboortedatumForm, SmsCodeForm
from ontschot.web.scherm import ONVERWERKBAAR, status_of

TE_VAAK, WEG = 429, 404
OPEN = ONAANGEMELD | {KANDIDAAT}


def everywhere() -> Actor:
    """Ontschot itself, over the regions that take part: to find out whose page this is."""
    codes = Regio.objects.filter(doet_mee=True).order_by("code").values_list("code", flat=True)
    return systeem(*codes, reden="eigen pagina")


def _not_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


@route("mijn/link/<str:geheim>/", rollen=OPEN, schrijft="de eigen pagina openen met een link")
def mijn_link(request: Verzoek, geheim: str) -> HttpResponse:
    """The link alone opens nothing: it asks what only the person knows."""
    form = GeboortedatumForm(request.POST or None)
    with scope(everywhere()):
        try:
            link = links.find(geheim, soort=SOORT_LINK)
        except Weigering:
            return _not_kept(render(request, "portaal/mijn/link_weg.html", status=WEG))
    if form.is_bound and _too_often(request, link, form):
        return _ask_date(request, form, TE_VAAK)
    if form.is_bound and form.is_valid():
        found = _person(link, form.cleaned_data["geboortedatum"])
        if found is not None:
            return _enter(link, found, "link")
        _count_wrong(request, link)
        form.add_error("geboortedatum", gettext("Deze datum hoort niet bij deze link."))
    return _ask_date(request, form, status_of(form))


def _ask_date(request: Verzoek, form: GeboortedatumForm, status: int) -> HttpResponse:
    return _not_kept(render(request, "portaal/mijn/link.html", {"form": form}, status=status))


def _too_often(request: Verzoek, link: Link, form: GeboortedatumForm) -> bool:
    """Guessing stops, from one address and on one link."""
    if LINK_DATUMS.reached(str(link.pk)) or FOUTE_DATUMS.reached(origin(request)):
        form.add_error(None, gettext("Er is te vaak een verkeerde datum ingevuld. Wacht een uur."))
        return True
    return False


def _count_wrong(request: Verzoek, link: Link) -> None:
    LINK_DATUMS.count(str(link.pk))
    FOUTE_DATUMS.count(origin(request))
    ontschot = systeem(link.regio, reden="eigen pagina")
    actions.record_refusal(ontschot, sleutel=link.object_sleutel)


def _person(link: Link, geboortedatum: date) -> Kandidaat | None:
    """The kandidaat of this link, when the birth date is right."""
    with scope(systeem(link.regio, reden="eigen pagina")):
        return Kandidaat.objects.filter(
            sleutel=link.object_sleutel, geboortedatum=geboortedatum
        ).first()


def _enter(link: Link, found: Kandidaat, manier: str) -> HttpResponse:
    if link.gebruikt_op is None:
        with scope(systeem(link.regio, reden="eigen pagina")):
            Link.objects.filter(pk=link.pk).update(gebruikt_op=timezone.now())
    actions.record_opening(kandidaat(link.regio, found.pk), kandidaat=found, manier=manier)
    return Sessie.of(link).keep(redirect("portaal:mijn"))


@route("mijn/aanmelden/", rollen=OPEN, schrijft="de eigen pagina openen met een code")
def mijn_aanmelden(request: Verzoek) -> HttpResponse:
    """Ask for a code. The answer is the same for who is known here and who is not."""
    form = AanmeldForm(request.POST or None)
    if form.is_bound and form.is_valid():
        if CODES.reached(origin(request)):
            form.add_error(None, gettext("Er zijn te veel codes gevraagd. Wacht een kwartier."))
            return _ask_address(request, form, TE_VAAK)
        CODES.count(origin(request))
        nonce = secrets.token_urlsafe(16)
        _send_code(form.cleaned_data["adres"], form.cleaned_data["geboortedatum"], nonce)
        return _ask_code(request, SmsCodeForm(initial={"aanvraag": nonce}), 200)
    return _ask_address(request, form, status_of(form))


def _ask_address(request: Verzoek, form: AanmeldForm, status: int) -> HttpResponse:
    return _not_kept(render(request, "portaal/mijn/aanmelden.html", {"form": form}, status=status))


def _ask_code(request: Verzoek, form: SmsCodeForm, status: int) -> HttpResponse:
    context = {"form": form, "minuten": CODE_MINUTEN}
    return _not_kept(render(request, "portaal/mijn/code.html", context, status=status))


def _send_code(adres: str, geboortedatum: date, nonce: str) -> None:
    """A code to who may come in: the contact sent a link before, and it still works."""
    with transaction.atomic(), scope(everywhere()):
        known = _by_address(adres.strip(), geboortedatum)
        for found in known:
            if not found.is_bereikbaar or open_links(found.sleutel) is None:
                continue
            to = found.email if "@" in adres else found.telefoon
            if "@" in adres or outbox.sms_possible():
                actions.send_code(found, naar=to, nonce=nonce)
                return


def _by_address(adres: str, geboortedatum: date) -> list[Kandidaat]:
    same = Kandidaat.objects.filter(geboortedatum=geboortedatum).order_by("id")
    if "@" in adres:
        return list(same.filter(~Q(email=""), email__iexact=adres))
    keys = exact_keys(telefoon=adres)
    hits = Zoeksleutel.objects.filter(waarde__in=keys).values("kandidaat")
    return list(same.filter(pk__in=hits))


@route("mijn/code/", rollen=OPEN, schrijft="een code voor de eigen pagina invullen", knop=True)
def mijn_code(request: Verzoek) -> HttpResponse:
    form = SmsCodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, form, ONVERWERKBAAR)
    nonce = form.cleaned_data["aanvraag"]
    if FOUTE_INLOG.reached(nonce) or FOUTE_DATUMS.reached(origin(request)):
        form.add_error(
            None, gettext("Er zijn te veel verkeerde codes geprobeerd. Vraag een nieuwe.")
        )
        return _ask_code(request, form, TE_VAAK)
    digits = "".join(c for c in form.cleaned_data["code"] if c.isdigit())
    entered = _use_code(f"{nonce}{digits}")
    if entered is None:
        FOUTE_INLOG.count(nonce)
        FOUTE_DATUMS.count(origin(request))
        form.add_error("code", gettext("Deze code werkt niet. Kijk hem na of vraag een nieuwe."))
        return _ask_code(request, form, ONVERWERKBAAR)
    return _enter(*entered, "code")


def _use_code(geheim: str) -> tuple[Link, Kandidaat] | None:
    """Use up the code; the link of this person that works now, and the person."""
    with transaction.atomic(), scope(everywhere()):
        try:
            used = links.use(geheim, soort=SOORT_CODE)
        except Weigering:
            return None
        way = open_links(used.object_sleutel)
        found = Kandidaat.objects.filter(sleutel=used.object_sleutel).first()
        return (way, found) if way and found else None


@eigen("afmelden/", schrijft="de eigen pagina sluiten", knop=True)
def mijn_afmelden(request: Verzoek) -> HttpResponse:
    messages.success(request, gettext("Je pagina is gesloten."))
    return leave(redirect("portaal:voordeur"))
