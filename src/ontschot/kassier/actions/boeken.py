"""What the steps from reservering to order share: the locked row, the entry, the audit line."""

from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ontschot.kandidaten.zonder_naam import refuse_person
from ontschot.kassier.journaal import Boeking
from ontschot.kassier.models import Reservering, Verplichting
from ontschot.kassier.queries.mandaten import holding
from ontschot.kern import audit
from ontschot.kern.composed import composed
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.trajecten.models import Interventie


@composed
def _locked(interventie: int) -> QuerySet[Interventie]:
    rows = Interventie.objects.select_for_update(of=("self",)).filter(pk=interventie)
    return rows.select_related("stap")


@composed
def _locked_with_person(interventie: int) -> QuerySet[Interventie]:
    rows = Interventie.objects.select_for_update(of=("self",)).filter(pk=interventie)
    return rows.select_related("stap", "kandidaat")


def _open(interventie: int) -> QuerySet[Reservering]:
    return Reservering.objects.filter(interventie=interventie, status="open").order_by()


@composed
def _open_locked(interventie: int) -> QuerySet[Reservering]:
    rows = _open(interventie).select_for_update(of=("self",))
    return rows.select_related("fondsregel__fonds")


@composed
def _to_order(interventie: int, day: date) -> QuerySet[Reservering]:
    # The interventie is locked first, as everywhere (`kassier.journaal`).
    rows = _open(interventie).select_for_update(of=("interventie", "self"))
    along = ("interventie__stap", "interventie__kandidaat", "fondsregel__fonds")
    said = Exists(holding(OuterRef("regio_id"), day))
    return rows.select_related(*along).annotate(met_mandaten=said)  # type: ignore[no-redef]  # the model names it


def locked_interventie(interventie_id: int, *, met_persoon: bool = False) -> Interventie:
    """The interventie with its step, locked; raises Weigering out of reach.

    `met_persoon`: with the kandidaat too, for an actor who may see one.
    """
    ask = _locked_with_person if met_persoon else _locked
    if not (found := ask(interventie_id)):
        raise Weigering("Deze interventie bestaat niet in jouw regio.")
    return found[0]


def open_reservering(interventie: Interventie) -> Reservering | None:
    """What stands open for this (locked) interventie, locked, with its line and fonds."""
    for found in _open_locked(interventie.pk):
        found.interventie = interventie
        return found
    return None


def to_order(interventie_id: int, day: date) -> tuple[Interventie, Reservering | None]:
    """The interventie with its person, and what stands open for it; both locked.

    The reservering says as `met_mandaten` whether the region wrote down who may buy that day.
    Raises Weigering out of reach.
    """
    for found in _to_order(interventie_id, day):
        return found.interventie, found
    # Asked once more behind the lock: another order may just have taken it, or a besluit given it.
    interventie = locked_interventie(interventie_id, met_persoon=True)
    for found in _to_order(interventie_id, day):
        return found.interventie, found
    return interventie, None


def without_person(interventie: Interventie, tekst: str, veld: str = "reden") -> str:
    """What a professional typed beside money, stripped; the journaal and the log keep it for good.

    Raises Weigering when it points at the kandidaat of this interventie.
    """
    return refuse_person(interventie.kandidaat_id, tekst, veld, "Schrijf het zonder dat op.")


def require_buyer(wie: Actor, wat: Interventie | Verplichting) -> None:
    """Raises Weigering for who does not work for the buying partner, and asks its name then."""
    if wie.organisatie_id != wat.inkoper_id:
        raise Weigering(
            f"Alleen {wat.inkoper.naam} koopt deze interventie in. Draag het daar over."
        )


def moment_on(day: date) -> datetime:
    """Now for today, and noon for a day that lies behind us."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(12)))


def entry(soort: str, document: Reservering | Verplichting, cent: int, reden: str = "") -> Boeking:
    """The one entry of this kind for a document; an order may give back more than once."""
    if isinstance(document, Reservering):
        return Boeking(
            soort,
            document.fondsregel,
            document.regio_id,
            cent,
            f"{soort}:reservering:{document.pk}",
            reden,
            reservering_id=document.pk,
        )
    return Boeking(
        soort,
        document.fondsregel,
        document.regio_id,
        cent,
        f"{soort}:verplichting:{document.pk}:{document.vrijgevallen_cent}",
        reden,
        reservering_id=document.reservering_id,
        verplichting_id=document.pk,
    )


def record(wie: Actor, event: str, document: Reservering | Verplichting, **gegevens: str) -> None:
    """The audit line of a step, by the number that people mention."""
    audit.record(
        wie,
        event,
        object_soort=type(document).__name__.lower(),
        object_sleutel=document.nummer,
        regio=document.regio_id,
        kandidaat_sleutel=document.kandidaat_sleutel,
        **gegevens,
    )
