"""The arithmetic of figures, tried on every number rather than on a few."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.monitor.rules import (
    Code,
    Leesfout,
    aandeel,
    controleer_klassen,
    gemiddeld_cent,
    hele_procenten,
    in_periode,
    in_woorden,
    kort,
    lees_code,
    lees_dag,
    lees_id,
    lees_kosten,
    met_teken,
    procent,
    procentpunt,
    sleutelwoord,
    woordenboek,
)
from ontschot.web.uitvoer import veilige_cel

aantallen = st.integers(min_value=0, max_value=10**9)


@given(teller=aantallen, rest=aantallen)
def test_a_percentage_is_never_more_than_half_a_point_off(teller: int, rest: int) -> None:
    noemer = teller + rest
    deel = aandeel(teller, noemer)
    if deel is None:
        assert noemer == 0
        return
    heel = hele_procenten(deel)
    assert heel is not None
    assert Fraction(-1, 2) < heel - 100 * deel <= Fraction(1, 2)
    assert 0 <= heel <= 100


def test_a_half_goes_up_and_nothing_goes_to_an_en_dash() -> None:
    assert (procent(Fraction(1, 200)), procent(Fraction(1, 201))) == ("1\u00a0%", "0\u00a0%")
    assert procent(aandeel(0, 0)) == "–"
    assert met_teken(None) == "–"


def test_the_difference_is_that_of_the_printed_percentages() -> None:
    # 52,5 and 48,1: 4,46 apart, but the report prints 53, 48 and 5.
    assert procentpunt(Fraction(1676, 3191), Fraction(9860, 20515)) == 5
    assert procentpunt(None, Fraction(1)) is None


@pytest.mark.parametrize(
    ("punten", "tekst"), [(4, "+\u00a04"), (-7, "\u2212\u00a07"), (0, "±\u00a00")]
)
def test_a_difference_has_a_sign(punten: int, tekst: str) -> None:
    assert met_teken(punten) == tekst


def test_a_difference_in_words_says_higher_or_lower() -> None:
    assert in_woorden("WW-er", -7) == "het aandeel WW-er ligt 7 procentpunt lager"
    assert in_woorden("NUG-er", 4) == "het aandeel NUG-er ligt 4 procentpunt hoger"


@given(kosten=st.integers(min_value=0, max_value=10**12), aantal=st.integers(1, 10**6))
def test_an_average_is_the_nearest_cent(kosten: int, aantal: int) -> None:
    cent = gemiddeld_cent(kosten, aantal)
    assert cent is not None
    assert abs(cent - Fraction(kosten, aantal)) <= Fraction(1, 2)


@given(st.integers(min_value=0, max_value=99_999_999))
def test_every_amount_is_read_back_with_a_point_and_with_a_comma(cent: int) -> None:
    assert lees_kosten(f"{cent // 100}.{cent % 100:02d}") == cent
    assert lees_kosten(f"{cent // 100},{cent % 100:02d}") == cent
    assert lees_kosten(f"{cent // 100:,}".replace(",", ".") + f",{cent % 100:02d}") == cent


def _gezegd(lees: Callable[[str], object], tekst: str) -> str:
    try:
        lees(tekst)
    except Leesfout as problem:
        return str(problem)
    return "Niets te zeggen."


@given(st.text(max_size=80))
def test_any_text_gives_a_value_or_a_sentence(tekst: str) -> None:
    for lees in (lees_kosten, lees_dag, lees_id):
        assert _gezegd(lees, tekst).endswith(".")


@given(st.dates())
def test_a_day_is_read_both_ways_round(dag: date) -> None:
    assert lees_dag(dag.isoformat()) == dag
    assert lees_dag(f"{dag.day:02d}-{dag.month:02d}-{dag.year:04d}") == dag


def test_a_period_holds_its_first_and_last_day() -> None:
    van, tot = date(2023, 1, 1), date(2023, 12, 31)
    assert in_periode(van, van, tot) == van
    assert in_periode(tot, van, tot) == tot
    with pytest.raises(Leesfout, match="buiten de periode"):
        in_periode(date(2024, 1, 1), van, tot)


def test_a_label_counts_by_its_letters_and_digits() -> None:
    assert sleutelwoord(" Praktijkleren MBO – diploma") == sleutelwoord("praktijkleren mbo-diploma")
    assert sleutelwoord("Arbeidsmarktoriëntatie") == "arbeidsmarktorientatie"


def test_one_way_of_writing_may_not_mean_two_codes() -> None:
    with pytest.raises(ValueError, match="hoort bij a én bij b"):
        woordenboek([Code("a", "Anders"), Code("b", "B", ("anders",))])


def test_an_unknown_code_says_what_to_write() -> None:
    with pytest.raises(Leesfout, match="bijvoorbeeld werknemer"):
        lees_code("heks", {"werknemer": "werknemer"}, "werknemer")


def test_a_class_that_nobody_counts_is_found() -> None:
    assert controleer_klassen(["hbo_wo", "phd"], ["hbo_wo"]) == ["phd"]


@given(st.text(max_size=200))
def test_a_cell_in_a_message_is_short_and_printable(tekst: str) -> None:
    assert len(kort(tekst)) <= 40
    assert kort(tekst).isprintable()


@pytest.mark.parametrize("tekst", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_formula_becomes_a_text(tekst: str) -> None:
    assert veilige_cel(tekst) == f"'{tekst}"
