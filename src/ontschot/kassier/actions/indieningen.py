"""The steps of whatever a partner hands in and a kassier judges: locks, four eyes, entries.

Plain functions in the caller's transaction. `declaraties` and `kosten` say what each step means
for their own lines.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, Max, Sum
from django.db.models.functions import Coalesce

from ontschot.kassier.actions.boeken import moment_on
from ontschot.kassier.journaal import Boeking, post, require_rol
from ontschot.kassier.models import (
    Claim,
    Declaratie,
    Declaratieregel,
    Kostendeclaratie,
    Kostenregel,
)
from ontschot.kassier.models.indieningen import LIVE, OPEN_FOR_CHANGE
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.web.format import euro

Stuk = TypeVar("Stuk", Declaratie, Kostendeclaratie)
Regel = TypeVar("Regel", Declaratieregel, Kostenregel)

KASSIERS = frozenset({Rolsoort.KASSIER})
MAX_REDEN = 300
WAT_VERANDEREN = "Schrijf erbij wat de partner moet veranderen."
WAAROM_AFWIJZEN = "Schrijf waarom je deze regel afwijst."


def begin(wie: Actor, model: type[Stuk], **waarvan: Any) -> Stuk:
    """A concept of the own organisatie, with the next number among those of the same `waarvan`."""
    own = {"regio_id": wie.regio, "organisatie_id": wie.organisatie_id, **waarvan}
    rows = model.objects
    last = rows.filter(**own).aggregate(hoogste=Max("volgnummer"))["hoogste"] or 0
    return rows.create(**own, volgnummer=last + 1, gemaakt_door_id=wie.medewerker_id)


def locked(model: type[Stuk], pk: int) -> Stuk:
    """The row, locked, with its organisatie and fonds; raises Weigering when not in scope."""
    found = (
        model.objects.select_for_update(of=("self",))
        .select_related("organisatie", "fonds__kassier")
        .filter(pk=pk)
        .first()
    )
    if not found:
        raise Weigering(f"Deze {model._meta.verbose_name} bestaat niet in jouw regio.")
    return found


def locked_of(model: type[Stuk], regelmodel: type[Regel], regel_id: int) -> Stuk:
    """The row that a line stands on, locked."""
    found = regelmodel.objects.filter(pk=regel_id).values_list("declaratie_id", flat=True)
    return locked(model, found.first() or 0)


def require_own(wie: Actor, stuk: Claim, wat: str) -> None:
    """Raises Weigering when this is not a professional of the partner that declares."""
    require_rol(wie, PROFESSIONALS, wat)
    if stuk.organisatie_id != wie.organisatie_id:
        raise Weigering(f"Deze {stuk._meta.verbose_name} is van {stuk.organisatie.naam}.")


def require_changeable(stuk: Claim, anders: str = "") -> None:
    """Raises Weigering once the lines are locked."""
    if stuk.status not in OPEN_FOR_CHANGE:
        raise Weigering(anders or "De regels liggen vast, omdat de declaratie is ingediend.")


def require_other(wie: Actor, stuk: Claim) -> None:
    """Four eyes: raises Weigering for whoever submitted it."""
    if wie.medewerker_id is not None and wie.medewerker_id == stuk.ingediend_door_id:
        raise Weigering("Wie indient, beoordeelt niet. Vraag een ander.")


def require_words(text: str, zin: str, veld: str) -> str:
    """What was written, stripped; raises Weigering with `zin` when that is nothing."""
    if not (said := text.strip()):
        raise Weigering(zin, veld=veld)
    return said


def hand_in(wie: Actor, stuk: Claim, dag: date) -> None:
    """To the kassier, once more: whatever was said of it before is over."""
    stuk.STAPPEN.move(stuk, "ingediend")
    stuk.keer += 1
    stuk.ingediend_door_id = wie.medewerker_id
    stuk.ingediend_op = moment_on(dag)
    stuk.beoordeeld_door_id = stuk.beoordeeld_op = stuk.herinnerd_op = None
    stuk.save()


def judge(wie: Actor, stuk: Claim, naar: str, dag: date, toelichting: str = "") -> None:
    """The kassier's verdict; four eyes: not by who submitted it."""
    require_other(wie, stuk)
    stuk.STAPPEN.move(stuk, naar)
    stuk.beoordeeld_door_id = wie.medewerker_id
    stuk.beoordeeld_op = moment_on(dag)
    stuk.toelichting, stuk.herinnerd_op = toelichting, None
    stuk.save()


def refuse(wie: Actor, stuk: Claim, lines: Sequence[Regel], regel_id: int, reden: str) -> Regel:
    """Refuse one of the lines that count, with a reason."""
    if stuk.status != "ingediend":
        raise Weigering("Deze declaratie is niet (meer) ingediend. Ververs de pagina.")
    line = next((candidate for candidate in lines if candidate.pk == regel_id), None)
    if not line:
        raise Weigering("Deze regel is al afgewezen.")
    require_other(wie, stuk)
    line.STAPPEN.move(line, "afgewezen")
    line.reden_afwijzing = reden[:MAX_REDEN]
    line.save(update_fields=["status", "reden_afwijzing"])
    return line


def withdraw(stuk: Claim, lines: Sequence[Regel]) -> None:
    """Drop what was not handed in, or came back, with its lines."""
    stuk.STAPPEN.move(stuk, "ingetrokken")
    let_go(lines)
    stuk.save(update_fields=["status"])


def let_go(lines: Sequence[Regel]) -> None:
    """Take lines off; the rows stay."""
    for line in lines:
        line.STAPPEN.move(line, "vervallen")
    if lines:
        type(lines[0]).objects.bulk_update(lines, ["status"])


def book(
    wie: Actor,
    stuk: Claim,
    lines: Iterable[Regel],
    soort: str,
    dag: date,
) -> None:
    """One entry per line. A line goes there and back at most once per submission (`keer`)."""
    post(
        wie,
        dag,
        [
            Boeking(
                soort,
                line.fondsregel,
                line.regio_id,
                line.cent,
                f"{soort}:{line.SLEUTEL}:{line.pk}:{stuk.keer}",
                f"{stuk._meta.verbose_name} {stuk.naam}",
                **line.documenten,
            )
            for line in lines
        ],
    )


def record(wie: Actor, event: str, stuk: Claim, **gegevens: Any) -> None:
    """The audit event, with how many lines count and what they come to."""
    found = stuk.regels.filter(status__in=LIVE).aggregate(
        regels=Count("pk"), cent=Coalesce(Sum("cent"), 0)
    )
    facts = {"regels": found["regels"], "bedrag": euro(found["cent"]), **gegevens}
    record_beside(wie, event, stuk, **facts)


def record_beside(wie: Actor, event: str, stuk: Claim, **gegevens: Any) -> None:
    """The audit event of something that leaves the lines as they are."""
    audit.record(
        wie,
        event,
        object_soort=str(stuk._meta.verbose_name),
        object_sleutel=stuk.naam,
        regio=stuk.regio_id,
        **gegevens,
    )
