"""The nine stories of the KplusV research, each walked at the screen by the people of one region.

The persons are fictitious; their lines come from `server/demo/verhalen.toml`. Every story has its
own part of the road, and at least one step that is refused to the wrong person.
"""

from playwright.sync_api import expect

from tests.browser import stappen
from tests.browser.scherm import Scherm
from tests.browser.stappen import Traject, Vrager

GIDS, COACH, CONSULENT = "gids-uwv", "loopbaancoach-fnv", "consulent-gemeente"
NIET = "Niet beschikbaar"
WERKBEDRIJF = "WerkBedrijf Rijk van Nijmegen"


def test_andre_becomes_a_driving_instructor_with_a_job_guarantee(scherm: Scherm) -> None:
    """Scholing, baangarantie and an employer who pays a part."""
    # Given a driver who cannot pay for the course, and an employer who pays € 2.000 of it
    stappen.als(scherm, COACH)
    vraag = "Ik rijd taxi. Ik kan rijinstructeur worden, maar de opleiding kan ik niet betalen."
    nummer = stappen.leg_vraag_vast(
        scherm, Vrager("André Dirksen", vraag, "06 20000001", deur="partner", gemeente="Nijmegen")
    )
    sleutel = stappen.maak_kandidaat(scherm, nummer)
    scholing = Traject(
        situatie=stappen.IN_DIENST,
        gronden={"Opleidingsniveau": "Hij heeft geen startkwalificatie."},
        doel="Een vaste baan als rijinstructeur bij de rijschool van de werkgever",
        dienst="Opleiding tot rijinstructeur",
        eigen=[("Vaste baan na het diploma: baangarantie", "De werkgever")],
        toets={
            "Scholingsbudget": ("Ontoereikend", "De werkgever betaalt € 2.000, meer kan niet."),
            "O&O-fonds": (NIET, "Het fonds betaalt geen opleiding tot rijinstructeur."),
        },
        prijs="2.850",
    )
    interventie = stappen.tot_besluitvraag(scherm, sleutel, scholing)

    # When the coördinator grants and the union orders for what the employer does not pay
    stappen.als(scherm, "coordinator")
    stappen.beslis(scherm, sleutel, "De werkgever betaalt mee en geeft een vaste baan.")
    stappen.als(scherm, COACH)
    stappen.leg_verplichting_vast(scherm, interventie)
    expect(stappen.kaart(scherm, "Wat besteld is")).to_contain_text("€ 2.850,00")

    # Then his job is an uitkomst with nazorg, and the kassier never sees who he is
    stappen.leg_uitkomst_vast(scherm, sleutel, "aan het werk", bron="de werkgever")
    scherm.zie("Vaste baan na het diploma: baangarantie")
    expect(stappen.kaart(scherm, "Wat er gebeurde")).to_contain_text("aan het werk")
    stappen.als(scherm, "kassier")
    stappen.mag_niet(scherm, f"/kandidaten/{sleutel}/")


