"""Writing in the journaal: the one way to move money. Plain functions in the caller's transaction.

Locks are always taken in this order, so that two actions can wait for each other but never both:
interventie, reservering, verplichting, declaratie, batch, then here (in the trigger) the chain of
the fonds and the balance of the line, and last the chain of the audit log. A caller above this
room who audits too does so after calling us.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import IntegrityError
from django.utils import timezone

from ontschot.kassier.boeking import SOORTEN
from ontschot.kassier.models import Fonds, Fondsregel, Journaalpost
from ontschot.kassier.models.journaal import DOCUMENTEN
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering, as_sentence
from ontschot.kern.rows import insert_all
from ontschot.kern.scope import Actor
from ontschot.web.format import datum

P = ParamSpec("P")
R = TypeVar("R")


def money_action(
    function: Callable[Concatenate[Actor, P], R],
) -> Callable[Concatenate[Actor, P], R]:
    """An action whose refusal by the database reads as a Weigering, with nothing left behind."""
    acting = action(function)

    @wraps(function)
    def run(wie: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return acting(wie, *args, **kwargs)
        except IntegrityError as refusal:
            raise Weigering(as_sentence(refusal)) from refusal

    return run


@dataclass(frozen=True)
class Boeking:
    """One entry to write. `sleutel` is its idempotency key: the same never books twice.

    `dag` is its own day, when the entries of one call do not all belong to the same.
    """

    soort: str
    fondsregel: Fondsregel
    regio_id: str | None
    cent: int
    sleutel: str
    reden: str = ""
    reservering_id: int | None = None
    verplichting_id: int | None = None
    declaratieregel_id: int | None = None
    betaalregel_id: int | None = None
    dag: date | None = None
    budgetregel_id: int | None = None
    terugvordering_id: int | None = None
    kostenregel_id: int | None = None


def post(wie: Actor, dag: date, boekingen: Iterable[Boeking]) -> int:
    """Write entries, in the fixed order of fonds and line. The database moves the balances.

    An entry whose key stands with this very content is left out: it was written before. Returns
    how many were written now. Raises IntegrityError when an account would go below zero, or a
    key was used for other content.
    """
    ordered = sorted(boekingen, key=lambda b: (b.fondsregel.fonds_id, b.fondsregel.pk))
    return insert_all([_row(wie, dag, boeking) for boeking in ordered])


def _row(wie: Actor, dag: date, boeking: Boeking) -> Journaalpost:
    """An entry as it is asked for; the other columns are the business of the trigger."""
    soort = SOORTEN[boeking.soort]
    return Journaalpost(
        regio_id=boeking.regio_id,
        fonds_id=boeking.fondsregel.fonds_id,
        fondsregel_id=boeking.fondsregel.pk,
        soort=boeking.soort,
        van=soort.van,
        naar=soort.naar,
        cent=boeking.cent,
        boekdatum=boeking.dag or dag,
        reden=boeking.reden,
        idempotentiesleutel=boeking.sleutel,
        medewerker_id=wie.medewerker_id,
        wie=wie.naam,
        rol=wie.rol,
        organisatie=wie.organisatie,
        **{f"{document}_id": getattr(boeking, f"{document}_id") for document in DOCUMENTEN},
    )


def booking_day(dag: date | None) -> date:
    """The day to which an entry belongs; raises Weigering for a day that is still to come."""
    today = timezone.localdate()
    if dag and dag > today:
        raise Weigering("De boekdatum ligt in de toekomst. Kies vandaag of een eerdere dag.")
    return dag or today


def require_open(fonds: Fonds, dag: date) -> None:
    """Raises Weigering when no new money may be set aside from this fonds on this day."""
    if fonds.gesloten_tot and dag <= fonds.gesloten_tot:
        raise Weigering(
            f"De periode tot en met {datum(fonds.gesloten_tot)} van ‘{fonds.naam}’ is afgesloten. "
            "Kies een latere dag."
        )
    if fonds.status != "open":
        raise Weigering(f"Het fonds ‘{fonds.naam}’ is gesloten. Kies een ander fonds.")
    if dag < fonds.van or (fonds.tot and dag > fonds.tot):
        raise Weigering(
            f"Het fonds ‘{fonds.naam}’ geldt niet op deze dag. Kies een fonds dat nu loopt."
        )


def require_rol(wie: Actor, rollen: Iterable[str], wat: str) -> None:
    """Raises Weigering when this actor does not work in one of these roles."""
    if wie.rol not in set(rollen):
        raise Weigering(f"Jouw rol mag dit niet: {wat}. Vraag iemand die dat wel mag.")
