"""Declaraties: put together by ticking, submitted, judged."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import Count, Max, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from ontschot.kassier.actions.boeken import moment_on, without_person
from ontschot.kassier.actions.orders import LIVE
from ontschot.kassier.actions.sluiten import lock_orders
from ontschot.kassier.journaal import Boeking, booking_day, money_action, post, require_rol
from ontschot.kassier.models import (
    Declaratie,
    Declaratiebericht,
    Declaratieregel,
    Verplichting,
)
from ontschot.kassier.standen import freeze_standen
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.web.format import euro

KASSIERS = frozenset({Rolsoort.KASSIER})
OPEN_FOR_CHANGE = ("concept", "teruggestuurd")


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
    fonds_id = orders[0].fondsregel.fonds_id
    assert wie.organisatie_id
    same = Declaratie.objects.filter(
        regio_id=wie.regio, fonds_id=fonds_id, organisatie_id=wie.organisatie_id, periode=first
    )
    declaratie = Declaratie.objects.create(
        regio_id=wie.regio,
        fonds_id=fonds_id,
        organisatie_id=wie.organisatie_id,
        periode=first,
        volgnummer=(same.aggregate(hoogste=Max("volgnummer"))["hoogste"] or 0) + 1,
        gemaakt_door_id=wie.medewerker_id,
    )
    _add_lines(declaratie, orders, bedragen, redenen, facturen)
    _record(wie, "declaratie_gemaakt", declaratie)
    return declaratie


@money_action
def declare_more(wie: Actor, *, regel_id: int, cent: int, reden: str, periode: date) -> Declaratie:
    """A correction upwards: a new concept with a line within what is left of the paid order.

    It goes the way of every declaratie, so a kassier judges it. Raises Weigering without a
    reason, or when the order has nothing left.
    """
    require_rol(wie, PROFESSIONALS, "een correctie declareren")
    if not reden.strip():
        raise Weigering("Schrijf waarom er meer gedeclareerd wordt.", veld="reden")
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
    if declaratie.status not in OPEN_FOR_CHANGE:
        raise Weigering("De regels liggen vast, omdat de declaratie is ingediend.")
    lines = list(live_lines(declaratie))
    wanted = set(verplichting_ids)
    changed = bedragen or {}
    gone = [
        line
        for line in lines
        if line.verplichting_id not in wanted
        or changed.get(line.verplichting_id, line.cent) != line.cent
    ]
    _let_go(gone)
    stays = {line.verplichting_id for line in lines} - {line.verplichting_id for line in gone}
    if new := [number for number in verplichting_ids if number not in stays]:
        facturen = {line.verplichting_id: line.factuur_id for line in gone}
        orders = _ticked(wie, new, declaratie.fonds_id)
        _add_lines(declaratie, orders, changed, facturen=facturen)
    elif not stays:
        raise Weigering("Vink minstens één verplichting aan, of trek de declaratie in.")
    _record(wie, "declaratie_veranderd", declaratie)
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


def _let_go(lines: Iterable[Declaratieregel]) -> None:
    lines = list(lines)
    for line in lines:
        Declaratieregel.STAPPEN.move(line, "vervallen")
    Declaratieregel.objects.bulk_update(lines, ["status"])


def locked_declaratie(declaratie_id: int) -> Declaratie:
    """The declaratie with its row locked; raises Weigering when it is not in scope."""
    found = (
        Declaratie.objects.select_for_update(of=("self",))
        .select_related("organisatie", "fonds")
        .filter(pk=declaratie_id)
        .first()
    )
    if not found:
        raise Weigering("Deze declaratie bestaat niet in jouw regio.")
    return found


def _own(wie: Actor, declaratie_id: int) -> Declaratie:
    require_rol(wie, PROFESSIONALS, "een declaratie veranderen")
    declaratie = locked_declaratie(declaratie_id)
    if declaratie.organisatie_id != wie.organisatie_id:
        raise Weigering(f"Deze declaratie is van {declaratie.organisatie.naam}.")
    return declaratie


def live_lines(declaratie: Declaratie) -> list[Declaratieregel]:
    """The lines that count, with their order and its line of the fonds loaded."""
    return list(
        declaratie.regels.filter(status="opgenomen")
        .select_related("verplichting__fondsregel")
        .order_by("pk")
    )


def _book(
    wie: Actor, declaratie: Declaratie, lines: Iterable[Declaratieregel], soort: str, dag: date
) -> None:
    """One entry per line. A line goes there and back at most once per submission (`keer`)."""
    lines = list(lines)
    lock_orders(line.verplichting_id for line in lines)
    post(
        wie,
        dag,
        [
            Boeking(
                soort,
                line.verplichting.fondsregel,
                line.regio_id,
                line.cent,
                f"{soort}:regel:{line.pk}:{declaratie.keer}",
                f"declaratie {declaratie.naam}",
                reservering_id=line.verplichting.reservering_id,
                verplichting_id=line.verplichting_id,
                declaratieregel_id=line.pk,
            )
            for line in lines
        ],
    )


@money_action
def submit_declaratie(wie: Actor, *, declaratie_id: int, dag: date | None = None) -> Declaratie:
    """Hand it to the kassier: the lines lock and the money moves to gedeclareerd."""
    declaratie = _own(wie, declaratie_id)
    day = booking_day(dag)
    Declaratie.STAPPEN.move(declaratie, "ingediend")
    lines = live_lines(declaratie)
    if not lines:
        raise Weigering("Deze declaratie heeft geen regels. Vink eerst verplichtingen aan.")
    declaratie.keer += 1
    declaratie.ingediend_door_id = wie.medewerker_id
    declaratie.ingediend_op = moment_on(day)
    declaratie.beoordeeld_door_id = None
    declaratie.beoordeeld_op = None
    declaratie.herinnerd_op = None
    declaratie.save()
    freeze_standen(lines, declaratie.keer)
    declaratie.berichten.filter(gelezen_op__isnull=True, kant="kassier").update(
        gelezen_op=timezone.now(), gelezen_door_id=wie.medewerker_id
    )
    _book(wie, declaratie, lines, "declaratie", day)
    _record(wie, "declaratie_ingediend", declaratie)
    return declaratie


@money_action
def withdraw_declaratie(wie: Actor, *, declaratie_id: int) -> Declaratie:
    """Drop a concept, or one that was sent back; its orders are free to be declared again."""
    declaratie = _own(wie, declaratie_id)
    if not Declaratie.STAPPEN.allows(declaratie.status, "ingetrokken"):
        Declaratie.STAPPEN.move(declaratie, "ingetrokken")
    _let_go(live_lines(declaratie))
    Declaratie.STAPPEN.move(declaratie, "ingetrokken")
    declaratie.save(update_fields=["status"])
    _record(wie, "declaratie_ingetrokken", declaratie)
    return declaratie


def _judge(wie: Actor, declaratie: Declaratie, naar: str, dag: date, toelichting: str = "") -> None:
    """The kassier's verdict; four eyes: not by who submitted it."""
    if wie.medewerker_id is not None and wie.medewerker_id == declaratie.ingediend_door_id:
        raise Weigering("Wie indient, beoordeelt niet. Vraag een ander.")
    Declaratie.STAPPEN.move(declaratie, naar)
    declaratie.beoordeeld_door_id = wie.medewerker_id
    declaratie.beoordeeld_op = moment_on(dag)
    declaratie.toelichting = toelichting
    declaratie.herinnerd_op = None
    declaratie.save()
    declaratie.berichten.filter(gelezen_op__isnull=True, kant="partner").update(
        gelezen_op=timezone.now(), gelezen_door_id=wie.medewerker_id
    )


