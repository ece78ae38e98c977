"""The public door: somebody asks a question, gets a code, and reads the answer with it."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import stappen
from tests.browser.scherm import Scherm

DEUR = "/r/AM08/"
TE_LANG = "Ik zoek werk. " * 400


def stel_vraag(scherm: Scherm, vraag: str) -> str:
    """Ask anonymously, as the form stands when it opens; gives the code."""
    scherm.open(DEUR)
    scherm.vul("Jouw vraag", vraag)
    scherm.klik("Verstuur mijn vraag")
    scherm.zie("Bedankt, we hebben je vraag")
    return code_op(scherm)


def code_op(scherm: Scherm) -> str:
    code = scherm.page.locator(".os-code").inner_text()
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)
    return code


def fouten(scherm: Scherm) -> Locator:
    return scherm.page.locator(".os-errors")


def test_who_stays_anonymous_gets_a_code_and_comes_back_for_the_answer(scherm: Scherm) -> None:
    # Given a visitor who says nothing about who they are
    vraag = "Mag ik een cursus doen als ik ontslagen word?"
    code = stel_vraag(scherm, vraag)
    # When the owner of the question answers it
    stappen.als(scherm, "gids-uwv")
    scherm.open("/vragen/?deur=portaal")
    scherm.page.get_by_role("link", name=vraag).first.click()
    scherm.zie("Blijft anoniem")
    if scherm.page.get_by_role("button", name="Neem over").count():
        scherm.klik("Neem over")
    scherm.vul("Antwoord", "Ja, dat kan. Bel je vakbond voor de eerste stap.")
    scherm.klik("Bewaar antwoord")
    # Then the visitor reads it with the code, and may say more
    scherm.page.context.clear_cookies()
    scherm.open(f"{DEUR}antwoord/")
    scherm.vul("Jouw code", code.lower())
    scherm.klik("Lees het antwoord")
    scherm.zie("Ja, dat kan. Bel je vakbond")
    scherm.vul("Wil je nog iets zeggen?", "Dank je wel!")
    scherm.klik("Verstuur")
    scherm.zie("Je bericht is aangekomen")


def test_a_code_that_nobody_has_opens_nothing(scherm: Scherm) -> None:
    scherm.open(f"{DEUR}antwoord/")
    scherm.vul("Jouw code", "AAAA-BBBB-CCCC")
    scherm.klik("Lees het antwoord")
    scherm.zie("Deze code kennen we niet")
    expect(scherm.page.get_by_label("Jouw code")).to_have_value("AAAA-BBBB-CCCC")


def test_the_door_speaks_english(scherm: Scherm) -> None:
    scherm.open(DEUR)
    scherm.klik("English")
    expect(scherm.page.locator("html")).to_have_attribute("lang", "en")
    knop = scherm.page.locator("form[method=post] button").last
    knop.click()
    expect(fouten(scherm)).to_contain_text("You have not written a question yet")
    scherm.page.locator("#id_vraag").fill("Can I follow a course in English?")
    knop.click()
    expect(scherm.page.locator("h1")).to_have_text("Thank you, we have your question")
    scherm.toets_toegankelijkheid()
    code_op(scherm)


def test_the_door_works_without_javascript(zonder_javascript: Scherm) -> None:
    code = stel_vraag(zonder_javascript, "Werkt dit ook zonder JavaScript?")
    zonder_javascript.klik("Lees later hier ons antwoord")
    zonder_javascript.vul("Jouw code", code)
    zonder_javascript.klik("Lees het antwoord")
    zonder_javascript.zie("Er is nog geen antwoord")


@pytest.mark.parametrize("pad", ["/?kies=1", DEUR, f"{DEUR}antwoord/", "/privacy/"])
def test_the_door_fits_a_telephone(smal: Scherm, pad: str) -> None:
    smal.open(pad)
    smal.breedte_past()


def test_a_question_from_a_telephone_arrives(smal: Scherm) -> None:
    stel_vraag(smal, "Kan ik langskomen in Wijchen?")
    smal.breedte_past()


def test_an_empty_form_says_what_is_missing(scherm: Scherm) -> None:
    scherm.open(DEUR)
    scherm.klik("Verstuur mijn vraag")
    expect(fouten(scherm)).to_contain_text("Je hebt nog geen vraag opgeschreven")


def test_who_wants_to_be_called_is_asked_for_a_number_and_keeps_the_question(
    scherm: Scherm,
) -> None:
    scherm.open(DEUR)
    scherm.vul("Jouw vraag", "Mijn contract stopt.")
    scherm.vink("Bel mij")
    scherm.klik("Verstuur mijn vraag")
    expect(fouten(scherm)).to_contain_text("Vul een telefoonnummer in van minstens 10 cijfers")
    expect(scherm.page.get_by_label("Jouw vraag")).to_have_value("Mijn contract stopt.")
    expect(scherm.page.get_by_label("Bel mij")).to_be_checked()


def test_a_question_that_is_too_long_is_kept_whole(scherm: Scherm) -> None:
    scherm.open(DEUR)
    scherm.vul("Jouw vraag", TE_LANG)
    scherm.klik("Verstuur mijn vraag")
    expect(fouten(scherm)).to_contain_text("te lang")
    assert scherm.page.get_by_label("Jouw vraag").input_value().strip() == TE_LANG.strip()


def test_the_field_for_machines_refuses_and_a_person_can_mend_it(scherm: Scherm) -> None:
    scherm.open(DEUR)
    scherm.vul("Jouw vraag", "Ik ben geen machine.")
    veld = scherm.page.locator("#id_website")
    veld.evaluate("field => { field.value = 'http://spam.example'; }")
    scherm.klik("Verstuur mijn vraag")
    expect(fouten(scherm)).to_contain_text("Laat dit veld leeg")
    expect(scherm.page.get_by_label("Jouw vraag")).to_have_value("Ik ben geen machine.")
    expect(veld).to_be_visible()
    veld.fill("")
    scherm.klik("Verstuur mijn vraag")
    scherm.zie("Bedankt, we hebben je vraag")
