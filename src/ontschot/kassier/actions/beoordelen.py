"""What the kassier does before a verdict: draw a sample, say what was found, talk about it."""

import secrets

from django.utils import timezone

from ontschot.kassier.actions.declaraties import live_lines, read_of
from ontschot.kassier.actions.indieningen import (
    KASSIERS,
    locked,
    record_beside,
    require_other,
    require_words,
)
from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kassier.models import (
    Declaratie,
    Declaratiebericht,
    Declaratieregel,
    Steekproef,
    Steekproefregel,
)
from ontschot.kassier.queries.afspraken import afspraak_on, maat_of
from ontschot.kassier.rules import Steekproefmaat, draw
from ontschot.kassier.standen import freeze_standen
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor

MAX_BERICHT = 2000
OVERKANT = {"kassier": "partner", "partner": "kassier"}


@money_action
def draw_steekproef(wie: Actor, *, declaratie_id: int, alles: bool = False) -> Steekproef:
    """Draw the lines to look at, by the rule of the fonds; `alles` looks at every line.

    The seed is drawn here and kept, so nobody chooses lines and anybody can draw them again.
    Raises Weigering when it was drawn already, or when no rule is agreed and not all are wanted.
    """
    require_rol(wie, KASSIERS, "een steekproef trekken")
    declaratie = locked(Declaratie, declaratie_id)
    if declaratie.status != "ingediend" or not declaratie.ingediend_op:
        raise Weigering("Een steekproef trek je uit een ingediende declaratie. Ververs de pagina.")
    require_other(wie, declaratie)
    if Steekproef.objects.filter(declaratie=declaratie, keer=declaratie.keer).exists():
        raise Weigering("De steekproef is al getrokken. Ververs de pagina.")
    maat = Steekproefmaat("alles") if alles else _agreed(declaratie)
    zaad = secrets.token_hex(16)
    lines = _handed_in(declaratie)
    chosen = draw(zaad, [(line.pk, line.cent) for line in lines], maat)
    made = Steekproef.objects.create(
        regio_id=declaratie.regio_id,
        declaratie=declaratie,
        keer=declaratie.keer,
        zaad=zaad,
        soort=maat.soort,
        aantal=maat.aantal,
        procent=maat.procent,
        altijd_vanaf_cent=maat.altijd_vanaf_cent,
        getrokken_door_id=wie.medewerker_id,
    )
    Steekproefregel.objects.bulk_create(
        Steekproefregel(regio_id=made.regio_id, steekproef=made, declaratieregel_id=number)
        for number in chosen
    )
    record_beside(
        wie, "steekproef_getrokken", declaratie, aantal=len(chosen), van=len(lines), zaad=zaad
    )
    return made


def _handed_in(declaratie: Declaratie) -> list[Declaratieregel]:
    """The lines as they were handed in this time, also those that were refused meanwhile.

    What was handed in before this was kept is kept now, so the draw can be done again.
    """
    found = Declaratieregel.objects.filter(
        declaratie=declaratie, momentopnamen__keer=declaratie.keer
    ).order_by("pk")
    if lines := list(found):
        return lines
    freeze_standen(live_lines(declaratie), declaratie.keer)
    return list(found.all())


def _agreed(declaratie: Declaratie) -> Steekproefmaat:
    assert declaratie.ingediend_op
    day = timezone.localdate(declaratie.ingediend_op)
    found = afspraak_on(declaratie.regio_id, declaratie.fonds_id, day)
    if not found or found.steekproef == "geen":
        raise Weigering(
            "Voor dit fonds is geen steekproef afgesproken. Kijk alle regels na, of leg eerst een "
            "afspraak vast."
        )
    return maat_of(found)


@money_action
def judge_steekproefregel(
    wie: Actor, *, steekproefregel_id: int, bevinding: str, toelichting: str = ""
) -> Steekproefregel:
    """What the kassier found of one line of the sample; anything but right needs a sentence."""
    require_rol(wie, KASSIERS, "een regel van de steekproef beoordelen")
    row = Steekproefregel.objects.select_related("steekproef").filter(pk=steekproefregel_id).first()
    if not row:
        raise Weigering("Deze regel staat niet in de steekproef. Ververs de pagina.")
    declaratie = locked(Declaratie, row.steekproef.declaratie_id)
    if declaratie.status != "ingediend" or declaratie.keer != row.steekproef.keer:
        raise Weigering("Deze declaratie wordt niet meer beoordeeld. Ververs de pagina.")
    require_other(wie, declaratie)
    if bevinding not in dict(Steekproefregel.BEVINDINGEN):
        raise Weigering("Kies wat je zag.", veld="bevinding")
    text = " ".join(toelichting.split())
    if bevinding != "akkoord" and not text:
        raise Weigering("Schrijf erbij wat je zag.", veld="toelichting")
    row.bevinding, row.toelichting = bevinding, text[:300]
    row.door_id, row.op = wie.medewerker_id, timezone.now()
    row.save(update_fields=["bevinding", "toelichting", "door", "op"])
    record_beside(
        wie,
        "steekproefregel_beoordeeld",
        declaratie,
        verplichting=row.declaratieregel.verplichting.nummer,
        bevinding=row.get_bevinding_display(),
    )
    return row


@money_action
def send_bericht(wie: Actor, *, declaratie_id: int, tekst: str) -> Declaratiebericht:
    """Write to the other side beside a declaratie; whoever answers has read what stood there."""
    declaratie, kant = _side(wie, declaratie_id)
    said = require_words(tekst, "Schrijf eerst een bericht.", "tekst")
    if len(said) > MAX_BERICHT:
        raise Weigering(f"Maak het korter: hoogstens {MAX_BERICHT} tekens.", veld="tekst")
    read_of(wie, declaratie, OVERKANT[kant])
    made = Declaratiebericht.objects.create(
        regio_id=declaratie.regio_id,
        declaratie=declaratie,
        kant=kant,
        tekst=said,
        door_id=wie.medewerker_id,
    )
    record_beside(wie, "declaratiebericht_gestuurd", declaratie)
    return made


@money_action
def read_berichten(wie: Actor, *, declaratie_id: int) -> int:
    """Say that the messages of the other side were read; returns how many."""
    declaratie, kant = _side(wie, declaratie_id)
    done = read_of(wie, declaratie, OVERKANT[kant])
    record_beside(wie, "declaratieberichten_gelezen", declaratie, aantal=done)
    return done


def _side(wie: Actor, declaratie_id: int) -> tuple[Declaratie, str]:
    require_rol(wie, KASSIERS | PROFESSIONALS, "meepraten over een declaratie")
    declaratie = locked(Declaratie, declaratie_id)
    if wie.rol in KASSIERS:
        if declaratie.keer == 0:
            raise Weigering("Deze declaratie is nog niet ingediend.")
        return declaratie, "kassier"
    if declaratie.organisatie_id != wie.organisatie_id:
        raise Weigering(f"Deze declaratie is van {declaratie.organisatie.naam}.")
    return declaratie, "partner"
