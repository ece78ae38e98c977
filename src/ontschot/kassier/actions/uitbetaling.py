"""How a payment ends: paid, refused by the bank, or sent back. Plain functions for the actions.

One way for all of them, whether a file of the bank says so or a person: locks in the fixed order
(orders, declaraties, batches, payments), then the steps, the journaal, and what is closed by it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ontschot.kassier.actions.boeken import moment_on
from ontschot.kassier.actions.sluiten import close_costs, close_settled
from ontschot.kassier.journaal import Boeking, post
from ontschot.kassier.models import (
    Betaalbatch,
    Betaalregel,
    Declaratie,
    Declaratieregel,
    Kostendeclaratie,
    Kostenregel,
    Verplichting,
)
from ontschot.kassier.queries.vergelijken import asked_back
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor

BANKREDEN = 140


@dataclass(frozen=True)
class Afloop:
    """How one payment ends (`bevestigd`, `geweigerd`, `teruggekomen`), on the day of the bank."""

    betaalregel_id: int
    status: str
    dag: date
    redencode: str = ""
    bankreden: str = ""


@dataclass(frozen=True)
class Vergrendeld:
    """Payments with everything that moves with them, locked."""

    payments: dict[int, Betaalregel]
    batches: dict[int, Betaalbatch]
    declaraties: dict[int, Declaratie]
    orders: dict[int, Verplichting]
    kosten: dict[int, Kostendeclaratie]


def lock_payments(betaalregel_ids: Iterable[int]) -> Vergrendeld:
    """Lock these payments and what is behind them, each kind in the order of its id."""
    ids = sorted(set(betaalregel_ids))
    wide = list(
        Betaalregel.objects.filter(pk__in=ids).values_list(
            "declaratieregel__verplichting_id",
            "declaratieregel__declaratie_id",
            "kostenregel__declaratie_id",
            "batch_id",
            "declaratieregel_id",
            "kostenregel_id",
        )
    )
    orders = _lock(Verplichting, {row[0] for row in wide})
    claims = _lock(Declaratie, {row[1] for row in wide})
    costs = _lock(Kostendeclaratie, {row[2] for row in wide})
    batches = _lock(Betaalbatch, {row[3] for row in wide})
    # Who asks money of a line back locks the line; see `propose_terugvordering`.
    _lock(Declaratieregel, {row[4] for row in wide})
    _lock(Kostenregel, {row[5] for row in wide})
    payments = (
        Betaalregel.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .select_related(
            "declaratieregel__verplichting__fondsregel__fonds", "kostenregel__fondsregel__fonds"
        )
        .order_by("pk")
    )
    return Vergrendeld({p.pk: p for p in payments}, batches, claims, orders, costs)


def _lock(model: Any, ids: set[int | None]) -> dict[int, Any]:
    known = ids - {None}
    if not known:
        return {}
    rows = model.objects.select_for_update(of=("self",)).filter(pk__in=known).order_by("pk")
    return {row.pk: row for row in rows}


def settle(wie: Actor, locked: Vergrendeld, aflopen: Sequence[Afloop], dag: date) -> None:
    """End these payments as the bank says. `dag` is the day of who records it.

    Raises Weigering when one of them already ended in another way.
    """
    _bring_back(locked, [a for a in aflopen if a.status == "teruggekomen"])
    for afloop in aflopen:
        payment = locked.payments[afloop.betaalregel_id]
        Betaalregel.STAPPEN.move(payment, afloop.status)
        payment.redencode, payment.bankreden = afloop.redencode, afloop.bankreden
        payment.afgehandeld_op = afloop.dag
    ended = [locked.payments[a.betaalregel_id] for a in aflopen]
    Betaalregel.objects.bulk_update(
        ended, ["status", "redencode", "bankreden", "afgehandeld_op"], batch_size=500
    )
    _move_lines(locked, aflopen)
    post(wie, dag, [e for a in aflopen for e in _entries(locked, a)])
    _close(wie, locked, dag)


def _bring_back(locked: Vergrendeld, returned: Sequence[Afloop]) -> None:
    """What came back makes a declaratie that was paid in full unpaid again."""
    lines = [locked.payments[a.betaalregel_id].regel for a in returned]
    if asked_back(payment.betaalregel_id for payment in returned):
        raise Weigering(
            "Van deze betaling wordt al geld teruggevorderd. Sluit de terugvordering eerst af."
        )
    for model, rows, kind in (
        (Declaratie, locked.declaraties, Declaratieregel),
        (Kostendeclaratie, locked.kosten, Kostenregel),
    ):
        _reopen(model, rows, {line.declaratie_id for line in lines if isinstance(line, kind)})


def _reopen(model: Any, rows: dict[int, Any], ids: set[int]) -> None:
    reopened = [row for pk, row in rows.items() if pk in ids and row.status == "betaald"]
    for row in reopened:
        model.STAPPEN.move(row, "goedgekeurd")
    model.objects.bulk_update(reopened, ["status"])


def _move_lines(locked: Vergrendeld, aflopen: Iterable[Afloop]) -> None:
    moves = {"bevestigd": "betaald", "teruggekomen": "opgenomen"}
    lines = []
    for afloop in aflopen:
        if naar := moves.get(afloop.status):
            line = locked.payments[afloop.betaalregel_id].regel
            line.STAPPEN.move(line, naar)
            lines.append(line)
    claims = [line for line in lines if isinstance(line, Declaratieregel)]
    costs = [line for line in lines if isinstance(line, Kostenregel)]
    Declaratieregel.objects.bulk_update(claims, ["status"], batch_size=500)
    Kostenregel.objects.bulk_update(costs, ["status"], batch_size=500)


def _entries(locked: Vergrendeld, afloop: Afloop) -> Iterable[Boeking]:
    soort = {"bevestigd": "betaling", "teruggekomen": "terugboeking"}.get(afloop.status)
    if not soort:
        return  # a refused payment never left gedeclareerd
    payment = locked.payments[afloop.betaalregel_id]
    line = payment.regel
    yield Boeking(
        soort,
        line.fondsregel,
        line.regio_id,
        payment.cent,
        f"{soort}:betaalregel:{payment.pk}",
        f"betaalbatch {payment.batch_id}, {payment.end_to_end_id}",
        betaalregel_id=payment.pk,
        dag=open_day(afloop.dag, line.fondsregel.fonds.gesloten_tot),
        **line.documenten,
    )


def open_day(dag: date, gesloten_tot: date | None) -> date:
    """The day of the bank; in a period that was closed meanwhile, the first day that is open."""
    return max(dag, gesloten_tot + timedelta(days=1)) if gesloten_tot else dag


def _close(wie: Actor, locked: Vergrendeld, dag: date) -> None:
    """Orders, declaraties and batches of which nothing is open any more."""
    close_settled([*locked.orders.values()], [*locked.declaraties.values()])
    close_costs([*locked.kosten.values()])
    _close_batches(wie, locked, dag)


def _close_batches(wie: Actor, locked: Vergrendeld, dag: date) -> None:
    lines = Betaalregel.objects.filter(batch__in=locked.batches)
    waiting = set(lines.filter(status="open").values_list("batch_id", flat=True))
    some_paid = set(
        lines.filter(status__in=["bevestigd", "teruggekomen"]).values_list("batch_id", flat=True)
    )
    for pk, batch in locked.batches.items():
        if batch.status == "vrijgegeven" and pk not in waiting:
            Betaalbatch.STAPPEN.move(batch, "bevestigd" if pk in some_paid else "geweigerd")
            batch.bevestigd_door_id = wie.medewerker_id
            batch.bevestigd_op = moment_on(dag)
            batch.save(update_fields=["status", "bevestigd_door", "bevestigd_op"])


def one_payment(betaalregel_id: int) -> Vergrendeld:
    """One payment, locked; raises Weigering when it is not in this region."""
    locked = lock_payments([betaalregel_id])
    if betaalregel_id not in locked.payments:
        raise Weigering("Deze betaling bestaat niet in jouw regio. Ververs de pagina.")
    return locked