@money_action
def approve_declaratie(wie: Actor, *, declaratie_id: int, dag: date | None = None) -> Declaratie:
    """Approve what is left of the lines; they can go in a batch now."""
    require_rol(wie, KASSIERS, "een declaratie goedkeuren")
    day = booking_day(dag)
    declaratie = locked_declaratie(declaratie_id)
    _judge(wie, declaratie, "goedgekeurd", day)
    _record(wie, "declaratie_goedgekeurd", declaratie)
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
    if not toelichting.strip():
        raise Weigering("Schrijf erbij wat de partner moet veranderen.", veld="toelichting")
    declaratie = locked_declaratie(declaratie_id)
    _judge(wie, declaratie, "teruggestuurd", day, toelichting.strip())
    Declaratiebericht.objects.create(
        regio_id=declaratie.regio_id,
        declaratie=declaratie,
        kant="kassier",
        tekst=toelichting.strip(),
        bij_terugsturen=True,
        door_id=wie.medewerker_id,
    )
    _book(wie, declaratie, live_lines(declaratie), "terug_declaratie", day)
    _record(wie, "declaratie_teruggestuurd", declaratie, reden=toelichting.strip()[:300])
    return declaratie


@money_action
def refuse_regel(
    wie: Actor, *, regel_id: int, reden: str, dag: date | None = None
) -> Declaratieregel:
    """Refuse one line with a reason; the order is open again. The last one refuses the whole."""
    require_rol(wie, KASSIERS, "een regel afwijzen")
    day = booking_day(dag)
    if not reden.strip():
        raise Weigering("Schrijf waarom je deze regel afwijst.", veld="reden")
    found = Declaratieregel.objects.filter(pk=regel_id).values_list("declaratie_id", flat=True)
    declaratie = locked_declaratie(found.first() or 0)
    if declaratie.status != "ingediend":
        raise Weigering("Deze declaratie is niet (meer) ingediend. Ververs de pagina.")
    lines = live_lines(declaratie)
    line = next((candidate for candidate in lines if candidate.pk == regel_id), None)
    if not line:
        raise Weigering("Deze regel is al afgewezen.")
    if wie.medewerker_id is not None and wie.medewerker_id == declaratie.ingediend_door_id:
        raise Weigering("Wie indient, beoordeelt niet. Vraag een ander.")
    Declaratieregel.STAPPEN.move(line, "afgewezen")
    line.reden_afwijzing = reden.strip()
    line.save(update_fields=["status", "reden_afwijzing"])
    _book(wie, declaratie, [line], "terug_declaratie", day)
    if len(lines) == 1:
        _judge(wie, declaratie, "afgewezen", day)
    _record(
        wie,
        "declaratieregel_afgewezen",
        declaratie,
        verplichting=line.verplichting.nummer,
        reden=line.reden_afwijzing,
        bedrag=euro(line.cent),
    )
    return line


def live_totals(declaratie: Declaratie) -> tuple[int, int]:
    """(lines, cents) of a declaratie that are not refused or dropped."""
    found = declaratie.regels.filter(status__in=LIVE).aggregate(
        regels=Count("pk"), cent=Coalesce(Sum("cent"), 0)
    )
    return found["regels"], found["cent"]


def _record(wie: Actor, event: str, declaratie: Declaratie, **gegevens: str) -> None:
    regels, cent = live_totals(declaratie)
    facts: dict[str, Any] = {"regels": regels, "bedrag": euro(cent), **gegevens}
    audit.record(
        wie,
        event,
        object_soort="declaratie",
        object_sleutel=declaratie.naam,
        regio=declaratie.regio_id,
        **facts,
    )
