"""Working days and the Dutch public holidays, against dates that were looked up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.kern.werkdagen import (
    add_workdays,
    easter,
    holidays,
    is_workday,
    kings_day,
    workdays_back,
    workdays_between,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    "sunday",
    [date(2000, 4, 23), date(2008, 3, 23), date(2011, 4, 24), date(2024, 3, 31), date(2025, 4, 20),
     date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)],
)  # fmt: skip
def test_easter_is_where_the_almanac_has_it(sunday: date) -> None:
    assert easter(sunday.year) == sunday


def test_the_moving_holidays_of_2026() -> None:
    assert list(holidays(2026).items()) == [
        (date(2026, 1, 1), "Nieuwjaarsdag"),
        (date(2026, 4, 3), "Goede Vrijdag"),
        (date(2026, 4, 6), "Tweede Paasdag"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2026, 5, 5), "Bevrijdingsdag"),
        (date(2026, 5, 14), "Hemelvaartsdag"),
        (date(2026, 5, 25), "Tweede Pinksterdag"),
        (date(2026, 12, 25), "Eerste Kerstdag"),
        (date(2026, 12, 26), "Tweede Kerstdag"),
    ]


def test_kings_day_moves_away_from_a_sunday_and_was_queens_day_before() -> None:
    assert kings_day(2025) == date(2025, 4, 26)
    assert kings_day(2031) == date(2031, 4, 26)
    assert kings_day(2013) == date(2013, 4, 30)
    assert kings_day(2006) == date(2006, 4, 29)


def test_a_promise_skips_the_easter_weekend() -> None:
    assert add_workdays(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert add_workdays(date(2026, 12, 24), 2) == date(2026, 12, 29)
    assert workdays_back(date(2026, 4, 7), 1) == date(2026, 4, 2)


@given(DAYS, st.integers(0, 90))
def test_adding_and_counting_agree(start: date, werkdagen: int) -> None:
    end = add_workdays(start, werkdagen)
    assert workdays_between(start, end) == werkdagen
    assert werkdagen == 0 or is_workday(end)


@given(DAYS, DAYS)
def test_no_holiday_or_weekend_is_ever_a_promise(start: date, other: date) -> None:
    passed = (start + timedelta(days=n) for n in range(1, min((other - start).days, 400) + 1))
    counted = workdays_between(start, min(other, start + timedelta(days=400)))
    assert counted == sum(d.isoweekday() < 6 and d not in holidays(d.year) for d in passed)


@pytest.mark.parametrize("jaar", range(1990, 2090))
def test_every_year_has_nine_holidays_unless_two_fall_together(jaar: int) -> None:
    # Ascension Day can be King's Day or 5 May; then one name stands for both.
    assert len(holidays(jaar)) in {8, 9}
    assert easter(jaar).isoweekday() == 7
