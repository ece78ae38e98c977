"""Declaraties: put together by ticking, submitted, judged."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from django.db.models import Sum
from django.utils import timezone

from ontschot.kassier.actions.boeken import without_person
from ontschot.kassier.actions.indieningen import (
    KASSIERS,
    MAX_REDEN,
    WAAROM_AFWIJZEN,
    WAT_VERANDEREN,
    begin,
    book,
    hand_in,
    judge,
    let_go,
    locked,
    locked_of,
    record,
    refuse,
    require_changeable,
    require_own,
    require_words,
    withdraw,
)
from ontschot.kassier.actions.sluiten import lock_orders
from ontschot.kassier.journaal import booking_day, money_action, require_rol
from ontschot.kassier.models import (
    Declaratie,
    Declaratiebericht,
    Declaratieregel,
    Verplichting,
)
from ontschot.kassier.models.indieningen import LIVE
from ontschot.kassier.standen import freeze_standen
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.web.format import euro


@money_action
def create_declaratie(
    wie: Actor,
    *,
    fonds_id: int,
    periode: date,
    verplichting_ids: Sequence[int],
    bedragen: Mapping[int, int] | None = None,
    factuur_id: int | None = None,
) -> Declaratie:
    """Put a concept together from own orders; each for what is still open, or `bedragen[id]`.

    `periode` is any day of the month, `factuur_id` the e-invoice that asks this. Raises Weigering
    when a line is not (or no longer) open.
    """
    require_rol(wie, PROFESSIONALS, "een declaratie maken")
    orders = _ticked(wie, verplichting_ids, fonds_id)
    facturen = dict.fromkeys(verplichting_ids, factuur_id)
    return _create(wie, periode.replace(day=1), orders, bedragen or {}, facturen=facturen)


def _create(
    wie: Actor,
    first: date,
    orders: Sequence[Verplichting],
    bedragen: Mapping[int, int],
    redenen: Mapping[int, str] = MappingProxyType({}),
    *,
    facturen: Mapping[int, int | None] = MappingProxyType({}),
) -> Declaratie:
    """A concept over the month that begins on `first`, with these (locked) orders of one fonds."""
    assert wie.organisatie_id
    declaratie = begin(wie, Declaratie, fonds_id=orders[0].fondsregel.fonds_id, periode=first)
    _add_lines(declaratie, orders, bedragen, redenen, facturen)
    record(wie, "declaratie_gemaakt", declaratie)
    return declaratie


@money_action
def declare_more(wie: Actor, *, regel_id: int, cent: int, reden: str, periode: date) -> Declaratie:
    """A correction upwards: a new concept with a line within what is left of the paid order.

    It goes the way of every declaratie, so a kassier judges it. Raises Weigering without a
    reason, or when the order has nothing left.
    """
    require_rol(wie, PROFESSIONALS, "een correctie declareren")
    reden = require_words(reden, "Schrijf waarom er meer gedeclareerd wordt.", "reden")
    line = (
        Declaratieregel.objects.select_related("declaratie")
        .filter(pk=regel_id, status="betaald", declaratie__organisatie=wie.organisatie_id)
        .first()
    )
    if not line:
        raise Weigering("Een correctie hoort bij een betaalde regel van jouw organisatie.")
    order = line.verplichting_id
    reden = without_person(line.verplichting.interventie, reden)
    return _create(
        wie,
        periode.replace(day=1),
        _ticked(wie, [order], line.declaratie.fonds_id),
        {order: cent},
        {order: reden[:300]},
    )


@money_action
def change_declaratie(
    wie: Actor,
    *,
    declaratie_id: int,
    verplichting_ids: Sequence[int],
    bedragen: Mapping[int, int] | None = None,
) -> Declaratie:
    """Tick again, in a concept or after it was sent back: what is unticked becomes free."""
    declaratie = _own(wie, declaratie_id)
    require_changeable(declaratie)
    lines = list(live_lines(declaratie))
    wanted = set(verplichting_ids)
    changed = bedragen or {}
    gone = [
        line
        for line in lines
        if line.verplichting_id not in wanted
        or changed.get(line.verplichting_id, line.cent) != line.cent
    ]
    let_go(gone)
    stays = {line.verplichting_id for line in lines} - {line.verplichting_id for line in gone}
    if new := [number for number in verplichting_ids if number not in stays]:
        facturen = {line.verplichting_id: line.factuur_id for line in gone}
        orders = _ticked(wie, new, declaratie.fonds_id)
        _add_lines(declaratie, orders, changed, facturen=facturen)
    elif not stays:
        raise Weigering("Vink minstens één verplichting aan, of trek de declaratie in.")
    record(wie, "declaratie_veranderd", declaratie)
    return declaratie


def _ticked(wie: Actor, ids: Sequence[int], fonds_id: int) -> list[Verplichting]:
    """The orders that were ticked, locked in the order of their id."""
    if not ids:
        raise Weigering("Vink minstens één verplichting aan.", veld="verplichtingen")
    found = list(
        Verplichting.objects.select_for_update(of=("self",))
        .select_related("interventie", "fondsregel")
        .filter(
            pk__in=ids,
            inkoper_id=wie.organisatie_id,
            status="open",
            fondsregel__fonds_id=fonds_id,
        )
        .order_by("pk")
    )
    if len(found) != len(set(ids)):
        raise Weigering(
            "Een van deze verplichtingen is niet meer open, of hoort niet bij dit fonds en jouw "
            "organisatie. Ververs de pagina en kies opnieuw."
        )
    return found


def _add_lines(
    declaratie: Declaratie,
    orders: Iterable[Verplichting],
    bedragen: Mapping[int, int],
    redenen: Mapping[int, str] = MappingProxyType({}),
    facturen: Mapping[int, int | None] = MappingProxyType({}),
) -> None:
    """`redenen` says why more is declared of an order of which a line was paid already.

    `facturen` says which e-invoice asks it.
    """
    orders = list(orders)
    open_cent = open_of(orders)
    paid = _last_paid(redenen)
    lines = []
    for order in orders:
        left = open_cent[order.pk]
        cent = bedragen.get(order.pk, left)
        if cent <= 0 or cent > left:
            raise Weigering(
                f"Van {order.nummer} kun je nog {euro(left)} declareren. Ververs de pagina.",
                veld="verplichtingen",
            )
        lines.append(
            Declaratieregel(
                regio_id=declaratie.regio_id,
                declaratie=declaratie,
                verplichting=order,
                cent=cent,
                deel=_part(order) if cent < left else "",
                corrigeert_id=paid[order.pk] if order.pk in redenen else None,
                reden_correctie=redenen.get(order.pk, ""),
                factuur_id=facturen.get(order.pk),
            )
        )
    Declaratieregel.objects.bulk_create(lines)


def _part(order: Verplichting) -> str:
    """What a lower amount means: an instalment while it runs, else the part delivered."""
    return "termijn" if order.interventie.status in ("verplicht", "loopt") else "deel_geleverd"


def _last_paid(order_ids: Iterable[int]) -> dict[int, int]:
    """The line that was paid last of each of these orders."""
    found = Declaratieregel.objects.filter(verplichting__in=list(order_ids), status="betaald")
    return dict(found.order_by("pk").values_list("verplichting", "pk"))


def open_of(orders: Iterable[Verplichting]) -> dict[int, int]:
    """Cents that are still to be declared, per order."""
    by_id = {order.pk: order for order in orders}
    claimed = dict(
        Declaratieregel.objects.filter(verplichting__in=by_id, status__in=LIVE)
        .values_list("verplichting")
        .annotate(cent=Sum("cent"))
    )
    return {
        number: order.bedrag_cent - order.vrijgevallen_cent - claimed.get(number, 0)
        for number, order in by_id.items()
    }


def _own(wie: Actor, declaratie_id: int) -> Declaratie:
    declaratie = locked(Declaratie, declaratie_id)
    require_own(wie, declaratie, "een declaratie veranderen")
    return declaratie


def live_lines(declaratie: Declaratie) -> list[Declaratieregel]:
    """The lines that count, with their order and its line of the fonds loaded."""
    return list(
        declaratie.regels.filter(status="opgenomen")
        .select_related("verplichting__fondsregel")
        .order_by("pk")
    )


def _book(
    wie: Actor, declaratie: Declaratie, lines: Sequence[Declaratieregel], soort: str, dag: date
) -> None:
    lock_orders(line.verplichting_id for line in lines)
    book(wie, declaratie, lines, soort, dag)


@money_action
def submit_declaratie(wie: Actor, *, declaratie_id: int, dag: date | None = None) -> Declaratie:
    """Hand it to the kassier: the lines lock and the money moves to gedeclareerd."""
    declaratie = _own(wie, declaratie_id)
    day = booking_day(dag)
    hand_in(wie, declaratie, day)
    lines = live_lines(declaratie)
    if not lines:
        raise Weigering("Deze declaratie heeft geen regels. Vink eerst verplichtingen aan.")
    freeze_standen(lines, declaratie.keer)
    read_of(wie, declaratie, "kassier")
    _book(wie, declaratie, lines, "declaratie", day)
    record(wie, "declaratie_ingediend", declaratie)
    return declaratie


@money_action
def withdraw_declaratie(wie: Actor, *, declaratie_id: int) -> Declaratie:
    """Drop a concept, or one that was sent back; its orders are free to be declared again."""
    declaratie = _own(wie, declaratie_id)
    withdraw(declaratie, live_lines(declaratie))
    record(wie, "declaratie_ingetrokken", declaratie)
    return declaratie


def read_of(wie: Actor, declaratie: Declaratie, kant: str) -> int:
    """What this side wrote is read now; returns how many messages."""
    unread = declaratie.berichten.filter(gelezen_op__isnull=True, kant=kant)
    return unread.update(gelezen_op=timezone.now(), gelezen_door_id=wie.medewerker_id)


def _judge(wie: Actor, declaratie: Declaratie, naar: str, dag: date, toelichting: str = "") -> None:
    judge(wie, declaratie, naar, dag, toelichting)
    read_of(wie, declaratie, "partner")


@money_action
def approve_declaratie(wie: Actor, *, declaratie_id: int, dag: date | None = None) -> Declaratie:
    """Approve what is left of the lines; they can go in a batch now."""
    require_rol(wie, KASSIERS, "een declaratie goedkeuren")
    day = booking_day(dag)
    declaratie = locked(Declaratie, declaratie_id)
    _judge(wie, declaratie, "goedgekeurd", day)
    record(wie, "declaratie_goedgekeurd", declaratie)
    return declaratie


@money_action
def send_back_declaratie(
    wie: Actor, *, declaratie_id: int, toelichting: str, dag: date | None = None
) -> Declaratie:
    """Back to the partner with a mandatory comment: lines unlock, money back to verplicht.

    Also after it was approved, as long as nothing of it is paid, offset or in a batch.
    """
    require_rol(wie, KASSIERS, "een declaratie terugsturen")
    day = booking_day(dag)
    said = require_words(toelichting, WAT_VERANDEREN, "toelichting")
    declaratie = locked(Declaratie, declaratie_id)
    _judge(wie, declaratie, "teruggestuurd", day, said)
    Declaratiebericht.objects.create(
        regio_id=declaratie.regio_id,
        declaratie=declaratie,
        kant="kassier",
        tekst=said,
        bij_terugsturen=True,
        door_id=wie.medewerker_id,
    )
    _book(wie, declaratie, live_lines(declaratie), "terug_declaratie", day)
    record(wie, "declaratie_teruggestuurd", declaratie, reden=said[:MAX_REDEN])
    return declaratie


@money_action
def refuse_regel(
    wie: Actor, *, regel_id: int, reden: str, dag: date | None = None
) -> Declaratieregel:
    """Refuse one line with a reason; the order is open again. The last one refuses the whole."""
    require_rol(wie, KASSIERS, "een regel afwijzen")
    day = booking_day(dag)
    why = require_words(reden, WAAROM_AFWIJZEN, "reden")
    declaratie = locked_of(Declaratie, Declaratieregel, regel_id)
    lines = live_lines(declaratie)
    line = refuse(wie, declaratie, lines, regel_id, why)
    _book(wie, declaratie, [line], "terug_declaratie", day)
    if len(lines) == 1:
        _judge(wie, declaratie, "afgewezen", day)
    record(
        wie,
        "declaratieregel_afgewezen",
        declaratie,
        verplichting=line.verplichting.nummer,
        reden=line.reden_afwijzing,
        bedrag=euro(line.cent),
    )
    return line
