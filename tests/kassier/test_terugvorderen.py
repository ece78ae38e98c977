"""Money that comes back of a declaratie: asked, decided, received, offset, written off."""

import pytest

from ontschot.kassier import actions
from ontschot.kassier.controle import check
from ontschot.kassier.models import (
    Saldo,
    Terugontvangst,
)
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Bericht
from tests.kassier import factories
from tests.kassier.factories import Wereld
from tests.kassier.test_declareren import (
    approved,
    asked_back,
    later,
    paid,
    refused_by_the_database,
    submitted,
    w,
)

pytestmark = pytest.mark.django_db
__all__ = ["w"]  # fixtures


# Money that comes back


def stand(w: Wereld) -> tuple[int, ...]:
    """Cents free, ordered, declared, paid."""
    saldo = Saldo.objects.get(fondsregel=w.regel)
    names = ("beschikbaar", "verplicht", "gedeclareerd", "betaald")
    return tuple(getattr(saldo, f"{name}_cent") for name in names)


def test_money_that_comes_back_is_free_again_and_the_books_agree(w: Wereld) -> None:
    asked = asked_back(w, 400)
    assert stand(w) == (99_000, 0, 0, 1000)
    actions.settle_terugvordering(
        w.wie("kassier"), terugvordering_id=asked.pk, cent=150, sleutel="bank:1"
    )
    assert stand(w) == (99_150, 0, 0, 850)
    actions.settle_terugvordering(
        w.wie("kassier"), terugvordering_id=asked.pk, cent=250, sleutel="bank:2"
    )
    asked.refresh_from_db()
    assert asked.status == "voldaan"
    assert stand(w) == (99_400, 0, 0, 600)
    assert check().verschillen == ()


def test_the_same_receipt_twice_changes_nothing(w: Wereld) -> None:
    asked = asked_back(w, 400)
    receipt = {"terugvordering_id": asked.pk, "cent": 100, "sleutel": "bank:1"}
    for _ in range(2):
        actions.settle_terugvordering(w.wie("kassier"), **receipt)
    assert Terugontvangst.objects.count() == 1
    assert stand(w)[0] == 99_100
    with pytest.raises(Weigering, match="ander bedrag"):
        actions.settle_terugvordering(w.wie("kassier"), **{**receipt, "cent": 99})


def test_never_more_is_asked_back_than_was_paid(w: Wereld) -> None:
    line = paid(w)
    asked_back(w, 700, line)
    with pytest.raises(Weigering, match=r"nog €.3,00"):
        asked_back(w, 301, line)
    values = "regio_id, declaratieregel_id, fonds_id, cent, reden, aanleiding, status, "
    values += "voorgesteld_op, reden_afwijzing, reden_afboeking"
    refused_by_the_database(
        f"INSERT INTO kassier_terugvordering ({values}) VALUES ('AM08', {line.pk}, {w.fonds.pk}, "
        "301, 'x', '', 'voorgesteld', now(), '', '')",
        "more than was paid",
    )
    waiting = submitted(w, factories.ordered(w)).regels.get()
    with pytest.raises(Weigering, match="betaalde regel"):
        asked_back(w, 1, waiting)


def test_never_more_comes_back_than_was_asked(w: Wereld) -> None:
    asked = asked_back(w, 400)
    with pytest.raises(Weigering, match="open"):
        actions.settle_terugvordering(
            w.wie("kassier"), terugvordering_id=asked.pk, cent=401, sleutel="b"
        )
    refused_by_the_database(
        "INSERT INTO kassier_terugontvangst (regio_id, terugvordering_id, soort, cent, dag, "
        f"sleutel, op) VALUES ('AM08', {asked.pk}, 'ontvangst', 401, now(), 'b', now())",
        "more than was asked",
    )
    refused_by_the_database(
        f"UPDATE kassier_terugvordering SET status = 'voldaan' WHERE id = {asked.pk}", "not all"
    )


