"""Money that nobody recognised: where it belongs is said by one person and agreed by another."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse

from ontschot.kassier import actions
from ontschot.kassier.controle import check
from ontschot.kassier.models import Bankregel, Betaalregel, Plaatsing, Saldo, Terugvordering
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope
from tests.kassier.bank import Boeking, Stand, camt, pain002
from tests.kassier.factories import Wereld
from tests.kassier.test_bank import (
    betaald,
    binnen_de_regio,
    lines,
    message,
    outcomes,
    paid,
    raw,
    read,
    released,
    w,
)

__all__ = ["binnen_de_regio", "w"]  # fixtures


def proposed(w: Wereld, line: Bankregel, soort: str, payment: Betaalregel) -> Plaatsing:
    return actions.propose_plaatsing(
        w.wie("kassier"), bankregel_id=line.pk, soort=soort, betaalregel_id=payment.pk
    )


def placed(w: Wereld, line: Bankregel, soort: str, payment: Betaalregel) -> Plaatsing:
    found = proposed(w, line, soort, payment)
    return actions.agree_plaatsing(w.wie("kassier_2"), plaatsing_id=found.pk)


def test_two_people_place_what_nobody_recognised(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    batch = released(w, 1000)
    (line,) = lines(batch)
    bestand = read(w, camt(Stand((Boeking(-1000), Boeking(250, naam="Iemand")))))
    out, money_in = bestand.regels.order_by("volgnummer")
    with pytest.raises(Weigering, match="betaling van"):
        actions.propose_plaatsing(
            w.wie("kassier"), bankregel_id=money_in.pk, soort="betaling", betaalregel_id=line.pk
        )
    found = actions.propose_plaatsing(
        w.wie("kassier"), bankregel_id=out.pk, soort="betaling", betaalregel_id=line.pk
    )
    with pytest.raises(Weigering, match="zelf"):
        actions.agree_plaatsing(w.wie("kassier"), plaatsing_id=found.pk)
    assert betaald(w) == 0
    actions.agree_plaatsing(w.wie("kassier_2"), plaatsing_id=found.pk)
    assert betaald(w) == 1000
    with pytest.raises(Weigering, match="waarom"):
        actions.propose_plaatsing(
            w.wie("kassier"), bankregel_id=money_in.pk, soort="niet_van_ons", reden=" "
        )
    first = actions.propose_plaatsing(
        w.wie("kassier"), bankregel_id=money_in.pk, soort="niet_van_ons", reden="huur"
    )
    actions.reject_plaatsing(w.wie("kassier_2"), plaatsing_id=first.pk)
    again = actions.propose_plaatsing(
        w.wie("kassier_2"), bankregel_id=money_in.pk, soort="niet_van_ons", reden="zorgtoeslag"
    )
    actions.agree_plaatsing(w.wie("kassier"), plaatsing_id=again.pk)
    money_in.refresh_from_db()
    assert money_in.status == "geplaatst"
    assert check().verschillen == ()


def test_a_return_without_our_key_is_placed_on_the_payment(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    (line,) = lines(released(w, 1000))
    bestand = read(w, camt(Stand((paid(line), Boeking(1000, naam="Bank")))))
    money_in = bestand.regels.get(richting="bij")
    found = actions.propose_plaatsing(
        w.wie("kassier"), bankregel_id=money_in.pk, soort="betaling", betaalregel_id=line.pk
    )
    actions.agree_plaatsing(w.wie("kassier_2"), plaatsing_id=found.pk)
    line.refresh_from_db()
    assert (line.status, betaald(w)) == ("teruggekomen", 0)
    assert check().verschillen == ()


def test_money_that_left_for_a_cancelled_payment_waits_for_a_person(
    binnen_de_regio: Wereld,
) -> None:
    w = binnen_de_regio
    batch = released(w, 1000)
    actions.cancel_batch(w.wie("kassier"), batch_id=batch.pk, reden="toch niet")
    bestand = read(w, camt(Stand((paid(lines(batch)[0]),))))
    assert outcomes(bestand) == ["onbekend"]
    assert "geannuleerd" in bestand.regels.get().uitleg


def cancelled(w: Wereld, cent: int) -> Betaalregel:
    """A payment of a released batch that was cancelled before the bank had it."""
    batch = released(w, cent)
    actions.cancel_batch(w.wie("kassier"), batch_id=batch.pk, reden="verkeerde dag")
    (line,) = lines(batch)
    return line


def test_a_part_that_came_back_is_free_again_on_its_line(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    (payment,) = lines(released(w, 1000))
    bestand = read(w, camt(Stand((paid(payment), Boeking(300, naam="Bank"), Boeking(900)))))
    part, too_much = bestand.regels.filter(richting="bij").order_by("volgnummer")
    before = Saldo.objects.get(fondsregel=w.regel).beschikbaar_cent
    placed(w, part, "deel_terug", payment)
    payment.refresh_from_db()
    assert (payment.status, betaald(w)) == ("bevestigd", 700)
    assert Saldo.objects.get(fondsregel=w.regel).beschikbaar_cent == before + 300
    asked = Terugvordering.objects.get()
    assert (asked.status, asked.cent, asked.aanleiding) == ("voldaan", 300, "bank")
    assert asked.voorgesteld_door_id != asked.besloten_door_id
    with pytest.raises(Weigering, match="of meer nog niet terug"):
        proposed(w, too_much, "deel_terug", payment)
    assert check().verschillen == ()


def test_the_same_part_is_not_taken_back_twice(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    (payment,) = lines(released(w, 1000))
    bestand = read(w, camt(Stand((paid(payment), Boeking(600), Boeking(600)))))
    one, two = bestand.regels.filter(richting="bij").order_by("volgnummer")
    found = proposed(w, one, "deel_terug", payment)
    second = proposed(w, two, "deel_terug", payment)
    actions.agree_plaatsing(w.wie("kassier_2"), plaatsing_id=found.pk)
    with pytest.raises(Weigering, match="of meer nog niet terug"):
        actions.agree_plaatsing(w.wie("kassier_2"), plaatsing_id=second.pk)
    assert betaald(w) == 400
    assert check().verschillen == ()


def test_money_that_left_for_a_cancelled_payment_pays_its_line(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    payment = cancelled(w, 1000)
    out = read(w, camt(Stand((paid(payment),)))).regels.get()
    placed(w, out, "geannuleerd", payment)
    payment.refresh_from_db()
    assert (payment.status, betaald(w)) == ("bevestigd", 1000)
    assert payment.regel.status == "betaald"
    assert check().verschillen == ()


def test_a_refused_payment_that_left_all_the_same(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    batch = released(w, 1000)
    (payment,) = lines(batch)
    read(w, pain002(message(batch), [(payment.end_to_end_id, "RJCT", "AC04")]))
    out = read(w, camt(Stand((paid(payment),)))).regels.get()
    placed(w, out, "geannuleerd", payment)
    assert betaald(w) == 1000
    assert check().verschillen == ()


def test_money_that_left_twice_moves_nothing_and_comes_back_once(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    first = cancelled(w, 1000)
    claim = first.regel.declaratie
    batch = actions.build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[claim.pk])
    actions.release_batch(w.wie("kassier_2"), batch_id=batch.pk)
    (second,) = lines(batch)
    boekingen = (paid(second), paid(first), Boeking(1000, naam="A"), Boeking(1000, naam="B"))
    bestand = read(w, camt(Stand(boekingen)))
    out = bestand.regels.get(richting="af", status="te_plaatsen")
    one, two = bestand.regels.filter(richting="bij").order_by("volgnummer")
    with pytest.raises(Weigering, match="nog niet is betaald"):
        proposed(w, out, "geannuleerd", first)
    with pytest.raises(Weigering, match="nog niet terug"):
        proposed(w, one, "dubbel", first)
    placed(w, out, "dubbel", first)
    placed(w, one, "dubbel", first)
    first.refresh_from_db()
    assert (first.status, betaald(w)) == ("vervallen", 1000)
    with pytest.raises(Weigering, match="nog niet terug"):
        proposed(w, two, "dubbel", first)
    assert check().verschillen == ()


def test_the_database_lets_a_cancelled_payment_be_paid_only_by_two(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    payment = cancelled(w, 1000)
    out = read(w, camt(Stand((paid(payment),)))).regels.get()
    proposed(w, out, "geannuleerd", payment)
    with pytest.raises(IntegrityError, match="not placed by two"):
        raw(f"UPDATE kassier_betaalregel SET status = 'bevestigd' WHERE id = {payment.pk}")


def test_the_form_offers_the_kinds_that_fit_and_says_at_the_field_what_is_missing(
    w: Wereld, als: Any
) -> None:
    with scope(w.ruim):
        payment = cancelled(w, 1000)
        out = read(w, camt(Stand((paid(payment),)))).regels.get()
    kassier = als(w.kassier)
    url = reverse("kassier:plaats", args=[out.pk])
    shown = kassier.get(url).content.decode()
    assert "Welke geannuleerde of geweigerde betaling ging toch weg?" in shown
    assert "twee keer wegging" not in shown
    wrong = kassier.post(url, {"soort": "geannuleerd"})
    assert wrong.status_code == 422
    assert "Kies een geannuleerde of geweigerde betaling" in wrong.content.decode()
    kassier.post(url, {"soort": "geannuleerd", "bij_geannuleerd": payment.pk})
    with scope(w.ruim):
        assert Plaatsing.objects.get().soort == "geannuleerd"