def test_jan_gets_help_before_it_is_clear_which_regeling_is_his(scherm: Scherm) -> None:
    """The doelgroep changes on the way; the service goes on, and a colleague takes over warm."""
    # Given somebody whom UWV and gemeente both refuse, and a start all the same
    stappen.als(scherm, GIDS)
    jan = Vrager("Jan Ommering", "Ik ben mijn baan kwijt en val overal buiten.", "06 20000002")
    sleutel = stappen.maak_kandidaat(scherm, stappen.leg_vraag_vast(scherm, jan))
    werkfit = Traject(
        situatie=stappen.ZONDER_UITKERING,
        gronden={"Kans op werk": "Er is nu geen organisatie die hem begeleidt."},
        doel="Snel beginnen, ook nu nog niet duidelijk is welke regeling geldt",
        dienst="Werkfit-traject",
        anders=("Te lang onduidelijk", "Een oordeel van UWV duurt nog maanden."),
        inkoper=WERKBEDRIJF,
    )
    interventie = stappen.tot_besluitvraag(scherm, sleutel, werkfit)
    stappen.als(scherm, "coordinator")
    stappen.beslis(scherm, sleutel, "Wachten op een regeling kost hem zijn kans.")

    # And a consulent who knows that somebody is there, and not who
    stappen.als(scherm, CONSULENT)
    stappen.ziet_alleen_de_treffer(scherm, sleutel, "Ommering")
    stappen.leg_verplichting_vast(scherm, interventie)
    expect(stappen.kaart(scherm, "Wat besteld is")).not_to_contain_text("Ommering")

    # When he turns out to get bijstand, and the gemeente takes over after a talk with three
    stappen.als(scherm, GIDS)
    scherm.open(f"/kandidaten/{sleutel}/situatie/")
    scherm.klik("Sluit af")
    scherm.klik("Sluit af")
    stappen.leg_situatie_vast(scherm, sleutel, stappen.BIJSTAND)
    stappen.draag_over(
        scherm,
        sleutel,
        "Stefan Jansen",
        "Jan krijgt bijstand. Het traject loopt door.",
        "Jan, Aisha en Stefan spraken elkaar samen",
    )
    stappen.als(scherm, CONSULENT)
    stappen.neem_over(scherm, "Ommering")

    # Then the interventie keeps the doelgroep of the day it was planned, and goes on
    scherm.open(f"/interventies/{interventie}/")
    expect(stappen.kaart(scherm, "Gegevens")).to_contain_text("NUG-er")
    scherm.klik("De interventie is vandaag begonnen")
    stappen.leg_uitkomst_vast(scherm, sleutel, "stap op de ladder")
    # And the giver reads along, and writes no more
    stappen.als(scherm, GIDS)
    stappen.open_dossier(scherm, sleutel)
    scherm.zie("Je kunt hier niets vastleggen")


def test_marcel_needs_good_talks_and_no_money(scherm: Scherm) -> None:
    """A zelfstandige with an advies, and without a bought interventie."""
    # Given an ondernemer who may be helped by what there is
    stappen.als(scherm, COACH)
    nummer = stappen.leg_vraag_vast(
        scherm, Vrager("Marcel Overbeek", "Ik wil stoppen als ondernemer.", "06 20000003")
    )
    sleutel = stappen.maak_kandidaat(scherm, nummer)
    stappen.leg_situatie_vast(scherm, sleutel, stappen.ZELFSTANDIGE)
    expect(stappen.kaart(scherm, "Doelgroep")).to_contain_text("Zelfstandige")
    stappen.geef_advies(
        scherm,
        sleutel,
        {
            "Eigen behoefte": "Hij wil goed nadenken over de volgende stap.",
            "Afstand tot het nieuwe werk": "De weg naar de ambulance is te lang.",
        },
        oordeel=stappen.GEWOON,
    )
    dienst = "Gesprek voor ondernemers die ander werk willen"
    stappen.maak_plan(scherm, sleutel, "Werk in loondienst dat past", diensten=[dienst])

    # When somebody plans money for it all the same, the advies does not carry that
    interventie = stappen.plan_interventie(
        scherm, sleutel, dienst, prijs="250", soort="Maatwerkbudget"
    )
    scherm.open(f"/interventies/{interventie}/besluit-vragen/")
    scherm.zie("Het advies zegt dat het gewone aanbod genoeg is")
    scherm.klik("Vraag het besluit")
    scherm.zie("Geef dan eerst een nieuw advies")
    scherm.open(f"/interventies/{interventie}/")
    scherm.vul("Waarom?", "De gesprekken zijn gratis.")
    scherm.klik("Laat vervallen")

    # Then the question ends without a euro, and with an uitkomst that counts
    stappen.leg_uitkomst_vast(scherm, sleutel, "geleid naar voorliggend", bron="een partner")
    stappen.verwijs_en_bevestig(scherm, nummer, naar="Het Ondernemersplein")
    scherm.vink("geleid naar een voorliggende voorziening")
    scherm.klik("Sluit de vraag")
    scherm.zie("is afgesloten")
    # And the beleidsadviseur, who reads figures, does not read him
    stappen.als(scherm, "beleid")
    stappen.mag_niet(scherm, f"/kandidaten/{sleutel}/")


