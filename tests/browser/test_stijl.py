"""The style page in a real browser: what the components promise beyond their HTML."""

import pytest
from playwright.sync_api import expect

from tests.browser.scherm import Scherm

STIJL = "/stijl/"


def test_every_component_is_accessible_and_stays_within_the_security_policy(scherm: Scherm) -> None:
    scherm.open(STIJL)
    scherm.zie("Zo ziet Ontschot eruit")
    scherm.breedte_past()


@pytest.mark.parametrize("breedte", [360, 320])
def test_nothing_sticks_out_on_a_telephone(smal: Scherm, breedte: int) -> None:
    smal.page.set_viewport_size({"width": breedte, "height": 740})
    smal.open(STIJL)
    smal.breedte_past()


def test_two_hundred_percent_zoom_is_half_the_width(smal: Scherm) -> None:
    smal.page.set_viewport_size({"width": 640, "height": 450})
    smal.open(STIJL)
    smal.breedte_past()


def test_every_control_is_at_least_24_pixels(smal: Scherm) -> None:
    smal.open(STIJL)
    small = smal.page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, summary')].filter(e => {
            const box = e.getBoundingClientRect();
            return box.width && getComputedStyle(e).display !== 'inline'
                && !e.classList.contains('os-vh') && (box.height < 24 || box.width < 24);
        }).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_the_first_tab_leads_past_the_navigation(scherm: Scherm) -> None:
    scherm.open("/account/login/")
    scherm.page.keyboard.press("Tab")
    expect(scherm.page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    scherm.page.keyboard.press("Enter")
    expect(scherm.page.locator("#inhoud")).to_be_focused()


def test_a_dialog_opens_by_keyboard_and_gives_the_focus_back(scherm: Scherm) -> None:
    scherm.open(STIJL)
    opener = scherm.page.get_by_role("button", name="Waarom deze doelgroep?")
    opener.focus()
    scherm.page.keyboard.press("Space")
    dialog = scherm.page.get_by_role("dialog", name="Waarom is dit een werknemer?")
    expect(dialog).to_be_visible()
    scherm.toets_toegankelijkheid()
    scherm.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_dialog_unfolds_in_the_page_without_javascript(zonder_javascript: Scherm) -> None:
    zonder_javascript.open(STIJL)
    zonder_javascript.page.get_by_role("link", name="Waarom deze doelgroep?").click()
    zonder_javascript.zie("Hij heeft een contract dat loopt tot 31 december.")
    zonder_javascript.page.get_by_role("link", name="Trek de declaratie in").click()
    zonder_javascript.zie("De regels komen weer vrij.")


def test_what_was_typed_is_offered_again_after_leaving_the_page(scherm: Scherm) -> None:
    scherm.open(STIJL)
    vraag = scherm.page.locator("#id_leeg-vraag")
    vraag.fill("Mijn contract stopt in januari")
    scherm.page.locator("#id_leeg-antwoord_1").check()
    scherm.zie("Bewaard in deze browser om")
    scherm.open("/account/login/")
    scherm.open(STIJL)
    expect(vraag).to_have_value("")
    scherm.zie("staat er nog")
    scherm.page.get_by_role("button", name="Zet terug").click()
    expect(vraag).to_have_value("Mijn contract stopt in januari")
    expect(scherm.page.locator("#id_leeg-antwoord_1")).to_be_checked()


def test_a_draft_that_is_thrown_away_stays_away(scherm: Scherm) -> None:
    scherm.open(STIJL)
    scherm.page.locator("#id_leeg-vraag").fill("Weg hiermee")
    scherm.zie("Bewaard in deze browser om")
    scherm.open(STIJL)
    scherm.page.get_by_role("button", name="Gooi weg").click()
    scherm.open(STIJL)
    scherm.zie_niet("staat er nog")


def test_a_form_that_was_sent_leaves_no_draft(scherm: Scherm) -> None:
    scherm.open(STIJL)
    form = scherm.page.locator("form[data-bewaar]")
    form.locator("#id_leeg-vraag").fill("Verstuurd")
    scherm.zie("Bewaard in deze browser om")
    form.get_by_role("button", name="Verstuur mijn vraag").click()
    scherm.page.wait_for_load_state()
    scherm.open(STIJL)
    scherm.zie_niet("staat er nog")


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(scherm: Scherm) -> None:
    scherm.open(STIJL)
    expect(scherm.page.locator(".os-errors")).to_be_focused()
    scherm.page.get_by_role("link", name="Vul in hoe je heet.").click()
    expect(scherm.page.locator("#id_fout-naam")).to_be_focused()


def test_all_rows_are_picked_at_once(scherm: Scherm) -> None:
    scherm.open(STIJL)
    scherm.page.get_by_label("Alles op deze bladzijde").check()
    assert scherm.page.locator("input[name='sleutel']:checked").count() == 5


def test_the_slash_goes_to_search_unless_it_was_switched_off(scherm: Scherm) -> None:
    scherm.meld_aan("gids-uwv")
    search = scherm.page.get_by_role("searchbox")
    scherm.page.keyboard.press("/")
    expect(search).to_be_focused()
    scherm.page.keyboard.press("Escape")
    scherm.page.locator(".os-who summary").click()
    switch = scherm.page.get_by_role("button", name="Sneltoets / om te zoeken")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    scherm.page.keyboard.press("Escape")
    scherm.page.keyboard.press("/")
    expect(search).not_to_be_focused()


def test_a_page_prints_without_navigation(scherm: Scherm) -> None:
    scherm.open(STIJL)
    scherm.page.emulate_media(media="print")
    expect(scherm.page.locator("#knoppen .os-actions").first).to_be_hidden()
    expect(scherm.page.get_by_role("heading", name="Verhaal en feiten")).to_be_visible()
