"""The rules about declaraties: ready or not, checks, the sample that anybody can draw, drift."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.kassier.rules import (
    Stand,
    Steekproefmaat,
    TeToetsen,
    check_lines,
    compare,
    draw,
    judge_before,
    readiness,
    submit_before,
)

MAART = date(2026, 3, 1)
seeds = st.text("0123456789abcdef", min_size=32, max_size=32)
lines = st.dictionaries(st.integers(1, 10_000), st.integers(1, 500_000), max_size=40)
maten = st.one_of(
    st.just(Steekproefmaat("alles")),
    st.builds(
        Steekproefmaat,
        st.just("aantal"),
        aantal=st.integers(1, 50),
        altijd_vanaf_cent=st.none() | st.integers(1, 500_000),
    ),
    st.builds(
        Steekproefmaat,
        st.just("procent"),
        procent=st.integers(1, 100),
        altijd_vanaf_cent=st.none() | st.integers(1, 500_000),
    ),
)


@given(seeds, lines, maten, st.randoms())
def test_the_same_seed_draws_the_same_lines_in_whatever_order_they_come(
    zaad: str, found: dict[int, int], maat: Steekproefmaat, dice: object
) -> None:
    pairs = list(found.items())
    first = draw(zaad, pairs, maat)
    dice.shuffle(pairs)  # type: ignore[attr-defined]
    assert draw(zaad, pairs, maat) == first
    assert set(first) <= set(found)


@given(seeds, lines, maten)
def test_a_sample_has_its_size_and_every_line_above_the_threshold(
    zaad: str, found: dict[int, int], maat: Steekproefmaat
) -> None:
    drawn = set(draw(zaad, found.items(), maat))
    wanted = {
        "alles": len(found),
        "aantal": maat.aantal or 0,
        "procent": -(-len(found) * (maat.procent or 0) // 100),
    }[maat.soort]
    assert len(drawn) >= min(wanted, len(found))
    if maat.altijd_vanaf_cent is None:
        assert len(drawn) == min(wanted, len(found))
    else:
        assert {n for n, cent in found.items() if cent >= maat.altijd_vanaf_cent} <= drawn


def test_a_line_of_exactly_the_threshold_is_always_drawn() -> None:
    lines_of_one = {1: 100, 2: 99}
    assert draw("0" * 32, lines_of_one.items(), Steekproefmaat("aantal", 0, None, 100)) == (1,)


@given(seeds, lines.filter(len), st.integers(1, 20))
def test_a_larger_sample_from_the_same_seed_holds_the_smaller_one(
    zaad: str, found: dict[int, int], aantal: int
) -> None:
    small = draw(zaad, found.items(), Steekproefmaat("aantal", aantal))
    large = draw(zaad, found.items(), Steekproefmaat("aantal", aantal + 1))
    assert set(small) <= set(large)


def test_the_rule_of_a_sample_reads_as_a_sentence() -> None:
    assert Steekproefmaat("procent", procent=10, altijd_vanaf_cent=150_050).zin == (
        "10 % van de regels, en altijd vanaf €\xa01.500,50"
    )


@pytest.mark.parametrize(
    ("status", "attended", "klaar", "zegt"),
    [
        ("afgerond", (8, 10), True, "aanwezig 8 van 10"),
        ("afgerond", (0, 0), False, "aanwezigheid is nog niet vastgelegd"),
        ("afgebroken", (3, 10), True, "alleen wat is geleverd"),
        ("loopt", (3, 10), False, "Loopt nog"),
        ("verplicht", (0, 0), False, "Nog niet begonnen"),
    ],
)
def test_an_order_is_proposed_when_it_is_finished_and_attended(
    status: str, attended: tuple[int, int], klaar: bool, zegt: str
) -> None:
    found = readiness(status, date(2026, 3, 12), *attended)
    assert found.klaar is klaar
    assert zegt in found.waarom


GOED = TeToetsen("V2026-000001", 1000, 1000, 2000, "", date(2026, 3, 3), geclaimd_cent=1000)
FALLS_SHORT = [
    ("Bedrag binnen de regeling", {"plafond_cent": 999}),
    ("Besteld vóór het einde van de periode", {"boekdatum": date(2026, 4, 1)}),
    ("Hele verplichting", {"cent": 999}),
    ("Niet meer dan besteld", {"geclaimd_cent": 1001}),
    ("Besteld vóór de start", {"gestart_op": date(2026, 3, 2)}),
    ("Geleverd", {"geleverd": False}),
    ("Aanwezigheid vastgelegd", {"aanwezigheid_bekend": False}),
    ("Doelgroep vastgelegd", {"doelgroep_vast": False}),
    ("Reserveringsnummer bij praktijkleren", {"rubriek": "praktijkleren"}),
    ("Aanbieder bekend", {"aanbieder_bekend": False}),
    ("Gevraagd bewijs aanwezig", {"gevraagd": frozenset({"factuur"})}),
    ("Factuurnummer niet eerder gebruikt", {"dubbele_factuur": "2026-17"}),
]


@pytest.mark.parametrize(("regel", "facts"), FALLS_SHORT)
def test_each_check_names_the_line_that_falls_short(regel: str, facts: dict[str, object]) -> None:
    bad = replace(GOED, nummer="V2026-000002", **facts)
    outcomes = {c.regel: c for c in check_lines(MAART, [GOED, bad])}
    assert outcomes[regel].regels == ("V2026-000002",)
    assert not outcomes[regel].goed
    assert [c.regel for c in outcomes.values() if not c.goed] == [regel]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"plafond_cent": 1000},
        {"boekdatum": date(2026, 3, 31)},
        {"gestart_op": date(2026, 3, 3)},
        {"rubriek": "praktijkleren", "reserveringsnummer": "P-1"},
    ],
)
def test_a_line_without_faults_passes_all_checks_and_so_does_one_on_the_edge(
    facts: dict[str, object],
) -> None:
    assert all(c.goed for c in check_lines(MAART, [replace(GOED, **facts)]))


def test_terms_count_from_the_end_of_the_month_and_from_the_day_of_submission() -> None:
    assert submit_before(MAART, 30) == date(2026, 4, 30)
    assert judge_before(date(2026, 4, 5), 14) == date(2026, 4, 19)
    assert submit_before(MAART, None) is None
    assert judge_before(MAART, None) is None


TOEN = Stand("afgerond", date(2026, 3, 12), 10, 10, "ww", True, frozenset({1, 2}))


def test_nothing_changed_is_no_drift() -> None:
    assert compare(TOEN, TOEN, 1000) == ()


@pytest.mark.parametrize(
    ("facts", "code", "voorstel"),
    [
        ({"status": "afgebroken", "aanwezig": 4}, "afgebroken", 600),
        ({"aanwezig": 7}, "aanwezigheid", 300),
        ({"aanwezig": 0, "verwacht": 0}, "aanwezigheid", None),
        ({"afgeleid": "nug"}, "doelgroep", None),
        ({"in_groep": False}, "groep", None),
        ({"bewijsstukken": frozenset({2})}, "bewijs", None),
    ],
)
def test_what_changed_afterwards_is_drift_with_a_proposal_where_a_number_gives_one(
    facts: dict[str, object], code: str, voorstel: int | None
) -> None:
    found = {d.code: d for d in compare(TOEN, replace(TOEN, **facts), 1000)}
    assert found[code].voorstel_cent == voorstel


@given(st.integers(1, 10**9), st.integers(0, 500), st.integers(0, 500), st.integers(1, 500))
def test_a_proposal_is_never_more_than_what_was_declared(
    cent: int, toen: int, nu: int, van: int
) -> None:
    before = replace(TOEN, aanwezig=min(toen, van), verwacht=van)
    after = replace(before, aanwezig=min(nu, van), status="afgebroken")
    for difference in compare(before, after, cent):
        assert difference.voorstel_cent is None or 0 < difference.voorstel_cent <= cent
