"""What figures can be split by: each value of a dimension, with the unknown among them."""

from ontschot.monitor.definities.vorm import Dimensie

_DIMENSIES = (
    Dimensie("regio", "Regio", "De arbeidsmarktregio waarin de rij is vastgelegd.", "regio"),
    Dimensie("maand", "Maand", "De maand van de dag waarop het cijfer telt."),
    Dimensie(
        "doelgroep",
        "Doelgroep",
        "De doelgroep zoals die vastlag toen de interventie werd ingepland. Bij personen: bij de "
        "eerste interventie die telt.",
        "doelgroep",
    ),
    Dimensie("geslacht", "Geslacht", "Zoals vastgelegd bij het inplannen.", "geslacht"),
    Dimensie(
        "kwalificatie",
        "Opleidingsniveau",
        "Het hoogste niveau, in de drie klassen van de monitor.",
        "kwalificatie",
    ),
    Dimensie(
        "gemeente",
        "Gemeente",
        "Bij een vraag: de gemeente die bij de vraag is genoemd. Bij een interventie: waar iemand "
        "woonde toen die werd ingepland.",
        "gemeente",
    ),
    Dimensie(
        "deur",
        "Deur",
        "Hoe de vraag binnenkwam. Wie via een vakbond komt, is daarmee nog geen lid.",
        "deur",
    ),
    Dimensie(
        "elders",
        "Professional elders",
        "Wat voor professional de vraag bracht. Zorg en welzijn zijn één groep, omdat anders "
        "iemands gezondheid uit een cijfer te lezen is.",
        "elders",
    ),
    Dimensie("werkcafe", "Werkcafé", "Het Werkcafé waar de vraag werd gesteld.", "werkcafe"),
    Dimensie("campagne", "Campagne", "De campagne waardoor iemand kwam.", "campagne"),
    Dimensie(
        "uitkomst",
        "Wat ervan kwam",
        "De uitkomst waarmee de vraag is afgesloten; ‘loopt nog’ als hij open staat.",
        "uitkomst",
    ),
    Dimensie(
        "soort_hulp",
        "Soort hulp",
        "De uitkomst waarmee de vraag is afgesloten, voor zover dat hulp zonder interventie is.",
        "uitkomst",
    ),
    Dimensie("uitslag", "Uitslag", "Wat de ontvanger zei.", "uitslag"),
    Dimensie("waarheen", "Waarheen", "Aan wie de overdracht is aangeboden.", "waarheen"),
    Dimensie("keer", "Hoe vaak", "Hoe vaak deze persoon is overgedragen.", "keer"),
    Dimensie("bron_uitkomst", "Wie het vertelde", "Van wie we het weten.", "bron_uitkomst"),
    Dimensie(
        "voorziening",
        "Voorziening",
        "De voorziening op de menukaart. Wat iemand er zelf bij schreef, staat samen onder ‘niet "
        "op de menukaart’.",
        "voorziening",
    ),
    Dimensie("antwoord", "Antwoord", "Wat er van de voorziening is gezegd.", "antwoord"),
    Dimensie(
        "stand_werk",
        "Hoe het gaat",
        "Of iemand nog werkt, en anders waarom we dat niet weten: nog niet zover, niet te volgen, "
        "geen antwoord of niet gevraagd.",
        "stand_werk",
    ),
    Dimensie("onderwerp", "Onderwerp", "Waar het signaal over gaat.", "onderwerp"),
    Dimensie("stand_signaal", "Stand", "Hoe het signaal er nu voor staat.", "stand_signaal"),
    Dimensie("eigenaar", "Eigenaar", "Wie het signaal opvolgt.", "eigenaar"),
    Dimensie(
        "beraad",
        "Regionaal Beraad",
        "Of het signaal op de agenda van het Regionaal Beraad staat of stond. Wat daar is "
        "besproken, staat bij het signaal.",
        "beraad",
    ),
    Dimensie("ouderdom", "Open sinds", "Hoeveel dagen een signaal open staat.", "ouderdom"),
    Dimensie("soort_werk", "Soort werk", "Een vraag of een kandidaat.", "soort_werk"),
    Dimensie("organisatie", "Organisatie", "Waar de collega werkt.", "organisatie"),
    Dimensie(
        "collega",
        "Collega",
        "Jij zelf; de coördinator ziet ook wie de anderen zijn.",
        "collega",
    ),
    Dimensie(
        "te_laat",
        "Te laat",
        "Of de dag voorbij is die aan de vraagsteller is beloofd. Bij een kandidaat is er geen "
        "belofte.",
        "te_laat",
    ),
    Dimensie("ruimte", "Ruimte", "Of er een vraag bij kan.", "ruimte"),
    Dimensie("levering", "Levering", "Het bestand waar de regel in staat.", "levering"),
    Dimensie("gemist", "Voorziening die er niet was", "Zoals die op de menukaart heet.", "gemist"),
)

DIMENSIES = {dimensie.code: dimensie for dimensie in _DIMENSIES}
