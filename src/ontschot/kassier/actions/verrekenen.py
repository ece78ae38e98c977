"""Offsetting: what has to come back is taken off a payment that still has to be made."""

from dataclasses import dataclass
from datetime import date

from ontschot.kassier.actions.indieningen import KASSIERS
from ontschot.kassier.actions.sluiten import close_costs, close_settled, lock_orders
from ontschot.kassier.actions.terugvorderingen import (
    came_back,
    close_when_settled,
    kind_of,
    locked_terugvordering,
    open_cent,
    order_behind,
    record_on,
    require_open_part,
)
from ontschot.kassier.journaal import Boeking, booking_day, money_action, post, require_rol
from ontschot.kassier.models import (
    Claim,
    Claimregel,
    Declaratie,
    Declaratieregel,
    Kostendeclaratie,
    Kostenregel,
    Terugontvangst,
    Terugvordering,
    Verplichting,
)
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.web.format import euro


@dataclass(frozen=True)
class _Target:
    """The line with which is offset, with its declaratie and orders, all locked."""

    line: Claimregel
    claim: Claim
    orders: tuple[Verplichting, ...]

    def close(self) -> None:
        """Close what is settled now that the whole line is."""
        if isinstance(self.claim, Kostendeclaratie):
            close_costs([self.claim])
        else:
            close_settled(self.orders, [self.claim])


@money_action
def offset_terugvordering(
    wie: Actor,
    *,
    terugvordering_id: int,
    declaratieregel_id: int | None = None,
    kostenregel_id: int | None = None,
    dag: date | None = None,
) -> Terugvordering:
    """Offset what is open with an approved line of the same partner and fonds, not in a batch.

    What was paid on a declaratie with a line of a declaratie, costs with a line of costs: give
    one of the two. As much as both allow. That part of the line counts as paid, and the same
    amount is free again on the line where the terugvordering came from; the bank pays the rest.
    """
    require_rol(wie, KASSIERS, "een terugvordering verrekenen")
    day = booking_day(dag)
    if kostenregel_id is None:
        target = _locked_target(declaratieregel_id or 0, terugvordering_id)
    else:
        target = _locked_cost(kostenregel_id)
    found = locked_terugvordering(terugvordering_id)
    if kind_of(found.regel) != kind_of(target.line):
        raise Weigering("Met deze regel kan niet worden verrekend. Ververs de pagina.")
    cent = min(open_cent(found), target.line.te_betalen_cent)
    require_open_part(found, cent)
    made = Terugontvangst.objects.create(
        regio_id=found.regio_id,
        terugvordering=found,
        soort="verrekening",
        cent=cent,
        dag=day,
        **{kind_of(target.line): target.line},
        sleutel=f"verrekening:{found.pk}:{target.line.pk}",
        door_id=wie.medewerker_id,
    )
    _take_off(target.line, cent)
    post(wie, day, [_offset(found, made, target), came_back(found, made)])
    if target.line.status == "betaald":
        target.close()
    close_when_settled(found)
    record_on(
        wie,
        "terugvordering_verrekend",
        found,
        bedrag=euro(cent),
        verplichting=target.line.nummer,
    )
    return found


def _take_off(line: Claimregel, cent: int) -> None:
    """The bank pays so much less; nothing left to pay counts as paid."""
    line.verrekend_cent += cent
    if not line.te_betalen_cent:
        line.STAPPEN.move(line, "betaald")
    line.save(update_fields=["verrekend_cent", "status"])


def _locked_target(regel_id: int, terugvordering_id: int) -> _Target:
    """First the orders, then the declaratie, then the line: as when a payment is confirmed."""
    line = Declaratieregel.objects.filter(pk=regel_id).first()
    if not line:
        raise Weigering("Deze regel bestaat niet in jouw regio. Ververs de pagina.")
    orders = lock_orders([line.verplichting_id, *order_behind(terugvordering_id)])
    claim = Declaratie.objects.select_for_update(of=("self",)).get(pk=line.declaratie_id)
    locked = (
        Declaratieregel.objects.select_for_update(of=("self",))
        .select_related("verplichting__fondsregel")
        .get(pk=regel_id)
    )
    return _Target(locked, claim, (orders[line.verplichting_id],))


def _locked_cost(regel_id: int) -> _Target:
    line = Kostenregel.objects.filter(pk=regel_id).first()
    if not line:
        raise Weigering("Deze regel bestaat niet in jouw regio. Ververs de pagina.")
    claim = Kostendeclaratie.objects.select_for_update(of=("self",)).get(pk=line.declaratie_id)
    locked = (
        Kostenregel.objects.select_for_update(of=("self",))
        .select_related("fondsregel", "declaratie")
        .get(pk=regel_id)
    )
    return _Target(locked, claim, ())


def _offset(found: Terugvordering, made: Terugontvangst, target: _Target) -> Boeking:
    return Boeking(
        "verrekening",
        target.line.fondsregel,
        found.regio_id,
        made.cent,
        f"verrekening:{made.pk}",
        f"verrekend met terugvordering {found.nummer}",
        terugvordering_id=found.pk,
        **target.line.documenten,
    )
