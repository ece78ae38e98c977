"""The waiting times: who still waits stands apart, and never counts as zero days."""

from functools import partial

from ontschot.monitor.definities.vorm import MET_VERSIES, VERSIES_SINDS, Definitie

WACHTEND = (
    "Wie nog wacht, staat apart: die dagen zijn nog niet voorbij en tellen niet mee in de mediaan."
)
_wachten = partial(
    Definitie,
    groep="Wachten",
    noemer="Alle vragen of personen in de periode. De mediaan gaat over wie niet meer wacht.",
    regeling="Alle regelingen, alleen onze eigen registratie",
)
_van_vraag = partial(_wachten, peil_zin=MET_VERSIES, versie=2, van=VERSIES_SINDS)

WACHTEN = (
    _van_vraag(
        code="wachttijd_contact",
        naam="Van vraag tot eerste contact",
        tekst="Hoeveel dagen het duurt tot een mens met de vraagsteller sprak of antwoordde. "
        f"{WACHTEND} Binnen de termijn: binnen de reactietermijn van de regio zelf, zoals die bij "
        "deze vraag is beloofd. Een vraag die nog mag wachten, telt daar niet bij mee.",
        teller="Het aantal kalenderdagen tussen de vraag en het eerste contact. Dezelfde dag is "
        "nul dagen.",
        noemer="Alle vragen die in de periode binnenkwamen. De mediaan gaat over de vragen met een "
        "eerste contact.",
        moment="De dag waarop de vraag is gesteld.",
        eenheid="vraag",
        meervoud="vragen",
        dimensies=("deur", "gemeente", "maand"),
    ),
    _van_vraag(
        code="wachttijd_advies",
        naam="Van vraag tot advies",
        tekst="Hoeveel dagen er zitten tussen de eerste vraag van een persoon en het eerste "
        f"advies. {WACHTEND} Zijn al diens vragen afgesloten zonder advies, dan wacht de persoon "
        "niet meer. De regio heeft hiervoor geen termijn vastgelegd.",
        teller="Het aantal kalenderdagen tussen de eerste vraag en het eerste advies.",
        noemer="Alle personen met een dossier van wie de eerste vraag in de periode viel. De "
        "mediaan gaat over wie een advies kreeg.",
        moment="De dag van de eerste vraag van deze persoon.",
        eenheid="persoon",
        meervoud="personen",
        dimensies=("deur", "gemeente", "maand"),
    ),
    _van_vraag(
        code="wachttijd_interventie",
        naam="Van vraag tot interventie",
        tekst="Hoeveel dagen er zitten tussen de eerste vraag van een persoon en de eerste "
        f"verplichting daarna. {WACHTEND} Staat er geen vraag meer open en is er niets in "
        "voorbereiding, dan wacht de persoon niet meer. De regio heeft hiervoor geen termijn "
        "vastgelegd.",
        teller="Het aantal kalenderdagen tussen de eerste vraag en de eerste verplichting daarna.",
        noemer="Alle personen met een dossier van wie de eerste vraag in de periode viel. De "
        "mediaan gaat over wie een interventie kreeg.",
        moment="De dag van de eerste vraag van deze persoon.",
        eenheid="persoon",
        meervoud="personen",
        dimensies=("deur", "gemeente", "maand"),
    ),
    _wachten(
        code="tijd_overdracht",
        naam="Hoelang een overdracht open staat",
        tekst="Hoeveel dagen het duurt tot de ontvanger ja of nee zegt. Een overdracht die nog "
        "open staat, staat apart. Binnen de termijn: op of voor de dag die bij het aanbieden is "
        "genoemd.",
        teller="Het aantal kalenderdagen tussen aanbieden en antwoord.",
        noemer="Alle overdrachten die in de periode zijn aangeboden. De mediaan gaat over de "
        "overdrachten met een antwoord.",
        moment="De dag waarop de overdracht is aangeboden.",
        eenheid="overdracht",
        meervoud="overdrachten",
        dimensies=("waarheen", "maand"),
    ),
)
