"""Leading somebody to another service, or handing over: it counts when the other side says so."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ontschot.kern import links, outbox
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.kern.webadres import web_address
from ontschot.kern.werkdagen import add_workdays
from ontschot.meldingen import berichten, rules, termijnen
from ontschot.meldingen.bezit import own, record_on
from ontschot.meldingen.models import Melding, Verwijzing
from ontschot.netwerk.models import Partner
from ontschot.netwerk.queries import valid_on

SOORT = "verwijzing"
# The link outlives the term, so that a late answer is still an answer.
LINK_EXTRA_DAGEN = 14
MAX_GEDEELD, MAX_REDEN = 1000, 500
NIET_HIER = "Deze verwijzing is er niet, of is niet voor jouw organisatie."


@dataclass(frozen=True)
class Naar:
    """To whom, whom of them we spoke and when, and what they may read."""

    soort: str
    gesproken_met: str
    gesproken_op: date
    organisatie_id: int | None = None
    dienst_id: int | None = None
    naar: str = ""
    email: str = ""
    gedeeld: str = ""


@action
def refer(wie: Actor, *, melding_id: int, naar: Naar) -> Verwijzing:
    """Ask another to take it from here; the question stays with its owner until they confirm.

    A partner of the region confirms in Ontschot; anybody else with an e-mail address gets a
    secret link. Raises Weigering, with the field, for what is missing.
    """
    melding = own(wie, melding_id)
    if naar.soort not in dict(Verwijzing.SOORTEN):
        raise Weigering("Kies of je verwijst of overdraagt.", veld="soort")
    today = timezone.localdate()
    if not timezone.localdate(melding.ontvangen_op) <= naar.gesproken_op <= today:
        raise Weigering(
            "Het warme contact ligt tussen de dag van de vraag en vandaag.", veld="gesproken_op"
        )
    termijn = termijnen.of_regio(melding.regio_id)
    assert wie.medewerker_id is not None
    row = Verwijzing.objects.create(
        regio_id=melding.regio_id,
        melding=melding,
        soort=naar.soort,
        organisatie_id=naar.organisatie_id,
        dienst_id=naar.dienst_id,
        naar=_to(melding.regio_id, naar),
        email=_mail(naar.email),
        gesproken_met=_line(naar.gesproken_met, "gesproken_met", "met wie je sprak"),
        gesproken_op=naar.gesproken_op,
        gedeeld=_shared(naar.gedeeld),
        door_id=wie.medewerker_id,
        uiterlijk=add_workdays(today, termijn.bevestiging_werkdagen),
    )
    record_on(wie, melding, "verwijzing_gevraagd")
    if row.email:
        _send_link(row)
    return row


def _to(regio: str, naar: Naar) -> str:
    """The name of the other side: a partner's own, or what was typed."""
    if naar.organisatie_id is None:
        return _line(naar.naar, "naar", "naar wie de persoon gaat", 160)
    here = Partner.objects.filter(
        valid_on(timezone.localdate()), regio=regio, organisatie=naar.organisatie_id
    )
    found = here.select_related("organisatie").first()
    if found is None:
        raise Weigering("Deze organisatie doet niet mee in deze regio.", veld="organisatie")
    return found.organisatie.naam


def _line(text: str, veld: str, wat: str, maximum_tekens: int = 120) -> str:
    clean = " ".join(rules.clean_text(text).split())
    if not clean:
        raise Weigering(f"Vul in {wat}.", veld=veld)
    if len(clean) > maximum_tekens:
        raise Weigering(f"Dit is te lang: er passen {maximum_tekens} tekens.", veld=veld)
    return clean


def _shared(text: str, veld: str = "gedeeld", maximum_tekens: int = MAX_GEDEELD) -> str:
    clean = rules.clean_text(text)
    if len(clean) > maximum_tekens:
        raise Weigering(f"Dit is te lang: er passen {maximum_tekens} tekens.", veld=veld)
    return clean


def _mail(text: str) -> str:
    address = text.strip()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise Weigering(
            "Dit is geen e-mailadres. Schrijf het zo: naam@voorbeeld.nl.", veld="email"
        ) from None
    return address


def _send_link(row: Verwijzing) -> None:
    """A new secret link for the other side; earlier ones stop working."""
    links.revoke(soort=SOORT, object_sleutel=str(row.pk))
    until = timezone.now() + timedelta(days=(row.uiterlijk - timezone.localdate()).days)
    secret = links.make(
        soort=SOORT,
        regio=row.regio_id,
        object_sleutel=str(row.pk),
        geldig_tot=max(until, timezone.now()) + timedelta(days=LINK_EXTRA_DAGEN),
    )
    url = web_address(reverse("portaal:verwijzing", args=[row.regio_id, secret]))
    onderwerp, brief = berichten.referral_mail(row, url)
    outbox.queue(
        regio=row.regio_id,
        aan=row.email,
        onderwerp=onderwerp,
        tekst=brief,
        sleutel=f"verwijzing-{row.pk}-{timezone.now():%Y%m%d%H%M%S%f}",
    )


