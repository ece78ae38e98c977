"""From order to payment file: declaraties and batches, month by month, written in bulk."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.utils import timezone

from ontschot.kassier.actions.betalen import file_of
from ontschot.kassier.models import (
    Betaalbatch,
    Betaalbestand,
    Betaalgegeven,
    Betaalregel,
    Declaratie,
    Declaratieregel,
    Verplichting,
)
from ontschot.kassier.rules import kenmerk
from ontschot.kassier.sepa import OMSCHRIJVING, clean_text, pain001
from ontschot.kassier.target import next_target_day
from ontschot.kern.rollen import HULPVERLENERS
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie
from ontschot.server.demo import geldplan
from ontschot.server.demo.bron import Bron, change
from ontschot.server.demo.geld import Gereserveerd, Post, of_order
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.server.demo.plan import Collega

# Of what was broken off this share was delivered, and declared.
GELEVERD_PROCENT = 40
TERUGGESTUURD = "Bij twee regels klopt de maand niet. Kijk het na en dien opnieuw in."
AFGEBROKEN = "Afgebroken: de rest is niet geleverd."


@dataclass(frozen=True)
class Regel:
    """One line of a declaratie with the order it claims."""

    m: Gereserveerd
    order: Verplichting
    rij: Declaratieregel


@dataclass(frozen=True)
class Gedeclareerd:
    """A declaratie with its row, its lines, who made it and who judges it."""

    plan: geldplan.Declaratie
    rij: Declaratie
    naam: str
    maker: Actor
    kassier: Actor
    regels: tuple[Regel, ...]


@dataclass(frozen=True)
class Betaald:
    """A batch with its row, its declaraties and its payments."""

    plan: geldplan.Declaratie
    rij: Betaalbatch
    delen: tuple[Gedeclareerd, ...]
    een: Actor
    ander: Actor
    # Of the file that was released; empty before that.
    sha256: str = ""


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def delivered(m: Gereserveerd, order: Verplichting) -> int:
    """What is declared: all, or whole euros of a part when it was broken off."""
    if m.traject.plan.status != "afgebroken":
        return order.bedrag_cent
    return order.bedrag_cent * GELEVERD_PROCENT // 10_000 * 100


def store(
    bron: Bron, money: Iterable[Gereserveerd], today: date
) -> tuple[list[Gedeclareerd], list[Betaald], list[Post]]:
    """All months of all partners, and the batches that paid them, with their entries."""
    orders = {m.order.pk: m for m in money if m.order}
    plans = geldplan.plan_declaraties(
        [_to_declare(m, m.order) for m in orders.values() if m.order],
        today,
        {RIJK_VAN_NIJMEGEN: geldplan.VORIGE_MAAND},
    )
    declared = _declaraties(bron, plans, orders)
    posten = [post for d in declared for post in _declared_entries(d)]
    _give_back(declared)
    batches = _batches(bron, declared)
    posten += _payments(batches)
    return declared, batches, posten


def _to_declare(m: Gereserveerd, order: Verplichting) -> geldplan.Bestelling:
    return geldplan.Bestelling(
        nummer=order.pk,
        regio=order.regio_id,
        fonds=m.reservering.fondsregel.fonds_id,
        organisatie=m.traject.plan.inkoper,
        cent=delivered(m, order),
        besteld=order.boekdatum,
        geleverd=m.traject.plan.afgesloten_op,
    )


def _declaraties(
    bron: Bron, plans: Sequence[geldplan.Declaratie], orders: dict[int, Gereserveerd]
) -> list[Gedeclareerd]:
    """Concepts with their lines, which then go as far as they are."""
    codes = {o.sleutel: o.monitorcode or o.sleutel for o in Organisatie.objects.all()}
    makers = [bron.actor(_maker(bron, plan)) for plan in plans]
    rows = Declaratie.objects.bulk_create(
        Declaratie(
            regio_id=plan.regio,
            fonds_id=plan.fonds,
            organisatie_id=bron.organisatie(plan.organisatie),
            periode=plan.periode,
            gemaakt_door_id=maker.medewerker_id,
        )
        for plan, maker in zip(plans, makers, strict=True)
    )
    found = []
    for plan, row, maker in zip(plans, rows, makers, strict=True):
        kassier = bron.actor(bron.bezetting.of(plan.regio, rol="kassier")[0])
        naam = kenmerk(plan.periode, codes[plan.organisatie], 1)
        lines = tuple(_regel(row, orders[nummer]) for nummer in plan.nummers)
        found.append(Gedeclareerd(plan, row, naam, maker, kassier, lines))
    Declaratieregel.objects.bulk_create(r.rij for d in found for r in d.regels)
    _submit_and_judge(found)
    return found


def _maker(bron: Bron, plan: geldplan.Declaratie) -> Collega:
    helpers = bron.bezetting.of(plan.regio, organisatie=plan.organisatie)
    return next(c for c in helpers if c.rol in HULPVERLENERS)


def _regel(declaratie: Declaratie, m: Gereserveerd) -> Regel:
    assert m.order
    row = Declaratieregel(
        regio_id=declaratie.regio_id,
        declaratie=declaratie,
        verplichting=m.order,
        cent=delivered(m, m.order),
    )
    return Regel(m, m.order, row)


def _submit_and_judge(declared: Iterable[Gedeclareerd]) -> None:
    submitted = [d for d in declared if d.plan.reached("ingediend")]
    change(
        "kassier_declaratie",
        {"status": "text", "keer": "int2", "ingediend_door_id": "int8",
         "ingediend_op": "timestamptz"},
        [
            (d.rij.pk, "ingediend", 1, d.maker.medewerker_id, noon(d.plan.ingediend))
            for d in submitted
        ],
    )  # fmt: skip
    back = [d for d in submitted if d.plan.reached("teruggestuurd")]
    judged = back + [d for d in submitted if d.plan.reached("goedgekeurd")]
    change(
        "kassier_declaratie",
        {"status": "text", "beoordeeld_door_id": "int8", "beoordeeld_op": "timestamptz",
         "toelichting": "text"},
        [
            (
                d.rij.pk,
                "teruggestuurd" if d in back else "goedgekeurd",
                d.kassier.medewerker_id,
                noon(d.plan.beoordeeld),
                TERUGGESTUURD if d in back else "",
            )
            for d in judged
        ],
    )  # fmt: skip


def _declared_entries(d: Gedeclareerd) -> Iterator[Post]:
    """Submitted, sent back, and of what was broken off the rest that is not needed."""
    if not d.plan.reached("ingediend"):
        return
    for r in d.regels:
        pk, reden = r.rij.pk, f"declaratie {d.naam}"
        yield of_order(
            d.maker, d.plan.ingediend, 2, "declaratie", r.order,
            cent=r.rij.cent, sleutel=f"declaratie:regel:{pk}:1", reden=reden, declaratieregel=pk,
        )  # fmt: skip
        if d.plan.reached("teruggestuurd"):
            yield of_order(
                d.kassier, d.plan.beoordeeld, 4, "terug_declaratie", r.order,
                cent=r.rij.cent, sleutel=f"terug_declaratie:regel:{pk}:1", reden=reden,
                declaratieregel=pk,
            )  # fmt: skip
        if rest := _rest(r):
            yield of_order(
                d.maker, d.plan.ingediend, 3, "vrijval_verplichting", r.order,
                cent=rest, sleutel=f"vrijval_verplichting:verplichting:{r.order.pk}:{rest}",
                reden=AFGEBROKEN,
            )  # fmt: skip


def _rest(r: Regel) -> int:
    return r.order.bedrag_cent - r.rij.cent


def _give_back(declared: Iterable[Gedeclareerd]) -> None:
    change(
        "kassier_verplichting",
        {"vrijgevallen_cent": "int8", "reden_vrijgave": "text"},
        [
            (r.order.pk, rest, AFGEBROKEN)
            for d in declared
            if d.plan.reached("ingediend")
            for r in d.regels
            if (rest := _rest(r))
        ],
    )


def _batches(bron: Bron, declared: Iterable[Gedeclareerd]) -> list[Betaald]:
    """One batch per fonds and month; last month's stands apart, because it is not that far."""
    per: dict[tuple[int, date, str], list[Gedeclareerd]] = {}
    for d in declared:
        if d.plan.reached("samengesteld"):
            per.setdefault((d.plan.fonds, d.plan.periode, d.plan.stand), []).append(d)
    accounts = {(a.regio_id, a.organisatie_id): a for a in Betaalgegeven.objects.all()}
    found = [_batch(bron, tuple(delen), accounts) for delen in per.values()]
    Betaalbatch.objects.bulk_create(b.rij for b in found)
    lines = Betaalregel.objects.bulk_create(
        _payment(b, d, r, accounts[d.rij.regio_id, d.rij.organisatie_id])
        for b in found
        for d in b.delen
        for r in d.regels
    )
    found = _release(found)
    _confirm(found, lines)
    return found