def test_who_proposes_does_not_decide(w: Wereld) -> None:
    made = actions.propose_terugvordering(
        w.wie("kassier"), declaratieregel_id=paid(w).pk, cent=10, reden="teveel"
    )
    decide = {"terugvordering_id": made.pk, "akkoord": True, "uiterlijk": later()}
    with pytest.raises(Weigering, match="Wie een terugvordering voorstelt"):
        actions.decide_terugvordering(w.wie("kassier"), **decide)
    with pytest.raises(Weigering, match="uiterlijk"):
        actions.decide_terugvordering(w.wie("kassier_2"), **{**decide, "uiterlijk": None})
    refused_by_the_database(
        "UPDATE kassier_terugvordering SET status = 'open', besloten_op = now(), "
        f"uiterlijk = now(), besloten_door_id = {w.kassier.medewerker_id}",
        "four_eyes",
    )
    actions.decide_terugvordering(w.wie("kassier_2"), **decide)
    assert Bericht.objects.filter(onderwerp__contains=made.nummer).count() == 1


def test_offsetting_pays_less_and_frees_what_was_owed(w: Wereld) -> None:
    asked = asked_back(w, 400)
    claim = approved(w, factories.ordered(w, 1000))
    line = claim.regels.get()
    offset = {"terugvordering_id": asked.pk, "declaratieregel_id": line.pk}
    actions.offset_terugvordering(w.wie("kassier"), **offset)
    # 100.000 less two orders of 1.000; 400 came back by paying 600 of the second.
    assert stand(w) == (98_400, 0, 600, 1000)
    batch = actions.build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[claim.pk])
    assert batch.totaal_cent == 600
    with pytest.raises(Weigering, match="Er kan niets bij"):
        actions.offset_terugvordering(w.wie("kassier"), **offset)
    actions.release_batch(w.wie("kassier_2"), batch_id=batch.pk)
    actions.confirm_payment(w.wie("kassier"), batch_id=batch.pk)
    assert stand(w) == (98_400, 0, 0, 1600)
    assert check().verschillen == ()


def test_a_line_that_is_offset_whole_is_paid_without_the_bank(w: Wereld) -> None:
    asked = asked_back(w, 1000)
    claim = approved(w, factories.ordered(w, 300))
    actions.offset_terugvordering(
        w.wie("kassier"), terugvordering_id=asked.pk, declaratieregel_id=claim.regels.get().pk
    )
    claim.refresh_from_db()
    asked.refresh_from_db()
    assert (claim.status, asked.status) == ("betaald", "open")
    assert stand(w) == (99_000, 0, 0, 1000)
    assert check().verschillen == ()


def test_a_line_in_a_batch_or_of_somebody_else_cannot_be_offset(w: Wereld) -> None:
    asked = asked_back(w, 400)
    claim = approved(w, factories.ordered(w))
    actions.build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[claim.pk])
    with pytest.raises(Weigering, match="kan niet worden verrekend"):
        actions.offset_terugvordering(
            w.wie("kassier"), terugvordering_id=asked.pk, declaratieregel_id=claim.regels.get().pk
        )
    refused_by_the_database("UPDATE kassier_declaratieregel SET verrekend_cent = 1", "offset")


def test_writing_off_takes_two_and_leaves_it_paid(w: Wereld) -> None:
    asked = asked_back(w, 400)
    write = {"terugvordering_id": asked.pk}
    with pytest.raises(Weigering, match="nog niet gevraagd"):
        actions.write_off(w.wie("kassier"), **write)
    actions.ask_write_off(w.wie("kassier"), reden="aanbieder failliet", **write)
    with pytest.raises(Weigering, match="Vraag een ander"):
        actions.write_off(w.wie("kassier"), **write)
    actions.write_off(w.wie("kassier_2"), **write)
    assert stand(w) == (99_000, 0, 0, 1000)
    assert check().verschillen == ()
