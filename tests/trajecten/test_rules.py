"""The rules by themselves: dates, and what must be true before a besluit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.trajecten.rules import (
    Stand,
    above_plafond,
    add_months,
    answer_before,
    besluit_problems,
    giver_reads_until,
    nazorg_schedule,
)

READY = Stand("ww", "ondersteuning_nodig", True, 0, True, 335_000)
DAYS = st.dates(date(2021, 1, 1), date(2040, 12, 31))


def test_a_complete_file_has_no_problems() -> None:
    assert besluit_problems(READY) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"oordeel": None}, "nog geen advies"),
        ({"oordeel": "regulier_volstaat"}, "gewone aanbod"),
        ({"plan_agreed": False}, "akkoord"),
        ({"open_toetsregels": 1}, "Eén voorziening"),
        ({"open_toetsregels": 3}, "3 voorzieningen"),
        ({"toets_done": False}, "nog niet klaar"),
        ({"plafond_cent": 300_000}, "boven het bedrag"),
    ],
)
def test_each_thing_that_lacks_is_said(change: dict[str, object], said: str) -> None:
    problems = besluit_problems(replace(READY, **change))
    assert len(problems) == 1
    assert said in problems[0]


def test_banenafspraak_is_not_weighed() -> None:
    assert besluit_problems(replace(READY, doelgroep="banenafspraak", oordeel=None)) == []


def test_a_price_above_the_plafond_goes_on_with_a_reason() -> None:
    stand = replace(READY, plafond_cent=300_000, reden_boven_plafond="Inclusief examen.")
    assert besluit_problems(stand) == []
    assert not above_plafond(300_000, 300_000)
    assert not above_plafond(1, None)


@given(DAYS)
def test_nazorg_is_asked_five_times_and_always_later(day: date) -> None:
    moments = [moment for _, moment in nazorg_schedule(day)]
    assert len(moments) == 5
    assert moments == sorted(moments)
    assert moments[0] == day + timedelta(days=7)
    assert moments[-1] == add_months(day, 12)


@given(DAYS, st.integers(0, 36))
def test_months_never_skip_a_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@given(DAYS)
def test_the_receiver_answers_on_a_working_day(day: date) -> None:
    last = answer_before(day)
    assert last.weekday() < 5
    assert 5 <= (last - day).days <= 9
    assert giver_reads_until(day) == day + timedelta(days=30)
