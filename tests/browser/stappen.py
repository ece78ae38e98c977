"""The steps of the road, each as one person does it at a screen.

A step begins on a page of its own and ends where the screen leads. It returns what a next step
needs: the key of a kandidaat, the number of an interventie, the path of a declaratie.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from playwright.sync_api import Cookie, Locator, expect

from tests.browser.scherm import Scherm

# Signing in has its own tests; who was here before in this run comes back with that session.
_sessies: dict[str, list[Cookie]] = {}

Antwoord = tuple[str, str]
NODIG, GEWOON = "extra ondersteuning is nodig", "het gewone aanbod is genoeg"
IN_DIENST = "Werkt in loondienst"
ZONDER_UITKERING = "Heeft geen werk en geen uitkering"
BIJSTAND = "Krijgt bijstand of hulp naar werk van de gemeente"
ZELFSTANDIGE = "Werkt als zelfstandige"


@dataclass(frozen=True)
class Vrager:
    """Who asks, and what: everything that a professional writes down of it."""

    naam: str
    vraag: str
    telefoon: str
    deur: str = ""
    gemeente: str = ""


@dataclass(frozen=True)
class Traject:
    """What brings a kandidaat to a besluit. `eigen` are steps (what, who) beside the menukaart.

    `kansrijk` says why there is work in it, for a scholing whose trade is not on the list of the
    region. `toets` answers a facility of the menukaart, `extra` one that is not on it; a facility
    without a word gets `anders`.
    """

    situatie: str
    gronden: Mapping[str, str]
    doel: str
    dienst: str
    eigen: Iterable[Antwoord] = ()
    toets: Mapping[str, Antwoord] = field(default_factory=dict)
    extra: Mapping[str, Antwoord] = field(default_factory=dict)
    anders: Antwoord = ("Ontoereikend", "Dit helpt, maar het is niet genoeg.")
    prijs: str = ""
    inkoper: str = ""
    kansrijk: str = ""


# --- who sits at the screen ------------------------------------------------------------------


def als(scherm: Scherm, persona: str) -> None:
    """Go on as this demo person."""
    context = scherm.page.context
    if persona not in _sessies:
        seen = len(scherm.schermen)
        scherm.meld_aan(persona)
        # Who was here before does not see these, so they are no part of a journey.
        del scherm.schermen[seen:]
        _sessies[persona] = context.cookies()
        return
    context.clear_cookies()
    for c in _sessies[persona]:
        place = f"http://{c['domain']}{c['path']}"
        context.add_cookies([{"name": c["name"], "value": c["value"], "url": place}])


def mag_niet(scherm: Scherm, pad: str) -> None:
    """This role is refused here, with a page that says so."""
    scherm.open(pad)
    scherm.zie("Hier mag je niet bij")


def ziet_alleen_de_treffer(scherm: Scherm, sleutel: str, naam: str) -> None:
    """A colleague who is not betrokken finds that somebody is known, and not who."""
    scherm.open(f"/zoek/?q={sleutel}")
    scherm.zie("afgeschermde treffer")
    scherm.zie_niet(naam)
    open_dossier(scherm, sleutel)
    scherm.zie("Dit dossier is niet open voor jou")
    scherm.zie_niet(naam)


# --- question and kandidaat ------------------------------------------------------------------


def leg_vraag_vast(scherm: Scherm, vrager: Vrager) -> str:
    """Record a question that came by telephone or over the counter; gives its number."""
    scherm.open("/vragen/nieuw/")
    scherm.vul("Wat is de vraag?", vrager.vraag)
    if vrager.deur:
        scherm.vink(vrager.deur, binnen=scherm.groep("Hoe kwam de vraag binnen?"))
    scherm.vul("Naam", vrager.naam)
    scherm.vul("Telefoonnummer", vrager.telefoon)
    if vrager.gemeente:
        scherm.kies("Gemeente", vrager.gemeente)
    scherm.klik("Leg vast")
    scherm.zie("is eigenaar")
    return laatste(scherm, r"/vragen/([^/]+)/")


def maak_kandidaat(scherm: Scherm, nummer: str) -> str:
    """Make a kandidaat of a question that is mine; what the question told is filled in already."""
    scherm.open(f"/vragen/{nummer}/")
    scherm.klik("Maak er een kandidaat van")
    scherm.klik("Maak kandidaat")
    return laatste(scherm, r"/kandidaten/([^/]+)/$")


def open_dossier(scherm: Scherm, sleutel: str) -> None:
    scherm.open(f"/kandidaten/{sleutel}/")


def leg_situatie_vast(scherm: Scherm, sleutel: str, soort: str, *, van: str = "") -> None:
    scherm.open(f"/kandidaten/{sleutel}/situatie/")
    scherm.kies("Wat geldt er?", soort)
    if van:
        scherm.vul("Sinds wanneer?", van)
    scherm.klik("Leg vast")
    scherm.zie(soort)


def geef_advies(
    scherm: Scherm, sleutel: str, gronden: Mapping[str, str], oordeel: str = NODIG
) -> None:
    scherm.open(f"/kandidaten/{sleutel}/advies/")
    for criterium, grond in gronden.items():
        scherm.vul(criterium, grond)
    scherm.vink(oordeel)
    scherm.klik("Geef dit advies")
    scherm.zie("Het advies is gegeven")


# --- plan, interventie and toets -------------------------------------------------------------


def maak_plan(
    scherm: Scherm,
    sleutel: str,
    doel: str,
    *,
    diensten: Iterable[str] = (),
    eigen: Iterable[Antwoord] = (),
) -> None:
    """Compose a plan from the menukaart and one's own steps, and record that it is agreed."""
    scherm.open(f"/kandidaten/{sleutel}/plan/")
    scherm.vul("Wat wil de kandidaat bereiken?", doel)
    scherm.klik("Begin het plan")
    for dienst in diensten:
        _kies_van_menukaart(scherm, dienst)
    for wat, wie in eigen:
        scherm.vul("Wat is de stap?", wat)
        scherm.vul("Naam van de partner of aanbieder", wie)
        scherm.page.get_by_role("button", name="Zet in plan", exact=True).last.click()
        scherm.zie("De stap staat in het plan")
    scherm.klik("Leg het akkoord vast")
    scherm.zie("de kandidaat is akkoord met het plan")


