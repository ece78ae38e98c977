"""Money that was not used in time goes back to its line: by a button or at night.

What was reserved and never ordered, and what was ordered and not declared after its delivery.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from ontschot.kassier.actions.orders import expire_verplichting
from ontschot.kassier.journaal import Boeking, booking_day, money_action, post, require_rol
from ontschot.kassier.models import Reservering, Verplichting
from ontschot.kassier.queries.mandaten import term_on
from ontschot.kassier.rules import expires_after
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Regio
from ontschot.trajecten import verplichten
from ontschot.web.format import datum, euro

REDEN = "verlopen reserveringen"


def overdue(day: date) -> QuerySet[Reservering]:
    """The open reserveringen whose own last day, or that of their fonds, lies before this day."""
    end = Q(verloopt_op__lt=day) | Q(fondsregel__fonds__tot__lt=day)
    return Reservering.objects.filter(end, status="open").order_by("pk")


@money_action
def expire_reservering(wie: Actor, *, reservering_id: int, dag: date | None = None) -> Reservering:
    """Let one reservering expire: the money goes back to its line, the interventie to planned.

    Raises Weigering when it is ordered or given back already, or still holds.
    """
    require_rol(wie, {Rolsoort.KASSIER, SYSTEEM}, "een reservering laten verlopen")
    day = booking_day(dag)
    found = Reservering.objects.filter(pk=reservering_id).values_list("interventie_id", flat=True)
    if not found:
        raise Weigering("Deze reservering is er niet in jouw regio.")
    # In the order of the house: first the interventie, so that ordering and expiring take turns.
    interventie = verplichten.lock(found[0])
    reservering = (
        Reservering.objects.select_for_update(of=("self",))
        .select_related("fondsregel__fonds")
        .get(pk=reservering_id)
    )
    last = expires_after(reservering.verloopt_op, reservering.fondsregel.fonds.tot)
    if last is None or last >= day:
        raise Weigering(f"Reservering {reservering.nummer} loopt nog.")
    Reservering.STAPPEN.move(reservering, "verlopen")
    reservering.reden_vrijgave = f"niet besteld tot en met {datum(last)}"
    reservering.save(update_fields=["status", "reden_vrijgave"])
    if interventie.status == "toegekend":
        verplichten.expire(interventie)
    post(wie, day, [_entry(reservering)])
    audit.record(
        wie,
        "reservering_verlopen",
        object_soort="reservering",
        object_sleutel=reservering.nummer,
        regio=reservering.regio_id,
        kandidaat_sleutel=reservering.kandidaat_sleutel,
        bedrag=euro(reservering.cent),
        dag=datum(last),
    )
    return reservering


def _entry(reservering: Reservering) -> Boeking:
    return Boeking(
        "vervallen_reservering",
        reservering.fondsregel,
        reservering.regio_id,
        reservering.cent,
        f"vervallen_reservering:reservering:{reservering.pk}",
        reservering.reden_vrijgave,
        reservering_id=reservering.pk,
    )


def expire_overdue(wie: Actor, regio: str, today: date) -> int:
    """Let everything expire that is over in a region, each in a transaction of its own.

    Returns how many. What somebody orders or gives back meanwhile is left alone.
    """
    with transaction.atomic(), scope(wie):
        due = list(overdue(today).filter(regio=regio).values_list("pk", flat=True))
    done = 0
    for pk in due:
        try:
            expire_reservering(wie, reservering_id=pk, dag=today)
        except Weigering:
            continue
        done += 1
    return done


def expire_orders(wie: Actor, regio: str, today: date) -> int:
    """Let every order expire whose delivery and term are over, each in its own transaction.

    Returns how many; none where the region agreed on no term.
    """
    with transaction.atomic(), scope(wie):
        dagen = term_on(regio, today)
        if dagen is None:
            return 0
        ended = Verplichting.objects.filter(
            regio=regio, status="open", tot__lt=today - timedelta(days=dagen)
        )
        due = list(ended.order_by("pk").values_list("pk", flat=True))
    done = 0
    for pk in due:
        try:
            expire_verplichting(wie, verplichting_id=pk, dag=today)
        except Weigering:
            # All of it is declared and not paid yet: that goes on.
            continue
        done += 1
    return done


def every_region(today: date) -> int:
    """The nightly round over all regions that take part; returns how many expired."""
    with transaction.atomic():
        codes = list(Regio.objects.filter(doet_mee=True).values_list("code", flat=True))
    done = 0
    for code in codes:
        wie = systeem(code, reden=REDEN)
        done += expire_overdue(wie, code, today) + expire_orders(wie, code, today)
    return done
