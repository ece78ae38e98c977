"""What the actions of this room share: whose page it is, and the notice that something is new."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ontschot.berichten.rules import MAX_TEKENS
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern import outbox
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Link
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.kern.webadres import web_address

SOORT_LINK = "mijn"


def own(wie: Actor) -> Kandidaat:
    """The kandidaat who acts on the own page; the database shows no other."""
    found = Kandidaat.objects.filter(pk=wie.kandidaat_id or 0).first()
    if found is None:
        raise Weigering("Je bent niet meer aangemeld. Meld je opnieuw aan.")
    return found


def filled(tekst: str, zin: str, veld: str = "tekst") -> str:
    """The text without the space around it; raises Weigering when empty or too long."""
    stripped = tekst.strip()
    if not stripped:
        raise Weigering(zin, veld=veld)
    if len(stripped) > MAX_TEKENS:
        raise Weigering(
            f"Dit zijn {len(stripped)} tekens. Er passen er {MAX_TEKENS} in. Maak het korter.",
            veld=veld,
        )
    return stripped


def in_english(kandidaat: Kandidaat) -> bool:
    """Own page and mails exist in Dutch and English; who chose another language reads both."""
    return kandidaat.taal == "en"


def tell_kandidaat(kandidaat: Kandidaat, *, sleutel: str) -> bool:
    """Say that something is waiting on the own page, and not what. False: there is no way to."""
    if not kandidaat.is_bereikbaar or not kandidaat.email or not usable_link(kandidaat):
        return False
    english = in_english(kandidaat)
    context = {"adres": web_address(reverse("portaal:mijn_aanmelden"))}
    template = "berichten/mail_bericht_en.txt" if english else "berichten/mail_bericht.txt"
    outbox.queue(
        regio=kandidaat.regio_id,
        aan=kandidaat.email,
        onderwerp="There is a message for you" if english else "Er is een bericht voor je",
        tekst=render_to_string(template, context),
        sleutel=sleutel,
    )
    return True


def usable_link(kandidaat: Kandidaat) -> Link | None:
    """The way to the own page that is open now, if there is one. Read past the person asking."""
    with scope(systeem(kandidaat.regio_id, reden="eigen pagina")):
        return open_links(kandidaat.sleutel)


def open_links(sleutel: str) -> Link | None:
    return (
        Link.objects.filter(
            soort=SOORT_LINK,
            object_sleutel=sleutel,
            ingetrokken_op__isnull=True,
            geldig_tot__gte=timezone.now(),
        )
        .order_by("-id")
        .first()
    )
