"""Waiting for somebody else: the clock of the answer stands still, and everybody can see why."""

from datetime import date

from django.utils import timezone

from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.kern.werkdagen import add_workdays, workdays_between
from ontschot.meldingen import rules, termijnen
from ontschot.meldingen.bezit import own, record_on
from ontschot.meldingen.models import Melding
from ontschot.web.format import datum

MAX_OP_WIE = 120
VELDEN = ["wacht_op", "wacht_sinds", "wacht_tot", "antwoord_uiterlijk"]


@action
def wait_for(wie: Actor, *, melding_id: int, op_wie: str, tot: date) -> Melding:
    """Stop the clock of the answer until `tot`, because it is somebody else's turn.

    Raises Weigering before the first contact, without saying who, or for longer than the term.
    """
    melding = own(wie, melding_id)
    if melding.eerste_contact_op is None:
        raise Weigering(
            "Er is nog geen contact geweest. Laat de persoon eerst weten dat je ermee bezig bent."
        )
    if melding.wacht_tot:
        raise Weigering(f"Deze vraag wacht al, op {melding.wacht_op}. Ga eerst verder.")
    clean = " ".join(rules.clean_text(op_wie).split())
    if not clean or len(clean) > MAX_OP_WIE:
        raise Weigering("Schrijf op wie je wacht, in hoogstens 120 tekens.", veld="op_wie")
    today = timezone.localdate()
    last = add_workdays(today, termijnen.of_regio(melding.regio_id).wachten_werkdagen)
    if not today < tot <= last:
        raise Weigering(
            f"Kies een dag na vandaag, en niet later dan {datum(last)}: zo lang mag een vraag in "
            "deze regio op een ander wachten.",
            veld="tot",
        )
    melding.wacht_op, melding.wacht_sinds, melding.wacht_tot = clean, today, tot
    melding.save(update_fields=VELDEN)
    record_on(wie, melding, "vraag_wacht", tot=tot.isoformat())
    return melding


@action
def resume(wie: Actor, *, melding_id: int) -> Melding:
    """Let the clock go on; the answer gets the working days back that were waited."""
    melding = own(wie, melding_id)
    if melding.wacht_tot is None:
        raise Weigering("Deze vraag wacht op niemand. Je kunt verder.")
    end_wait(melding)
    melding.save(update_fields=VELDEN)
    record_on(wie, melding, "vraag_verder")
    return melding


def end_wait(melding: Melding) -> None:
    """Let the clock of a (locked) question go on, not saved yet; nothing when it did not wait."""
    if melding.wacht_sinds is None:
        return
    waited = workdays_between(melding.wacht_sinds, timezone.localdate())
    if melding.antwoord_uiterlijk:
        melding.antwoord_uiterlijk = add_workdays(melding.antwoord_uiterlijk, waited)
    melding.wacht_op, melding.wacht_sinds, melding.wacht_tot = "", None, None
