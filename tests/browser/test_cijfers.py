"""The line chart in a real browser. The walk through the house opens the start pages."""

from tests.browser import stappen
from tests.browser.scherm import Scherm

NOG_AAN_HET_WERK = "/monitor/nog-aan-het-werk/"


def test_the_lines_have_a_name_and_a_table_and_are_told_apart_without_colour(
    scherm: Scherm,
) -> None:
    stappen.als(scherm, "beleid")
    scherm.open(NOG_AAN_HET_WERK)
    charts = scherm.page.get_by_role("img", name="Nog aan het werk, van wie we het weten")
    assert charts.count() == 1
    named, drawn = scherm.page.evaluate(
        """() => {
            const figure = document.querySelector('#lijn-twijfel-naam').closest('figure');
            const dashes = lines => [...figure.querySelectorAll(lines)].map(
                line => getComputedStyle(line).strokeDasharray);
            return [dashes('ul polyline'), dashes(':scope > svg polyline')];
        }"""
    )
    assert len(set(named)) == len(named) == 3
    # Of fewer than five people no point is drawn, and the small demo has about five.
    assert set(drawn) in (set(), set(named))
    assert scherm.page.locator("#tabel").count() == 1


def test_the_lines_stand_on_paper_too(scherm: Scherm) -> None:
    stappen.als(scherm, "beleid")
    scherm.page.emulate_media(media="print")
    scherm.open(NOG_AAN_HET_WERK)
    for chart in scherm.page.locator(".os-lines > svg").all():
        box = chart.bounding_box()
        assert box is not None
        assert box["height"] > 100
