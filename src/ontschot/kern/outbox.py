"""Messages leave through the outbox: written with the change that causes them, sent afterwards.

Two channels: `mail` and `sms`. A text message goes through the gateway of the setting
`ONTSCHOT_SMS_GATEWAY`, the dotted path of a callable `(nummer, tekst) -> None` that raises when
it could not hand the message over. Without one, demo and tests keep the message here (`proef`);
production has no sms then, and says so when a message is queued, not when it is lost.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Bericht
from ontschot.kern.scope import Actor, scope, systeem

MAX_TRIES = 8
MAIL, SMS = "mail", "sms"
GEEN_SMS = (
    "Een sms versturen kan hier nog niet. Kies e-mail, of vraag de beheerder om een sms-dienst "
    "in te stellen (ONTSCHOT_SMS_GATEWAY)."
)
NIET_MISLUKT = "Dit bericht is niet mislukt. Ververs de pagina om te zien hoe het ermee staat."

audit.register({"bericht_opnieuw": "{wie} liet een bericht opnieuw versturen."})


def sms_possible() -> bool:
    """Whether a text message can be queued: there is a gateway, or this is no production."""
    return bool(settings.SMS_GATEWAY) or settings.MODUS != "productie"


def queue(
    *, regio: str, aan: str, onderwerp: str, tekst: str, sleutel: str, kanaal: str = MAIL
) -> None:
    """Put one message in the outbox of the running transaction; a known `sleutel` does nothing.

    `aan` is an address or, for `sms`, a telephone number; `onderwerp` of an sms shows in the
    list of messages only. Raises Weigering for an sms where none can be sent.
    """
    if kanaal == SMS and not sms_possible():
        raise Weigering(GEEN_SMS, veld="kanaal")
    # A name with a line break in it would be refused by every mail server.
    subject = " ".join(onderwerp.split())
    facts = {"aan": aan, "onderwerp": subject, "tekst": tekst, "kanaal": kanaal}
    bericht, new = Bericht.objects.get_or_create(
        sleutel=sleutel, defaults={"regio": regio, **facts}
    )
    if new:
        send.defer(bericht_id=bericht.pk, regio=regio)


@app.task(name="kern.send", retry=RetryStrategy(max_attempts=MAX_TRIES, exponential_wait=4))
def send(bericht_id: int, regio: str) -> None:
    """Send one message. After the last try it stands as `mislukt`, and nobody waits in vain."""
    try:
        _deliver(bericht_id, regio)
    except Exception as fault:
        if not _given_up(bericht_id, regio, type(fault).__name__):
            raise


def _deliver(bericht_id: int, regio: str) -> None:
    """The row is locked meanwhile, so two workers never send it twice."""
    with transaction.atomic(), scope(systeem(regio, reden="postbode")):
        bericht = Bericht.objects.select_for_update().get(pk=bericht_id)
        if bericht.status == "verzonden":
            return
        bericht.proef = not _hand_over(bericht)
        Bericht.STAPPEN.move(bericht, "verzonden")
        bericht.pogingen += 1
        bericht.fout = ""
        bericht.verzonden_op = timezone.now()
        bericht.save(update_fields=["status", "pogingen", "verzonden_op", "proef", "fout"])


def _hand_over(bericht: Bericht) -> bool:
    """Give the message to whoever carries it; False when there is nobody, in a demo."""
    if bericht.kanaal == MAIL:
        send_mail(bericht.onderwerp, bericht.tekst, None, [bericht.aan])
        return True
    if not settings.SMS_GATEWAY:
        if not sms_possible():
            raise Weigering(GEEN_SMS)
        return False
    gateway: Callable[[str, str], None] = import_string(settings.SMS_GATEWAY)
    gateway(bericht.aan, bericht.tekst)
    return True


def _given_up(bericht_id: int, regio: str, fault: str) -> bool:
    """Count the failed try; True when it was the last one. Keeps the kind of fault, no address."""
    with transaction.atomic(), scope(systeem(regio, reden="postbode")):
        bericht = Bericht.objects.select_for_update().get(pk=bericht_id)
        bericht.pogingen += 1
        bericht.fout = fault[:60]
        last = bericht.pogingen >= MAX_TRIES
        if last and bericht.status == "klaar":
            Bericht.STAPPEN.move(bericht, "mislukt")
        bericht.save(update_fields=["status", "pogingen", "fout"])
    return last


@action
def again(wie: Actor, *, bericht_id: int) -> Bericht:
    """Try a failed message once more, when what was wrong has been mended."""
    bericht = Bericht.objects.select_for_update().filter(pk=bericht_id, status="mislukt").first()
    if bericht is None:
        raise Weigering(NIET_MISLUKT)
    audit.record(
        wie,
        "bericht_opnieuw",
        object_soort="bericht",
        object_sleutel=str(bericht.pk),
        regio=bericht.regio,
    )
    send.defer(bericht_id=bericht.pk, regio=bericht.regio)
    return bericht
