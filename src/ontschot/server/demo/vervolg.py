"""What follows in a dossier: hand-over, talks, outcomes, nazorg, and who was with it (pure)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from ontschot.server.demo import zinnen
from ontschot.server.demo.klok import Klok, day_of
from ontschot.server.demo.plan import (
    Advies,
    Arrangement,
    Betrokken,
    Collega,
    Contact,
    Feit,
    Interventie,
    Nazorg,
    Overdracht,
    Uitkomst,
)
from ontschot.server.demo.trajectplan import Bezetting
from ontschot.trajecten.rules import answer_before, giver_reads_until, nazorg_schedule

OVER = frozenset({"afgerond", "afgebroken", "afgewezen", "vervallen"})
# So many days after a nazorgmoment it is normally done.
NAZORG_SPELING = 5
# Who is certainly due for nazorg began to work so many days ago: three months.
WERKT_SINDS = 92


def last_step(aangemaakt: datetime, advies: Advies | None, plan: Arrangement | None) -> datetime:
    """The last moment at which the contactpersoon did something in the dossier."""
    moments = [aangemaakt, advies.op if advies else None, plan.gemaakt_op if plan else None]
    for interventie in interventies_of(plan):
        besluit, order = interventie.besluit, interventie.order
        moments += [
            interventie.gepland_op,
            interventie.toets_gedaan_op,
            besluit.besloten_op or besluit.gevraagd_op if besluit else None,
            order.besteld_op if order else None,
            *(line.op for line in interventie.toets),
        ]
    return max(moment for moment in moments if moment)


def interventies_of(plan: Arrangement | None) -> list[Interventie]:
    return [s.interventie for s in plan.stappen if s.interventie] if plan else []


def draw_overdracht(
    rng: Random, bezetting: Bezetting, van: Collega, last: datetime
) -> Overdracht | None:
    """One in six is handed over some time after the last step."""
    klok = bezetting.klok
    if rng.random() > 0.17:
        return None
    naar = rng.choice([c for c in bezetting.bij_een_ander(van) if c.sleutel != van.sleutel])
    offered = klok.na(rng, last, 5, 60)
    if offered is None:
        return None
    made = offer(rng, van, naar, offered)
    answered = klok.na(rng, offered, 0, 6)
    if answered is None:
        return made
    status = rng.choices(["aangenomen", "geweigerd", "ingetrokken"], [80, 14, 6])[0]
    why = zinnen.sentence(rng, "weigeringen") if status == "geweigerd" else ""
    return replace(made, status=status, besloten_op=answered, weigering=why)


def offer(rng: Random, van: Collega, naar: Collega, op: datetime) -> Overdracht:
    """A hand-over that nobody has answered yet."""
    return Overdracht(
        van=van,
        naar=naar,
        reden=zinnen.sentence(rng, "overdracht_redenen"),
        warm_contact=zinnen.sentence(rng, "warm_contact"),
        warm_contact_op=day_of(op),
        aangeboden_op=op,
        reageer_uiterlijk=answer_before(day_of(op)),
    )


def accepted_by(overdracht: Overdracht | None) -> Overdracht | None:
    return overdracht if overdracht and overdracht.status == "aangenomen" else None


def draw_uitkomsten(
    rng: Random,
    klok: Klok,
    contact: Collega,
    *,
    plan: Arrangement | None,
    advies: Advies | None,
    overdracht: Overdracht | None,
    nazorg: bool = False,
) -> tuple[Uitkomst, ...]:
    """Dated results, each with its own meaning; by whoever was the contact that day."""
    found = _endings(rng, klok, plan)
    over = [i.afgesloten_op or day_of(i.gepland_op) for i in interventies_of(plan)]
    after = max(over) if over and all(i.status in OVER for i in interventies_of(plan)) else None
    if nazorg:
        found.append(("aan_het_werk", klok.dag(WERKT_SINDS), "kandidaat", "aan_het_werk", None))
    elif after:
        found += _result(rng, klok, after)
    elif advies and advies.oordeel == "regulier_volstaat" and plan and plan.akkoord_op:
        day = plan.akkoord_op + timedelta(days=rng.randint(5, 20))
        found.append(("geleid_naar_voorliggend", day, "partner", "geleid", None))
    return tuple(
        _uitkomst(rng, klok, row, contact, accepted_by(overdracht))
        for row in found
        if row[1] <= klok.vandaag
    )


# Meaning, day, source, kind of sentence, place of the step in the plan.
Gevonden = tuple[str, date, str, str, int | None]


def _endings(rng: Random, klok: Klok, plan: Arrangement | None) -> list[Gevonden]:
    """Of three in four that ended somebody also wrote down that they did."""
    found: list[Gevonden] = []
    for place, stap in enumerate(plan.stappen if plan else ()):
        interventie = stap.interventie
        if not interventie or interventie.status != "afgerond" or rng.random() > 0.75:
            continue
        assert interventie.afgesloten_op
        day = interventie.afgesloten_op
        found.append(("interventie_afgerond", day, "aanbieder", "afgerond", place))
    return found


def _result(rng: Random, klok: Klok, after: date) -> list[Gevonden]:
    chance = rng.random()
    day = after + timedelta(days=rng.randint(3, 60))
    if chance < 0.52:
        source = rng.choice(["kandidaat", "kandidaat", "werkgever"])
        return [("aan_het_werk", day, source, "aan_het_werk", None)]
    if chance < 0.66:
        return [("stap_op_de_ladder", day, "kandidaat", "ladder", None)]
    return []


def _uitkomst(
    rng: Random, klok: Klok, row: Gevonden, contact: Collega, accepted: Overdracht | None
) -> Uitkomst:
    betekenis, day, source, kind, place = row
    later = accepted and accepted.besloten_op and day >= day_of(accepted.besloten_op)
    door = accepted.naar if accepted and later else contact
    work = betekenis == "aan_het_werk"
    return Uitkomst(
        betekenis=betekenis,
        datum=day,
        bron=source,
        toelichting=zinnen.sentence(rng, kind),
        door=door,
        stap=place,
        nazorg=draw_nazorg(rng, klok, day, accepted.naar if accepted else contact) if work else (),
    )


def draw_nazorg(rng: Random, klok: Klok, since: date, door: Collega) -> tuple[Nazorg, ...]:
    """Done within days of its date; what came up in the last days still waits."""
    moments = []
    for na, day in nazorg_schedule(since):
        done = day + timedelta(days=rng.randint(0, NAZORG_SPELING))
        if day > klok.dag(NAZORG_SPELING) or done > klok.vandaag:
            moments.append(Nazorg(na, day))
            continue
        antwoord = rng.choices(["werkt_nog", "geen_antwoord", "werkt_niet_meer"], [76, 17, 7])[0]
        moments.append(Nazorg(na, day, done, antwoord, door))
    return tuple(moments)


def draw_feiten(situaties: frozenset[str], since: date, work: date | None) -> tuple[Feit, ...]:
    """The situation from the beginning, and the new job when there is one."""
    lasting = situaties & {"banenafspraak"}
    if work is None:
        return tuple(Feit(soort, since) for soort in sorted(situaties))
    before = work - timedelta(days=1)
    ended = [Feit(soort, since, before) for soort in sorted(situaties - lasting)]
    return (*(Feit(soort, since) for soort in lasting), *ended, Feit("in_dienst", work))


def draw_betrokkenen(
    contact: Collega,
    aangemaakt: datetime,
    overdracht: Overdracht | None,
    plan: Arrangement | None,
) -> tuple[Betrokken, ...]:
    """The contact, whoever took over, and who bought something for this person."""
    accepted = accepted_by(overdracht)
    if accepted and accepted.besloten_op:
        until = accepted.besloten_op
        found = [
            Betrokken(contact, "intake", True, aangemaakt, until, giver_reads_until(day_of(until))),
            Betrokken(accepted.naar, "overdracht", True, until),
        ]
    else:
        found = [Betrokken(contact, "intake", True, aangemaakt)]
    known = {b.wie.sleutel for b in found}
    for interventie in interventies_of(plan):
        order = interventie.order
        if order and order.door.sleutel not in known:
            known.add(order.door.sleutel)
            found.append(Betrokken(order.door, "uitvoering", False, order.besteld_op))
    return tuple(found)


def draw_contacten(
    rng: Random,
    klok: Klok,
    contact: Collega,
    aangemaakt: datetime,
    overdracht: Overdracht | None,
) -> tuple[Contact, ...]:
    """Talks and calls: many in the first weeks, fewer later."""
    found = []
    moment: datetime | None = aangemaakt
    accepted = accepted_by(overdracht)
    for place in range(rng.randint(1, 6)):
        moment = klok.na(rng, moment, 2 + 4 * place, 9 + 12 * place)
        if moment is None:
            break
        said = zinnen.CONTACTEN[0] if not place else rng.choice(zinnen.CONTACTEN[1:])
        later = accepted and accepted.besloten_op and moment >= accepted.besloten_op
        door = accepted.naar if accepted and later else contact
        found.append(Contact(**said, op=moment, door=door))
    return tuple(found)
