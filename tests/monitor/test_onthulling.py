"""What leaves the team can not be taken apart again by subtracting."""

from collections import Counter
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from ontschot.monitor.onthulling.blokken import blocks, is_safe, may_show

DREMPEL = 5
REGIOS = ("A", "B", "C", "D", "E")
cellen = st.dictionaries(st.sampled_from(["x", "y", "z"]), st.integers(0, 30), max_size=3)
landen = st.dictionaries(st.sampled_from(REGIOS), cellen, max_size=5)


def test_a_small_count_or_everybody_alike_is_not_safe() -> None:
    assert is_safe({"x": 5, "y": 5, "z": 0}, DREMPEL)
    assert not is_safe({"x": 4, "y": 50}, DREMPEL)
    assert not is_safe({"x": 50}, DREMPEL)
    assert is_safe({"onbekend": 50}, DREMPEL, "onbekend")
    assert is_safe({}, DREMPEL)


def test_regions_that_are_not_safe_hide_together_and_take_the_smallest_along() -> None:
    land = {"A": {"x": 9, "y": 9}, "B": {"x": 6, "y": 6}, "C": {"x": 1, "y": 8}}
    assert blocks(land, DREMPEL) == [frozenset("A"), frozenset("BC")]
    assert may_show("ABC", (), blocks(land, DREMPEL))
    assert may_show("A", (), blocks(land, DREMPEL))
    assert not may_show("B", (), blocks(land, DREMPEL))
    assert not may_show("AB", (), blocks(land, DREMPEL))


def test_a_region_that_nothing_can_hide_is_never_shown() -> None:
    land = {"A": {"x": 9, "y": 9}, "B": {"z": 1}}
    assert blocks(land, DREMPEL) == [frozenset("A")]
    assert not may_show("AB", (), blocks(land, DREMPEL))


@settings(deadline=None)
@given(landen)
def test_no_shown_selection_nor_the_difference_of_two_gives_a_small_count(
    land: dict[str, dict[str, int]],
) -> None:
    leeg = {regio for regio in REGIOS if not any(land.get(regio, {}).values())}
    blokken = blocks(land, DREMPEL)
    shown = [
        set(keuze)
        for size in range(1, len(REGIOS) + 1)
        for keuze in combinations(REGIOS, size)
        if may_show(keuze, leeg, blokken)
    ]
    differences = [groot - klein for groot in shown for klein in shown if klein < groot]
    for regios in [*shown, *differences]:
        total: Counter[str] = Counter()
        for regio in regios:
            total.update(land.get(regio, {}))
        assert is_safe(total, DREMPEL), regios