def _batch(
    bron: Bron,
    delen: tuple[Gedeclareerd, ...],
    accounts: dict[tuple[str, int], Betaalgegeven],
) -> Betaald:
    plan = delen[0].plan
    een, ander = (bron.actor(c) for c in bron.bezetting.of(plan.regio, rol="kassier")[:2])
    payer = accounts[plan.regio, bron.organisatie("uwv")]
    lines = [r for d in delen for r in d.regels]
    row = Betaalbatch(
        regio_id=plan.regio,
        fonds_id=plan.fonds,
        aantal=len(lines),
        totaal_cent=sum(r.rij.cent for r in lines),
        # In the file the day on which the banks pay lies on or after the release.
        uitvoerdatum=next_target_day(plan.vrijgegeven),
        betaler=payer.tenaamstelling,
        betaler_iban=payer.iban,
        samengesteld_door_id=een.medewerker_id or 0,
    )
    return Betaald(plan, row, delen, een, ander)


def _payment(b: Betaald, d: Gedeclareerd, r: Regel, account: Betaalgegeven) -> Betaalregel:
    return Betaalregel(
        regio_id=b.rij.regio_id,
        batch=b.rij,
        declaratieregel=r.rij,
        end_to_end_id=f"{b.rij.regio_id}-B{b.rij.pk}-R{r.rij.pk}",
        cent=r.rij.cent,
        begunstigde=account.tenaamstelling,
        iban=account.iban,
        omschrijving=clean_text(f"Declaratie {d.naam} {r.order.nummer}", OMSCHRIJVING),
    )