def _kies_van_menukaart(scherm: Scherm, dienst: str) -> None:
    """Straight from what fits the situation; with the search box when it is not among that."""
    knop = f"Zet in plan: {dienst}"
    if not scherm.page.get_by_role("button", name=knop).count():
        scherm.vul("Zoek op de menukaart", dienst)
        scherm.klik("Zoek", binnen=scherm.page.get_by_role("search", name="Menukaart"))
    scherm.klik(knop)
    scherm.zie("De stap staat in het plan")


def plan_interventie(
    scherm: Scherm,
    sleutel: str,
    stap: str,
    *,
    prijs: str = "",
    inkoper: str = "",
    soort: str = "",
) -> int:
    """Plan a step with ontschot budget; price and supplier are those of the menukaart."""
    scherm.open(f"/kandidaten/{sleutel}/plan/")
    scherm.klik(f"Plan met ontschot budget: {stap}")
    if soort:
        scherm.kies("Wat voor interventie is het?", soort)
    if prijs:
        scherm.vul("Prijs", prijs)
    if inkoper:
        scherm.kies("Wie koopt in?", inkoper)
    scherm.klik("Plan de interventie")
    scherm.zie("Kan het ook zonder ontschot budget?")
    return int(laatste(scherm, r"/interventies/(\d+)/toets/"))


def doe_toets(
    scherm: Scherm,
    interventie: int,
    antwoorden: Mapping[str, Antwoord],
    *,
    anders: Antwoord,
    extra: Mapping[str, Antwoord] | None = None,
    kansrijk: str = "",
) -> None:
    """Answer every facility that waits; `anders` is said of the ones that are not named."""
    scherm.open(f"/interventies/{interventie}/toets/")
    for voorziening in extra or {}:
        scherm.page.get_by_text("Mist er een voorziening?").click()
        scherm.vul("Welke voorziening mist hier?", voorziening)
        scherm.klik("Voeg toe")
    wacht = scherm.page.locator("#toets section", has=scherm.page.get_by_text("nog niet"))
    waar = {**antwoorden, **(extra or {})}
    for kaart in wacht.all():
        kop = kaart.get_by_role("heading").inner_text()
        antwoord, reden = next((a for naam, a in waar.items() if naam in kop), anders)
        scherm.vink(antwoord, binnen=kaart)
        scherm.vul("Waarom?", reden, binnen=kaart)
    if kansrijk:
        open_vraag = scherm.page.locator("#kansrijk")
        scherm.vink("Ja", binnen=open_vraag)
        scherm.vul("Toelichting", kansrijk, binnen=open_vraag)
    scherm.vink("Ik heb de zes vragen nagelopen")
    scherm.klik("Klaar: vraag een besluit")
    scherm.zie("De coördinator leest dit zonder naam")


