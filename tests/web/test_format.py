"""Numbers, money and dates as the Dutch write and type them."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.web import format as fmt

N = "\u00a0"
CENTEN = st.integers(-fmt.GROOTSTE_BEDRAG_CENT, fmt.GROOTSTE_BEDRAG_CENT)
DAGEN = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))


def read_or_refuse(read: Callable[[str], object], tekst: str) -> bool:
    """Whether `read` answers, or refuses with a sentence that begins with what was typed."""
    try:
        return read(tekst) is not None
    except ValueError as refusal:
        return str(refusal).startswith("“")


@pytest.mark.parametrize(
    ("cent", "tekst"),
    [
        (142_000, f"€{N}1.420,00"),
        (0, f"€{N}0,00"),
        (5, f"€{N}0,05"),
        (-31_000, f"−{N}€{N}310,00"),
        (123_456_789, f"€{N}1.234.567,89"),
        (None, "–"),
    ],
)
def test_money_is_written_with_points_comma_and_a_real_minus(cent: int | None, tekst: str) -> None:
    assert fmt.euro(cent) == tekst


def test_short_money_leaves_out_only_zero_cents() -> None:
    assert fmt.euro(485_000, kort=True) == f"€{N}4.850"
    assert fmt.euro(485_050, kort=True) == f"€{N}4.850,50"


def test_a_difference_in_money_says_its_sign() -> None:
    assert fmt.euro(500, teken=True) == f"+{N}€{N}5,00"
    assert fmt.euro(-500, teken=True) == f"−{N}€{N}5,00"
    assert fmt.euro(0, teken=True) == f"€{N}0,00"


@given(CENTEN)
def test_money_that_we_write_we_can_read(cent: int) -> None:
    assert fmt.lees_bedrag(fmt.euro(cent)) == cent
    assert fmt.lees_bedrag(fmt.euro(cent, kort=True)) == cent


@pytest.mark.parametrize(
    ("getypt", "cent"),
    [
        ("1.420,50", 142_050),
        ("1420.50", 142_050),
        ("1420,5", 142_050),
        ("€ 1.420,50", 142_050),
        ("1420", 142_000),
        ("1.420", 142_000),
        ("1 420", 142_000),
        ("1,420.50", 142_050),
        ("12,-", 1_200),
        ("€12", 1_200),
        ("12 euro", 1_200),
        ("EUR 12", 1_200),
        ("-12", -1_200),
        ("− € 12,00", -1_200),
        ("€ -12", -1_200),
        ("- 12", -1_200),
        ("0", 0),
        ("  7 ", 700),
        ("007", 700),
    ],
)
def test_money_is_read_as_people_type_it(getypt: str, cent: int) -> None:
    assert fmt.lees_bedrag(getypt) == cent


@pytest.mark.parametrize(
    "getypt",
    [
        "veel",
        "",
        "1,2,3",
        "1.42.0",
        "1,420",
        "12,345",
        "--5",
        "5-",
        "1.420.50,00",
        "1.2345",
        "€",
        "€ € 5",
        "1e5",
        "١٢",
        "½",
        "1_000",
        "NaN",
        "12 13",
        "1 42",
    ],
)
def test_what_is_no_amount_is_named_in_the_refusal(getypt: str) -> None:
    with pytest.raises(ValueError, match="is geen bedrag") as refusal:
        fmt.lees_bedrag(getypt)
    assert f"“{getypt}”" in str(refusal.value)


def test_an_amount_beyond_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="te groot"):
        fmt.lees_bedrag("9" * 400)
    with pytest.raises(ValueError, match="te groot"):
        fmt.lees_bedrag("100000000000,01")


@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_a_clear_refusal(tekst: str) -> None:
    assert read_or_refuse(fmt.lees_bedrag, tekst)


@pytest.mark.parametrize(
    ("waarde", "decimalen", "tekst"),
    [
        (1676, 0, "1.676"),
        (1.25, 1, "1,3"),
        (-7, 0, f"−{N}7"),
        (-0.2, 0, "0"),
        (Decimal("30000.5"), 2, "30.000,50"),
        (999.95, 1, "1.000,0"),
        (None, 0, "–"),
        (float("nan"), 0, "–"),
        (float("inf"), 0, "–"),
        (10**30, 0, "1" + ".000" * 10),
    ],
)
def test_numbers_have_dutch_points_and_comma(waarde: float, decimalen: int, tekst: str) -> None:
    assert fmt.getal(waarde, decimalen) == tekst


def test_one_thing_has_another_word_than_none_or_many() -> None:
    said = [fmt.aantal(n, "regel", "regels") for n in (0, 1, 2, 1676)]
    assert said == ["0 regels", "1 regel", "2 regels", "1.676 regels"]


@given(st.integers(-(10**18), 10**18))
def test_a_whole_number_keeps_all_its_digits(waarde: int) -> None:
    kaal = fmt.getal(waarde).replace(".", "").replace(f"−{N}", "-")
    assert int(kaal) == waarde


def test_a_share_is_a_percentage() -> None:
    assert fmt.procent(0.53) == f"53{N}%"
    assert fmt.procent(0.534, 1) == f"53,4{N}%"
    assert fmt.procent(Decimal(1)) == f"100{N}%"
    assert fmt.procent(None) == "–"


def test_a_difference_always_says_its_sign() -> None:
    assert [fmt.verschil(n) for n in (5, -7, 0, 0.4, None)] == [
        f"+{N}5",
        f"−{N}7",
        f"±{N}0",
        f"±{N}0",
        "–",
    ]


def test_dates_are_written_in_words() -> None:
    assert fmt.datum(dt.date(2026, 3, 12)) == f"12{N}maart 2026"
    assert fmt.datum(dt.date(2026, 3, 12), taal="en") == f"12{N}March 2026"
    assert fmt.datum(None) == "–"


def test_a_short_date_says_the_year_unless_it_is_this_one() -> None:
    dag = dt.date(2026, 3, 12)
    assert fmt.datum_kort(dag, dt.date(2026, 8, 1)) == f"12{N}mrt"
    assert fmt.datum_kort(dag, dt.date(2027, 1, 1)) == f"12{N}mrt 2026"
    assert fmt.datum_kort(dag) == f"12{N}mrt 2026"


@pytest.mark.parametrize(
    ("afstand", "woord"),
    [
        (0, "vandaag"),
        (-1, "gisteren"),
        (1, "morgen"),
        (-2, "eergisteren"),
        (2, "overmorgen"),
        (3, "zondag"),
        (-3, "afgelopen maandag"),
        (6, "woensdag"),
        (7, f"19{N}mrt"),
        (-7, f"5{N}mrt"),
    ],
)
def test_a_day_nearby_has_a_name(afstand: int, woord: str) -> None:
    donderdag = dt.date(2026, 3, 12)
    assert fmt.datum_relatief(donderdag + dt.timedelta(days=afstand), donderdag) == woord


@given(DAGEN, DAGEN)
def test_every_day_seen_from_every_day_has_words(dag: dt.date, vandaag: dt.date) -> None:
    assert fmt.datum_relatief(dag, vandaag)
    assert fmt.datum_relatief(dag, vandaag, taal="en")


def test_a_moment_is_told_on_an_amsterdam_clock() -> None:
    zomer = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
    assert fmt.moment(zomer) == f"2{N}juli 2026, 0.30"
    assert fmt.tijd(dt.datetime(2026, 1, 1, 14, 52, tzinfo=ZoneInfo("UTC"))) == "15.52"
    assert fmt.tijd(dt.time(9, 5)) == "9.05"


@given(DAGEN)
def test_a_date_that_we_write_we_can_read(dag: dt.date) -> None:
    assert fmt.lees_datum(fmt.datum(dag)) == dag
    assert fmt.lees_datum(fmt.datum(dag, taal="en")) == dag
    assert fmt.lees_datum(fmt.datum_kort(dag)) == dag
    assert fmt.lees_datum(dag.isoformat()) == dag
    assert fmt.lees_datum(f"{dag.day}-{dag.month}-{dag.year}") == dag


@pytest.mark.parametrize(
    "getypt",
    [
        "12-3-2026",
        "12/03/2026",
        "12.3.2026",
        "12 3 2026",
        "12 maart 2026",
        "12 mrt 2026",
        "12 MRT. 2026",
        "donderdag 12 maart 2026",
        "2026-3-12",
        " 12-03-2026 ",
        "12 March 2026",
    ],
)
def test_a_date_is_read_as_people_type_it(getypt: str) -> None:
    assert fmt.lees_datum(getypt) == dt.date(2026, 3, 12)


@pytest.mark.parametrize("getypt", ["", "morgen", "12-3-26", "3-2026", "12 ma 2026", "2026", "1-1"])
def test_what_is_no_date_is_named_in_the_refusal(getypt: str) -> None:
    with pytest.raises(ValueError, match="is geen datum") as refusal:
        fmt.lees_datum(getypt)
    assert f"“{getypt}”" in str(refusal.value)


@pytest.mark.parametrize(
    "getypt", ["31-2-2026", "29-2-2023", "0-1-2026", "1-13-2026", "0000-01-01"]
)
def test_a_day_that_does_not_exist_is_refused(getypt: str) -> None:
    with pytest.raises(ValueError, match="bestaat niet op de kalender"):
        fmt.lees_datum(getypt)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_clear_refusal(tekst: str) -> None:
    assert read_or_refuse(fmt.lees_datum, tekst)