def _release(batches: Iterable[Betaald]) -> list[Betaald]:
    """The other kassier lets them go; gives all of them, the released ones with their sha256."""
    released = [b for b in batches if b.plan.reached("vrijgegeven")]
    for b in released:
        b.rij.vrijgegeven_op = noon(b.plan.vrijgegeven)
    change(
        "kassier_betaalbatch",
        {"status": "text", "vrijgegeven_door_id": "int8", "vrijgegeven_op": "timestamptz",
         "samengesteld_op": "timestamptz"},
        [
            (b.rij.pk, "vrijgegeven", b.ander.medewerker_id, b.rij.vrijgegeven_op,
             noon(b.plan.samengesteld))
            for b in released
        ],
    )  # fmt: skip
    content = {b.rij.pk: pain001(file_of(b.rij)) for b in released}
    hashes = {pk: hashlib.sha256(found).hexdigest() for pk, found in content.items()}
    Betaalbestand.objects.bulk_create(
        Betaalbestand(
            regio_id=b.rij.regio_id,
            batch=b.rij,
            naam=f"ontschot-{b.rij.regio_id}-batch-{b.rij.pk}.xml",
            inhoud=content[b.rij.pk],
            sha256=hashes[b.rij.pk],
        )
        for b in released
    )
    return [replace(b, sha256=hashes.get(b.rij.pk, "")) for b in batches]


def _confirm(batches: Iterable[Betaald], lines: Sequence[Betaalregel]) -> None:
    """The bank paid: payments, batches, lines, orders and declaraties close, in this order."""
    paid = [b for b in batches if b.plan.reached("betaald")]
    numbers = {b.rij.pk for b in paid}
    regels = [r for b in paid for d in b.delen for r in d.regels]
    status = {"status": "text"}
    payments = [line.pk for line in lines if line.batch_id in numbers]
    change("kassier_betaalregel", status, [(pk, "bevestigd") for pk in payments])
    change(
        "kassier_betaalbatch",
        {"status": "text", "bevestigd_door_id": "int8", "bevestigd_op": "timestamptz"},
        [(b.rij.pk, "bevestigd", b.een.medewerker_id, noon(b.plan.betaald)) for b in paid],
    )
    change("kassier_declaratieregel", status, [(r.rij.pk, "betaald") for r in regels])
    change("kassier_verplichting", status, [(r.order.pk, "afgerond") for r in regels])
    claims = [d.rij.pk for b in paid for d in b.delen]
    change("kassier_declaratie", status, [(pk, "betaald") for pk in claims])


def _payments(batches: Iterable[Betaald]) -> list[Post]:
    """One entry per payment that the bank confirmed."""
    found = Betaalregel.objects.filter(status="bevestigd").values_list("declaratieregel_id", "pk")
    payment_of = dict(found)
    return [
        of_order(
            b.een, b.plan.betaald, 7, "betaling", r.order,
            cent=r.rij.cent,
            sleutel=f"betaling:betaalregel:{payment_of[r.rij.pk]}",
            reden=f"betaalbatch {b.rij.pk}, {b.rij.regio_id}-B{b.rij.pk}-R{r.rij.pk}",
            declaratieregel=r.rij.pk,
            betaalregel=payment_of[r.rij.pk],
        )
        for b in batches
        if b.plan.reached("betaald")
        for d in b.delen
        for r in d.regels
    ]  # fmt: skip
