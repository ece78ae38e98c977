"""Messages leave through the outbox: written with the change that causes them, sent afterwards."""

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ontschot.kern.models import Bericht
from ontschot.kern.scope import scope, systeem

MAX_TRIES = 8


def queue(*, regio: str, aan: str, onderwerp: str, tekst: str, sleutel: str) -> None:
    """Put one message in the outbox of the running transaction; a known `sleutel` does nothing."""
    bericht, new = Bericht.objects.get_or_create(
        sleutel=sleutel,
        defaults={"regio": regio, "aan": aan, "onderwerp": onderwerp, "tekst": tekst},
    )
    if new:
        send.defer(bericht_id=bericht.pk, regio=regio)


@app.task(name="kern.send", retry=RetryStrategy(max_attempts=MAX_TRIES, exponential_wait=4))
def send(bericht_id: int, regio: str) -> None:
    """Send one message. The row is locked meanwhile, so two workers never send it twice."""
    with transaction.atomic(), scope(systeem(regio, reden="postbode")):
        bericht = Bericht.objects.select_for_update().get(pk=bericht_id)
        if bericht.status == "verzonden":
            return
        send_mail(bericht.onderwerp, bericht.tekst, None, [bericht.aan])
        Bericht.STAPPEN.move(bericht, "verzonden")
        bericht.pogingen += 1
        bericht.verzonden_op = timezone.now()
        bericht.save(update_fields=["status", "pogingen", "verzonden_op"])
