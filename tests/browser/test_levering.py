"""A file for the monitor in a real browser: its page renews itself until the worker is done."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from ontschot.monitor.bestandsvorm import VELDEN
from tests.browser import stappen
from tests.browser.scherm import Scherm

LEVERINGEN = "/monitor/leveringen/"
RIJ = "W-1,AM09,2025-06-12,orientatie_loopbaan,werknemer,vrouw,hbo_wo,onbekend,fnv,vakbond,330.00"


def test_what_waits_is_loaded_and_the_page_says_so_by_itself(
    scherm: Scherm, werker: Callable[[], None]
) -> None:
    stappen.als(scherm, "monitor")
    scherm.open(LEVERINGEN)
    scherm.klik("Interventies van de Achterhoek")
    scherm.zie("cursus heftruck")
    with scherm.page.expect_download() as download:
        scherm.page.get_by_role("link", name="Haal alle fouten op als bestand").click()
    assert download.value.suggested_filename == "geweigerd.csv"
    scherm.klik("Laad alleen de goede regels")
    scherm.zie("Bezig met laden")
    werker()
    scherm.zie("De goede regels zijn geladen.")
    scherm.aangekomen()
    expect(scherm.page).to_have_title(re.compile("^Geladen: Interventies"))
    scherm.klik("Naar de leveringen")
    expect(scherm.page.get_by_role("row", name="Interventies van")).to_contain_text("telt mee")


def test_on_a_telephone_a_file_is_brought_found_again_stopped_and_thrown_away(
    smal: Scherm,
) -> None:
    """Nobody works on it, and nobody has to stay at the page."""
    stappen.als(smal, "monitor")
    smal.open(LEVERINGEN)
    inhoud = "\n".join([",".join(VELDEN["interventies"]), RIJ]).encode()
    smal.bestand("Bestand", "levering.csv", inhoud)
    smal.vul("Wie levert?", "Wachtende bron")
    smal.vul("Naam van de levering", "Wacht")
    smal.vink("Monitor, beleid, coördinator en privacy van elke regio")
    smal.klik("Ga verder met dit bestand")
    smal.zie("Zo begint het bestand")
    smal.breedte_past()
    smal.klik("Controleer het bestand")
    smal.zie("Bezig met controleren")
    smal.breedte_past()
    smal.open(LEVERINGEN)
    smal.klik("Wacht")
    smal.klik("Stop met dit bestand")
    smal.zie("Gestopt. Er is niets geladen.")
    smal.klik("Gooi weg")
    smal.klik("Gooi weg", binnen=smal.page.get_by_role("dialog"))
    smal.zie("Het bestand is weggegooid.")
    assert smal.pad == LEVERINGEN
