"""The menukaart: finding, comparing, keeping a service, and a file with lines that are refused."""

from playwright.sync_api import expect

from tests.browser import stappen
from tests.browser.reizen import reis
from tests.browser.scherm import Scherm

KOP = "naam;aanbod;aanbieder;eigenaar;stap;vorm;plaats"
GOED = "Proefles lassen;voorliggend;UWV;uwv;EW06;groep;Druten"
FOUT = "Proefles vliegen;voorliggend;UWV;bestaat-niet;EW06;groep;Druten"


def test_two_services_are_found_and_laid_beside_each_other(scherm: Scherm) -> None:
    stappen.als(scherm, "gids-uwv")
    with reis("vergelijken", scherm):
        scherm.open("/menukaart/")
        scherm.vul("Zoek", "taal", binnen=scherm.page.get_by_role("main"))
        scherm.klik("Zoek", binnen=scherm.page.get_by_role("main"))
        for kies in scherm.page.locator("main [name='kies']").all()[:2]:
            kies.check()
            scherm.ingevuld.append("kies")
        scherm.klik("Leg twee naast elkaar")
        expect(scherm.page.locator("h1")).to_have_text("Twee diensten naast elkaar")
    scherm.zie("anders")


def test_a_service_is_made_kept_and_taken_off(scherm: Scherm) -> None:
    stappen.als(scherm, "gids-uwv")
    with reis("dienst", scherm):
        scherm.open("/menukaart/nieuw/")
        scherm.vul("Naam", "Spreekuur solliciteren in de wijk")
        scherm.kies_eerste("stap")
        scherm.vul("Aanbieder", "UWV")
        scherm.klik("Zet op de menukaart")
        expect(scherm.page.locator("h1")).to_have_text("Spreekuur solliciteren in de wijk")
    scherm.klik("Ja, dit klopt nog")
    scherm.klik("Wijzig")
    scherm.vul("Wat is het?", "Elke dinsdag van 10 tot 12 in de bibliotheek.")
    scherm.klik("Bewaar")
    scherm.zie("Elke dinsdag van 10 tot 12")
    scherm.klik("Wat veranderde er?")
    scherm.zie("Spreekuur solliciteren in de wijk")
    # A colleague of another organisation says what is wrong, and does not change it
    stappen.als(scherm, "consulent-gemeente")
    scherm.open("/menukaart/?q=spreekuur+solliciteren")
    scherm.klik("Spreekuur solliciteren in de wijk")
    expect(scherm.page.get_by_role("link", name="Haal van de menukaart")).to_have_count(0)
    scherm.klik("Meld wat je zag")
    scherm.breedte_past()


def test_a_file_is_looked_over_and_the_good_lines_go_in(scherm: Scherm) -> None:
    stappen.als(scherm, "gids-uwv")
    with reis("menukaartbestand", scherm):
        scherm.open("/menukaart/invoer/")
        scherm.bestand("Bestand", "aanbod.csv", "\r\n".join([KOP, GOED, FOUT]).encode())
        scherm.klik("Bekijk wat er zou gebeuren")
        scherm.zie("Proefles vliegen")
        scherm.zie("geweigerd")
        scherm.klik("Lees in wat kan")
        scherm.zie("Dit bestand is ingelezen")
    scherm.zie("1 nieuw, 0 gewijzigd, 1 geweigerd.")
    with scherm.page.expect_download() as download:
        scherm.page.get_by_role("link", name="Haal de geweigerde regels op").click()
    assert download.value.suggested_filename
