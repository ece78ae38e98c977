"""Two dossiers of one person, and a list of people that somebody has already."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser import stappen
from tests.browser.reizen import reis
from tests.browser.scherm import Scherm
from tests.browser.stappen import Vrager

LIJST = (
    "Voornaam;Achternaam;Geboortedatum;Mobiel;Hobby\r\n"
    "Zoë;Lijstermans;12-3-1980;0640000021;zingen\r\n"
    "Mo;Lijstering;31-2-1980;;lezen\r\n"
)


def _tweede(scherm: Scherm, naam: str) -> str:
    """A kandidaat who seems to be there already, made all the same."""
    vrager = Vrager(naam, "Ik zoek ander werk.", "06 40000011")
    nummer = stappen.leg_vraag_vast(scherm, vrager)
    scherm.open(f"/vragen/{nummer}/")
    scherm.klik("Maak er een kandidaat van")
    scherm.klik("Maak kandidaat")
    scherm.zie("Kennen we deze persoon al?")
    scherm.klik("Nee, maak een nieuwe kandidaat")
    return stappen.laatste(scherm, r"/kandidaten/([^/]+)/$")


def test_two_dossiers_of_one_person_become_one_and_two_again(scherm: Scherm) -> None:
    # Given somebody who is there twice, with a letter wrong
    stappen.als(scherm, "gids-uwv")
    eerste = stappen.maak_kandidaat(
        scherm,
        stappen.leg_vraag_vast(
            scherm, Vrager("Wilhelmina Dubbelman", "Ik zoek werk.", "06 40000011")
        ),
    )
    tweede = _tweede(scherm, "Wilhelmina Dubelman")
    # When the helper compares them and chooses what stays
    with reis("samenvoegen", scherm):
        scherm.open("/dubbelen/")
        rij = scherm.page.locator("tr", has_text=eerste).filter(has_text=tweede)
        expect(rij).to_be_visible()
        scherm.klik("Vergelijk", binnen=rij)
        scherm.vink(eerste, binnen=scherm.groep("Welk dossier gaat verder?"))
        contact = scherm.groep("Wie is daarna het vaste contact?").get_by_role("radio").first
        if not contact.is_checked():
            contact.check()
            scherm.ingevuld.append("contact")
        scherm.klik("Voeg samen")
        scherm.zie("Terug te draaien tot en met")
    # Then the old key leads to the one that goes on
    scherm.open(f"/kandidaten/{tweede}/")
    scherm.zie(eerste)
    # And it can be undone
    scherm.open("/dubbelen/")
    scherm.klik(f"Bekijk: {tweede}")
    scherm.page.get_by_text("Draai terug", exact=True).first.click()
    scherm.page.get_by_role("button", name="Draai terug").last.click()
    scherm.aangekomen()
    for sleutel in (eerste, tweede):
        stappen.open_dossier(scherm, sleutel)
        expect(scherm.page.locator("h1")).to_contain_text("Wilhelmina")


def test_a_list_is_looked_over_and_read_in_by_the_worker(
    scherm: Scherm, werker: Callable[[], None]
) -> None:
    stappen.als(scherm, "consulent-gemeente")
    with reis("lijst", scherm):
        scherm.open("/inlezen/")
        scherm.bestand("Lijst", "mensen.csv", LIJST.encode())
        scherm.klik("Lees het bestand")
        # The columns are recognised by their heads; what has no place is not kept.
        scherm.klik("Kijk de regels na")
        regels = scherm.page.get_by_role("table", name="Regels")
        expect(regels).to_contain_text("Geboortedatum")
        scherm.klik("Lees in")
        scherm.zie("Het inlezen is begonnen.")
    werker()
    scherm.page.reload()
    expect(scherm.page.locator("h1")).to_have_text("mensen.csv")
    scherm.zie("Haal op wat niet is ingelezen")
    scherm.open("/zoek/?q=Lijstermans")
    scherm.zie("Zoë Lijstermans")
    scherm.open("/zoek/?q=Lijstering")
    scherm.zie_niet("Mo Lijstering")