def test_hafiza_finds_her_way_to_the_classroom_without_an_uitkering(scherm: Scherm) -> None:
    """A NUG-er whom nobody owes anything, and a facility that the menukaart does not know."""
    stappen.als(scherm, CONSULENT)
    hafiza = Vrager(
        "Hafiza Rahmani",
        "Ik heb economie gestudeerd en voor mijn kinderen gezorgd. Waar begin ik?",
        "06 20000004",
        deur="inloop",
        gemeente="Nijmegen",
    )
    sleutel = stappen.maak_kandidaat(scherm, stappen.leg_vraag_vast(scherm, hafiza))
    loopbaan = Traject(
        situatie=stappen.ZONDER_UITKERING,
        gronden={"Eigen behoefte": "Ze wil graag werken, maar krijgt nergens hulp."},
        doel="Werken en leren in het onderwijs",
        dienst="Intensief loopbaantraject",
        eigen=[("Bbl-opleiding tot onderwijsassistent", "ROC Nijmegen en een basisschool")],
        toets={"Advies over leren en werken": ("Gebruikt", "Het gesprek hielp bij de keuze.")},
        extra={"Hulp voor mensen zonder uitkering": (NIET, "Dit jaar is er geen budget voor.")},
        prijs="950",
    )
    interventie = stappen.tot_besluitvraag(scherm, sleutel, loopbaan)

    # The asker does not decide, not even with the mandaat of his organisatie
    stappen.mag_niet_beslissen(scherm, sleutel, "Over je eigen vraag beslist een ander")
    stappen.als(scherm, "coordinator")
    open_toets = "Hulp voor mensen zonder uitkering"
    stappen.open_besluit(scherm, sleutel)
    scherm.zie(open_toets)
    scherm.zie_niet("Rahmani")
    stappen.beslis(scherm, sleutel, "Meelopen op een school hoort niet bij het gewone advies.")

    stappen.als(scherm, CONSULENT)
    stappen.leg_verplichting_vast(scherm, interventie)
    scherm.open(f"/interventies/{interventie}/")
    scherm.klik("De interventie is vandaag begonnen")
    scherm.klik("Rond af")
    stappen.leg_uitkomst_vast(scherm, sleutel, "stap op de ladder")
    scherm.zie("Bbl-opleiding tot onderwijsassistent")


def test_geert_is_helped_without_a_word_about_health(scherm: Scherm) -> None:
    """Where health plays a part it is not written down, and the dossier can be hidden."""
    stappen.als(scherm, COACH)
    scherm.open("/vragen/nieuw/")
    scherm.zie("Noem geen ziekte of beperking")
    nummer = stappen.leg_vraag_vast(
        scherm,
        Vrager("Geert Wolfsen", "Ik wil mijn hbo-opleiding afmaken en stage lopen.", "06 20000005"),
    )
    sleutel = stappen.maak_kandidaat(scherm, nummer)
    stage = Traject(
        situatie=stappen.IN_DIENST,
        gronden={"Opleidingsniveau": "Hij werkt onder zijn niveau."},
        doel="Een stage op een plek waar Geert goed kan werken",
        dienst="Studiecoach naast de opleiding",
        toets={"Scholingsbudget": (NIET, "De cao betaalt alleen opleidingen voor het werk nu.")},
    )

    # When his dossier is hidden, a colleague does not even find that he is known
    scherm.klik("Gegevens")
    scherm.klik("Afschermen, overleden of verhuisd")
    scherm.page.locator("input[name='reden'][value='verzoek']").first.check()
    scherm.klik("Scherm af")
    scherm.zie("Dit dossier is nu afgeschermd")
    stappen.als(scherm, GIDS)
    scherm.open(f"/zoek/?q={sleutel}")
    scherm.zie("Geen kandidaat gevonden")
    scherm.open("/zoek/?q=Wolfsen")
    scherm.zie("Geen kandidaat gevonden")

    # Then the road goes on as for anybody, and a partner that does not buy cannot order
    stappen.als(scherm, COACH)
    interventie = stappen.tot_besluitvraag(scherm, sleutel, stage)
    stappen.als(scherm, "coordinator")
    stappen.beslis(scherm, sleutel, "Elke week hulp bij het plannen is er nergens anders.")
    stappen.als(scherm, CONSULENT)
    scherm.open(f"/interventies/{interventie}/verplichting/")
    scherm.zie("Deze bladzijde bestaat niet")
    stappen.als(scherm, COACH)
    stappen.leg_verplichting_vast(scherm, interventie)
    # And the privacyfunctionaris sees who looked, and not at whom
    stappen.als(scherm, "privacy")
    scherm.open(f"/kandidaten/{sleutel}/logboek/")
    scherm.zie("Marit Bos")
    scherm.zie_niet("Wolfsen")
    stappen.mag_niet(scherm, f"/kandidaten/{sleutel}/")


