"""Lasting work, and how often people are handed over: pure rules."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ontschot.trajecten.rules.overdracht import overdracht_figure
from ontschot.trajecten.rules.volgen import (
    Antwoord,
    Baan,
    Duur,
    lasting,
    lasting_figures,
)

SINDS, LANG, VANDAAG = date(2025, 1, 15), date(2026, 6, 1), date(2026, 6, 1)


def baan(*antwoorden: tuple[date, str], tot: date | None = LANG) -> Baan:
    return Baan(SINDS, tot, tuple(Antwoord(*a) for a in antwoorden))


def test_silence_is_never_still_at_work() -> None:
    silent = baan((date(2025, 4, 16), "geen_antwoord"))
    assert lasting(silent, 3, VANDAAG) == Duur.GEEN_ANTWOORD
    assert lasting(baan(), 3, VANDAAG) == Duur.NIET_GEVRAAGD


def test_an_answer_near_the_day_counts_and_an_earlier_yes_does_not() -> None:
    early = baan((date(2025, 2, 15), "werkt_nog"))
    assert lasting(early, 3, VANDAAG) == Duur.NIET_GEVRAAGD
    near = baan((date(2025, 4, 20), "werkt_nog"))
    assert lasting(near, 3, VANDAAG) == Duur.WERKT
    assert lasting(near, 6, VANDAAG) == Duur.NIET_GEVRAAGD


def test_an_answer_counts_for_a_month_after_the_day_and_no_longer() -> None:
    peildag = date(2025, 4, 15)
    assert lasting(baan((peildag, "werkt_nog")), 3, VANDAAG) == Duur.WERKT
    assert lasting(baan((peildag + timedelta(days=31), "werkt_nog")), 3, VANDAAG) == Duur.WERKT
    late = baan((peildag + timedelta(days=32), "werkt_nog"))
    assert lasting(late, 3, VANDAAG) == Duur.NIET_GEVRAAGD


def test_a_no_holds_until_somebody_says_otherwise() -> None:
    stopped = baan((date(2025, 2, 15), "werkt_niet_meer"))
    assert lasting(stopped, 6, VANDAAG) == Duur.WERKT_NIET
    again = baan((date(2025, 2, 15), "werkt_niet_meer"), (date(2025, 7, 16), "werkt_nog"))
    assert lasting(again, 6, VANDAAG) == Duur.WERKT


def test_who_may_not_be_followed_is_not_in_the_denominator() -> None:
    figures = lasting_figures([baan(tot=None), baan(tot=date(2025, 3, 1)), baan()], VANDAAG)
    assert [(c.niet_gevolgd, c.gevolgd) for c in figures] == [(2, 1)] * 3
    assert lasting(baan(), 12, date(2025, 6, 1)) == Duur.NOG_NIET


def test_as_long_as_an_answer_still_counts_nothing_is_unknown_yet() -> None:
    day = date(2025, 4, 15)
    assert lasting(baan(), 3, day + timedelta(days=31)) == Duur.NOG_NIET
    assert lasting(baan(), 3, day + timedelta(days=32)) == Duur.NIET_GEVRAAGD
    later = baan((date(2025, 4, 20), "werkt_nog"))
    assert lasting(later, 3, date(2025, 4, 19)) == Duur.NOG_NIET


ANTWOORDEN = st.tuples(
    st.dates(date(2025, 1, 15), date(2026, 6, 1)),
    st.sampled_from(["werkt_nog", "werkt_niet_meer", "anders", "geen_antwoord", "vervallen"]),
)


@given(st.lists(st.lists(ANTWOORDEN, max_size=5), max_size=6), st.none() | st.just(LANG))
def test_every_start_of_work_stands_in_exactly_one_number(
    answers: list[list[tuple[date, str]]], tot: date | None
) -> None:
    for c in lasting_figures([baan(*a, tot=tot) for a in answers], VANDAAG):
        assert c.bekend + c.onbekend + c.niet_gevolgd + c.nog_niet == len(answers)


def test_the_figure_of_hand_overs_counts_zeros() -> None:
    figure = overdracht_figure([0, 0, 1, 3])
    assert (figure.gemiddeld, figure.hoogste) == (1.0, 3)
    assert figure.verdeling == ((0, 2), (1, 1), (3, 1))
    assert overdracht_figure([]).gemiddeld is None
