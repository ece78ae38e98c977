"""Every main page on a telephone, one journey with the keyboard alone, and every persona's menu."""

import pytest
from playwright.sync_api import Locator, expect

from ontschot.beheer.demo import PERSONAS
from tests.browser import stappen
from tests.browser.scherm import Scherm
from tests.browser.stappen import Vrager

WIDEST = 40  # Tabs until what is looked for must have had its turn


def open_eerste(scherm: Scherm, lijst: str, patroon: str) -> None:
    """From a list to the first page of this pattern, as its link says."""
    scherm.open(lijst)
    scherm.open(str(scherm.page.locator(f"main a[href*='{patroon}']").first.get_attribute("href")))


# --- on a telephone --------------------------------------------------------------------------


def test_a_professional_can_work_on_a_telephone(smal: Scherm) -> None:
    """Werkvoorraad, list, dossier and toets stay within 360 pixels."""
    stappen.als(smal, "loopbaancoach-fnv")
    smal.open("/werkvoorraad/")
    smal.breedte_past()
    nummer = stappen.leg_vraag_vast(smal, Vrager("Sofie Smal", "Ik wil iets anders.", "0630000001"))
    smal.breedte_past()
    sleutel = stappen.maak_kandidaat(smal, nummer)
    stappen.leg_situatie_vast(smal, sleutel, stappen.IN_DIENST)
    smal.breedte_past()
    stappen.maak_plan(smal, sleutel, "Ander werk", diensten=["Heftruckcertificaat"])
    smal.breedte_past()
    stappen.plan_interventie(smal, sleutel, "Heftruckcertificaat")
    smal.breedte_past()
    stappen.open_dossier(smal, sleutel)
    smal.breedte_past()


@pytest.mark.parametrize("pad", ["/vragen/nieuw/", "/kandidaten/", "/casusoverleg/", "/menukaart/"])
def test_the_lists_of_a_professional_fit_a_telephone(smal: Scherm, pad: str) -> None:
    stappen.als(smal, "coordinator")
    smal.open(pad)
    smal.breedte_past()


def test_the_kassier_can_read_the_money_on_a_telephone(smal: Scherm) -> None:
    stappen.als(smal, "kassier")
    for pad in ("/kassier/", "/kassier/declaraties/", "/kassier/batches/", "/kassier/rekeningen/"):
        smal.open(pad)
        smal.breedte_past()
    open_eerste(smal, "/kassier/", "/kassier/fondsen/")
    smal.breedte_past()
    smal.klik("Journaal")
    smal.breedte_past()
    open_eerste(smal, "/kassier/declaraties/", "/kassier/declaraties/")
    smal.breedte_past()
    open_eerste(smal, "/kassier/batches/", "/kassier/batches/")
    smal.breedte_past()


# --- with the keyboard alone -----------------------------------------------------------------


def tab_naar(scherm: Scherm, doel: Locator) -> None:
    """Press Tab until this has the focus; a mouse does not exist here."""
    expect(doel).to_be_visible()
    for _ in range(WIDEST):
        if doel.evaluate("element => element === document.activeElement"):
            return
        scherm.page.keyboard.press("Tab")
    raise AssertionError(f"{scherm.pad}: Tab does not come to {doel}")


def typ(scherm: Scherm, label: str, tekst: str) -> None:
    tab_naar(scherm, scherm.page.get_by_label(label).first)
    scherm.page.keyboard.type(tekst)


def druk(scherm: Scherm, doel: Locator) -> None:
    tab_naar(scherm, doel)
    scherm.page.keyboard.press("Enter")
    scherm.page.wait_for_load_state()


def test_a_question_becomes_a_dossier_with_an_advies_by_keyboard(scherm: Scherm) -> None:
    main = scherm.page.get_by_role("main")
    scherm.meld_aan("gids-uwv")
    # The skip link leads past the menu, straight to the work
    scherm.page.keyboard.press("Tab")
    scherm.page.keyboard.press("Enter")
    druk(scherm, main.get_by_role("link", name="Nieuwe vraag"))
    typ(scherm, "Wat is de vraag?", "Ik werk al twintig jaar in een winkel en wil de zorg in.")
    # A group of choices is one stop; the arrows choose
    tab_naar(scherm, scherm.page.get_by_label("telefoon", exact=True))
    scherm.page.keyboard.press("ArrowDown")
    expect(scherm.page.get_by_label("e-mail", exact=True)).to_be_checked()
    typ(scherm, "Naam", "Toos Toetsen")
    typ(scherm, "Telefoonnummer", "06 30000002")
    druk(scherm, main.get_by_role("button", name="Leg vast"))
    scherm.zie("is eigenaar")
    druk(scherm, main.get_by_role("link", name="Maak er een kandidaat van"))
    druk(scherm, main.get_by_role("button", name="Maak kandidaat"))
    expect(scherm.page.locator("h1")).to_have_text("Toos Toetsen")
    druk(scherm, main.get_by_role("link", name="Geef het advies").first)
    typ(scherm, "Werkverleden", "Zij werkte altijd in dezelfde winkel.")
    tab_naar(scherm, scherm.page.get_by_label(stappen.NODIG))
    scherm.page.keyboard.press("Space")
    druk(scherm, main.get_by_role("button", name="Geef dit advies"))
    scherm.zie("Het advies is gegeven")
    # And what is needed next stands there, one Enter away
    druk(scherm, stappen.kaart(scherm, "Nu nodig").get_by_role("link"))
    expect(scherm.page.locator("h1")).not_to_have_text("Toos Toetsen")


# --- every persona ---------------------------------------------------------------------------


@pytest.mark.parametrize("persona", [persona.sleutel for persona in PERSONAS])
def test_every_page_of_the_menu_opens_without_a_fault(scherm: Scherm, persona: str) -> None:
    """The pages of each persona pass axe and leave nothing in the console."""
    stappen.als(scherm, persona)
    scherm.open("/werkvoorraad/")
    menu = scherm.page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link")
    paden = [str(link.get_attribute("href")) for link in menu.all()]
    assert "/werkvoorraad/" in paden
    for pad in paden:
        scherm.open(pad)
        expect(scherm.page.locator("h1")).to_have_count(1)
