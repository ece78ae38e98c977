"""The figures about questions and what came of them, without anything bought."""

from functools import partial

from ontschot.monitor.definities.vorm import MET_VERSIES, VERSIES_SINDS, Definitie

_vraag = partial(
    Definitie,
    groep="Vragen en hulp",
    eenheid="vraag",
    meervoud="vragen",
    regeling="Alle regelingen, alleen onze eigen registratie",
    peil_zin=MET_VERSIES,
    versie=2,
    van=VERSIES_SINDS,
)

VRAGEN = (
    _vraag(
        code="vragen",
        naam="Vragen per deur en campagne",
        tekst="Hoeveel vragen er binnenkwamen, door welke deur, en wat ervan kwam. Een vraag "
        "zonder naam telt gewoon mee. Wie twee keer komt, heeft twee vragen.",
        teller="De vragen met deze waarde.",
        noemer="Alle vragen die in de periode binnenkwamen.",
        moment="De dag waarop de vraag is gesteld.",
        dimensies=(
            "deur",
            "uitkomst",
            "campagne",
            "werkcafe",
            "elders",
            "gemeente",
            "maand",
        ),
    ),
    _vraag(
        code="hulp_zonder_interventie",
        naam="Geholpen zonder interventie",
        tekst="Vragen die zijn beantwoord, waarop advies is gegeven, of waarbij iemand is geleid "
        "naar een voorliggende voorziening die bevestigde dat zij het overnam. Er is niets "
        "ingekocht. Volgt later alsnog een interventie, dan blijft de vraag hier tellen.",
        teller="De afgesloten vragen met zo'n uitkomst, van mensen voor wie tot dat moment geen "
        "verplichting was aangegaan.",
        noemer="Alle vragen die in de periode zijn afgesloten, behalve die de persoon zelf introk.",
        moment="De dag waarop de vraag is afgesloten.",
        dimensies=("soort_hulp", "deur", "gemeente", "maand"),
    ),
    _vraag(
        code="voorliggend_toets",
        naam="Uitkomsten van de voorliggend-toets",
        tekst="Wat er is gezegd van de gewone voorzieningen die eerst zijn nagelopen: gebruikt, "
        "niet beschikbaar, ontoereikend of te lang onduidelijk. Welke voorziening iemand nodig "
        "heeft, kan iets zeggen over gezondheid: daarom staat bij deze rijen geen sleutel van een "
        "persoon.",
        teller="De antwoorden met deze waarde.",
        noemer="Alle antwoorden in toetsen die in de periode zijn afgerond.",
        moment="De dag waarop de toets is afgerond.",
        eenheid="antwoord",
        meervoud="antwoorden",
        dimensies=("antwoord", "voorziening", "gemeente", "maand"),
    ),
)
