"""Differences in words: the grammar, and the sentences of the KplusV report itself."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.monitor.rapport.woorden import (
    LANDELIJK,
    Anker,
    Grenzen,
    Verschil,
    in_een_cel,
    jaar_ervoor,
    meer_of_minder,
    met_anker,
    opsomming,
    prijs,
    verdeling,
)

GRENZEN = Grenzen(gelijk=2, licht=4)
TABEL_2 = [("Werknemer", 5), ("WW-er", -7), ("Participatiewet", -5), ("NUG-er", 4), ("AG", 1)]


def gewoon(tekst: str) -> str:
    return tekst.replace("\u00a0", " ")


def verschillen(*paren: tuple[str, int]) -> list[Verschil | None]:
    return [Verschil(*paar) for paar in paren]


@pytest.mark.parametrize(
    ("punten", "cel", "zin"),
    [
        (None, "–", ""),
        (0, "gelijk", "Dat is vergelijkbaar met heel Nederland."),
        (1, "vergelijkbaar", "Dat is vergelijkbaar met heel Nederland."),
        (-2, "vergelijkbaar", "Dat is vergelijkbaar met heel Nederland."),
        (3, "licht hoger (3 procentpunt)", "Dat is licht hoger dan landelijk (3 procentpunt)."),
        (-4, "licht lager (4 procentpunt)", "Dat is licht lager dan landelijk (4 procentpunt)."),
        (5, "5 procentpunt hoger", "Dat is 5 procentpunt hoger dan landelijk."),
        (-7, "7 procentpunt lager", "Dat is 7 procentpunt lager dan landelijk."),
        (100, "100 procentpunt hoger", "Dat is 100 procentpunt hoger dan landelijk."),
    ],
)
def test_one_difference_in_words(punten: int | None, cel: str, zin: str) -> None:
    assert gewoon(in_een_cel(punten, GRENZEN)) == cel
    assert gewoon(met_anker(punten, GRENZEN, LANDELIJK)) == zin


def test_a_table_says_its_largest_differences_first_as_the_report_does() -> None:
    assert gewoon(verdeling(verschillen(*TABEL_2), GRENZEN, LANDELIJK)) == (
        "Vergeleken met heel Nederland ligt het aandeel ‘WW-er’ 7 procentpunt lager, het aandeel "
        "‘Participatiewet’ 5 procentpunt lager, het aandeel ‘Werknemer’ 5 procentpunt hoger en "
        "het aandeel ‘NUG-er’ licht hoger (4 procentpunt). Het andere aandeel is vergelijkbaar."
    )


@pytest.mark.parametrize(
    ("paren", "zin"),
    [
        ([], ""),
        ([("Vrouw", 1), ("Man", -1)], "Vergeleken met 2022 is de verdeling nagenoeg gelijk."),
        (
            [("Vrouw", 6), ("Man", -6)],
            (
                "Vergeleken met 2022 ligt het aandeel ‘Man’ 6 procentpunt lager en het aandeel "
                "‘Vrouw’ 6 procentpunt hoger."
            ),
        ),
        (
            [("A", 6), ("B", 0), ("C", 1)],
            (
                "Vergeleken met 2022 ligt het aandeel ‘A’ 6 procentpunt hoger. De andere aandelen "
                "zijn vergelijkbaar."
            ),
        ),
    ],
)
def test_the_sentence_fits_how_many_lines_differ(paren: list[tuple[str, int]], zin: str) -> None:
    assert gewoon(verdeling(verschillen(*paren), GRENZEN, jaar_ervoor("2022"))) == zin


@pytest.mark.parametrize(
    ("hoeveel", "staart"), [(5, "Nog 1 aandeel verschilt."), (7, "Nog 3 aandelen verschillen.")]
)
def test_what_is_not_named_is_counted(hoeveel: int, staart: str) -> None:
    veel = verschillen(*[(f"W{n}", 9) for n in range(hoeveel)])
    zin = verdeling(veel, GRENZEN, LANDELIJK)
    assert zin.endswith(staart)
    assert zin.count("het aandeel") == 4


def test_nothing_is_said_to_be_alike_when_a_line_may_not_be_shown() -> None:
    assert verdeling([None], GRENZEN, LANDELIJK) == ""
    assert "zijn de getoonde aandelen" in verdeling(
        [*verschillen(("A", 0)), None], GRENZEN, LANDELIJK
    )
    zin = verdeling([*verschillen(("A", 9), ("B", 0)), None], GRENZEN, LANDELIJK)
    assert "vergelijkbaar" not in zin


@given(st.lists(st.none() | st.integers(-100, 100), max_size=20))
def test_every_sentence_is_dutch_that_ends(punten: list[int | None]) -> None:
    """No double blanks, no sentence without its point, `ligt` once, and no line told twice."""
    lijst = [None if p is None else Verschil(f"W{n}", p) for n, p in enumerate(punten)]
    zin = verdeling(lijst, GRENZEN, LANDELIJK)
    assert "  " not in zin
    if not zin:
        assert all(p is None for p in punten)
        return
    assert zin.startswith("Vergeleken met heel Nederland ")
    assert zin.endswith(".")
    assert zin.count(" ligt ") <= 1
    named = re.findall("‘(W\\d+)’", zin)
    assert len(named) == len(set(named))
    assert all(abs(punten[int(n[1:])] or 0) > GRENZEN.gelijk for n in named)


@pytest.mark.parametrize(
    ("delen", "tekst"), [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (list("abc"), "a, b en c")]
)
def test_a_list_in_words(delen: list[str], tekst: str) -> None:
    assert opsomming(delen) == tekst


@pytest.mark.parametrize(
    ("aantal", "eerder", "zin"),
    [
        (10, None, ""),
        (10, 0, ""),
        (10, 10, "Dat zijn er evenveel als in 2022."),
        (11, 10, "Dat is er 1 meer dan in 2022."),
        (0, 1, "Dat is er 1 minder dan in 2022."),
        (3_000, 1, "Dat zijn er 2.999 meer dan in 2022."),
    ],
)
def test_more_or_fewer(aantal: int, eerder: int | None, zin: str) -> None:
    assert meer_of_minder(aantal, eerder, jaar_ervoor("2022")) == zin


@pytest.mark.parametrize(
    ("cent", "ander", "tekst"),
    [
        (None, 1, "–"),
        (1, None, "–"),
        (142_000, 142_040, "gelijk"),
        (142_000, 130_000, "€ 120 hoger"),
        (33_000, 142_000, "€ 1.090 lager"),
    ],
)
def test_a_price_beside_another(cent: int | None, ander: int | None, tekst: str) -> None:
    assert gewoon(prijs(cent, ander)) == tekst


def test_limits_that_do_not_rise_are_refused() -> None:
    for gelijk, licht in [(-1, 4), (3, 2)]:
        with pytest.raises(ValueError, match="oplopen"):
            Grenzen(gelijk, licht)


def test_the_words_never_jump_back_as_the_difference_grows() -> None:
    soort = {"gelijk": 0, "vergelijkbaar": 1, "licht": 2}
    rang = [soort.get(in_een_cel(p, GRENZEN).split(" ")[0], 3) for p in range(30)]
    assert all(a <= b for a, b in itertools.pairwise(rang))
    assert Anker("x", "y") == Anker("x", "y")
