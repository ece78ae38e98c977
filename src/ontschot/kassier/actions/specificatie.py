"""Telling a partner what was paid: by mail, through the outbox."""

from django.utils import timezone

from ontschot.kassier.actions.indieningen import KASSIERS
from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kassier.models import Betaalbatch
from ontschot.kassier.queries.partner import Specificatie, specifications
from ontschot.kern import audit, outbox
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.web.format import datum, euro


@money_action
def mail_specificaties(wie: Actor, *, batch_id: int) -> int:
    """Mail each partner what it gets from this batch, to who handed the declaratie in.

    Order numbers and amounts only. Nobody gets the same mail twice. Returns how many mails.
    """
    require_rol(wie, KASSIERS, "betaalspecificaties sturen")
    batch = Betaalbatch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if not batch:
        raise Weigering("Deze batch bestaat niet in jouw regio.")
    if batch.status not in ("vrijgegeven", "bevestigd"):
        raise Weigering("Geef de batch eerst vrij. Daarna kun je de partners vertellen wat komt.")
    # The outbox holds addresses, which a kassier does not read.
    with scope(systeem(batch.regio_id, reden="betaalspecificatie")):
        sent = sum(_mail(batch, spec) for spec in specifications(batch))
    audit.record(
        wie,
        "betaalspecificatie_gemaild",
        object_soort="betaalbatch",
        object_sleutel=f"batch {batch.pk}",
        regio=batch.regio_id,
        aantal=str(sent),
    )
    return sent


def _mail(batch: Betaalbatch, spec: Specificatie) -> int:
    people = {line.regel.declaratie.ingediend_door for line in spec.regels} - {None}
    for person in people:
        assert person
        outbox.queue(
            regio=batch.regio_id,
            aan=person.email,
            onderwerp=f"Betaalspecificatie: {euro(spec.cent)} voor {spec.organisatie.naam}",
            tekst=mail_text(batch, spec),
            sleutel=f"betaalspecificatie:{batch.pk}:{spec.organisatie.pk}:{person.pk}",
        )
    return len(people)


def mail_text(batch: Betaalbatch, spec: Specificatie) -> str:
    day = datum(max(batch.uitvoerdatum, timezone.localdate(batch.vrijgegeven_op)))
    lines = [
        f"- {line.regel.nummer} (declaratie {line.regel.declaratie.naam}): {euro(line.cent)}"
        for line in spec.regels
    ]
    return "\n".join(
        [
            f"Je ontvangt {euro(spec.cent)} van {batch.betaler}.",
            f"De bank betaalt op {day}.",
            "",
            *lines,
            "",
            "Klopt er iets niet? Neem contact op met de kassier.",
        ]
    )