def test_the_translator_app_keeps_danuta_at_work(scherm: Scherm) -> None:
    """A small maatwerkbudget: a colleague decides by mandaat, the asker does not."""
    stappen.als(scherm, GIDS)
    danuta = Vrager(
        "Danuta Kowalik",
        "Er moet steeds een tolk bij zijn. Zo kan ik mijn baan niet houden.",
        "06 20000006",
        deur="werkgever",
    )
    sleutel = stappen.maak_kandidaat(scherm, stappen.leg_vraag_vast(scherm, danuta))
    app = Traject(
        situatie=stappen.IN_DIENST,
        gronden={"Taalvaardigheid": "Zij kan het werk, maar begrijpt het Nederlands nog niet."},
        doel="De baan houden",
        dienst="Vertaal-app voor op het werk",
        extra={"Hulpmiddelen via UWV": (NIET, "Een vertaal-app staat niet in het inkoopkader.")},
    )
    interventie = stappen.tot_besluitvraag(scherm, sleutel, app)
    stappen.mag_niet_beslissen(scherm, sleutel, "Over je eigen vraag beslist een ander")

    stappen.als(scherm, CONSULENT)
    stappen.open_besluit(scherm, sleutel)
    scherm.zie("Jouw organisatie mag dit zelf beslissen, met een mandaat")
    stappen.beslis(scherm, sleutel, "Voor € 240 houdt zij haar baan.")
    stappen.als(scherm, GIDS)
    stappen.leg_verplichting_vast(scherm, interventie)
    stappen.leg_uitkomst_vast(scherm, sleutel, "interventie afgerond", bron="de werkgever")
    # UWV could grant it a next time by itself: the menukaart is where that is looked up
    scherm.open("/zoek/?q=vertaal")
    scherm.klik("Vertaal-app voor op het werk")
    scherm.zie("€ 240")


