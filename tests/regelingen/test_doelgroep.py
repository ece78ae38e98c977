"""From facts to a doelgroep, over every combination of facts that the data know."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.regelingen import queries
from ontschot.regelingen.rules import (
    Bepaald,
    Doelgroepregels,
    Keuze,
    Onbekend,
    derive_doelgroep,
    explain_doelgroep,
    settle,
    summary,
)
from tests.regelingen.factories import rules_of_the_file

RULES = rules_of_the_file()
FACTS = sorted(RULES.doelgroep_van)
ANY_FACTS = st.sets(st.sampled_from(FACTS))


def groups_of(facts: set[str]) -> set[str]:
    return {RULES.doelgroep_van[fact] for fact in facts}


def outcome(facts: set[str]) -> set[str]:
    found = derive_doelgroep(facts, RULES)
    match found:
        case Bepaald():
            return {found.code}
        case Keuze():
            return set(found.codes)
        case Onbekend():
            return set()


def every_combination() -> list[set[str]]:
    return [set(c) for size in range(len(FACTS) + 1) for c in combinations(FACTS, size)]


def test_every_one_of_the_4096_combinations_gets_an_answer_from_its_own_facts() -> None:
    for facts in every_combination():
        assert outcome(facts) <= groups_of(facts)
        assert bool(outcome(facts)) == bool(facts)


def test_an_undefined_overlap_is_never_decided_for_the_professional() -> None:
    for facts in every_combination():
        found = derive_doelgroep(facts, RULES)
        left = outcome(facts)
        undefined = [
            pair for pair in combinations(sorted(left), 2) if frozenset(pair) in RULES.overlap
        ]
        assert isinstance(found, Keuze) == bool(undefined)
        assert all(
            (b, a) not in RULES.wint and (a, b) not in RULES.wint for a, b in combinations(left, 2)
        )


def test_only_a_doelgroep_that_another_one_excludes_falls_away() -> None:
    for facts in every_combination():
        gone = groups_of(facts) - outcome(facts)
        assert all(any((w, g) in RULES.wint for w in groups_of(facts)) for g in gone)


def test_every_pair_of_doelgroepen_is_either_decided_or_said_to_be_open() -> None:
    for a, b in combinations(RULES.labels, 2):
        decided = {(a, b), (b, a)} & RULES.wint
        assert len(decided) + (frozenset({a, b}) in RULES.overlap) == 1, (a, b)


@given(st.permutations(FACTS), st.integers(0, len(FACTS)))
def test_the_order_of_the_facts_does_not_matter(order: list[str], size: int) -> None:
    facts = order[:size]
    assert derive_doelgroep(facts, RULES) == derive_doelgroep(sorted(facts), RULES)
    assert derive_doelgroep([*facts, *facts], RULES) == derive_doelgroep(facts, RULES)


@given(ANY_FACTS)
def test_adding_a_fact_that_is_excluded_does_not_change_the_doelgroep(facts: set[str]) -> None:
    before = outcome(facts)
    for loser in {b for a, b in RULES.wint if a in groups_of(facts)}:
        more = facts | {f for f, group in RULES.doelgroep_van.items() if group == loser}
        assert outcome(more) <= before


@given(ANY_FACTS)
def test_a_choice_says_what_is_open_and_an_answer_says_why(facts: set[str]) -> None:
    found = derive_doelgroep(facts, RULES)
    assert found.omdat.endswith(".")
    if isinstance(found, Keuze):
        assert all(RULES.label(code) in found.omdat for code in found.codes)
        assert "Kies zelf" in found.omdat


@given(ANY_FACTS, st.sampled_from([*RULES.labels, None, "verzonnen"]))
def test_a_choice_counts_only_where_it_was_offered(facts: set[str], chosen: str | None) -> None:
    derived = derive_doelgroep(facts, RULES)
    settled = settle(derived, chosen, RULES, "M. Bos")
    if isinstance(derived, Keuze) and chosen in derived.codes:
        assert isinstance(settled, Bepaald)
        assert settled.code == chosen
        assert "M. Bos" in settled.omdat
    else:
        assert settled == derived


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"in_dienst"}, "werknemer"),
        ({"wia_35min", "ziektewet"}, "ag"),
        ({"zelfstandige", "participatiewet"}, "zelfstandige"),
        ({"banenafspraak", "wajong"}, "banenafspraak"),
        ({"banenafspraak", "participatiewet", "geen_uitkering"}, "banenafspraak"),
        ({"schoolverlater_mbo", "participatiewet"}, "schoolverlater"),
    ],
)
def test_what_the_source_decides_is_decided(facts: set[str], code: str) -> None:
    found = derive_doelgroep(facts, RULES)
    assert isinstance(found, Bepaald)
    assert found.code == code


@pytest.mark.parametrize(
    "facts",
    [{"in_dienst", "ww"}, {"in_dienst", "wajong"}, {"banenafspraak", "zelfstandige"}],
)
def test_what_the_source_leaves_open_is_asked(facts: set[str]) -> None:
    assert isinstance(derive_doelgroep(facts, RULES), Keuze)


def test_a_fact_that_the_rules_do_not_know_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(ValueError, match="verzonnen"):
        derive_doelgroep({"ww", "verzonnen"}, RULES)


def test_rules_that_go_round_in_a_circle_leave_the_choice_to_a_person() -> None:
    circle = Doelgroepregels(
        doelgroep_van={"x": "a", "y": "b"},
        labels={"a": "A", "b": "B"},
        wint=frozenset({("a", "b"), ("b", "a")}),
    )
    assert isinstance(derive_doelgroep({"x", "y"}, circle), Keuze)


SINDS = {fact: f"sinds {number} mei 2026" for number, fact in enumerate(FACTS, start=1)}


def test_every_doelgroep_gets_its_because_for_every_combination_of_facts() -> None:
    """Total and exclusive: eight sentences, at most one yes, a choice exactly where it is open."""
    for facts in every_combination():
        told = explain_doelgroep({f: SINDS[f] for f in facts}, RULES)
        assert [u.code for u in told] == list(RULES.labels)
        yes = {u.code for u in told if u.stand == "ja"}
        maybe = {u.code for u in told if u.stand == "kan"}
        found = derive_doelgroep(facts, RULES)
        assert yes == ({found.code} if isinstance(found, Bepaald) else set())
        assert maybe == (set(found.codes) if isinstance(found, Keuze) else set())


def test_the_explanation_names_every_fact_with_its_date_and_no_other() -> None:
    for facts in every_combination():
        told = explain_doelgroep({f: SINDS[f] for f in facts}, RULES)
        for u in told:
            own = {f for f in facts if RULES.doelgroep_van[f] == u.code}
            assert all(f"‘{RULES.feiten[f]}’ {SINDS[f]}" in u.zin for f in own), u.zin
            assert RULES.label(u.code) in u.zin
            assert u.zin.endswith(".")
        said = " ".join(u.zin for u in told)
        assert not any(f"‘{RULES.feiten[f]}’" in said for f in set(FACTS) - facts)
        assert all(RULES.feiten[f] in summary(told) for f in facts)


@given(st.permutations(FACTS), st.integers(0, len(FACTS)))
def test_the_explanation_does_not_depend_on_the_order(order: list[str], size: int) -> None:
    facts = order[:size]
    told = explain_doelgroep({f: SINDS[f] for f in facts}, RULES)
    assert told == explain_doelgroep({f: SINDS[f] for f in sorted(facts)}, RULES)


def test_a_choice_of_a_person_is_explained_and_leaves_one_yes() -> None:
    for facts in every_combination():
        found = derive_doelgroep(facts, RULES)
        codes = found.codes if isinstance(found, Keuze) else ()
        for chosen in codes:
            told = explain_doelgroep(dict.fromkeys(facts, ""), RULES, gekozen=chosen, door="M. Bos")
            assert [u.code for u in told if u.stand == "ja"] == [chosen]
            assert not [u for u in told if u.stand == "kan"]
            assert all("M. Bos" in u.zin for u in told if u.code in codes)


def test_what_is_explained_reads_as_a_person_would_say_it() -> None:
    told = explain_doelgroep(
        {"banenafspraak": "sinds 3 maart 2026", "participatiewet": "sinds 1 mei 2025"}, RULES
    )
    assert summary(told) == (
        "Banenafspraak, omdat is vastgelegd: ‘Valt onder de banenafspraak’ sinds 3 maart 2026. "
        "Niet Participatiewet: wel is vastgelegd ‘Krijgt bijstand of hulp naar werk van de "
        "gemeente’ sinds 1 mei 2025, maar Banenafspraak gaat voor, omdat is vastgelegd: ‘Valt "
        "onder de banenafspraak’ sinds 3 maart 2026."
    )
    assert told[0].zin == "Niet Werknemer, omdat daarvoor niets is vastgelegd."


@pytest.mark.django_db
def test_the_database_gives_the_same_rules_as_the_file_in_one_query(count_queries) -> None:
    with count_queries() as counted:
        rules = queries.doelgroepregels()
    assert counted.aantal == 1
    assert rules == RULES
    assert list(rules.labels) == list(RULES.labels)
