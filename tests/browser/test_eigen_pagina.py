"""A kandidaat on the own page: on a telephone, and without JavaScript."""

import re

from tests.browser import stappen
from tests.browser.scherm import Scherm

PAGINAS = ("", "berichten/", "plan/", "vragen/", "gedeeld/", "gegevens/", "verzoeken/",
           "correctie/", "stoppen/")  # fmt: skip


def link_and_birth_date(scherm: Scherm) -> tuple[str, str]:
    """The contact opens the thread of a kandidaat and sends a link by sms; Post shows it."""
    stappen.als(scherm, "gids-uwv")
    born = open_thread(scherm)
    scherm.page.locator("input[name=kanaal]").last.check()
    scherm.klik("Stuur een link naar de eigen pagina")
    scherm.zie("De link is verstuurd.")
    stappen.als(scherm, "beheer")
    scherm.open("/post/")
    found = re.search(r"/mijn/link/[\w-]+/", scherm.page.content())
    assert found
    return found[0], born


def open_thread(scherm: Scherm) -> str:
    """The thread of the first in the list who can get a link; returns the birth date.

    What other journeys closed, joined or began a minute ago stands in the same list.
    """
    scherm.open("/kandidaten/")
    rows = scherm.page.locator("main th a[href*='/kandidaten/AM']")
    for path in [str(row.get_attribute("href")) for row in rows.all()]:
        scherm.open(f"{path}gegevens/")
        field = scherm.page.locator("input[name=geboortedatum]")
        born = field.input_value() if field.count() else ""
        scherm.open(path)
        if born and scherm.page.get_by_role("link", name="Berichten", exact=True).count():
            scherm.klik("Berichten")
            if scherm.page.locator("input[name=kanaal]").count():
                return born
    raise AssertionError("nobody in the list can get a link to the own page")


def enter(scherm: Scherm, path: str, born: str) -> None:
    scherm.open(path)
    scherm.vul("Wat is je geboortedatum?", born)
    scherm.klik("Open mijn pagina")
    scherm.zie("Wie helpt mij?")


def test_a_kandidaat_does_everything_on_a_telephone_and_without_javascript(
    scherm: Scherm, smal: Scherm, zonder_javascript: Scherm
) -> None:
    path, born = link_and_birth_date(scherm)
    enter(smal, path, born)
    for page in PAGINAS:
        smal.open(f"/mijn/{page}")
    enter(zonder_javascript, path, born)
    zonder_javascript.open("/mijn/berichten/")
    zonder_javascript.vul("Je bericht", "Ik kan donderdag.")
    zonder_javascript.klik("Verstuur")
    zonder_javascript.zie("Je bericht is verstuurd.")
    zonder_javascript.zie("Ik kan donderdag.")
