"""One journey on a telephone, and one with the keyboard alone."""

from playwright.sync_api import expect

from tests.browser import stappen
from tests.browser.scherm import Scherm
from tests.browser.stappen import Vrager
from tests.browser.toetsenbord import druk, tab_naar, typ

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


# --- with the keyboard alone -----------------------------------------------------------------


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
