"""What a partner does in a controle: explain, add papers, ask more time once, react."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ontschot.kandidaten.zonder_naam import refuse_person
from ontschot.kassier.actions.bestanden import keep_file, require_standing, uploaded, withdraw_file
from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.verantwoording.models import (
    AAN_DE_PARTNER,
    Bevinding,
    Controlebewijs,
    Controleregel,
)
from ontschot.web.format import datum

MAX_TEKST = 4000
DICHT = "Hier wordt nu niets gevraagd. Ververs de pagina om te zien hoe het ermee staat."


def locked_line(regel_id: int) -> Controleregel:
    """One drawn payment with its controle and line, locked; raises Weigering out of reach."""
    found = (
        Controleregel.objects.select_for_update(of=("self",))
        .select_related(
            "controle__organisatie",
            "organisatie",
            "declaratieregel__verplichting__interventie",
            "kostenregel__declaratie__organisatie",
        )
        .filter(pk=regel_id)
        .first()
    )
    if not found:
        raise Weigering("Deze betaling staat niet in een controle van jouw regio.")
    return found


def nameless(line: Controleregel, text: str, veld: str) -> str:
    """The text, stripped, without the person this payment was for; raises Weigering."""
    paid = line.declaratieregel
    kandidaat = paid.verplichting.interventie.kandidaat_id if paid else 0
    return refuse_person(kandidaat, text, veld, "Schrijf het zonder dat op.")[:MAX_TEKST]


def _own(wie: Actor, regel_id: int) -> Controleregel:
    require_rol(wie, PROFESSIONALS, "antwoorden op een controle")
    line = locked_line(regel_id)
    if line.organisatie_id != wie.organisatie_id:
        raise Weigering(f"Deze betaling ging naar {line.organisatie.naam}. Die antwoordt.")
    return line


@money_action
def answer_controleregel(wie: Actor, *, regel_id: int, antwoord: str) -> Controleregel:
    """Explain one payment, also after the term as long as nothing was found. Sent once."""
    line = _own(wie, regel_id)
    text = nameless(line, antwoord, "antwoord")
    if not text:
        raise Weigering("Schrijf een uitleg bij deze betaling.", veld="antwoord")
    Controleregel.STAPPEN.move(line, "beantwoord")
    line.antwoord, line.beantwoord_op = text, timezone.now()
    line.beantwoord_door_id = wie.medewerker_id
    line.save(update_fields=["status", "antwoord", "beantwoord_op", "beantwoord_door"])
    record_line(wie, "controle_beantwoord", line)
    return line


@money_action
def ask_more_time(wie: Actor, *, regel_id: int, reden: str) -> Controleregel:
    """Take the extra days of this controle, once, with a reason and before the term is over."""
    line = _own(wie, regel_id)
    days = line.controle.uitstel_dagen
    if not days:
        raise Weigering("Bij deze controle is geen uitstel afgesproken.")
    if line.status != "gevraagd" or not line.uiterlijk:
        raise Weigering(DICHT)
    if line.uitstel_op:
        raise Weigering("Je kreeg al meer tijd. Dat kan één keer.")
    if line.uiterlijk < timezone.localdate():
        raise Weigering(
            f"De laatste dag was {datum(line.uiterlijk)}. Meer tijd vragen kan niet meer; "
            "antwoorden wel, zolang er nog geen bevinding is."
        )
    text = nameless(line, reden, "reden")[:300]
    if not text:
        raise Weigering("Schrijf waarom je meer tijd nodig hebt.", veld="reden")
    line.uiterlijk += timedelta(days=days)
    line.reden_uitstel, line.uitstel_op = text, timezone.now()
    line.uitstel_door_id = wie.medewerker_id
    line.save(update_fields=["uiterlijk", "reden_uitstel", "uitstel_op", "uitstel_door"])
    record_line(wie, "controle_uitgesteld", line, dag=datum(line.uiterlijk), reden=text)
    return line


@money_action
def add_controlebewijs(
    wie: Actor, *, regel_id: int, naam: str, inhoud: bytes, zonder_namen: bool
) -> Controlebewijs:
    """Keep a file with a payment while something is asked of it, or a finding can be answered.

    What the file is, is told from `inhoud`. Raises Weigering for a file that is empty, too big, of
    another type or infected, and without the word that no name stands in it.
    """
    line = _own(wie, regel_id)
    if line.status not in AAN_DE_PARTNER:
        raise Weigering(DICHT)
    file = uploaded(naam, inhoud, zonder_namen=zonder_namen)
    made = Controlebewijs(regio_id=line.regio_id, regel=line, **file)
    keep_file(wie, made, inhoud)
    record_line(wie, "controlebewijs_toegevoegd", line)
    return made


@money_action
def withdraw_controlebewijs(
    wie: Actor, *, bewijs_id: int, reden: str, wissen: bool = False
) -> Controlebewijs:
    """Take a file back with a reason; `wissen` erases the contents (a name stood in it)."""
    known = Controlebewijs.objects.filter(pk=bewijs_id).values_list("regel", flat=True).first()
    line = _own(wie, known or 0)
    found = Controlebewijs.objects.select_for_update(of=("self",)).get(pk=bewijs_id)
    require_standing(found)
    text = nameless(line, reden, "reden")[:300]
    if not text:
        raise Weigering("Schrijf waarom je dit bewijs intrekt.", veld="reden")
    withdraw_file(wie, found, text, wissen=wissen)
    record_line(wie, "controlebewijs_ingetrokken", line, reden=text)
    return found


@money_action
def react_bevinding(
    wie: Actor, *, regel_id: int, nummer: int, eens: bool, reactie: str = ""
) -> Bevinding:
    """React once to the finding with this number: agree, or say why not. Hoor en wederhoor."""
    line = _own(wie, regel_id)
    found = line.bevindingen.order_by("-nummer").first()
    if line.status != "voorlopig" or not found or found.nummer != nummer or found.reactie_op:
        raise Weigering(DICHT)
    if found.oordeel == "in_orde":
        raise Weigering("Deze betaling is in orde bevonden. Reageren hoeft niet.")
    text = nameless(line, reactie, "reactie")
    if not eens and not text:
        raise Weigering("Schrijf waarom je het niet eens bent met de bevinding.", veld="reactie")
    found.eens, found.reactie, found.reactie_op = eens, text, timezone.now()
    found.reactie_door_id = wie.medewerker_id
    found.save(update_fields=["eens", "reactie", "reactie_op", "reactie_door"])
    record_line(
        wie, "bevinding_weersproken", line, reactie="eens" if eens else "niet eens", nummer=nummer
    )
    return found


def record_line(wie: Actor, event: str, line: Controleregel, **gegevens: Any) -> None:
    """The audit line of one payment, by the number that people mention."""
    audit.record(
        wie,
        event,
        object_soort="controle",
        object_sleutel=line.controle.nummer,
        regio=line.regio_id,
        regel=line.nummer,
        **gegevens,
    )
