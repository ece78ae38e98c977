"""A message goes out once, by mail or sms; when it cannot, it ends as failed and can be mended."""

from typing import Any

import pytest
from django.core import mail

from ontschot.kern import outbox
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Bericht
from ontschot.kern.scope import Actor

pytestmark = pytest.mark.django_db
REGIO = "AM08"
handed_over: list[tuple[str, str]] = []


def gateway(nummer: str, tekst: str) -> None:
    handed_over.append((nummer, tekst))


def broken_gateway(nummer: str, tekst: str) -> None:
    raise ConnectionError(nummer)


@pytest.fixture(autouse=True)
def _nothing_handed_over() -> None:
    handed_over.clear()


def queue(**anders: str) -> Bericht:
    facts = {"regio": REGIO, "aan": "0612345678", "onderwerp": "Hoe gaat het?", "tekst": "Hoi"}
    outbox.queue(**(facts | {"sleutel": "s-1", "kanaal": "sms"} | anders))
    return Bericht.objects.get(sleutel=anders.get("sleutel", "s-1"))


def deliver(bericht: Bericht) -> Bericht:
    outbox.send(bericht_id=bericht.pk, regio=REGIO)
    bericht.refresh_from_db()
    return bericht


def fail(bericht: Bericht, times: int) -> None:
    for _ in range(times):
        with pytest.raises(ConnectionError):
            deliver(bericht)


def test_an_sms_leaves_through_the_gateway_of_the_settings(ruim: Actor, settings: Any) -> None:
    settings.SMS_GATEWAY = f"{__name__}.gateway"
    sent = deliver(queue())
    assert handed_over == [("0612345678", "Hoi")]
    assert (sent.status, sent.proef) == ("verzonden", False)


def test_an_sms_is_sent_once(ruim: Actor, settings: Any) -> None:
    settings.SMS_GATEWAY = f"{__name__}.gateway"
    deliver(deliver(queue()))
    queue()
    assert len(handed_over) == 1
    assert Bericht.objects.count() == 1


def test_a_demo_keeps_an_sms_and_says_so(ruim: Actor) -> None:
    sent = deliver(queue())
    assert (sent.status, sent.proef) == ("verzonden", True)


def test_production_without_a_gateway_refuses_at_once(ruim: Actor, settings: Any) -> None:
    settings.MODUS = "productie"
    assert not outbox.sms_possible()
    with pytest.raises(Weigering, match="ONTSCHOT_SMS_GATEWAY"):
        queue()
    assert not Bericht.objects.exists()
    settings.SMS_GATEWAY = f"{__name__}.gateway"
    assert outbox.sms_possible()


def test_mail_goes_by_mail(ruim: Actor) -> None:
    assert deliver(queue(kanaal="mail", aan="a@voorbeeld.nl")).status == "verzonden"
    assert mail.outbox[0].to == ["a@voorbeeld.nl"]


def test_a_name_with_a_line_break_does_not_stop_a_mail(ruim: Actor) -> None:
    queued = queue(kanaal="mail", aan="a@voorbeeld.nl", onderwerp="Betaald aan FNV\r\nBcc: x@y.nl")
    assert deliver(queued).status == "verzonden"
    assert mail.outbox[0].subject == "Betaald aan FNV Bcc: x@y.nl"


def test_a_message_is_tried_again_and_ends_as_failed(ruim: Actor, settings: Any) -> None:
    settings.SMS_GATEWAY = f"{__name__}.broken_gateway"
    bericht = queue()
    fail(bericht, outbox.MAX_TRIES - 1)
    bericht.refresh_from_db()
    assert (bericht.status, bericht.pogingen) == ("klaar", outbox.MAX_TRIES - 1)
    failed = deliver(bericht)
    assert (failed.status, failed.pogingen) == ("mislukt", outbox.MAX_TRIES)
    assert failed.fout == "ConnectionError"


def test_a_failed_message_can_be_sent_when_it_is_mended(ruim: Actor, settings: Any) -> None:
    settings.SMS_GATEWAY = f"{__name__}.broken_gateway"
    bericht = queue()
    fail(bericht, outbox.MAX_TRIES - 1)
    deliver(bericht)
    settings.SMS_GATEWAY = f"{__name__}.gateway"
    outbox.again(ruim, bericht_id=bericht.pk)
    assert deliver(bericht).status == "verzonden"
    with pytest.raises(Weigering, match="niet mislukt"):
        outbox.again(ruim, bericht_id=bericht.pk)