def test_the_vissers_come_together_and_stay_apart_as_persons(scherm: Scherm) -> None:
    """A group with one course: two brothers, one toets per person, one declaratie."""
    certificaat = Traject(
        situatie=stappen.ZELFSTANDIGE,
        gronden={"Kans op werk": "Zonder certificaten mag hij niet varen."},
        doel="De certificaten halen die nodig zijn om te varen",
        dienst="VCA basis",
        toets={"bbl": (NIET, "Hij heeft een eigen schip, geen leerbaan.")},
        extra={"Sectorfonds": (NIET, "Het fonds is alleen voor mensen in loondienst.")},
        prijs="1.650",
        kansrijk="Elk schip vraagt deze certificaten, en schippers zoeken mensen.",
    )
    # Given a fisherman whom the consulent helps
    stappen.als(scherm, CONSULENT)
    eerste = Vrager("Jelle Baarsma", "Ik moet certificaten halen.", "06 20000007")
    jelle = stappen.maak_kandidaat(scherm, stappen.leg_vraag_vast(scherm, eerste))
    orders = [_besteld(scherm, jelle, certificaat)]

    # When his brother calls a colleague with the same telephone, that looks like one person
    stappen.als(scherm, GIDS)
    tweede = Vrager("Jelmer Baarsma", "Mijn broer meldde zich al.", "06 20000007")
    nummer = stappen.leg_vraag_vast(scherm, tweede)
    scherm.klik("Maak er een kandidaat van")
    scherm.klik("Maak kandidaat")
    scherm.zie("Kennen we deze persoon al?")
    scherm.zie("niet open voor jou")
    expect(stappen.kaart(scherm, "Kennen we deze persoon al?")).not_to_contain_text("Jelle")
    stappen.als(scherm, CONSULENT)
    scherm.open(f"/vragen/{nummer}/")
    scherm.klik("Neem over")
    scherm.klik("Maak er een kandidaat van")
    scherm.klik("Maak kandidaat")
    # Then whoever knows the first sees that it is another
    expect(stappen.kaart(scherm, "Kennen we deze persoon al?")).to_contain_text("Jelle Baarsma")
    scherm.klik("Nee, maak een nieuwe kandidaat")
    jelmer = stappen.laatste(scherm, r"/kandidaten/([^/]+)/$")
    orders.append(_besteld(scherm, jelmer, certificaat))

    # And both stand in one declaratie, which who handed it in cannot approve
    declaratie = stappen.declareer(scherm, orders)
    scherm.zie("2 regels")
    scherm.zie("€ 3.300,00")
    expect(scherm.page.get_by_role("button", name="Keur goed")).to_have_count(0)
    stappen.als(scherm, "kassier")
    stappen.keur_goed(scherm, declaratie)


def _besteld(scherm: Scherm, sleutel: str, traject: Traject) -> str:
    """All of the road by the consulent, with the decision by the coördinator in between."""
    interventie = stappen.tot_besluitvraag(scherm, sleutel, traject)
    stappen.als(scherm, "coordinator")
    stappen.beslis(scherm, sleutel, "Geen ander fonds betaalt deze certificaten.")
    stappen.als(scherm, CONSULENT)
    return stappen.leg_verplichting_vast(scherm, interventie)


def test_a_doctor_from_ukraine_is_paid_for_by_three(scherm: Scherm) -> None:
    """One traject, three funders: the shared money pays what gemeente and fonds do not."""
    stappen.als(scherm, GIDS)
    oksana = Vrager("Oksana Melnik", "Ik wil in Nederland weer als arts werken.", "06 20000008")
    sleutel = stappen.maak_kandidaat(scherm, stappen.leg_vraag_vast(scherm, oksana))
    scholing = Traject(
        situatie=stappen.ZONDER_UITKERING,
        gronden={"Opleidingsniveau": "Zij is arts; haar diploma is hier nog niet geldig."},
        doel="Ingeschreven worden in het BIG-register",
        dienst="Taalhulp bij de opleiding",
        eigen=[
            ("Taallessen, € 2.000 van de gemeente", "De gemeente"),
            ("Praktijktoets, € 3.500 van het opleidingsfonds", "Opleidingsfonds in de regio"),
        ],
        extra={"Opleidingsfonds in de regio": ("Ontoereikend", "Het fonds betaalt een deel.")},
        prijs="8.000",
    )
    interventie = stappen.tot_besluitvraag(scherm, sleutel, scholing)

    # When the coördinator refuses to pay all of it
    stappen.als(scherm, "coordinator")
    stappen.beslis(scherm, sleutel, "Gemeente en fonds betalen ook een deel.", toekennen=False)
    # Then the price becomes the rest, and the question is asked again
    stappen.als(scherm, GIDS)
    scherm.open(f"/interventies/{interventie}/")
    scherm.klik("Herzie en plan opnieuw")
    scherm.vul("Prijs", "2.500")
    scherm.page.get_by_role("main").locator("form button").first.click()
    scherm.zie("Kan het ook zonder ontschot budget?")
    scherm.klik("Klaar: vraag een besluit")
    stappen.vraag_besluit(scherm, interventie, "Dit is de rest, naast de twee anderen.")
    stappen.als(scherm, "coordinator")
    stappen.beslis(scherm, sleutel, "Drie betalers, één traject.")
    # And only the partner that buys can order it
    stappen.als(scherm, CONSULENT)
    scherm.open(f"/interventies/{interventie}/verplichting/")
    scherm.zie("Deze bladzijde bestaat niet")
    stappen.als(scherm, GIDS)
    stappen.leg_verplichting_vast(scherm, interventie)
    expect(stappen.kaart(scherm, "Wat besteld is")).to_contain_text("€ 2.500,00")
    stappen.open_dossier(scherm, sleutel)
    scherm.zie("€ 3.500 van het opleidingsfonds")


