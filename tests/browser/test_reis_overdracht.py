"""Handing over: to a colleague, to a partner without an account, to another region; and nazorg."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from ontschot.trajecten.nazorgtekst import languages
from tests.browser import stappen
from tests.browser.reizen import reis
from tests.browser.scherm import Scherm
from tests.browser.stappen import Vrager

ELDERS, ELDERS_NAAM = "AM10", "Rivierenland"


def _kandidaat(scherm: Scherm, naam: str, telefoon: str) -> str:
    vrager = Vrager(naam, "Ik wil ander werk.", telefoon)
    sleutel = stappen.maak_kandidaat(scherm, stappen.leg_vraag_vast(scherm, vrager))
    stappen.leg_situatie_vast(scherm, sleutel, stappen.IN_DIENST)
    return sleutel


def test_a_colleague_takes_over_after_a_talk_with_three(scherm: Scherm) -> None:
    stappen.als(scherm, "gids-uwv")
    sleutel = _kandidaat(scherm, "Ineke Intern", "06 40000051")
    with reis("overdracht", scherm):
        stappen.draag_over(
            scherm, sleutel, "Stefan Jansen", "Hij kent de opleiding.", "We belden met zijn drieën"
        )
    stappen.als(scherm, "consulent-gemeente")
    with reis("aannemen", scherm):
        stappen.neem_over(scherm, "Ineke Intern")


def test_a_partner_without_an_account_answers_with_a_link_that_works_once(
    scherm: Scherm, zonder_javascript: Scherm, smal: Scherm, link_uit_post: Callable[[str], str]
) -> None:
    stappen.als(scherm, "gids-uwv")
    sleutel = _kandidaat(scherm, "Ursula Uitwaarts", "06 40000052")
    with reis("buiten", scherm):
        scherm.open(f"/kandidaten/{sleutel}/overdragen/buiten/")
        scherm.vul("Wie is je contact bij de partner?", "Els Vos")
        scherm.vul("Bij welke organisatie?", "Buurtteam Wijchen")
        scherm.vul("E-mailadres van je contact", "els@buurtteam.example")
        scherm.vul("Wat mag de ander weten vóór het antwoord?", "Zoekt iemand die meedenkt.")
        scherm.vul("Waarom, en wat is er nodig?", "Een vast gezicht in de wijk.")
        scherm.vul("Wie sprak met wie?", "Ursula, Els en ik aan tafel")
        scherm.klik("Stuur de link")
    pad = link_uit_post(r"/o/[\w-]+/")
    # The partner sees initials and not the name, on a telephone too
    smal.open(pad)
    smal.zie("Zoekt iemand die meedenkt.")
    smal.zie_niet("Uitwaarts")
    smal.breedte_past()
    with reis("partner", zonder_javascript):
        zonder_javascript.open(pad)
        zonder_javascript.page.locator("input[name='antwoord']").first.check()
        zonder_javascript.ingevuld.append("antwoord")
        zonder_javascript.vul_veld("naam", "Els Vos")
        zonder_javascript.klik("Verstuur")
    zonder_javascript.zie("Uitwaarts")
    # The link is used up
    zonder_javascript.open(pad)
    zonder_javascript.zie_niet("Uitwaarts")
    zonder_javascript.zie_niet("Zoekt iemand die meedenkt.")


def test_another_region_takes_somebody_over_and_the_dossier_here_closes(
    scherm: Scherm, als_coordinator_van: Callable[[str], None]
) -> None:
    stappen.als(scherm, "gids-uwv")
    sleutel = _kandidaat(scherm, "Rens Regionaal", "06 40000053")
    with reis("regio", scherm):
        scherm.open(f"/kandidaten/{sleutel}/overdragen/regio/")
        keuze = scherm.page.get_by_label("Naar welke regio?").locator(
            "option", has_text=ELDERS_NAAM
        )
        scherm.kies("Naar welke regio?", keuze.inner_text())
        scherm.vul("Wat mag de ander weten vóór het antwoord?", "Verhuist en zoekt daar werk.")
        scherm.vul("Waarom, en wat is er nodig?", "Hij gaat daar wonen.")
        scherm.vul("Wie sprak met wie?", "Rens en ik belden met het team daar")
        scherm.klik("Bied aan")
    als_coordinator_van(ELDERS)
    with reis("regio_aannemen", scherm):
        scherm.open("/werkvoorraad/")
        scherm.zie_niet("Rens Regionaal")
        scherm.page.locator("main a[href*='/regioaanbod/']").last.click()
        scherm.aangekomen()
        scherm.zie("Verhuist en zoekt daar werk.")
        scherm.zie_niet("Rens Regionaal")
        scherm.klik("Neem over")
    nieuw = re.search(r"/kandidaten/([^/]+)/", scherm.page.content())
    assert nieuw
    assert nieuw[1] != sleutel
    expect(scherm.page.get_by_role("main")).to_contain_text("Rens")
    stappen.als(scherm, "gids-uwv")
    stappen.open_dossier(scherm, sleutel)
    expect(scherm.page.get_by_role("link", name="Draag over")).to_have_count(0)


def test_nazorg_is_answered_by_link_in_ones_own_language(
    scherm: Scherm,
    smal: Scherm,
    zonder_javascript: Scherm,
    link_uit_post: Callable[[str], str],
) -> None:
    stappen.als(scherm, "gids-uwv")
    sleutel = _kandidaat(scherm, "Nora Nazorgman", "06 40000061")
    vorige_week = timezone.localdate() - timedelta(days=8)
    stappen.leg_uitkomst_vast(scherm, sleutel, "aan het werk", op=f"{vorige_week:%d-%m-%Y}")
    scherm.open("/werkvoorraad/")
    scherm.klik("Hoe gaat het met Nora Nazorgman?")
    scherm.klik("Stuur de vraag")
    pad = link_uit_post(r"/n/[\w-]+/")
    for taal, tekst in languages().items():
        smal.open(f"{pad}?taal={taal}")
        place = smal.page.locator(f"main [lang='{taal}'][dir='{tekst['richting']}'] h1")
        expect(place).to_have_text(tekst["titel"])
        smal.breedte_past()
    with reis("nazorg", zonder_javascript):
        zonder_javascript.open(f"{pad}?taal=ar")
        for vraag in ("werk", "hulp", "later"):
            zonder_javascript.page.locator(f"input[name='{vraag}']").first.check()
            zonder_javascript.ingevuld.append(vraag)
        zonder_javascript.page.locator("main form button").click()
        zonder_javascript.aangekomen()
    expect(zonder_javascript.page.locator("h1")).to_have_text(languages()["ar"]["dank"])
    # It works once, and the contact reads that the kandidaat answered
    zonder_javascript.open(pad)
    expect(zonder_javascript.page.locator("input[name='werk']")).to_have_count(0)
    stappen.open_dossier(scherm, sleutel)
    expect(stappen.kaart(scherm, "Wat er gebeurde")).to_contain_text("nazorg", ignore_case=True)
