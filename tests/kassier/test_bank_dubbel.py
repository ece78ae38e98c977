"""Money that left twice: listed until it is back, asked for, and given up only by two people."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.controle import check
from ontschot.kassier.models import Betaalregel, Dubbelstap, Plaatsing
from ontschot.kassier.queries.dubbel import Dubbel, doubles, doubles_waiting, open_doubles
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from tests.kassier import factories
from tests.kassier.bank import Boeking, Stand, camt
from tests.kassier.factories import Wereld
from tests.kassier.test_bank import betaald, binnen_de_regio, lines, paid, raw, read, released, w
from tests.kassier.test_bank_plaatsen import placed, proposed

__all__ = ["binnen_de_regio", "w"]  # fixtures


def left_twice(w: Wereld, cent: int = 1000, *back: int, nummer: str = "1", dagen: int = 0) -> Any:
    """The bank paid one payment twice; `back` are receipts of the same statement."""
    (payment,) = lines(released(w, cent))
    day = timezone.localdate() - timedelta(days=dagen)
    twice = (paid(payment), paid(payment), *(Boeking(b, naam="Ontvanger") for b in back))
    bestand = read(w, camt(Stand(twice, nummer=f"S{nummer}", dag=day), nummer=nummer))
    out = bestand.regels.get(richting="af", status="te_plaatsen")
    found = placed(w, out, "dubbel", payment)
    return found, payment, list(bestand.regels.filter(richting="bij").order_by("volgnummer"))


def the_one() -> Dubbel:
    (found,) = doubles()
    return found


def waits(w: Wereld, wie: str = "kassier") -> list[str]:
    return [item.titel.replace("\xa0", " ") for item in doubles_waiting(w.wie(wie))]


def test_a_payment_that_the_bank_did_twice_is_listed_until_all_of_it_is_back(
    binnen_de_regio: Wereld,
) -> None:
    w = binnen_de_regio
    _, payment, (one, two, three) = left_twice(w, 1000, 300, 700, 1)
    assert (betaald(w), the_one().open_cent, the_one().wacht) == (1000, 1000, True)
    placed(w, one, "dubbel", payment)
    assert (the_one().open_cent, len(open_doubles())) == (700, 1)
    placed(w, two, "dubbel", payment)
    assert (the_one().open_cent, open_doubles(), betaald(w)) == (0, [], 1000)
    with pytest.raises(Weigering, match="nog niet terug"):
        proposed(w, three, "dubbel", payment)
    with pytest.raises(Weigering, match="niet meer gewacht"):
        actions.record_stap(w.wie("kassier"), plaatsing_id=the_one().plaatsing.pk, soort="bank")
    assert check().verschillen == ()


def test_it_waits_for_a_kassier_when_it_is_silent_longer_than_was_agreed(
    binnen_de_regio: Wereld,
) -> None:
    w = binnen_de_regio
    found, *_ = left_twice(w, 1000, dagen=11)
    assert waits(w) == [], "nothing was agreed"
    actions.set_dubbel_dagen(w.wie("kassier"), dagen=11)
    assert waits(w) == [], "the last day is not over"
    actions.set_dubbel_dagen(w.wie("kassier"), dagen=10)
    assert waits(w) == ["€ 10,00 ging twee keer weg en is niet terug"]
    actions.record_stap(w.wie("kassier"), plaatsing_id=found.pk, soort="bank")
    assert (waits(w), the_one().gedaan) == ([], "de bank gevraagd om het terug te halen")
    actions.record_stap(w.wie("kassier"), plaatsing_id=found.pk, soort="bank")
    assert Dubbelstap.objects.count() == 1, "a button that is pressed twice says one thing"
    with pytest.raises(Weigering, match="1 tot en met 365"):
        actions.set_dubbel_dagen(w.wie("kassier"), dagen=0)


def test_two_kassiers_stop_waiting_and_the_money_can_still_come(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    found, payment, (late,) = left_twice(w, 1000, 1000)
    stop = {"plaatsing_id": found.pk}
    with pytest.raises(Weigering, match="Niemand stelt"):
        actions.stop_waiting(w.wie("kassier_2"), **stop)
    with pytest.raises(Weigering, match="waarom"):
        actions.record_stap(w.wie("kassier"), **stop, soort="niet_terug", tekst=" ")
    actions.record_stap(w.wie("kassier"), **stop, soort="niet_terug", tekst="De bank kan niets.")
    assert (waits(w), len(waits(w, "kassier_2"))) == ([], 1)
    with pytest.raises(Weigering, match="zelf"):
        actions.stop_waiting(w.wie("kassier"), **stop)
    actions.record_stap(w.wie("kassier_2"), **stop, soort="ontvanger", tekst="Nog eens gebeld.")
    with pytest.raises(Weigering, match="Niemand stelt"):
        actions.stop_waiting(w.wie("kassier_2"), **stop)
    actions.record_stap(w.wie("kassier"), **stop, soort="niet_terug", tekst="Ook dat hielp niet.")
    actions.stop_waiting(w.wie("kassier_2"), **stop)
    assert (the_one().gestopt, open_doubles(), waits(w)) == (True, [], [])
    with pytest.raises(Weigering, match="niet meer gewacht"):
        actions.record_stap(w.wie("kassier"), **stop, soort="bank")
    placed(w, late, "dubbel", payment)
    assert (the_one().open_cent, betaald(w)) == (0, 1000)
    assert check().verschillen == ()


def test_the_database_keeps_the_two_and_the_amount(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    found, payment, (one, two) = left_twice(w, 1000, 600, 600)
    me, other = w.kassier.medewerker_id, w.kassier_2.medewerker_id

    def step(soort: str, door: int, plaatsing: int = found.pk) -> str:
        return (
            "INSERT INTO kassier_dubbelstap (regio_id, plaatsing_id, soort, tekst, door_id, op) "
            f"VALUES ('AM08', {plaatsing}, '{soort}', 'x', {door}, now())"
        )

    with pytest.raises(IntegrityError, match="stopped by one person"):
        raw(step("akkoord", me))
    raw(step("niet_terug", me))
    with pytest.raises(IntegrityError, match="stopped by one person"):
        raw(step("akkoord", me))
    with pytest.raises(IntegrityError, match="append-only"):
        raw("DELETE FROM kassier_dubbelstap")
    first = placed(w, one, "dubbel", payment)
    with pytest.raises(IntegrityError, match="nothing is waited for"):
        raw(step("bank", me, first.pk))
    # Another 600 of the same 1000, agreed beside the application.
    more = Plaatsing.objects.create(
        regio_id="AM08", bankregel=two, soort="dubbel", betaalregel=payment,
        voorgesteld_door_id=me,
    )  # fmt: skip
    agree = "UPDATE kassier_plaatsing SET status = 'akkoord', beslist_op = now(), "
    with pytest.raises(IntegrityError, match="more than left twice"):
        raw(f"{agree} beslist_door_id = {other} WHERE id = {more.pk}")
    raw(step("akkoord", other))
    with pytest.raises(IntegrityError, match="nothing is waited for"):
        raw(step("bank", me))


def test_only_a_payment_that_was_seen_before_can_have_left_twice(binnen_de_regio: Wereld) -> None:
    w = binnen_de_regio
    (payment,) = lines(released(w, 1000))
    bestand = read(w, camt(Stand((Boeking(-1000), Boeking(-1000)))))
    one, two = bestand.regels.order_by("volgnummer")
    with pytest.raises(Weigering, match="al eerder van de rekening ging"):
        proposed(w, one, "dubbel", payment)
    placed(w, one, "betaling", payment)
    assert isinstance(payment, Betaalregel)
    with pytest.raises(Weigering, match="al eerder van de rekening ging"):
        proposed(w, two, "dubbel", payment)


def test_the_list_leads_to_what_was_done_and_says_what_is_missing_at_the_field(
    w: Wereld, als: Any, count_queries: Any
) -> None:
    with scope(w.ruim):
        found, payment, (back,) = left_twice(w, 123_456, 23_456, dagen=40)
        actions.set_dubbel_dagen(w.wie("kassier"), dagen=14)
    kassier, other = als(w.kassier), als(w.kassier_2)
    address = reverse("kassier:dubbele")
    assert address in kassier.get(reverse("kassier:bank")).content.decode()
    shown = kassier.get(address).content.decode().replace("\xa0", " ")
    for words in (payment.end_to_end_id, "40 dagen", "te lang", "nog niets", "€ 1.234,56"):
        assert words in shown
    assert "ging twee keer weg" in kassier.get("/werkvoorraad/").content.decode()
    step = reverse("kassier:dubbel_stap", args=[found.pk])
    wrong = kassier.post(step, {"soort": "anders", "tekst": ""})
    assert (wrong.status_code, "Schrijf wat je deed." in wrong.content.decode()) == (422, True)
    wrong = kassier.post(step, {"soort": "onzin", "tekst": "bewaar mij"})
    assert (wrong.status_code, "bewaar mij" in wrong.content.decode()) == (422, True)
    wrong = kassier.post(reverse("kassier:dubbele_termijn"), {"dubbel_dagen": "-3"})
    assert (wrong.status_code, 'value="-3"' in wrong.content.decode()) == (422, True)
    kassier.post(step, {"soort": "niet_terug", "tekst": "Rekening bestaat niet meer."})
    place = other.get(reverse("kassier:plaats", args=[back.pk])).content.decode()
    assert "komt terug van een betaling die twee keer wegging" in place
    page = reverse("kassier:dubbel", args=[found.pk])
    assert "Stem in" in other.get(page).content.decode()
    with count_queries() as before:
        other.get(address)
    with scope(w.ruim):
        for number in ("2", "3"):
            left_twice(w, 500, nummer=number)
    with count_queries() as after:
        other.get(address)
    assert after.aantal == before.aantal
    other.post(reverse("kassier:dubbel_stoppen", args=[found.pk]))
    assert "niet alles terug" in other.get(address).content.decode()
    with scope(w.ruim):
        assert Dubbelstap.objects.filter(soort="akkoord").count() == 1
    stranger = als(factories.medewerker("fnv", Rolsoort.GIDS))
    assert stranger.get(address).status_code == 403
