"""The line chart: nothing is drawn that is not known, and everything drawn is also said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.web.tags.charts import ticks
from tests.web.test_tags import render, tree

MAANDEN = [{"at": m, "label": str(m)} for m in (0, 3, 6, 12)]
CHART = "{% line_chart 'Nog aan het werk' places lines unit=' %' max=100 table='tabel' %}"


def chart(*lines: tuple[str, list[float | None]]) -> Any:
    named = [{"label": label, "values": values} for label, values in lines]
    return tree(CHART, places=MAANDEN, lines=named)


def test_a_value_that_is_not_known_is_a_gap_and_not_a_zero() -> None:
    page = chart(("2024", [100, None, 50, 25]))
    assert len(page.xpath("//figure/svg/g/path")) == 3
    (line,) = page.xpath("//figure/svg/g/polyline/@points")
    assert len(line.split()) == 2
    assert "3: niet bekend" in page.xpath("//desc")[0].text


def test_a_single_known_value_is_a_marker_without_a_line() -> None:
    page = chart(("2025", [None, 40, None, None]))
    assert page.xpath("//figure/svg/g/polyline") == []
    assert len(page.xpath("//figure/svg/g/path")) == 1


def test_places_stand_as_far_apart_as_they_are() -> None:
    x = [float(t) for t in chart().xpath("//text[@class='os-x']/@x")]
    assert round((x[3] - x[2]) / (x[1] - x[0]), 1) == 2.0


def test_each_line_has_a_style_of_its_own_and_is_said_in_full() -> None:
    lines = [(f"lijn {n}", [100, 90.5, 80, n]) for n in range(1, 5)]
    page = chart(*lines)
    assert page.xpath("//figure/svg/g/@class") == ["os-l1", "os-l2", "os-l3", "os-l4"]
    shapes = {g.xpath("path")[0].get("d").split("m", 1)[1] for g in page.xpath("//figure/svg/g")}
    assert len(shapes) == 4
    said = page.xpath("//desc")[0].text
    assert "lijn 3: 0: 100 %; 3: 90,5 %; 6: 80 %; 12: 3 %." in said
    svg = page.xpath("//figure/svg")[0]
    assert page.xpath("//title/@id") == [svg.get("aria-labelledby")]
    assert page.xpath("//desc/@id") == [svg.get("aria-describedby")]
    assert page.xpath("//figure//a/@href") == ["#tabel"]


def test_five_lines_or_a_line_that_does_not_fit_are_a_mistake_of_the_maker() -> None:
    with pytest.raises(ValueError, match="at most 4"):
        chart(*[(str(n), [1, 1, 1, 1]) for n in range(5)])
    with pytest.raises(ValueError, match="every place"):
        render(CHART, places=MAANDEN, lines=[{"label": "x", "values": [1]}])


@given(st.floats(min_value=0.01, max_value=1e12, allow_nan=False))
def test_the_axis_holds_the_highest_value_in_few_round_steps(highest: float) -> None:
    steps = ticks(highest)
    assert steps[0] == 0
    assert steps[-1] >= highest * 0.999999
    assert 2 <= len(steps) <= 7
