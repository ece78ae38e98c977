"""A plan in order, the six questions, a group that is bought once, and how it went."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import stappen
from tests.browser.reizen import reis
from tests.browser.scherm import Scherm
from tests.browser.stappen import Vrager

VAARDIGHEID = "Scholing – functiegerichte vaardigheidstraining"


def _kandidaat(scherm: Scherm, naam: str, telefoon: str) -> str:
    vrager = Vrager(naam, "Ik wil een certificaat halen.", telefoon)
    sleutel = stappen.maak_kandidaat(scherm, stappen.leg_vraag_vast(scherm, vrager))
    stappen.leg_situatie_vast(scherm, sleutel, stappen.ZELFSTANDIGE)
    return sleutel


def _stap(scherm: Scherm, wat: str, *, na: str = "") -> None:
    kaart = stappen.kaart(scherm, "Zelf een stap")
    scherm.vul("Wat is de stap?", wat, binnen=kaart)
    if na:
        scherm.kies("Na welke stap?", na, binnen=kaart)
    scherm.klik("Zet in plan", binnen=kaart)
    scherm.zie("De stap staat in het plan")


def test_the_steps_of_a_plan_stand_in_an_order_and_wait_for_each_other(scherm: Scherm) -> None:
    stappen.als(scherm, "consulent-gemeente")
    sleutel = _kandidaat(scherm, "Orde Ordelman", "06 40000031")
    with reis("plan", scherm):
        scherm.open(f"/kandidaten/{sleutel}/plan/")
        scherm.vul("Wat wil de kandidaat bereiken?", "Varen op een groter schip\nEen vast inkomen")
        scherm.klik("Begin het plan")
        _stap(scherm, "Kennismaken met de school")
        _stap(scherm, "Examen doen", na="1. Kennismaken met de school")
        _stap(scherm, "Boeken kopen")
        scherm.klik("Eerder: Boeken kopen")
        scherm.klik("Leg het akkoord vast")
        scherm.zie("de kandidaat is akkoord met het plan")
    scherm.open(f"/kandidaten/{sleutel}/plan/")
    rijen = scherm.page.locator("tbody tr th").all_inner_texts()
    assert [rij.split("\n")[0] for rij in rijen] == [
        "Kennismaken met de school",
        "Boeken kopen",
        "Examen doen",
    ]
    scherm.zie("Na: Kennismaken met de school")


def test_two_people_join_a_group_that_is_planned_and_bought_once(scherm: Scherm) -> None:
    stappen.als(scherm, "consulent-gemeente")
    sleutels = [
        _kandidaat(scherm, f"{naam} Groepering", f"06 4000004{n}")
        for n, naam in enumerate(("Anna", "Bas"))
    ]
    for sleutel in sleutels:
        stappen.geef_advies(scherm, sleutel, {"Kans op werk": "Zonder certificaat geen werk."})
    today = timezone.localdate()
    with reis("groep", scherm):
        scherm.open("/groepen/")
        scherm.vul("Hoe heet de groep?", "VCA in de ochtend")
        scherm.kies("Wat voor interventie is het?", VAARDIGHEID)
        scherm.vul("Wie levert het?", "Opleider in de haven")
        scherm.vul("Prijs voor de hele groep", "900")
        scherm.vul("Hoeveel plaatsen?", "2")
        scherm.kies("Wie koopt in?", "WerkBedrijf Rijk van Nijmegen")
        scherm.vul("Van", f"{today + timedelta(days=7):%d-%m-%Y}")
        scherm.vul("Tot en met", f"{today + timedelta(days=20):%d-%m-%Y}")
        scherm.klik("Maak de groep")
        for sleutel in sleutels:
            regel = scherm.page.get_by_label("Welke kandidaat?").locator("option", has_text=sleutel)
            scherm.kies("Welke kandidaat?", regel.inner_text())
            scherm.klik("Voeg toe")
        scherm.klik("Plan voor iedereen")
        # One answer for everybody with whom the facility is still open
        wacht = scherm.page.locator("main form:has(button[name='wat'][value='toets'])")
        for open_nog in range(wacht.count(), 0, -1):
            expect(wacht).to_have_count(open_nog)
            scherm.vink("Niet beschikbaar", binnen=wacht.first)
            reden = "Dit is er niet voor mensen met een eigen schip."
            scherm.vul("Waarom?", reden, binnen=wacht.first)
            wacht.first.get_by_role("button").click()
            scherm.aangekomen()
        expect(wacht).to_have_count(0)
    for sleutel in sleutels:
        expect(scherm.page.locator("tr", has_text=sleutel)).to_contain_text("€ 450,00")


def test_attendance_and_how_it_was_in_the_words_of_both(scherm: Scherm) -> None:
    stappen.als(scherm, "gids-uwv")
    scherm.open("/interventies/?status=lopend&wie=mij")
    if not scherm.page.locator("main tbody a[href*='/interventies/']").count():
        scherm.open("/interventies/?wie=mij")
    paden = [
        str(link.get_attribute("href"))
        for link in scherm.page.locator("main tbody a[href*='/interventies/']").all()
    ]
    for pad in paden:
        scherm.open(pad)
        if scherm.page.get_by_role("link", name="Aanwezigheid en hoe het was").count():
            break
    today = timezone.localdate()
    with reis("verloop", scherm):
        scherm.klik("Aanwezigheid en hoe het was")
        kaart = stappen.kaart(scherm, "Aanwezigheid")
        scherm.vul("Van", f"{today - timedelta(days=1):%d-%m-%Y}", binnen=kaart)
        scherm.vul("Tot en met", f"{today:%d-%m-%Y}", binnen=kaart)
        scherm.vul("Hoe vaak of hoeveel uur aanwezig?", "3", binnen=kaart)
        scherm.vul("Hoeveel was afgesproken?", "4", binnen=kaart)
        scherm.klik("Leg vast: aanwezigheid")
        scherm.vul("Hoe vond de kandidaat het?", "Ik durf nu zelf te bellen.")
        scherm.vul("Hoe vond jij het gaan?", "Elke week een stap verder.")
        scherm.klik("Bewaar")
    scherm.zie("Ik durf nu zelf te bellen.")
