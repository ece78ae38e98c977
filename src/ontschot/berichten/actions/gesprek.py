"""The talk between a kandidaat and the contact."""

from ontschot.berichten.actions.common import filled, own, tell_kandidaat
from ontschot.berichten.models import Gespreksbericht
from ontschot.kandidaten.access import kandidaat_for
from ontschot.kandidaten.vastleggen import medewerker_of, organisatie_of, record, touch
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor

LEEG = "Schrijf eerst je bericht."


@action
def write_to_kandidaat(wie: Actor, *, sleutel: str, tekst: str) -> Gespreksbericht:
    """A message from who may write in the dossier; a mail says that there is one, not what."""
    row = kandidaat_for(wie, sleutel, schrijft=True)
    if row.onbereikbaar:
        raise Weigering(row.onbereikbaar)
    sent = Gespreksbericht.objects.create(
        regio_id=row.regio_id,
        kandidaat=row,
        van="medewerker",
        door_id=medewerker_of(wie),
        organisatie_id=organisatie_of(wie),
        tekst=filled(tekst, LEEG),
    )
    tell_kandidaat(row, sleutel=f"gesprek-{sent.pk}")
    touch(row.pk)
    record(wie, "gesprek_bericht_gestuurd", row)
    return sent


@action
def mark_seen(wie: Actor, *, sleutel: str) -> Gespreksbericht:
    """Say that the messages were read and ask for no answer; the kandidaat sees that too."""
    row = kandidaat_for(wie, sleutel, schrijft=True)
    seen = Gespreksbericht.objects.create(
        regio_id=row.regio_id,
        kandidaat=row,
        van="medewerker",
        soort="gezien",
        door_id=medewerker_of(wie),
        organisatie_id=organisatie_of(wie),
    )
    record(wie, "gesprek_gelezen", row)
    return seen


@action
def write_as_kandidaat(wie: Actor, *, tekst: str) -> Gespreksbericht:
    """A message from the kandidaat on the own page; it waits for the contact, whoever that is."""
    row = own(wie)
    sent = Gespreksbericht.objects.create(
        regio_id=row.regio_id, kandidaat=row, van="kandidaat", tekst=filled(tekst, LEEG)
    )
    record(wie, "eigen_bericht_gestuurd", row)
    return sent
