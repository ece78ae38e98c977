"""The doors: a question in a few seconds, a whole afternoon, and the way back to an answer."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import stappen
from tests.browser.reizen import reis
from tests.browser.scherm import Scherm
from tests.browser.toetsenbord import typ

ANTWOORD = "/r/AM08/antwoord/"


def test_a_question_at_a_busy_counter_with_the_keyboard_alone(scherm: Scherm) -> None:
    stappen.als(scherm, "gids-uwv")
    with reis("snel", scherm):
        scherm.open("/vragen/snel/")
        # The cursor stands there already: nobody reaches for a mouse.
        expect(scherm.page.get_by_label("Wat is de vraag?")).to_be_focused()
        typ(scherm, "Wat is de vraag?", "Waar kan ik Nederlands leren naast mijn werk?")
        typ(scherm, "Telefoon of e-mail", "06 40000001")
        scherm.page.keyboard.press("Enter")
        scherm.zie("is eigenaar")
    # And the next person can come at once.
    expect(scherm.page.get_by_label("Wat is de vraag?")).to_be_focused()
    expect(scherm.page.get_by_label("Wat is de vraag?")).to_have_value("")


def test_an_afternoon_of_questions_in_one_table(scherm: Scherm) -> None:
    stappen.als(scherm, "loopbaancoach-fnv")
    with reis("middag", scherm):
        scherm.open("/vragen/middag/")
        for rij, vraag in enumerate(("Hoe maak ik een cv?", "Mag ik ruilen?", "Wie helpt mij?"), 1):
            scherm.vul_veld(f"rij{rij}-vraag", vraag)
        scherm.vul_veld("rij1-minuten", "5")
        scherm.vul_veld("rij2-bereik", "06 40000002")
        scherm.klik("Leg alles vast")
        scherm.zie("Deze vragen staan erin.")
    scherm.zie("Beantwoord ter plekke en afgesloten.")
    expect(scherm.page.locator(".os-code")).to_have_count(1)


def test_half_a_number_in_the_table_loses_nothing(scherm: Scherm) -> None:
    stappen.als(scherm, "loopbaancoach-fnv")
    scherm.open("/vragen/middag/")
    scherm.vul_veld("rij1-vraag", "Kan ik een test doen?")
    scherm.vul_veld("rij2-vraag", "Bel mij maar terug")
    scherm.vul_veld("rij2-bereik", "06 12")
    scherm.klik("Leg alles vast")
    scherm.zie("Hieronder staat wat nog niet is bewaard.")
    expect(scherm.page.locator("[name='rij2-vraag']")).to_have_value("Bel mij maar terug")
    scherm.vul_veld("rij2-bereik", "")
    scherm.klik("Leg alles vast")
    scherm.zie("Deze vragen staan erin.")
    scherm.zie_niet("nog niet is bewaard")


def test_an_anonymous_code_from_the_counter_leads_back_to_the_answer(
    scherm: Scherm, zonder_javascript: Scherm
) -> None:
    # Given somebody at the counter who stays anonymous, and takes a code along
    stappen.als(scherm, "gids-uwv")
    with reis("anoniem", scherm, zonder_javascript):
        scherm.open("/vragen/snel/")
        scherm.vul("Wat is de vraag?", "Mag ik stoppen met mijn contract?")
        scherm.klik("Leg vast")
        code = scherm.page.locator(".os-code").inner_text()
        # When the answer is there
        scherm.klik("Naar de vraag")
        if scherm.page.get_by_role("button", name="Neem over").count():
            scherm.klik("Neem over")
        scherm.vul("Antwoord", "Ja. Kijk eerst hoe lang je opzegtermijn is.")
        scherm.klik("Bewaar antwoord")
        # Then an old telephone without JavaScript reads it
        zonder_javascript.open(ANTWOORD)
        zonder_javascript.vul("Jouw code", code)
        zonder_javascript.klik("Lees het antwoord")
        zonder_javascript.zie("Kijk eerst hoe lang je opzegtermijn is.")


def test_a_visitor_reads_of_the_intake_stop_and_keeps_a_place_in_the_row(
    scherm: Scherm, smal: Scherm
) -> None:
    today = timezone.localdate()
    stappen.als(scherm, "coordinator")
    with reis("intakestop", scherm):
        scherm.open("/deuren/stop/")
        scherm.kies("Voor welke deur?", "portaal")
        scherm.page.locator("input[name='reden']").first.check()
        scherm.ingevuld.append("Waarom?")
        scherm.vul("Eerste dag", f"{today:%d-%m-%Y}")
        scherm.vul("Laatste dag", f"{today + timedelta(days=20):%d-%m-%Y}")
        scherm.vul("Wat lezen bezoekers?", "Het is nu druk. We helpen je later deze maand.")
        scherm.vul("En in het Engels?", "It is busy now. We will help you later this month.")
        scherm.klik("Bewaar")
    # A visitor hears it before asking, is taken in all the same, and gets a place in the row
    smal.open("/r/AM08/")
    smal.zie("Het is nu druk.")
    smal.breedte_past()
    smal.vul("Jouw vraag", "Ik wil graag een gesprek over ander werk.")
    smal.klik("Verstuur mijn vraag")
    smal.zie("van de wachtlijst")
    code = smal.page.locator(".os-code").inner_text()
    smal.klik("Lees later hier ons antwoord")
    smal.vul("Jouw code", code)
    smal.klik("Lees het antwoord")
    smal.zie("van de wachtlijst")
    smal.breedte_past()
    # And the coördinator sees the row, and ends the stop for who comes later
    scherm.open("/vragen/wachtlijst/")
    scherm.zie("Ik wil graag een gesprek over ander werk.")
    scherm.open("/deuren/")
    scherm.klik("portaal")
    for label in ("Eerste dag", "Laatste dag"):
        scherm.vul(label, f"{today + timedelta(days=200):%d-%m-%Y}")
    scherm.klik("Bewaar")
    smal.open("/r/AM08/")
    smal.zie_niet("Het is nu druk.")
