"""Whose turn it is, and what a controle says of the whole: pure rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.verantwoording.rules import (
    Gezien,
    Laatste,
    at_most,
    estimate,
    outcome,
    partner_late,
    together,
    turn,
)


@pytest.mark.parametrize(
    ("status", "days", "last", "whose"),
    [
        ("gevraagd", 0, None, "partner"),
        ("gevraagd", -1, None, "beoordelen"),
        ("compleet", None, None, "beoordelen"),
        ("voorlopig", None, Laatste("in_orde", False, None, 1), "tweede"),
        ("voorlopig", 3, Laatste("fout", False, None, 1), "partner"),
        ("voorlopig", -1, Laatste("fout", False, None, 1), "tweede"),
        ("voorlopig", 3, Laatste("fout", True, True, 1), "tweede"),
        ("voorlopig", 3, Laatste("fout", True, False, 1), "wegen"),
        ("definitief", None, Laatste("fout", True, True, 1), "klaar"),
    ],
)
def test_it_is_always_somebodys_turn(
    status: str, days: int | None, last: Laatste | None, whose: str
) -> None:
    today = date(2026, 3, 2)
    uiterlijk = None if days is None else today + timedelta(days=days)
    assert turn(status, uiterlijk, last, today) == whose


def rows(*faults: int, altijd: bool = False) -> list[Gezien]:
    return [Gezien(1, 1_000, altijd, "fout" if cent else "in_orde", cent) for cent in faults]


def test_the_estimate_scales_what_was_drawn_by_chance_and_counts_the_rest_as_it_is() -> None:
    seen = rows(300, 0, 0, 0) + rows(700, altijd=True)
    found = estimate(11, seen, 95)
    assert found
    # Ten payments below the amount, four of them seen with 300 wrong: 750; and 700 for sure.
    assert found.fout_cent == 750 + 700
    assert estimate(5, seen, 95) is None, "all of them were seen"
    assert estimate(11, seen, None) is None
    assert estimate(11, rows(0, altijd=True), 95) is None


@given(st.integers(1, 40), st.data())
def test_the_bound_is_never_below_what_was_seen_and_covers_what_could_be(
    populatie: int, data: st.DataObject
) -> None:
    getrokken = data.draw(st.integers(1, populatie))
    fout = data.draw(st.integers(0, getrokken))
    most = at_most(populatie, getrokken, fout, 95)
    assert fout <= most <= populatie - (getrokken - fout)
    if getrokken == populatie:
        assert most == fout


def test_the_bound_is_the_exact_one() -> None:
    # Of 100, 10 seen without a fault: with 24 faulty the chance is 5,01 %, with 25 it is 4,9 %.
    assert at_most(100, 10, 0, 95) == 24


def test_rates_have_their_denominator_and_tolerance_is_judged_on_euros() -> None:
    found = outcome({1: (10, 10_000)}, rows(100, 0, 0, 0), 95)[1]
    assert (found.aandeel_regels, found.aandeel_cent) == (0.25, 0.025)
    unproven = Gezien(1, 1_000, altijd=False, oordeel="onvolledig", fout_cent=1_000)
    half = outcome({1: (10, 10_000)}, [*rows(200), unproven, *rows(0, 0)], 95)[1]
    assert (half.aandeel_regels, half.aandeel_cent) == (0.5, 0.3)
    assert (found.boven(1), found.boven(3), found.boven(None)) == (True, False, None)
    whole = together([found, outcome({2: (1, 500)}, [], 95)[2]])
    assert (whole.populatie, whole.gezien, whole.fout_cent) == (11, 4, 100)
    assert outcome({2: (1, 500)}, [], 95)[2].aandeel_cent is None


@pytest.mark.parametrize(
    ("status", "last", "late"),
    [
        ("gevraagd", None, True),
        ("beantwoord", None, False),
        ("compleet", None, False),
        ("voorlopig", Laatste("fout", False, None, 1), True),
        ("voorlopig", Laatste("fout", True, False, 1), False),
        ("voorlopig", Laatste("in_orde", False, None, 1), False),
        ("definitief", Laatste("fout", False, None, 1), False),
    ],
)
def test_who_answered_or_reacted_is_not_late_when_the_term_is_over(
    status: str, last: Laatste | None, late: bool
) -> None:
    day = date(2026, 3, 14)
    assert partner_late(status, day, last, day + timedelta(days=1)) is late
    assert not partner_late(status, day, last, day), "the last day is not over"
    assert not partner_late(status, None, last, day)
