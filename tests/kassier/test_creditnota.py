"""A credit note: what is not paid becomes lower, what was paid is asked back, never too much."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.kassier import actions, ubl
from ontschot.kassier.controle import check
from ontschot.kassier.models import Declaratie, Factuur, Saldo, Terugvordering, Verplichting
from ontschot.kassier.queries.creditnota import credit_plans
from ontschot.kassier.rules.creditnota import Orderstand, Regelbedrag, plan
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope
from tests.kassier import factories
from tests.kassier.factories import Wereld
from tests.kassier.test_facturen import handed_in
from tests.kassier.ubl import Nota, Regel, invoice

KORT = {"max_value": 5_000, "min_value": 0}
bedragen = st.lists(st.integers(1, 5_000), max_size=3)


@pytest.fixture
def w(db: None) -> Any:
    world = factories.wereld(10_000_000)
    factories.accounts(world)
    with scope(world.ruim):
        yield world


def credit(w: Wereld, cent: int, order: str = "", **facts: Any) -> Factuur:
    nota = Nota((Regel(cent, order),), soort="CreditNote", nummer="C-1", **facts)
    return handed_in(w, nota)


def processed(w: Wereld, note: Factuur) -> Factuur:
    return actions.process_credit_note(w.wie("gids"), factuur_id=note.pk)


def declared(w: Wereld, order: Verplichting, *, step: str = "concept") -> Declaratie:
    """A declaratie with this order, as far as `step`."""
    made = actions.create_declaratie(
        w.wie("gids"), fonds_id=w.fonds.pk, periode=order.boekdatum, verplichting_ids=[order.pk]
    )
    if step == "concept":
        return made
    actions.submit_declaratie(w.wie("gids"), declaratie_id=made.pk)
    if step == "ingediend":
        return made
    actions.approve_declaratie(w.wie("kassier"), declaratie_id=made.pk)
    if step == "betaald":
        batch = actions.build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[made.pk])
        actions.release_batch(w.wie("kassier_2"), batch_id=batch.pk)
        actions.confirm_payment(w.wie("kassier"), batch_id=batch.pk)
    return made


def stand(w: Wereld) -> tuple[int, int, int]:
    """What is ordered, declared and paid on the line."""
    row = Saldo.objects.get(fondsregel=w.regel)
    return row.verplicht_cent, row.gedeclareerd_cent, row.betaald_cent


def _lines(names: str, cents: list[int]) -> tuple[Regelbedrag, ...]:
    return tuple(Regelbedrag(n, f"{names}{n}", cent) for n, cent in enumerate(cents))


@given(st.integers(1, 20_000), st.integers(**KORT), bedragen, bedragen, bedragen)
def test_a_plan_takes_exactly_the_credit_or_nothing(
    cent: int, free: int, concept: list[int], locked: list[int], paid: list[int]
) -> None:
    state = Orderstand("V", free, _lines("c", concept), _lines("v", locked), _lines("b", paid))
    found = plan(state, cent)
    took = found.vrijval_cent + found.terug_cent
    assert took == (0 if found.bezwaar else cent)
    assert bool(found.bezwaar) == (cent > free + sum(concept) + (0 if locked else sum(paid)))
    for taken, lines in ((found.lager, state.concept), (found.terug, state.betaald)):
        assert all(0 < line.cent <= lines[line.pk].cent for line in taken)


def test_an_invoice_below_zero_is_a_credit_note_mirrored() -> None:
    found = ubl.read(invoice(Nota((Regel(-10_000, "V2026-000001"), Regel(-999, tarief="9")))))
    assert (found.soort, found.netto_cent, found.btw_cent) == ("creditnota", 10_999, 2_190)
    with_discount = Nota((Regel(-10_000),), korting=-50)
    assert ubl.read(invoice(with_discount)).netto_cent == 9_950


def test_what_was_not_declared_goes_back_to_the_fonds(w: Wereld) -> None:
    order = factories.ordered(w, 1_000)
    note = credit(w, 300, order.nummer)
    assert note.regels.get().voorstel_cent == 300
    assert processed(w, note).status == "verwerkt"
    order.refresh_from_db()
    assert (order.vrijgevallen_cent, order.status, stand(w)) == (300, "open", (700, 0, 0))
    with pytest.raises(Weigering, match="kan niet meer"):
        processed(w, note)
    assert check().verschillen == ()


def test_a_line_in_a_concept_becomes_lower(w: Wereld) -> None:
    order = factories.ordered(w, 1_000)
    claim = declared(w, order)
    processed(w, credit(w, 300, order.nummer))
    line = claim.regels.get(status="opgenomen")
    assert (line.cent, line.reden_correctie) == (700, "Creditnota C-1")
    actions.submit_declaratie(w.wie("gids"), declaratie_id=claim.pk)
    assert stand(w) == (0, 700, 0)
    assert check().verschillen == ()


def test_a_credit_for_all_of_it_leaves_no_empty_concept_and_no_order(w: Wereld) -> None:
    order = factories.ordered(w, 1_000)
    claim = declared(w, order)
    processed(w, credit(w, 1_000, order.nummer))
    claim.refresh_from_db()
    order.refresh_from_db()
    assert (claim.status, order.status, stand(w)) == ("ingetrokken", "ingetrokken", (0, 0, 0))
    assert check().verschillen == ()


def test_of_what_was_paid_a_terugvordering_is_proposed(w: Wereld) -> None:
    order = factories.ordered(w, 1_000)
    declared(w, order, step="betaald")
    note = processed(w, credit(w, 300, order.nummer))
    asked = Terugvordering.objects.get()
    assert (asked.cent, asked.status, asked.creditnota_id) == (300, "voorgesteld", note.pk)
    assert stand(w) == (0, 0, 1_000)
    with pytest.raises(Weigering, match="Jouw rol mag dit niet"):
        actions.decide_terugvordering(
            w.wie("gids"), terugvordering_id=asked.pk, akkoord=False, reden="nee"
        )
    assert check().verschillen == ()


@pytest.mark.parametrize("step", ["ingediend", "goedgekeurd"])
def test_what_is_locked_and_not_paid_waits_until_the_kassier_sends_it_back(
    w: Wereld, step: str
) -> None:
    order = factories.ordered(w, 1_000)
    claim = declared(w, order, step=step)
    note = credit(w, 300, order.nummer)
    with pytest.raises(Weigering, match="Vraag de kassier om haar terug te sturen"):
        processed(w, note)
    actions.send_back_declaratie(
        w.wie("kassier"), declaratie_id=claim.pk, toelichting="Er is een creditnota."
    )
    assert stand(w) == (1_000, 0, 0)
    processed(w, note)
    assert claim.regels.get(status="opgenomen").cent == 700
    assert check().verschillen == ()


def test_a_declaratie_in_a_batch_is_not_sent_back(w: Wereld) -> None:
    claim = declared(w, factories.ordered(w, 1_000), step="goedgekeurd")
    actions.build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[claim.pk])
    with pytest.raises(Weigering, match="betaalbatch"):
        actions.send_back_declaratie(
            w.wie("kassier"), declaratie_id=claim.pk, toelichting="Toch niet."
        )


def test_a_note_finds_its_order_by_the_invoice_it_is_about(w: Wereld) -> None:
    order = factories.ordered(w, 1_000)
    bill = handed_in(w, Nota((Regel(1_000, order.nummer),), nummer="F-7"))
    note = credit(w, 300, over="F-7")
    assert note.corrigeert_id == bill.pk
    assert note.regels.get().verplichting_id == order.pk
    with pytest.raises(Weigering, match="noemt geen verplichting"):
        handed_in(w, Nota((Regel(5),), soort="CreditNote", nummer="C-2", over="F-8"))


def test_two_notes_never_take_more_than_the_order_costs(w: Wereld) -> None:
    order = factories.ordered(w, 1_000)
    first = credit(w, 800, order.nummer)
    second = handed_in(w, Nota((Regel(800, order.nummer),), soort="CreditNote", nummer="C-2"))
    line = second.regels.get()
    assert (line.voorstel_cent, "meer kan" in line.uitleg) == (200, True)
    processed(w, first)
    processed(w, second)
    order.refresh_from_db()
    assert (order.status, stand(w)) == ("ingetrokken", (0, 0, 0))
    assert check().verschillen == ()


def test_a_note_declares_nothing_and_an_invoice_is_not_processed(w: Wereld) -> None:
    order = factories.ordered(w, 1_000)
    note = credit(w, 300, order.nummer)
    with pytest.raises(Weigering, match="niets te declareren"):
        actions.declare_invoice(w.wie("gids"), factuur_id=note.pk)
    bill = handed_in(w, Nota((Regel(500, order.nummer),), nummer="F-2"))
    with pytest.raises(Weigering, match="geen creditnota"):
        processed(w, bill)


def test_the_plan_on_the_screen_asks_the_same_for_one_order_and_for_three(
    w: Wereld, count_queries: Any
) -> None:
    orders = [factories.ordered(w, 1_000) for _ in range(3)]
    one = credit(w, 300, orders[0].nummer)
    lines = tuple(Regel(100, order.nummer) for order in orders)
    all_three = handed_in(w, Nota(lines, soort="CreditNote", nummer="C-3"))
    counts = []
    for note in (one, all_three):
        with count_queries() as found:
            credit_plans(note)
        counts.append(len(found))
    assert counts[0] == counts[1]