# --- besluit and order -----------------------------------------------------------------------


def vraag_besluit(scherm: Scherm, interventie: int, vraag: str = "") -> None:
    scherm.open(f"/interventies/{interventie}/besluit-vragen/")
    if vraag:
        scherm.vul("Wil je er iets bij zeggen?", vraag)
    scherm.klik("Vraag het besluit")
    scherm.zie("Je hoort het als er een besluit is")


def open_besluit(scherm: Scherm, sleutel: str) -> None:
    """The newest question about this kandidaat, from the list of the casusoverleg."""
    scherm.open("/casusoverleg/")
    while not scherm.page.get_by_role("link", name=sleutel).count():
        scherm.klik("Volgende")
    scherm.klik(sleutel)


def beslis(scherm: Scherm, sleutel: str, waarom: str, *, toekennen: bool = True) -> None:
    """Decide as whoever sits here; the screen offers the form only to who may."""
    open_besluit(scherm, sleutel)
    keuze = "Toekennen" if toekennen else "Afwijzen"
    scherm.vink(keuze, binnen=scherm.groep("Wat is het besluit?"))
    scherm.vul("Waarom?", waarom)
    scherm.klik("Leg het besluit vast")
    scherm.zie("Het besluit staat vast")


def mag_niet_beslissen(scherm: Scherm, sleutel: str, waarom: str) -> None:
    open_besluit(scherm, sleutel)
    scherm.zie(waarom)
    expect(scherm.page.get_by_role("button", name="Leg het besluit vast")).to_have_count(0)


def leg_verplichting_vast(scherm: Scherm, interventie: int) -> str:
    """Order what was granted, for what was granted; gives the number of the verplichting."""
    scherm.open(f"/interventies/{interventie}/verplichting/")
    scherm.klik("Leg de verplichting vast")
    scherm.zie("Het nummer voor de factuur is")
    kop = scherm.page.locator("h1").inner_text()
    assert re.fullmatch(r"V\d{4}-\d+", kop)
    return kop


def tot_besluitvraag(scherm: Scherm, sleutel: str, traject: Traject) -> int:
    """From situation to the question for a besluit, by one professional."""
    leg_situatie_vast(scherm, sleutel, traject.situatie)
    geef_advies(scherm, sleutel, traject.gronden)
    maak_plan(scherm, sleutel, traject.doel, diensten=[traject.dienst], eigen=traject.eigen)
    interventie = plan_interventie(
        scherm, sleutel, traject.dienst, prijs=traject.prijs, inkoper=traject.inkoper
    )
    doe_toets(
        scherm,
        interventie,
        traject.toets,
        anders=traject.anders,
        extra=traject.extra,
        kansrijk=traject.kansrijk,
    )
    vraag_besluit(scherm, interventie)
    return interventie


# --- money -----------------------------------------------------------------------------------


def declareer(scherm: Scherm, nummers: Iterable[str]) -> str:
    """Put orders in a declaratie and hand it in; gives its path."""
    scherm.open("/kassier/declaraties/nieuw/")
    for nummer in nummers:
        scherm.vink(f"Kies {nummer}")
    scherm.klik("Maak de declaratie")
    pad = scherm.pad
    scherm.klik("Dien in")
    scherm.zie("De kassier kijkt ernaar")
    return pad


def keur_goed(scherm: Scherm, declaratie: str) -> None:
    """Approve, after a look at the sample where one is agreed for the fonds."""
    scherm.open(declaratie)
    if scherm.page.get_by_role("button", name="Trek de steekproef").count():
        scherm.klik("Trek de steekproef")
        _kijk_na(scherm)
    scherm.klik("Keur goed")
    scherm.zie("De regels kunnen in een betaalbatch")