@action
def remind(wie: Actor, *, verwijzing_id: int) -> Verwijzing:
    """Send the link once more; raises Weigering without an address or after the answer."""
    row = _of_mine(wie, verwijzing_id)
    if not row.email:
        raise Weigering(
            "Er is geen e-mailadres van de ander. Bel, en leg de bevestiging zelf vast."
        )
    _send_link(row)
    record_on(wie, row.melding, "verwijzing_link")
    return row


@action
def withdraw(wie: Actor, *, verwijzing_id: int) -> Verwijzing:
    """Take the request back: the question goes on with its owner."""
    row = _of_mine(wie, verwijzing_id)
    links.revoke(soort=SOORT, object_sleutel=str(row.pk))
    Verwijzing.STAPPEN.move(row, "ingetrokken")
    row.besloten_op = timezone.now()
    row.save(update_fields=["status", "besloten_op"])
    record_on(wie, row.melding, "verwijzing_ingetrokken")
    return row


@action
def record_confirmation(wie: Actor, *, verwijzing_id: int, door: str, op: date) -> Verwijzing:
    """Record what the other side said in a talk: who confirmed, and on which day."""
    row = _of_mine(wie, verwijzing_id)
    today = timezone.localdate()
    if not timezone.localdate(row.gevraagd_op) <= op <= today:
        raise Weigering("De bevestiging ligt tussen de dag van je vraag en vandaag.", veld="op")
    name = _line(door, "door", "wie van de ander dit bevestigde")
    return _answered(wie, row, "bevestigd", wijze="gesprek", door=name)


@action
def answer_referral(wie: Actor, *, verwijzing_id: int, ja: bool, reden: str = "") -> Verwijzing:
    """Confirm or refuse as a colleague of the receiving organisatie; refusing needs a reason."""
    row = Verwijzing.objects.select_for_update().filter(pk=verwijzing_id).first()
    if row is None or not is_for(wie, row):
        raise Weigering(NIET_HIER)
    return _decide(wie, row, ja=ja, wijze="account", door=wie.naam, reden=reden)


def is_for(wie: Actor, row: Verwijzing) -> bool:
    """Whether `wie` works for the organisatie that was asked."""
    asked = row.organisatie_id is not None and row.organisatie_id == wie.organisatie_id
    return asked and wie.rol in PROFESSIONALS and row.regio_id in wie.regios


def by_link(regio: str, geheim: str) -> Verwijzing:
    """What this link opens; call it in the scope of `systeem`. Raises Weigering when it ended."""
    link = links.find(geheim, soort=SOORT)
    if link.regio != regio:
        raise Weigering(links.VERLOPEN)
    return Verwijzing.objects.select_related("regio", "door").get(pk=int(link.object_sleutel))


@action
def answer_by_link(
    wie: Actor, *, regio: str, geheim: str, ja: bool, door: str, reden: str = ""
) -> Verwijzing:
    """Confirm or refuse with the secret link, which is used up by it."""
    name = _line(door, "door", "hoe je heet")
    with scope(systeem(regio, reden="verwijzing")), transaction.atomic():
        pk = by_link(regio, geheim).pk
        row = Verwijzing.objects.select_for_update().get(pk=pk)
        done = _decide(wie, row, ja=ja, wijze="link", door=name, reden=reden)
        links.use(geheim, soort=SOORT)
    return done


def _decide(
    wie: Actor, row: Verwijzing, *, ja: bool, wijze: str, door: str, reden: str
) -> Verwijzing:
    why = _shared(reden, "reden", MAX_REDEN)
    if not ja and not why:
        raise Weigering("Schrijf op waarom het niet kan, dan zoeken we verder.", veld="reden")
    status = "bevestigd" if ja else "geweigerd"
    return _answered(wie, row, status, wijze=wijze, door=door, reden="" if ja else why)


def _answered(
    wie: Actor, row: Verwijzing, status: str, *, wijze: str, door: str, reden: str = ""
) -> Verwijzing:
    Verwijzing.STAPPEN.move(row, status)
    row.bevestigd_door, row.bevestigd_wijze, row.reden = door, wijze, reden
    row.besloten_op = timezone.now()
    row.save()
    labels = dict(Verwijzing.WIJZEN)
    melding = Melding.objects.select_related("kandidaat").get(pk=row.melding_id)
    record_on(wie, melding, f"verwijzing_{status}", wijze=labels[wijze])
    return row


def _of_mine(wie: Actor, verwijzing_id: int) -> Verwijzing:
    """The open request, locked, of a question that `wie` owns."""
    found = Verwijzing.objects.filter(pk=verwijzing_id).values_list("melding_id", flat=True).first()
    if found is None:
        raise Weigering(NIET_HIER)
    own(wie, found)
    row = Verwijzing.objects.select_for_update().get(pk=verwijzing_id)
    if Verwijzing.STAPPEN.final(row.status):
        raise Weigering(f"De ander heeft al geantwoord: {row.get_status_display()}.")
    return row
