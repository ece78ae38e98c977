"""From plans to money: reserveringen and orders in bulk, then month by month to the payment file.

Documents and their entries of a grant and an order are written in bulk. Declaraties, batches and
payments go through the kassier's own actions, so they are what those actions make of them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ontschot.kassier import actions
from ontschot.kassier.journaal import Boeking, post
from ontschot.kassier.models import Reservering, Verplichting
from ontschot.kern.rollen import HULPVERLENERS
from ontschot.kern.scope import Actor
from ontschot.server.demo import geldplan, zinnen
from ontschot.server.demo.bron import Bron, change
from ontschot.server.demo.fondsen import Behoefte, Fondsboek
from ontschot.server.demo.klok import day_of
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.server.demo.plan import Collega
from ontschot.server.demo.rijen_traject import Traject

# Of what was broken off this share was delivered, and declared.
GELEVERD_PROCENT = 40
TERUGGESTUURD = "Bij twee regels klopt de maand niet. Kijk het na en dien opnieuw in."


@dataclass(frozen=True)
class Gebeurtenis:
    """Something to do with money on a day; on one day in the order of `volgorde`."""

    day: date
    volgorde: int
    doe: Callable[[], object]


@dataclass(frozen=True)
class Gereserveerd:
    """A granted interventie with its reservering, and its order when there is one."""

    traject: Traject
    reservering: Reservering
    order: Verplichting | None = None


def store(bron: Bron, trajecten: Iterable[Traject], today: date) -> int:
    """All money of the world, in the order of the calendar; returns the number of orders."""
    granted = [t for t in trajecten if t.plan.besluit and t.plan.besluit.uitkomst == "toegekend"]
    boek = Fondsboek(bron, today)
    boek.prepare(_needs(bron, granted))
    money = _orders(bron, _reserveringen(bron, granted, boek))
    events = [*_entries(bron, money), *_declared(bron, money, today)]
    for event in sorted(events, key=lambda e: (e.day, e.volgorde)):
        event.doe()
    return sum(m.order is not None for m in money)


def _needs(bron: Bron, granted: Iterable[Traject]) -> Iterator[Behoefte]:
    for t in granted:
        yield Behoefte(
            t.dossier.regio, bron.rubrieken[t.plan.soort], _granted_on(t), t.plan.gevraagd_cent
        )


def _granted_on(traject: Traject) -> date:
    besluit = traject.plan.besluit
    assert besluit
    assert besluit.besloten_op
    return day_of(besluit.besloten_op)


def _reserveringen(bron: Bron, granted: Sequence[Traject], boek: Fondsboek) -> list[Gereserveerd]:
    rows = Reservering.objects.bulk_create(
        Reservering(
            regio_id=t.dossier.regio,
            fondsregel=boek.line(t.dossier.regio, bron.rubrieken[t.plan.soort], _granted_on(t)),
            interventie=t.rij,
            kandidaat_sleutel=t.rij.kandidaat_sleutel,
            cent=t.plan.gevraagd_cent,
            gemaakt_door_id=bron.medewerker(_decider(t)),
            boekdatum=_granted_on(t),
        )
        for t in granted
    )
    pairs = list(zip(granted, rows, strict=True))
    change(
        "kassier_reservering",
        {"status": "text", "reden_vrijgave": "text"},
        [
            (row.pk, "verplicht", "") if t.plan.order
            else (row.pk, "vrijgegeven", zinnen.NIET_MEER_NODIG)
            for t, row in pairs
            if t.plan.order or t.plan.status == "vervallen"
        ],
    )  # fmt: skip
    return [Gereserveerd(t, row) for t, row in pairs]


def _decider(traject: Traject) -> Collega:
    besluit = traject.plan.besluit
    assert besluit
    assert besluit.besloten_door
    return besluit.besloten_door


def _orders(bron: Bron, money: Sequence[Gereserveerd]) -> list[Gereserveerd]:
    ordered = [(m, m.traject.plan.order) for m in money if m.traject.plan.order]
    rows = Verplichting.objects.bulk_create(
        Verplichting(
            regio_id=m.reservering.regio_id,
            reservering=m.reservering,
            fondsregel=m.reservering.fondsregel,
            interventie=m.traject.rij,
            kandidaat_sleutel=m.traject.rij.kandidaat_sleutel,
            interventiesoort_id=m.traject.plan.soort,
            inkoper_id=m.traject.rij.inkoper_id,
            aanbieder=m.traject.plan.aanbieder,
            bedrag_cent=order.cent,
            btw=m.traject.plan.btw,
            regeling_id=bron.regeling(day_of(order.besteld_op)),
            besteld_door_id=bron.medewerker(order.door),
            besteld_op=order.besteld_op,
            boekdatum=day_of(order.besteld_op),
        )
        for m, order in ordered
    )
    with_order = [
        Gereserveerd(m.traject, m.reservering, row)
        for (m, _), row in zip(ordered, rows, strict=True)
    ]
    return [*with_order, *(m for m in money if not m.traject.plan.order)]


def _entries(bron: Bron, money: Iterable[Gereserveerd]) -> Iterator[Gebeurtenis]:
    """What the grant, the release and the order wrote in the journaal, as the actions do."""
    for m in money:
        plan, reservering = m.traject.plan, m.reservering
        decider = bron.actor(_decider(m.traject))
        yield _posted(decider, reservering.boekdatum, 0, _of_reservering("reservering", m))
        if plan.status == "vervallen" and plan.afgesloten_op:
            released = _of_reservering("vrijval_reservering", m, zinnen.NIET_MEER_NODIG)
            yield _posted(decider, plan.afgesloten_op, 1, released)
        if m.order and plan.order:
            buyer = bron.actor(plan.order.door)
            yield _posted(buyer, m.order.boekdatum, 1, *_of_order(m, m.order))


def _posted(wie: Actor, day: date, volgorde: int, *boekingen: Boeking) -> Gebeurtenis:
    return Gebeurtenis(day, volgorde, lambda: post(wie, day, boekingen))


def _of_reservering(soort: str, m: Gereserveerd, reden: str = "") -> Boeking:
    row = m.reservering
    return Boeking(
        soort,
        row.fondsregel,
        row.regio_id,
        row.cent,
        f"{soort}:reservering:{row.pk}",
        reden,
        reservering_id=row.pk,
    )


def _of_order(m: Gereserveerd, order: Verplichting) -> Iterator[Boeking]:
    """The order, and what it cost less than was set aside."""
    rest = m.reservering.cent - order.bedrag_cent
    moves = [("verplichting", order.bedrag_cent, "", "")]
    if rest:
        moves.append(("vrijval_reservering", rest, "besteld voor minder", ":0"))
    for soort, cent, reden, once in moves:
        yield Boeking(
            soort,
            m.reservering.fondsregel,
            order.regio_id,
            cent,
            f"{soort}:verplichting:{order.pk}{once}",
            reden,
            reservering_id=m.reservering.pk,
            verplichting_id=order.pk,
        )


def _declared(bron: Bron, money: Iterable[Gereserveerd], today: date) -> Iterator[Gebeurtenis]:
    """Every month of every partner, and the batches that pay them."""
    by_order = {m.order.pk: m for m in money if m.order}
    plans = geldplan.plan_declaraties(
        [_to_declare(m, m.order) for m in by_order.values() if m.order],
        today,
        {RIJK_VAN_NIJMEGEN: geldplan.VORIGE_MAAND},
    )
    made: dict[geldplan.Declaratie, int] = {}
    for plan in plans:
        yield from _declaratie(bron, plan, by_order, made)
    for batch in _batches(plans):
        yield from _batch(bron, batch, made)


def _to_declare(m: Gereserveerd, order: Verplichting) -> geldplan.Bestelling:
    plan = m.traject.plan
    return geldplan.Bestelling(
        nummer=order.pk,
        regio=order.regio_id,
        fonds=m.reservering.fondsregel.fonds_id,
        organisatie=plan.inkoper,
        cent=_delivered(m, order),
        besteld=order.boekdatum,
        geleverd=plan.afgesloten_op,
    )


def _delivered(m: Gereserveerd, order: Verplichting) -> int:
    """What will be declared: all, or whole euros of a part when it was broken off."""
    if m.traject.plan.status != "afgebroken":
        return order.bedrag_cent
    return order.bedrag_cent * GELEVERD_PROCENT // 10_000 * 100


def _declaratie(
    bron: Bron,
    plan: geldplan.Declaratie,
    by_order: dict[int, Gereserveerd],
    made: dict[geldplan.Declaratie, int],
) -> Iterator[Gebeurtenis]:
    helpers = bron.bezetting.of(plan.regio, organisatie=plan.organisatie)
    maker = bron.actor(next(c for c in helpers if c.rol in HULPVERLENERS))
    kassier = bron.actor(bron.bezetting.of(plan.regio, rol="kassier")[0])
    lines = [by_order[nummer] for nummer in plan.nummers]

    def create() -> None:
        found = actions.create_declaratie(
            maker,
            fonds_id=plan.fonds,
            periode=plan.periode,
            verplichting_ids=plan.nummers,
            bedragen={m.order.pk: _delivered(m, m.order) for m in lines if m.order},
        )
        made[plan] = found.pk

    def submit() -> None:
        actions.submit_declaratie(maker, declaratie_id=made[plan], dag=plan.ingediend)
        for m in lines:
            _give_back_rest(bron, m, plan.ingediend)

    def judge() -> None:
        if plan.stand == "teruggestuurd":
            actions.send_back_declaratie(
                kassier,
                declaratie_id=made[plan],
                toelichting=TERUGGESTUURD,
                dag=plan.beoordeeld,
            )
        else:
            actions.approve_declaratie(kassier, declaratie_id=made[plan], dag=plan.beoordeeld)

    yield Gebeurtenis(plan.ingediend, 2, create)
    if plan.reached("ingediend"):
        yield Gebeurtenis(plan.ingediend, 3, submit)
    if plan.reached("teruggestuurd") or plan.reached("goedgekeurd"):
        yield Gebeurtenis(plan.beoordeeld, 4, judge)


def _give_back_rest(bron: Bron, m: Gereserveerd, day: date) -> None:
    plan = m.traject.plan
    if plan.status == "afgebroken" and m.order and plan.order:
        actions.void_verplichting(
            bron.actor(plan.order.door),
            verplichting_id=m.order.pk,
            reden="Afgebroken: de rest is niet geleverd.",
            dag=day,
        )


Batch = tuple[geldplan.Declaratie, ...]


def _batches(plans: Iterable[geldplan.Declaratie]) -> list[Batch]:
    """One batch per fonds and month; last month's stands apart, because it is not that far."""
    per: dict[tuple[int, date, str], list[geldplan.Declaratie]] = {}
    for plan in plans:
        if plan.reached("samengesteld"):
            per.setdefault((plan.fonds, plan.periode, plan.stand), []).append(plan)
    return [tuple(found) for found in per.values()]


def _batch(bron: Bron, batch: Batch, made: dict[geldplan.Declaratie, int]) -> Iterator[Gebeurtenis]:
    first = batch[0]
    one, other = (bron.actor(c) for c in bron.bezetting.of(first.regio, rol="kassier")[:2])
    found: list[int] = []

    def build() -> None:
        row = actions.build_batch(
            one,
            fonds_id=first.fonds,
            declaratie_ids=[made[plan] for plan in batch],
            dag=first.samengesteld,
        )
        found.append(row.pk)

    yield Gebeurtenis(first.samengesteld, 5, build)
    if first.reached("vrijgegeven"):
        yield Gebeurtenis(
            first.vrijgegeven,
            6,
            lambda: actions.release_batch(other, batch_id=found[0], dag=first.vrijgegeven),
        )
    if first.reached("betaald"):
        yield Gebeurtenis(
            first.betaald,
            7,
            lambda: actions.confirm_payment(one, batch_id=found[0], dag=first.betaald),
        )
