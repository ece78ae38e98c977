"""From plans to money: what is reserved and ordered, and the journaal of it all.

Written in bulk, in the states and with the entries that the kassier's own actions make; the
database checks every one of them. The entries go in last, in the order of the calendar, so that
no balance is ever below zero.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ontschot.kassier.boeking import SOORTEN
from ontschot.kassier.models import Fondsregel, Journaalpost, Reservering, Verplichting
from ontschot.kern.scope import Actor
from ontschot.server.demo import aanbieders, zinnen
from ontschot.server.demo.bron import Bron, change
from ontschot.server.demo.fondsen import Behoefte, Fondsboek
from ontschot.server.demo.klok import day_of
from ontschot.server.demo.plan import Collega
from ontschot.server.demo.rijen_traject import Traject


@dataclass(frozen=True)
class Post:
    """An entry to come; those of one day stand in the order of `volgorde`."""

    day: date
    volgorde: int
    wie: Actor
    soort: str
    regel: Fondsregel
    regio: str
    cent: int
    sleutel: str
    reden: str = ""
    reservering: int | None = None
    verplichting: int | None = None
    declaratieregel: int | None = None
    betaalregel: int | None = None


@dataclass(frozen=True)
class Gereserveerd:
    """A granted interventie with its reservering, and its order when there is one."""

    traject: Traject
    reservering: Reservering
    order: Verplichting | None = None


def store(bron: Bron, trajecten: Iterable[Traject], today: date) -> list[Gereserveerd]:
    """Funds, reserveringen and orders; the entries are for `book`."""
    granted = [t for t in trajecten if t.plan.besluit and t.plan.besluit.uitkomst == "toegekend"]
    boek = Fondsboek(bron, today)
    boek.prepare(_needs(bron, granted))
    register = aanbieders.store(bron, granted, today)
    return _orders(bron, _reserveringen(bron, granted, boek), register)


def book(posten: Iterable[Post]) -> int:
    """Write the entries in the order of the calendar; returns how many."""
    ordered = sorted(posten, key=lambda p: (p.day, p.volgorde, p.sleutel))
    Journaalpost.objects.bulk_create([_journaalpost(post) for post in ordered], batch_size=1000)
    return len(ordered)


def _journaalpost(post: Post) -> Journaalpost:
    soort = SOORTEN[post.soort]
    return Journaalpost(
        regio_id=post.regio,
        fonds_id=post.regel.fonds_id,
        fondsregel_id=post.regel.pk,
        soort=post.soort,
        van=soort.van,
        naar=soort.naar,
        cent=post.cent,
        boekdatum=post.day,
        reden=post.reden,
        idempotentiesleutel=post.sleutel,
        reservering_id=post.reservering,
        verplichting_id=post.verplichting,
        declaratieregel_id=post.declaratieregel,
        betaalregel_id=post.betaalregel,
        medewerker_id=post.wie.medewerker_id,
        wie=post.wie.naam,
        rol=post.wie.rol,
        organisatie=post.wie.organisatie,
    )


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
            (row.pk, "vrijgegeven", zinnen.NIET_MEER_NODIG)
            for t, row in pairs
            if t.plan.status == "vervallen" and not t.plan.order
        ],
    )
    return [Gereserveerd(t, row) for t, row in pairs]


def _decider(traject: Traject) -> Collega:
    besluit = traject.plan.besluit
    assert besluit
    assert besluit.besloten_door
    return besluit.besloten_door


def _orders(
    bron: Bron, money: Sequence[Gereserveerd], register: aanbieders.Register
) -> list[Gereserveerd]:
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
            leverancier=register.provider(m.reservering.regio_id, m.traject.plan.aanbieder),
            eerstverantwoordelijk=m.traject.rij.eerstverantwoordelijk,
            van=m.traject.rij.stap.van,
            tot=m.traject.rij.stap.tot,
            mandaat_id=register.mandaat(m.reservering.regio_id, m.traject.rij.inkoper_id),
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


def posten(bron: Bron, money: Iterable[Gereserveerd]) -> Iterator[Post]:
    """What the grant, the release and the order write in the journaal."""
    for m in money:
        plan, row = m.traject.plan, m.reservering
        wie = bron.actor(_decider(m.traject))
        yield _of_reservering(wie, row.boekdatum, "reservering", m)
        if plan.status == "vervallen" and plan.afgesloten_op:
            reden = zinnen.NIET_MEER_NODIG
            yield _of_reservering(wie, plan.afgesloten_op, "vrijval_reservering", m, reden)
        if m.order and plan.order:
            yield from _of_order(bron.actor(plan.order.door), m, m.order)


def _of_reservering(wie: Actor, day: date, soort: str, m: Gereserveerd, reden: str = "") -> Post:
    row = m.reservering
    return Post(
        day=day,
        volgorde=0 if soort == "reservering" else 1,
        wie=wie,
        soort=soort,
        regel=row.fondsregel,
        regio=row.regio_id,
        cent=row.cent,
        sleutel=f"{soort}:reservering:{row.pk}",
        reden=reden,
        reservering=row.pk,
    )


def _of_order(wie: Actor, m: Gereserveerd, order: Verplichting) -> Iterator[Post]:
    """The order, and what it cost less than was set aside."""
    rest = m.reservering.cent - order.bedrag_cent
    moves = [("verplichting", order.bedrag_cent, "", "")]
    if rest:
        moves.append(("vrijval_reservering", rest, "besteld voor minder", ":0"))
    for soort, cent, reden, once in moves:
        yield of_order(
            wie,
            order.boekdatum,
            1,
            soort,
            order,
            cent=cent,
            sleutel=f"{soort}:verplichting:{order.pk}{once}",
            reden=reden,
        )


def of_order(
    wie: Actor,
    day: date,
    volgorde: int,
    soort: str,
    order: Verplichting,
    *,
    cent: int,
    sleutel: str,
    reden: str = "",
    declaratieregel: int | None = None,
    betaalregel: int | None = None,
) -> Post:
    """An entry on the order of a verplichting."""
    return Post(
        day=day,
        volgorde=volgorde,
        wie=wie,
        soort=soort,
        regel=order.fondsregel,
        regio=order.regio_id,
        cent=cent,
        sleutel=sleutel,
        reden=reden,
        reservering=order.reservering_id,
        verplichting=order.pk,
        declaratieregel=declaratieregel,
        betaalregel=betaalregel,
    )