def test_an_arbeidsdiagnose_comes_from_the_team_where_the_gemeente_has_none(scherm: Scherm) -> None:
    """From the public door to a figure of the monitor, which has no key and no name."""
    # Given a question at the public door, that the consulent takes over
    scherm.open("/r/AM08/")
    scherm.vul("Jouw vraag", "Niemand kan mij zeggen welk werk voor mij haalbaar is.")
    scherm.vink("Bel mij")
    scherm.vul("Hoe heet je?", "Willemien Hofman")
    scherm.vul("Telefoonnummer", "06 2000 00 09")
    scherm.klik("Verstuur mijn vraag")
    scherm.zie("Bedankt, we hebben je vraag")
    stappen.als(scherm, CONSULENT)
    scherm.open("/vragen/?deur=portaal")
    scherm.page.get_by_role("link", name="Niemand kan mij zeggen").first.click()
    nummer = stappen.laatste(scherm, r"/vragen/([^/]+)/$")
    if scherm.page.get_by_role("button", name="Neem over").count():
        scherm.klik("Neem over")
    sleutel = stappen.maak_kandidaat(scherm, nummer)
    diagnose = Traject(
        situatie=stappen.BIJSTAND,
        gronden={"Afstand tot het nieuwe werk": "Zij heeft lang niet gewerkt."},
        doel="Weten welk werk haalbaar is",
        dienst="Arbeidsdiagnose",
        extra={"Onderzoek door de gemeente": (NIET, "De gemeente heeft geen arbeidsdiagnose.")},
    )
    interventie = stappen.tot_besluitvraag(scherm, sleutel, diagnose)
    stappen.als(scherm, "coordinator")
    stappen.beslis(scherm, sleutel, "De gemeente heeft dit niet; het team wel.")
    stappen.als(scherm, CONSULENT)
    stappen.leg_verplichting_vast(scherm, interventie)
    stappen.leg_uitkomst_vast(scherm, sleutel, "interventie afgerond", bron="de aanbieder")

    # Then the monitor counts it behind its cell, and may not open who it is
    stappen.als(scherm, "monitor")
    scherm.open("/monitor/")
    scherm.klik("toon de rijen van Participatiewet")
    scherm.zie("Hier staan schuilnamen en codes, geen namen.")
    scherm.zie_niet(sleutel)
    scherm.zie_niet("Hofman")
    stappen.mag_niet(scherm, f"/kandidaten/{sleutel}/")
    # And she is one of the persons who were helped, one click from the definition and the rows
    scherm.open("/monitor/indicator/unieke_personen/")
    scherm.zie("Wat telt hier mee?")
    scherm.klik("toon de rijen van Participatiewet")
    scherm.zie("Hier staan schuilnamen en codes, geen namen.")
    scherm.zie_niet(sleutel)
    scherm.zie_niet("Hofman")
