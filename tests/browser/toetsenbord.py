"""Working with the keyboard alone; a mouse does not exist here."""

from playwright.sync_api import Locator, expect

from tests.browser.scherm import Scherm

WIDEST = 40  # Tabs until what is looked for must have had its turn


def tab_naar(scherm: Scherm, doel: Locator) -> None:
    """Press Tab until this has the focus; a mouse does not exist here."""
    expect(doel).to_be_visible()
    for _ in range(WIDEST):
        if doel.evaluate("element => element === document.activeElement"):
            return
        scherm.page.keyboard.press("Tab")
    raise AssertionError(f"{scherm.pad}: Tab does not come to {doel}")


def typ(scherm: Scherm, label: str, tekst: str) -> None:
    scherm.ingevuld.append(label)
    tab_naar(scherm, scherm.page.get_by_label(label).first)
    scherm.page.keyboard.type(tekst)


def druk(scherm: Scherm, doel: Locator) -> None:
    tab_naar(scherm, doel)
    with scherm.page.expect_navigation():
        scherm.page.keyboard.press("Enter")
    scherm.aangekomen()
