"""Asking again how it goes: by a colleague, or by a message with a link; silence is recorded."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kern import links, outbox
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.kern.webadres import web_address
from ontschot.trajecten.actions.common import betrokken, log_dossier, not_in_future
from ontschot.trajecten.actions.volgen import LINK, lapse_one, stop_following
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import Nazorgmoment
from ontschot.trajecten.nazorgtekst import texts_in
from ontschot.trajecten.queries.volgen import ground_of, reachable, schema_of

GEEN_GROND = (
    "Er is nu geen grond om deze kandidaat te volgen. Leg eerst een grond vast, of vraag het niet."
)


def _locked_moment(moment_id: int) -> tuple[Nazorgmoment, Kandidaat]:
    """The moment and its kandidaat, locked; the kandidaat first, as whoever plans the series."""
    rows = Nazorgmoment.objects.select_related("uitkomst")
    found = rows.filter(pk=moment_id).first()
    if found is None:
        raise Weigering("Dit nazorgmoment is er niet in jouw regio. Ververs de pagina.")
    kandidaat = Kandidaat.objects.select_for_update().get(pk=found.kandidaat_id)
    return locked(rows, moment_id, "Dit nazorgmoment"), kandidaat


@action
def record_nazorg(
    wie: Actor,
    *,
    nazorgmoment_id: int,
    antwoord: str,
    op: date | None = None,
    hulp_nodig: bool = False,
) -> Nazorgmoment:
    """Record what somebody said, or that nobody answered: silence is recorded as silence."""
    moment, kandidaat = _locked_moment(nazorgmoment_id)
    betrokken(wie, kandidaat.pk)
    if moment.gedaan_op:
        raise Weigering("Dit nazorgmoment is al vastgelegd. Ververs de pagina.")
    if antwoord not in dict(Nazorgmoment.ANTWOORDEN) or antwoord == "vervallen":
        raise Weigering("Kies hoe het gaat, of dat je geen antwoord kreeg.", veld="antwoord")
    day = op or timezone.localdate()
    not_in_future(day, "op")
    if not ground_of(moment.kandidaat_id) or not ground_of(moment.kandidaat_id, day):
        raise Weigering(GEEN_GROND, veld="op")
    moment.antwoord, moment.gedaan_op, moment.door_id = antwoord, day, wie.medewerker_id
    moment.hulp_nodig = hulp_nodig and antwoord != "geen_antwoord"
    moment.save(update_fields=["antwoord", "gedaan_op", "door", "hulp_nodig"])
    links.revoke(soort=LINK, object_sleutel=str(moment.pk))
    log_dossier(wie, "nazorg_vastgelegd", kandidaat, na=moment.na, antwoord=antwoord)
    return moment


@action
def ask_by_message(wie: Actor, *, nazorgmoment_id: int) -> Nazorgmoment:
    """Send the question with a link, by mail or else by sms, in the language of the kandidaat."""
    moment, kandidaat = _locked_moment(nazorgmoment_id)
    betrokken(wie, kandidaat.pk)
    if moment.gedaan_op:
        raise Weigering("Dit nazorgmoment is al vastgelegd. Ververs de pagina.")
    if moment.gevraagd_op:
        raise Weigering("De vraag is al gestuurd. Wacht op het antwoord, of bel.")
    if moment.gepland_op > timezone.localdate():
        raise Weigering("Het is nog te vroeg voor deze vraag. Vraag het op de geplande dag.")
    refusal = send_question(moment, kandidaat)
    if refusal:
        raise Weigering(refusal)
    log_dossier(wie, "nazorg_gevraagd", kandidaat, na=moment.na)
    return moment


def send_question(moment: Nazorgmoment, kandidaat: Kandidaat) -> str:
    """Put the message in the outbox; returns a sentence when it cannot go, and sends nothing.

    Nobody is asked without a ground, nobody who died, nobody who went to another region.
    """
    if kandidaat.onbereikbaar:
        return kandidaat.onbereikbaar
    if not ground_of(kandidaat.pk):
        return GEEN_GROND
    kanaal = reachable(kandidaat)
    if not kanaal:
        return "Er is geen e-mailadres en geen telefoonnummer. Vraag het zelf."
    today = timezone.localdate()
    wait = schema_of(moment.regio_id, moment.uitkomst.datum).antwoord_dagen
    moment.gevraagd_op, moment.antwoord_voor = timezone.now(), today + timedelta(days=wait)
    moment.save(update_fields=["gevraagd_op", "antwoord_voor"])
    secret = links.make(
        soort=LINK,
        regio=moment.regio_id,
        object_sleutel=str(moment.pk),
        geldig_tot=timezone.make_aware(datetime.combine(moment.antwoord_voor, time.max)),
    )
    words = texts_in(kandidaat.taal)
    url = web_address(reverse("portaal:nazorg", args=[secret]))
    outbox.queue(
        regio=moment.regio_id,
        aan=kandidaat.email if kanaal == "mail" else kandidaat.telefoon,
        onderwerp=words["onderwerp"],
        tekst=f"{words['bericht']}\n\n{url}" if kanaal == "mail" else f"{words['sms']} {url}",
        sleutel=f"nazorg-{moment.pk}",
        kanaal=kanaal,
    )
    return ""


@dataclass(frozen=True)
class Zelfantwoord:
    """What the kandidaat answered on the page of the link."""

    antwoord: str
    hulp_nodig: bool
    mag_vragen: bool


@action
def answer_by_link(wie: Actor, *, geheim: str, zelf: Zelfantwoord) -> Nazorgmoment:
    """The kandidaat answers; the link is used up by it, and of two answers one wins.

    `wie` is Ontschot itself, over the regions a link may be of. Who does not want to be asked
    again is not followed any longer.
    """
    if zelf.antwoord not in ("werkt_nog", "werkt_niet_meer", "anders"):
        raise Weigering("Kies of je nog werkt.", veld="antwoord")
    pk = int(links.find(geheim, soort=LINK).object_sleutel)
    moment, kandidaat = _locked_moment(pk)
    links.use(geheim, soort=LINK)
    if moment.gedaan_op or not ground_of(moment.kandidaat_id):
        raise Weigering(links.VERLOPEN)
    moment.antwoord, moment.gedaan_op = zelf.antwoord, timezone.localdate()
    moment.hulp_nodig, moment.via_link = zelf.hulp_nodig, True
    moment.save(update_fields=["antwoord", "gedaan_op", "hulp_nodig", "via_link"])
    if not zelf.mag_vragen:
        stop_following(kandidaat, omdat="wil_niet")
    log_dossier(wie, "nazorg_vastgelegd", kandidaat, na=moment.na, antwoord=zelf.antwoord)
    return moment


@action
def take_up_help(wie: Actor, *, nazorgmoment_id: int) -> Nazorgmoment:
    """Say that the asking for help was heard; it stops waiting."""
    moment, kandidaat = _locked_moment(nazorgmoment_id)
    betrokken(wie, kandidaat.pk)
    if not moment.hulp_nodig or moment.hulp_opgepakt_op:
        raise Weigering("Deze vraag om hulp is al opgepakt. Ververs de pagina.")
    moment.hulp_opgepakt_op = timezone.now()
    moment.save(update_fields=["hulp_opgepakt_op"])
    log_dossier(wie, "nazorg_opgepakt", kandidaat)
    return moment


@action
def close_silent(wie: Actor, *, nazorgmoment_id: int) -> Nazorgmoment:
    """Nobody answered within the term: that is recorded, and nothing is read into it."""
    moment, kandidaat = _locked_moment(nazorgmoment_id)
    if moment.gedaan_op or moment.antwoord_voor is None:
        raise Weigering("Dit nazorgmoment is al vastgelegd.")
    if not ground_of(moment.kandidaat_id):
        lapse_one(moment, "grond_voorbij")
        log_dossier(wie, "nazorg_vervallen", kandidaat, omdat="grond_voorbij")
        return moment
    moment.antwoord, moment.gedaan_op = "geen_antwoord", timezone.localdate()
    moment.save(update_fields=["antwoord", "gedaan_op"])
    links.revoke(soort=LINK, object_sleutel=str(moment.pk))
    log_dossier(wie, "nazorg_vastgelegd", kandidaat, na=moment.na, antwoord="geen_antwoord")
    return moment


@action
def send_by_itself(wie: Actor, *, nazorgmoment_id: int) -> bool:
    """Send the question of this moment on behalf of the region; raises Weigering when it cannot.

    Who moved away is asked by a person, who can say what happens with the dossier.
    """
    moment, kandidaat = _locked_moment(nazorgmoment_id)
    settled = moment.gedaan_op or moment.gevraagd_op or kandidaat.verhuisd_op
    if settled or send_question(moment, kandidaat):
        raise Weigering("Deze vraag kan niet vanzelf worden gestuurd.")
    log_dossier(wie, "nazorg_gevraagd", kandidaat, na=moment.na)
    return True


@action
def lapse_moment(wie: Actor, *, nazorgmoment_id: int, omdat: str) -> Nazorgmoment:
    """Let one moment lapse by rule: the ground to follow ended before its day."""
    moment, kandidaat = _locked_moment(nazorgmoment_id)
    if moment.gedaan_op:
        raise Weigering("Dit nazorgmoment is al vastgelegd.")
    lapse_one(moment, omdat)
    log_dossier(wie, "nazorg_vervallen", kandidaat, omdat=omdat)
    return moment
