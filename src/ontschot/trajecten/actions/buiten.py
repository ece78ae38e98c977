"""A hand-over to a partner without an account, who answers through a link that works once.

When the partner takes over, somebody here stays vaste contactpersoon: every kandidaat has exactly
one owner, and a partner outside cannot be one. The work goes on outside; here only nazorg is left.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from ontschot.kern import links, outbox
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.kern.webadres import web_address
from ontschot.netwerk.models import Regio
from ontschot.trajecten.actions.common import betrokken, required
from ontschot.trajecten.actions.overdracht import (
    LINK,
    Afspraak,
    close,
    log,
    offers,
    store_offer,
    tell_giver,
    tell_how_it_went,
)
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import Overdracht
from ontschot.trajecten.rules.overdracht import LINK_EXTRA_DAGEN, TERUGKOPPEL_DAGEN


@dataclass(frozen=True)
class Partner:
    """Somebody outside: the name of the person, of the organisation, and where to write."""

    naam: str
    organisatie: str
    email: str


@action
def offer_outside(
    wie: Actor, *, kandidaat_id: int, aan: Partner, afspraak: Afspraak
) -> tuple[Overdracht, str]:
    """Offer somebody to a partner without an account; returns the offer and the secret of its link.

    The mail holds the link and the key of the dossier, and no name.
    """
    kandidaat = betrokken(wie, kandidaat_id, lock=True)
    required(
        afspraak.samenvatting,
        "Schrijf op wat de partner mag weten voordat die ja of nee zegt.",
        "samenvatting",
    )
    overdracht = store_offer(
        wie,
        kandidaat,
        afspraak,
        waarheen="buiten",
        extern_naam=required(aan.naam, "Vul in wie je bij de partner sprak.", "extern_naam"),
        extern_organisatie=required(
            aan.organisatie, "Vul in bij welke organisatie dat is.", "extern_organisatie"
        ),
        extern_email=_email(aan.email),
    )
    return overdracht, send_link(overdracht, "aangeboden")


def _email(text: str) -> str:
    try:
        validate_email(text.strip())
    except ValidationError as problem:
        raise Weigering(
            "Vul een e-mailadres in, zoals naam@voorbeeld.nl.", veld="extern_email"
        ) from problem
    return text.strip()


def send_link(overdracht: Overdracht, wat: str) -> str:
    """Mail the partner a new link to this offer; an older one stops working."""
    links.revoke(soort=LINK, object_sleutel=str(overdracht.pk))
    last = overdracht.reageer_uiterlijk + timedelta(days=LINK_EXTRA_DAGEN)
    until = timezone.make_aware(datetime.combine(last, time.max))
    secret = links.make(
        soort=LINK,
        regio=overdracht.regio_id,
        object_sleutel=str(overdracht.pk),
        geldig_tot=max(until, timezone.now() + timedelta(days=LINK_EXTRA_DAGEN)),
    )
    regio = Regio.objects.get(pk=overdracht.regio_id)
    url = web_address(reverse("portaal:overdracht", args=[secret]))
    outbox.queue(
        regio=overdracht.regio_id,
        aan=overdracht.extern_email,
        onderwerp=f"Werkcentrum {regio.naam} vraagt je iemand te helpen",
        tekst=f"{overdracht.van.naam} vraagt of jij iemand wilt helpen. Lees wat er gevraagd "
        f"wordt en zeg ja of nee. Antwoord uiterlijk op {overdracht.reageer_uiterlijk:%d-%m-%Y}. "
        f"De link werkt één keer.\n\n{url}",
        sleutel=f"overdracht-{overdracht.pk}-{wat}",
    )
    return secret


def feedback_link(geheim: str) -> Overdracht:
    """The accepted offer of a link that was used up by the yes, for telling how it went on.

    Needs a scope over the regions a link may be of. Raises Weigering when nothing may be told
    (any more): another answer, no consent for it, told already, or the term went by.
    """
    used = links.find(geheim, soort=LINK, used=True)
    found = offers().filter(pk=int(used.object_sleutel), status="aangenomen").first()
    if found is None or not found.terugkoppeling_mag:
        raise Weigering(links.VERLOPEN)
    if found.terugkoppeling_op:
        raise Weigering("Je hebt al verteld hoe het verder ging. Bel als er iets verandert.")
    return found


@action
def feedback_outside(wie: Actor, *, geheim: str, tekst: str) -> Overdracht:
    """The partner tells once how it went on, with the link that said yes. `wie` is Ontschot."""
    overdracht = locked(offers(), feedback_link(geheim).pk, "Deze overdracht")
    if overdracht.terugkoppeling_op:
        raise Weigering("Er is al verteld hoe het verder ging.")
    overdracht.terugkoppeling = required(tekst, "Schrijf in één zin hoe het verder ging.", "tekst")
    overdracht.terugkoppeling_op = timezone.now()
    overdracht.save(update_fields=["terugkoppeling", "terugkoppeling_op"])
    log(wie, "overdracht_teruggekoppeld", overdracht)
    tell_how_it_went(overdracht, overdracht.extern_organisatie)
    return overdracht


@action
def answer_outside(
    wie: Actor, *, geheim: str, aannemen: bool, naam: str, reden: str = ""
) -> Overdracht:
    """The partner says yes or no with the link, which is used up by it.

    `wie` is Ontschot itself, over the regions a link may be of. Of two answers one wins; an offer
    that was withdrawn a moment earlier refuses.
    """
    naam = required(naam, "Vul je naam in, dan weten we wie antwoordde.", "naam")
    if not aannemen:
        required(reden, "Schrijf waarom het niet kan. Dan weten we hoe verder.", "reden")
    pk = int(links.find(geheim, soort=LINK).object_sleutel)
    # The offer first and then the link, in the order in which withdrawing takes them.
    overdracht = locked(offers(), pk, "Deze overdracht")
    links.use(geheim, soort=LINK)
    overdracht.beantwoord_door = f"{naam}, {overdracht.extern_organisatie}"[:140]
    overdracht.weigering = "" if aannemen else reden.strip()
    if aannemen and overdracht.terugkoppeling_mag:
        links.lengthen(geheim, soort=LINK, dagen=TERUGKOPPEL_DAGEN)
    answer = "aangenomen" if aannemen else "geweigerd"
    close(overdracht, answer)
    log(wie, f"overdracht_{answer}", overdracht)
    tell_giver(overdracht, answer, overdracht.extern_organisatie)
    return overdracht
