"""Costs that were paid and come back: asked, decided, received, offset, written off."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.actions.herinneren import remind_owed
from ontschot.kassier.actions.uitbetaling import Afloop, one_payment, settle
from ontschot.kassier.models import Betaalregel, Journaalpost, Kostenregel, Terugvordering
from ontschot.kassier.queries.kosten import quarterly_statement
from ontschot.kassier.queries.wacht import owed, to_decide
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope
from tests.kassier import kosten
from tests.kassier.kosten import Kostenwereld, teruggevraagd
from tests.kassier.test_kosten import clean, refused_by_the_database, saldo

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(db: None) -> Iterator[Kostenwereld]:
    world = kosten.kostenwereld()
    with scope(world.ruim):
        yield world


def paid(w: Kostenwereld, cent: int = 3000) -> Kostenregel:
    return Kostenregel.objects.get(declaratie=kosten.betaald(w, cent))


def receive(w: Kostenwereld, asked: Terugvordering, cent: int, sleutel: str = "b") -> None:
    actions.settle_terugvordering(
        w.wie("kassier"), terugvordering_id=asked.pk, cent=cent, sleutel=sleutel
    )


def test_money_of_a_cost_comes_back_on_the_line_it_was_paid_from(w: Kostenwereld) -> None:
    asked = teruggevraagd(w, paid(w), 1000)
    assert saldo(w) == (97_000, 0, 3000), "asking back moves nothing"
    receive(w, asked, 400, "bank:1")
    receive(w, asked, 400, "bank:1")
    assert saldo(w) == (97_400, 0, 2600)
    receive(w, asked, 600, "bank:2")
    asked.refresh_from_db()
    assert (asked.status, saldo(w)) == ("voldaan", (98_000, 0, 2000))
    entry = Journaalpost.objects.filter(terugvordering=asked).latest("volgnummer")
    assert (entry.soort, entry.kostenregel_id) == ("terugontvangst", asked.kostenregel_id)
    clean()


def test_the_statement_shows_what_came_back_beside_what_was_declared(w: Kostenwereld) -> None:
    receive(w, teruggevraagd(w, paid(w), 1000), 1000)
    line = quarterly_statement(w.fonds, kosten.dit_kwartaal()).regels[0]
    assert (line.dit_cent, line.terug_cent, line.anders_cent) == (3000, 1000, 0)
    assert line.over_cent == 98_000


def test_never_more_is_asked_back_than_was_paid_nor_twice(w: Kostenwereld) -> None:
    line = paid(w)
    asked = teruggevraagd(w, line, 2000)
    with pytest.raises(Weigering, match=r"nog €.10,00"):
        actions.propose_terugvordering(
            w.wie("kassier"), kostenregel_id=line.pk, cent=1001, reden="te veel"
        )
    with pytest.raises(Weigering, match="betaalde regel"):
        actions.propose_terugvordering(
            w.wie("kassier"),
            kostenregel_id=kosten.goedgekeurd(w, 500).regels.get().pk,
            cent=1,
            reden="nog niet betaald",
        )
    values = "regio_id, kostenregel_id, fonds_id, cent, reden, status, voorgesteld_op, "
    values += "aanleiding, reden_afwijzing, reden_afboeking"
    row = f"'AM08', {line.pk}, {w.fonds.pk}, 1001, 'x', 'voorgesteld', now(), '', '', ''"
    refused_by_the_database(
        f"INSERT INTO kassier_terugvordering ({values}) VALUES ({row})", "more than was paid"
    )
    refused_by_the_database(
        f"UPDATE kassier_terugvordering SET kostenregel_id = NULL WHERE id = {asked.pk}",
        "frozen|one_line",
    )


def test_a_refused_proposal_leaves_the_whole_amount_to_ask(w: Kostenwereld) -> None:
    line = paid(w)
    asked = actions.propose_terugvordering(
        w.wie("werkbedrijf"), kostenregel_id=line.pk, cent=3000, reden="dubbel betaald"
    )
    actions.decide_terugvordering(
        w.wie("kassier"), terugvordering_id=asked.pk, akkoord=False, reden="Niet dubbel."
    )
    assert teruggevraagd(w, line, 3000).status == "open"
    clean()


def test_only_another_kassier_of_the_fonds_decides(w: Kostenwereld) -> None:
    asked = actions.propose_terugvordering(
        w.wie("kassier"), kostenregel_id=paid(w).pk, cent=1000, reden="te veel"
    )
    decide = {"terugvordering_id": asked.pk, "akkoord": False, "reden": "nee"}
    with pytest.raises(Weigering, match="een andere kassier"):
        actions.decide_terugvordering(w.wie("kassier"), **decide)
    with pytest.raises(Weigering, match="een andere kassier: Gemeente Nijmegen"):
        actions.decide_terugvordering(w.wie("elders"), **decide)
    refused_by_the_database(
        "UPDATE kassier_terugvordering SET status = 'open', besloten_op = now(), uiterlijk = now(),"
        f" besloten_door_id = {w.elders.medewerker_id} WHERE id = {asked.pk}",
        "not a kassier of this fonds",
    )
    assert [*to_decide(w.wie("kassier_2"))]
    assert not [*to_decide(w.wie("elders"))]
    assert not [*to_decide(w.wie("kassier"))], "who proposed does not decide"


def test_it_is_offset_with_the_next_costs_of_the_same_partner(w: Kostenwereld) -> None:
    asked = teruggevraagd(w, paid(w), 1000)
    assert [item.soort for item in owed(w.wie("werkbedrijf"))] == ["terugvordering"]
    later = kosten.goedgekeurd(w, 2500)
    offset = {"terugvordering_id": asked.pk, "kostenregel_id": later.regels.get().pk}
    actions.offset_terugvordering(w.wie("kassier"), **offset)
    assert saldo(w) == (95_500, 1500, 3000)
    clean()
    row = kosten.batch(w, later)
    assert row.totaal_cent == 1500
    actions.release_batch(w.wie("kassier_2"), batch_id=row.pk)
    actions.confirm_payment(w.wie("kassier"), batch_id=row.pk)
    assert saldo(w) == (95_500, 0, 4500)
    asked.refresh_from_db()
    later.refresh_from_db()
    assert (asked.status, later.status) == ("voldaan", "betaald")
    clean()


def test_costs_that_are_offset_in_full_are_paid_without_the_bank(w: Kostenwereld) -> None:
    asked = teruggevraagd(w, paid(w), 2000)
    later = kosten.goedgekeurd(w, 500)
    actions.offset_terugvordering(
        w.wie("kassier"), terugvordering_id=asked.pk, kostenregel_id=later.regels.get().pk
    )
    later.refresh_from_db()
    assert later.status == "betaald"
    with pytest.raises(Weigering):
        kosten.batch(w, later)
    clean()


def test_costs_in_a_batch_or_of_another_partner_are_not_offset(w: Kostenwereld) -> None:
    asked = teruggevraagd(w, paid(w), 2000)
    later = kosten.goedgekeurd(w, 500)
    kosten.batch(w, later)
    with pytest.raises(Weigering, match="kan niet worden verrekend"):
        actions.offset_terugvordering(
            w.wie("kassier"), terugvordering_id=asked.pk, kostenregel_id=later.regels.get().pk
        )
    refused_by_the_database("UPDATE kassier_kostenregel SET verrekend_cent = 1", "offset differs")


def test_what_does_not_come_back_is_written_off_by_another_kassier(w: Kostenwereld) -> None:
    asked = teruggevraagd(w, paid(w), 1000)
    actions.ask_write_off(w.wie("kassier"), terugvordering_id=asked.pk, reden="failliet")
    for who, said in (("kassier", "Vraag een ander"), ("elders", "andere kassier")):
        with pytest.raises(Weigering, match=said):
            actions.write_off(w.wie(who), terugvordering_id=asked.pk)
    actions.write_off(w.wie("kassier_2"), terugvordering_id=asked.pk)
    assert saldo(w) == (97_000, 0, 3000), "it was paid, and that stays so"
    clean()


def test_the_bank_does_not_bring_back_what_is_asked_back_already(w: Kostenwereld) -> None:
    line = paid(w)
    teruggevraagd(w, line, 1000)
    payment = Betaalregel.objects.get(kostenregel=line)
    wie = w.wie("kassier")
    back = Afloop(payment.pk, "teruggekomen", timezone.localdate(), "AC04")
    with pytest.raises(Weigering, match="al geld teruggevorderd"):
        settle(wie, one_payment(payment.pk), [back], timezone.localdate())
    refused_by_the_database(
        f"UPDATE kassier_betaalregel SET status = 'teruggekomen', redencode = 'AC04' WHERE "
        f"id = {payment.pk}; UPDATE kassier_kostendeclaratie SET status = 'goedgekeurd'; "
        f"UPDATE kassier_kostenregel SET status = 'opgenomen' WHERE id = {line.pk}",
        "lines are locked",
    )


def test_a_debt_that_is_late_is_reminded_of(w: Kostenwereld) -> None:
    asked = teruggevraagd(w, paid(w), 1000)
    day = timezone.localdate() + timedelta(days=40)
    remind_owed(w.ruim, terugvordering_id=asked.pk, today=day)
    asked.refresh_from_db()
    assert asked.herinnerd_op == day
