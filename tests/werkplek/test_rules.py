"""How far a dossier is: read off the facts, for every combination of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.kern.werk import Wacht, oldest_promise_first
from ontschot.werkplek.rules import Feiten, Stand, as_promised, current, greeting, next_step, steps

facts = st.builds(Feiten, **dict.fromkeys(Feiten.__dataclass_fields__, st.booleans()))
TODAY = date(2026, 3, 12)


@given(facts)
def test_at_most_one_step_is_now_and_nothing_done_comes_undone(feiten: Feiten) -> None:
    road = steps(feiten)
    assert len(road) == 7
    assert sum(step.state is Stand.NOW for step in road) <= 1
    if not feiten.uitkomst:
        assert current(feiten), "without an uitkomst there is always something to do"


@given(facts)
def test_what_needs_doing_has_a_sentence(feiten: Feiten) -> None:
    now = current(feiten)
    found = next_step(feiten)
    assert (found is not None) == (now not in {"", "Vraag"})


def test_advice_alone_skips_the_money() -> None:
    road = steps(Feiten(vraag=True, advies=True, arrangement_akkoord=True))
    skipped = [step.label for step in road if step.state is Stand.SKIPPED]
    assert skipped == ["Voorliggend-toets", "Besluit", "Verplichting"]


def test_banenafspraak_needs_no_advies() -> None:
    road = steps(Feiten(vraag=True, weging_nodig=False))
    assert road[1].state is Stand.SKIPPED
    assert current(Feiten(vraag=True, weging_nodig=False)) == "Arrangement"


@pytest.mark.parametrize(
    ("days", "kind", "stand"),
    [
        (-2, "late", "2 dagen te laat"),
        (-1, "late", "1 dag te laat"),
        (0, "soon", "vandaag"),
        (1, "soon", "nog 1 dag"),
        (2, "soon", "nog 2 dagen"),
        (3, "", "nog 3 dagen"),
    ],
)
def test_a_promise_says_how_it_stands(days: int, kind: str, stand: str) -> None:
    wacht = Wacht("vraag", "t", "u", "/", "Bekijk", uiterlijk=TODAY + timedelta(days=days))
    found = as_promised(wacht, TODAY)
    assert (found.kind, found.stand) == (kind, stand)


def test_without_a_promise_nothing_is_late() -> None:
    assert as_promised(Wacht("vraag", "t", "u", "/", "Bekijk"), TODAY).stand == ""


@given(st.lists(st.one_of(st.none(), st.dates(max_value=date(9998, 12, 31)))))
def test_the_oldest_promise_stands_first_and_nothing_is_lost(days: list[date | None]) -> None:
    items = [Wacht("vraag", str(i), "", "/", "a", uiterlijk=day) for i, day in enumerate(days)]
    found = oldest_promise_first(items)
    assert sorted(found, key=id) == sorted(items, key=id)
    promised = [item.uiterlijk for item in found if item.uiterlijk]
    assert promised == sorted(promised)
    assert [item.uiterlijk for item in found[len(promised) :]] == [None] * days.count(None)


@given(st.integers(0, 23))
def test_everybody_is_greeted(hour: int) -> None:
    assert greeting(hour).startswith("Goede")
