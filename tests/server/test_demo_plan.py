"""The plan of the demo's lives: in order, in proportion, and with something for everybody."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ontschot.server.demo import aanbod, geldplan, levens, people, verhalen, wereld, zinnen
from ontschot.server.demo.klok import AMSTERDAM, Klok, day_of
from ontschot.server.demo.namen import split
from ontschot.server.demo.plan import Interventie, Order
from ontschot.server.demo.trajectplan import Bezetting
from ontschot.server.demo.vervolg import last_step
from ontschot.server.demo.wachtend import waiting_levens, waiting_meldingen

MOMENTEN = st.integers(0, 3 * 365 * 24).map(
    lambda hours: datetime(2026, 1, 1, tzinfo=AMSTERDAM) + timedelta(hours=hours)
)
ZADEN = st.integers(0, 2**32)
GEMEENTEN = {"Nijmegen": 5.0, "Wijchen": 1.0}


def diensten() -> dict[str, aanbod.Dienst]:
    """The menukaart as it stands in the file of its room."""
    import tomllib
    from pathlib import Path

    import ontschot.menukaart

    path = Path(ontschot.menukaart.__file__).parent / "referentie" / "menukaart_am08.toml"
    rows = tomllib.loads(path.read_text("utf-8"))["dienst"]
    return {
        row["sleutel"]: aanbod.Dienst(
            sleutel=row["sleutel"],
            naam=row["naam"],
            interventiesoort=row.get("interventiesoort", ""),
            aanbieder=row["aanbieder"],
            stap=row["stap"],
            prijs_cent=row["prijs_cent"],
            btw=row["btw"],
            situaties=frozenset(row["situaties"]),
        )
        for row in rows
    }


AANBOD = diensten()


def plek(nu: datetime) -> levens.Plek:
    here = tuple(c for c in people.everybody() if c.regio == "AM08")
    return levens.plek_of("AM08", Bezetting(Klok(nu), here, AANBOD), GEMEENTEN)


def in_order(*moments: datetime | date | None) -> bool:
    """All of it happened, one after another (or at the same moment)."""
    happened = [moment for moment in moments if moment is not None]
    return len(happened) == len(moments) and happened == sorted(happened)


def order_of(interventie: Interventie) -> Order:
    assert interventie.order
    return interventie.order


@given(nu=MOMENTEN, zaad=ZADEN, ago=st.integers(0, 730))
@settings(max_examples=100)
def test_a_life_happens_in_order_and_never_after_now(nu, zaad, ago):
    leven = levens.draw_leven(Random(zaad), plek(nu), Klok(nu).dag(ago))
    if leven is None:
        return
    (melding,) = leven.meldingen
    assert in_order(melding.ontvangen_op, melding.eerste_contact_op, leven.aangemaakt_op, nu)
    if leven.advies:
        assert leven.aangemaakt_op <= leven.advies.op <= nu
    if leven.arrangement:
        assert leven.arrangement.gemaakt_op >= leven.aangemaakt_op
    assert last_step(leven.aangemaakt_op, leven.advies, leven.arrangement) <= nu
    assert all(uitkomst.datum <= day_of(nu) for uitkomst in leven.uitkomsten)
    assert all(contact.op <= nu for contact in leven.contacten)
    if melding.gesloten_op:
        assert melding.ontvangen_op < melding.gesloten_op <= nu


@given(nu=MOMENTEN, zaad=ZADEN, ago=st.integers(0, 730))
@settings(max_examples=100)
def test_no_money_is_asked_before_the_toets_is_finished_and_the_plan_is_agreed(nu, zaad, ago):
    leven = levens.draw_leven(Random(zaad), plek(nu), Klok(nu).dag(ago))
    for interventie in leven.interventies if leven else ():
        besluit, order = interventie.besluit, interventie.order
        if besluit is None:
            assert interventie.status == "gepland"
            continue
        assert all(line.antwoord and line.reden and line.door for line in interventie.toets)
        plan = leven.arrangement if leven else None
        assert in_order(interventie.gepland_op, interventie.toets_gedaan_op, besluit.gevraagd_op)
        assert plan
        assert in_order(plan.akkoord_op, day_of(besluit.gevraagd_op))
        if besluit.besloten_op:
            assert besluit.gevraagd_op <= besluit.besloten_op <= nu
            assert besluit.besloten_door
            assert besluit.besloten_door.sleutel != besluit.gevraagd_door.sleutel
            assert besluit.motivering
        if order:
            assert besluit.uitkomst == "toegekend"
            assert in_order(besluit.besloten_op, order.besteld_op, nu)
            assert 0 < order.cent <= interventie.gevraagd_cent
            assert order.door.organisatie == interventie.inkoper
        if interventie.afgesloten_op and order:
            assert day_of(order.besteld_op) <= interventie.afgesloten_op <= day_of(nu)


@given(nu=MOMENTEN, zaad=ZADEN, ago=st.integers(0, 730))
@settings(max_examples=100)
def test_somebody_has_one_contact_and_one_doelgroep_at_every_planning(nu, zaad, ago):
    leven = levens.draw_leven(Random(zaad), plek(nu), Klok(nu).dag(ago))
    if leven is None:
        return
    active = [b for b in leven.betrokkenen if b.tot is None]
    assert len([b for b in active if b.vast]) == 1
    assert len({b.wie.sleutel for b in active}) == len(active)
    for interventie in leven.interventies:
        day = day_of(interventie.gepland_op)
        facts = {f.soort for f in leven.feiten if f.van <= day and (f.tot is None or day <= f.tot)}
        options = [*map(set, aanbod.SITUATIES[interventie.doelgroep]), set(aanbod.KEUZE)]
        assert facts in options
    for feit in leven.feiten:
        assert feit.tot is None or feit.van <= feit.tot


@given(nu=MOMENTEN, zaad=ZADEN)
# Drawing seventeen wishes takes a while, so a failure is not made smaller.
@settings(max_examples=12, phases=[Phase.generate])
def test_on_any_day_there_is_work_for_the_demo_people(nu, zaad):
    here, rng = plek(nu), Random(zaad)
    vragen = waiting_meldingen(rng, here)
    dossiers = waiting_levens(rng, here)
    for persona in ("gids-uwv", "loopbaancoach-fnv", "consulent-gemeente"):
        own = [m for m in vragen if m.eigenaar.sleutel == persona]
        assert all(m.eerste_contact_op is None and m.ontvangen_op <= nu for m in own)
        assert any(m.reageer_uiterlijk < day_of(nu) for m in own)
        assert any(m.reageer_uiterlijk >= day_of(nu) for m in own)
        mine = [d for d in dossiers if d.contactpersoon.sleutel == persona]
        states = {i.status for d in mine for i in d.interventies}
        assert {"gepland", "besluit_gevraagd", "toegekend", "afgerond"} <= states
        assert any(o.naar.sleutel == persona for d in dossiers for o in d.overdrachten)
    orders = [
        geldplan.Bestelling(
            n, "AM08", 1, i.inkoper, order_of(i).cent, day_of(order_of(i).besteld_op), None
        )
        for n, i in enumerate(i for d in dossiers for i in d.interventies if i.order)
    ]
    onderweg = {"AM08": geldplan.VORIGE_MAAND}
    standen = {
        d.organisatie: d.stand
        for d in geldplan.plan_declaraties(orders, day_of(nu), onderweg)
        if geldplan.next_month(d.periode) == day_of(nu).replace(day=1)
    }
    assert standen["fnv"] == "ingediend"
    assert standen["cnv"] == "samengesteld"


@given(
    today=st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    ages=st.lists(st.tuples(st.integers(0, 700), st.integers(0, 200)), max_size=30),
)
def test_a_declaratie_is_paid_after_it_was_judged_and_never_tomorrow(today, ages):
    orders = []
    for number, (ago, days) in enumerate(ages):
        besteld = today - timedelta(days=ago)
        geleverd = besteld + timedelta(days=days)
        done = geleverd if geleverd <= today else None
        cent = 1_000 if days < 100 else 400_000
        orders.append(geldplan.Bestelling(number, "AM08", 1, "fnv", cent, besteld, done))
    found = geldplan.plan_declaraties(orders, today, {})
    claimed = [n for d in found for n in d.nummers]
    assert len(claimed) == len(set(claimed))
    for d in found:
        steps = [d.ingediend, d.beoordeeld, d.samengesteld, d.vrijgegeven, d.betaald, today]
        assert steps == sorted(steps)
        assert geldplan.next_month(d.periode) <= today
        for number in d.nummers:
            assert orders[number].besteld < d.ingediend


def test_the_proportions_are_those_of_the_published_figures():
    """KplusV 2024: tabel 2, 3.2.6 to 3.2.8; two points of chance, prices within a sixth."""
    nu = datetime(2026, 11, 20, 12, tzinfo=AMSTERDAM)
    rng, here = Random(1), plek(nu)
    lives = [levens.draw_leven(rng, here, Klok(nu).dag(rng.randint(100, 700))) for _ in range(3000)]
    bought = [i for leven in lives if leven for i in leven.interventies if i.order]
    doelgroepen = Counter(i.doelgroep for i in bought)
    for doelgroep, percent in aanbod.DOELGROEPEN.items():
        assert 100 * doelgroepen[doelgroep] / len(bought) == pytest.approx(percent, abs=2.5)
    bonden = {"fnv", "cnv", "vcp"}
    prices: dict[str, list[float]] = {"vakbond": [], "gemeente": [], "uwv": []}
    for i in bought:
        kind = "vakbond" if i.inkoper in bonden else "uwv" if i.inkoper == "uwv" else "gemeente"
        prices[kind].append(order_of(i).cent / 100)
    for kind, share, price in [("vakbond", 60, 333), ("gemeente", 34, 1420), ("uwv", 6, 3329)]:
        assert 100 * len(prices[kind]) / len(bought) == pytest.approx(share, abs=3)
        assert sum(prices[kind]) / len(prices[kind]) == pytest.approx(price, rel=0.17)
    kinds = Counter(i.soort for i in bought)
    assert 100 * kinds["orientatie_loopbaan"] / len(bought) == pytest.approx(56, abs=5)


def test_the_same_moment_gives_the_same_world():
    nu = datetime(2027, 2, 28, 15, tzinfo=UTC)
    gemeenten = {regio: ["Nijmegen"] for regio in wereld.regios()}
    collegas = tuple(people.everybody())
    schaal = wereld.SCHALEN["klein"]
    one = wereld.draw_wereld(nu, schaal, collegas, AANBOD, gemeenten)
    assert one == wereld.draw_wereld(nu, schaal, collegas, AANBOD, gemeenten)
    assert {leven.regio for leven in one.levens} == set(wereld.regios())


def test_the_nine_stories_are_twelve_dossiers_in_their_own_region():
    from ontschot.regelingen.rules import Doelgroepregels

    pairs = {
        "in_dienst": "werknemer", "geen_uitkering": "nug", "participatiewet": "participatiewet",
        "zelfstandige": "zelfstandige",
    }  # fmt: skip
    regels = Doelgroepregels(doelgroep_van=pairs, labels={d: d for d in pairs.values()})
    nu = datetime(2026, 11, 22, 2, tzinfo=UTC)
    told = verhalen.tell(tuple(people.everybody()), Klok(nu), regels, Random(1))
    assert len(told) == 12
    assert {leven.regio for leven in told} == {team.regio for team in people.TEAMS}
    (jan,) = [leven for leven in told if leven.persoon.voornaam == "Jan"]
    assert [i.doelgroep for i in jan.interventies] == ["nug"]
    assert jan.contactpersoon.sleutel == "verhalen-am10"
    for leven in told:
        assert leven.contactpersoon.sleutel == f"verhalen-{leven.regio.lower()}"
        for i in leven.interventies:
            assert i.afgesloten_op is None or i.afgesloten_op >= day_of(order_of(i).besteld_op)


def test_people_ask_at_least_sixty_different_things_and_nobody_is_ill():
    texts = [tekst for kind in zinnen.VRAGEN.values() for tekst in kind]
    assert len(set(texts)) == len(texts) >= 60
    forbidden = re.compile(r"\b(ziek|burn-?out|depress|diagnose|medicijn|psych|pijn)", re.I)
    assert not [tekst for tekst in texts if forbidden.search(tekst)]


def test_what_is_written_small_stands_before_the_name():
    assert split("van der Berg") == ("van der", "Berg")
    assert split("El Amrani") == ("", "El Amrani")
    assert split("in 't Veld") == ("in 't", "Veld")