def _kijk_na(scherm: Scherm) -> None:
    """Everything in the sample is as it should be."""
    knoppen = scherm.page.get_by_role("button", name="Bewaar wat je zag bij")
    for nummer in range(knoppen.count()):
        scherm.vink("klopt", binnen=scherm.page.locator("#steekproef form").nth(nummer))
        knoppen.nth(nummer).click()
        scherm.aangekomen()


def stel_batch_samen(scherm: Scherm, declaratie: str) -> str:
    """A batch with only this declaratie; gives its path."""
    scherm.open("/kassier/batches/nieuw/")
    for rij in scherm.page.locator("#id_declaraties tbody tr:not(.os-total)").all():
        gekozen = rij.locator(f"a[href='{declaratie}']").count() == 1
        rij.get_by_role("checkbox").set_checked(gekozen)
    scherm.klik("Stel de batch samen")
    scherm.zie("De andere kassier geeft de batch vrij")
    return scherm.pad


def geef_vrij(scherm: Scherm, batch: str) -> None:
    scherm.open(batch)
    scherm.klik("Geef vrij")
    scherm.zie("Haal het betaalbestand op")


# --- outcome and handing over ----------------------------------------------------------------


def leg_uitkomst_vast(
    scherm: Scherm, sleutel: str, betekenis: str, *, bron: str = "de kandidaat zelf", op: str = ""
) -> None:
    scherm.open(f"/kandidaten/{sleutel}/uitkomst/")
    if op:
        scherm.vul("Op welke dag?", op)
    scherm.vink(betekenis, binnen=scherm.groep("Wat is de uitkomst?"))
    scherm.vink(bron, binnen=scherm.groep("Van wie weet je dit?"))
    if betekenis == "aan het werk":
        grond = "Aan het werk? Op welke grond mogen we later vragen hoe het gaat?"
        scherm.vink("De kandidaat vindt het goed", binnen=scherm.groep(grond))
    scherm.klik("Leg vast")
    scherm.zie("De uitkomst is vastgelegd")


def draag_over(scherm: Scherm, sleutel: str, aan: str, reden: str, contact: str) -> None:
    """Offer a kandidaat, after a warm contact, to the colleague whose line begins like this."""
    open_dossier(scherm, sleutel)
    scherm.klik("Draag over")
    regel = scherm.page.get_by_label("Aan wie?").locator("option", has_text=aan).inner_text()
    scherm.kies("Aan wie?", regel)
    scherm.vul("Waarom, en wat is er nodig?", reden)
    scherm.vul("Wie sprak met wie?", contact)
    scherm.klik("Bied aan")
    scherm.zie("Jij blijft eigenaar tot je collega aanneemt")


def neem_over(scherm: Scherm, naam: str) -> None:
    """Accept what is offered to me, from my Werkvoorraad."""
    scherm.open("/werkvoorraad/")
    werk = scherm.page.get_by_role("main").get_by_role("listitem").filter(has_text=naam)
    scherm.klik("draagt over", binnen=werk)
    scherm.klik("Neem aan")
    scherm.zie("Jij bent nu betrokken bij deze kandidaat")


# --- looking ---------------------------------------------------------------------------------


def kaart(scherm: Scherm, titel: str) -> Locator:
    """The card with this heading."""
    kop = scherm.page.get_by_role("heading", name=titel)
    return scherm.page.locator("section", has=kop).first


def laatste(scherm: Scherm, patroon: str) -> str:
    """What the address says here, for example the number of what was just made."""
    found = re.search(patroon, scherm.page.url)
    assert found, f"{scherm.pad} does not look like {patroon}"
    return found[1]


def verwijs_en_bevestig(scherm: Scherm, nummer: str, *, naar: str) -> None:
    """Lead a question on to somebody outside, who says on the phone that they take it."""
    scherm.open(f"/vragen/{nummer}/verwijzen/")
    scherm.page.locator("input[name='soort'][value='naar_voorliggend']").check()
    scherm.vul("Of iemand anders", naar)
    scherm.vul("Met wie sprak je daar?", "de balie")
    scherm.vul("Wanneer?", f"{timezone.localdate():%d-%m-%Y}")
    scherm.klik("Vraag om een bevestiging")
    scherm.klik("Ik hoorde dat het goed is")
    scherm.vul("Wie van de ander bevestigde?", "de balie")
    scherm.klik("Bevestigd")
    scherm.zie("Je kunt de vraag nu sluiten")
