"""The meeting in an hour: from case to case with the keyboard, without a page load."""

from playwright.sync_api import expect

from tests.browser import stappen
from tests.browser.scherm import Scherm


def test_the_coordinator_goes_through_the_cases_with_the_keyboard(scherm: Scherm) -> None:
    stappen.als(scherm, "coordinator")
    scherm.open("/casusoverleg/")
    scherm.klik("Naar het overleg")
    scherm.klik("Toon de casussen, zonder namen")
    page = scherm.page
    heading = page.locator("#tafel h1")
    first = heading.inner_text()
    page.evaluate("window.zelfdePagina = true")
    page.keyboard.press("j")
    expect(heading).not_to_have_text(first)
    expect(heading).to_be_focused()
    page.keyboard.press("n")
    expect(page.get_by_label("Wat is er besproken?")).to_be_focused()
    page.keyboard.type("Iedereen ziet dit werk worden.")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(heading).to_have_text(first)
    assert page.evaluate("window.zelfdePagina") is True
    scherm.toets_toegankelijkheid()
