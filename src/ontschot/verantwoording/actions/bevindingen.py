"""Findings: one person finds, the partner may react, somebody else makes it final."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ontschot.kassier.actions import propose_terugvordering
from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kassier.models import Declaratieregel, Kostenregel, Terugvordering
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.verantwoording.actions.bericht import tell_finding
from ontschot.verantwoording.actions.controle import (
    KASSIERS,
    locked_controle,
    require_kassier,
)
from ontschot.verantwoording.actions.partner import locked_line, nameless, record_line
from ontschot.verantwoording.models import Bevinding, Controle, Controleregel
from ontschot.verantwoording.queries.controle import MAKERS, second_of
from ontschot.verantwoording.queries.populatie import asked_back
from ontschot.web.format import euro

# Who may be the second pair of eyes; the database looks whether they are so for this fonds.
TWEEDEN = KASSIERS | {Rolsoort.COORDINATOR, Rolsoort.BELEID}
WACHT = (
    "De partner heeft nog tijd om te reageren, tot en met de laatste dag. Wacht die af, of het "
    "antwoord."
)


@money_action
def find(
    wie: Actor,
    *,
    regel_id: int,
    nummer: int,
    oordeel: str,
    foutsoort: str = "",
    fout_cent: int | None = None,
    toelichting: str = "",
) -> Bevinding:
    """Record what was found of a payment, as number `nummer` (the last one known, plus one).

    `fout_cent` None with `onvolledig` is the whole payment. In order can be said at any time; a
    fault, or missing evidence, after the partner answered or let the term pass. The partner gets
    `reactie_dagen` to react. Raises Weigering for who declared or approved this payment, and when
    somebody else found something meanwhile.
    """
    line = locked_line(regel_id)
    require_kassier(wie, line.controle, "een bevinding vastleggen")
    assert wie.medewerker_id
    _require_turn(line, nummer, oordeel)
    text = nameless(line, toelichting, "toelichting")
    cent = _checked(line, oordeel, foutsoort, fout_cent, text)
    made = Bevinding.objects.create(
        regio_id=line.regio_id,
        regel=line,
        nummer=nummer,
        oordeel=oordeel,
        foutsoort=foutsoort if oordeel == "fout" else "",
        fout_cent=cent,
        toelichting=text,
        door_id=wie.medewerker_id,
    )
    _to_the_partner(line, made)
    record_line(
        wie,
        "bevinding_vastgelegd",
        line,
        oordeel=made.get_oordeel_display(),
        bedrag=euro(made.fout_cent),
    )
    return made


def _checked(line: Controleregel, oordeel: str, foutsoort: str, cent: int | None, text: str) -> int:
    """The cents of this finding; raises Weigering for what does not go together.

    A fault can be about nothing (0); without an amount all of it is not proven.
    """
    if oordeel not in dict(Bevinding.OORDELEN):
        raise Weigering("Kies wat je vond.", veld="oordeel")
    if oordeel == "in_orde":
        return 0
    if oordeel == "fout" and foutsoort not in dict(Bevinding.FOUTSOORTEN):
        raise Weigering("Kies wat er fout is.", veld="foutsoort")
    if oordeel == "fout" and cent is None:
        raise Weigering("Vul in om welk bedrag het gaat; 0 als het geld klopt.", veld="cent")
    if not text:
        raise Weigering("Schrijf erbij wat je zag.", veld="toelichting")
    found = line.cent if cent is None else cent
    if found > line.cent:
        raise Weigering(f"Er is {euro(line.cent)} betaald. Meer kan niet fout zijn.", veld="cent")
    if oordeel == "onvolledig" and found <= 0:
        raise Weigering("Vul in van welk bedrag het bewijs ontbreekt.", veld="cent")
    return found


def _require_turn(line: Controleregel, nummer: int, oordeel: str) -> None:
    if line.status == "definitief" or line.controle.status != "loopt":
        raise Weigering("De bevinding is al definitief. Ververs de pagina.")
    last = line.bevindingen.order_by("-nummer").values_list("nummer", flat=True).first() or 0
    if nummer != last + 1:
        raise Weigering("Iemand legde net een andere bevinding vast. Ververs de pagina.")
    waits = line.status == "gevraagd" and line.uiterlijk and line.uiterlijk >= timezone.localdate()
    if waits and oordeel != "in_orde":
        raise Weigering("De partner heeft nog tijd om te antwoorden. Wacht die af.")


def _to_the_partner(line: Controleregel, made: Bevinding) -> None:
    """A fault waits for what the partner says of it; what is in order waits for nobody."""
    if line.status != "voorlopig":
        Controleregel.STAPPEN.move(line, "voorlopig")
    line.herinnerd_op = line.uiterlijk = None
    if made.oordeel != "in_orde":
        line.uiterlijk = timezone.localdate() + timedelta(days=line.controle.reactie_dagen)
    line.save(update_fields=["status", "uiterlijk", "herinnerd_op"])
    if line.uiterlijk:
        tell_finding(line, made.nummer)


@money_action
def confirm_bevinding(wie: Actor, *, regel_id: int, nummer: int) -> Bevinding:
    """Make the finding with this number final; by somebody else than who found it."""
    require_rol(wie, TWEEDEN, "een bevinding definitief maken")
    line = locked_line(regel_id)
    found = line.bevindingen.order_by("-nummer").first()
    if line.status != "voorlopig" or not found or found.nummer != nummer:
        raise Weigering("Deze bevinding is niet meer de laatste. Ververs de pagina.")
    if wie.medewerker_id == found.door_id:
        raise Weigering("Wie een bevinding vastlegt, maakt haar niet definitief. Vraag een ander.")
    if not _heard(line, found):
        raise Weigering(WACHT)
    _final(wie, line, found)
    record_line(
        wie,
        "bevinding_definitief",
        line,
        oordeel=found.get_oordeel_display(),
        bedrag=euro(found.fout_cent),
    )
    return found


def _heard(line: Controleregel, found: Bevinding) -> bool:
    over = line.uiterlijk is not None and line.uiterlijk < timezone.localdate()
    return found.oordeel == "in_orde" or found.reactie_op is not None or over


def _final(wie: Actor, line: Controleregel, found: Bevinding) -> None:
    found.definitief_door_id, found.definitief_op = wie.medewerker_id, timezone.now()
    found.save(update_fields=["definitief_door", "definitief_op"])
    Controleregel.STAPPEN.move(line, "definitief")
    line.uiterlijk = None
    line.save(update_fields=["status", "uiterlijk"])


@money_action
def confirm_in_orde(wie: Actor, *, controle_id: int) -> int:
    """Make final at once what somebody else found in order; returns how many payments.

    Payments that this person declared or approved wait for another.
    """
    require_rol(wie, TWEEDEN, "bevindingen definitief maken")
    controle = locked_controle(controle_id)
    lines = list(in_orde_for(wie, controle).select_for_update(of=("self",)).order_by("pk"))
    if not lines:
        raise Weigering("Er is niets dat een ander in orde vond en dat jij definitief kunt maken.")
    for line in lines:
        found = line.bevindingen.order_by("-nummer").first()
        assert found
        _final(wie, line, found)
    audit.record(
        wie,
        "bevindingen_definitief",
        object_soort="controle",
        object_sleutel=controle.nummer,
        regio=controle.regio_id,
        aantal=len(lines),
    )
    return len(lines)


def in_orde_for(wie: Actor, controle: Controle) -> QuerySet[Controleregel]:
    """The payments that somebody else found in order, and in which this person had no part."""
    me = wie.medewerker_id
    # Without a term there is nothing to react to: that is what `in orde` leaves behind.
    judged = Controleregel.objects.filter(
        controle=controle, status="voorlopig", uiterlijk__isnull=True
    )
    found = second_of(wie, judged)
    for kind in ("declaratieregel", "kostenregel"):
        for part in MAKERS:
            found = found.exclude(**{f"{kind}__declaratie__{part}": me})
    mine = Bevinding.objects.filter(door=me).values("regel")
    return found.exclude(pk__in=mine)


@money_action
def recover(wie: Actor, *, regel_id: int) -> Terugvordering:
    """Ask back what a final finding says is wrong, in the flow of every terugvordering.

    Less what is asked back of that line already, so no euro is asked back twice. Another kassier
    decides.
    """
    line = locked_line(regel_id)
    require_kassier(wie, line.controle, "geld terugvragen na een controle")
    found = line.bevindingen.filter(definitief_op__isnull=False).first()
    if not found:
        raise Weigering("Geld terugvragen kan na een definitieve bevinding.")
    _lock_paid(line)
    left = found.fout_cent - asked_back(line)
    if left <= 0:
        raise Weigering("Alles wat hier fout is, wordt al teruggevraagd.")
    made = propose_terugvordering(
        wie,
        declaratieregel_id=line.declaratieregel_id,
        kostenregel_id=line.kostenregel_id,
        cent=left,
        reden=_why(line, found)[:300],
    )
    found.terugvordering = made
    found.save(update_fields=["terugvordering"])
    record_line(wie, "controle_teruggevraagd", line, bedrag=euro(left), terugvordering=made.nummer)
    return made


def _lock_paid(line: Controleregel) -> None:
    """Let two who ask back the same payment, from two controles, wait for each other."""
    model: Any = Declaratieregel if line.declaratieregel_id else Kostenregel
    model.objects.select_for_update(of=("self",)).get(
        pk=line.declaratieregel_id or line.kostenregel_id
    )


def _why(line: Controleregel, found: Bevinding) -> str:
    what = found.get_foutsoort_display() or found.get_oordeel_display()
    return f"Controle {line.controle.nummer}: {what}. {found.toelichting}"
