"""The figures of chapter 3: what was bought. Source: KplusV (2024), chapter 3, bijlage 2 and 3."""

from functools import partial

from ontschot.monitor.definities.vorm import Definitie

ALLE = "Alle interventies in de selectie, ook die met de waarde onbekend."
_interventie = partial(
    Definitie,
    groep="Ingekochte interventies",
    teller="Het aantal interventies met deze waarde.",
    noemer=ALLE,
    moment="De dag waarop de verplichting is aangegaan. Niet de dag van betalen en niet de dag "
    "waarop de dienst klaar is.",
)

INTERVENTIES = (
    _interventie(
        code="aantal",
        naam="Aantal interventies",
        tekst="Hoeveel interventies er zijn ingekocht met gezamenlijk geld. Eén persoon kan meer "
        "interventies hebben; dit is dus geen aantal personen.",
        teller="Alle interventies in de selectie.",
        noemer="Geen: dit is een aantal.",
    ),
    _interventie(
        code="doelgroep",
        naam="Interventies naar doelgroep",
        tekst="De doelgroep van de kandidaat op het moment dat de interventie werd ingepland. "
        "Verandert de situatie later, dan verandert dit niet mee.",
        dimensie="doelgroep",
    ),
    _interventie(
        code="interventie",
        naam="Interventies naar soort",
        tekst="De dertien soorten interventies van de regeling.",
        dimensie="interventie",
    ),
    _interventie(
        code="rubriek_1",
        naam="De interventies van aanvullende dienstverlening",
        tekst="De acht soorten interventies van rubriek 1, als deel van die rubriek. Het "
        "percentage is daarom hoger dan in de tabel met alle soorten.",
        noemer="Alle interventies van de rubriek aanvullende dienstverlening in de selectie.",
    ),
    _interventie(
        code="rubriek",
        naam="Interventies naar rubriek",
        tekst="De rubriek volgt uit de soort interventie. Sommige regio's boekten praktijkleren "
        "onder aanvullende dienstverlening; bij leveringen telt wat is aangeleverd.",
        dimensie="rubriek",
    ),
    _interventie(
        code="geslacht",
        naam="Interventies naar geslacht",
        tekst="Het geslacht van de kandidaat, zoals vastgelegd bij het inplannen.",
        dimensie="geslacht",
        onbekend="onbekend",
    ),
    _interventie(
        code="kwalificatie",
        naam="Interventies naar opleidingsniveau",
        tekst="Het hoogste niveau in drie klassen. Onze eigen registratie is fijner en wordt "
        "hier samengevoegd; dat ‘geen diploma’ bij de laagste klasse hoort, is een aanname.",
        dimensie="kwalificatie",
        onbekend="onbekend",
    ),
    _interventie(
        code="sector",
        naam="Interventies naar sector",
        tekst="De sector waarin de kandidaat werkt of werkte bij het inzetten van de "
        "interventie. De namen van de zestien sectoren zijn niet gepubliceerd.",
        dimensie="sector",
        onbekend="onbekend",
    ),
    _interventie(
        code="inkopende_partij",
        naam="Interventies naar inkopende partij",
        tekst="De partij die de interventie inkocht. Dat kan een ander zijn dan wie het eerst "
        "verantwoordelijk is voor de doelgroep.",
        dimensie="inkopende_partij",
        met_kosten=True,
    ),
    _interventie(
        code="gemiddelde_prijs",
        naam="Gemiddelde prijs per inkopende partij",
        tekst="Wat een interventie gemiddeld kostte. Bedragen met en zonder btw staan door "
        "elkaar, omdat de regeling dat doet.",
        teller="De kosten van de interventies van deze partij, in euro's.",
        noemer="Het aantal interventies van deze partij.",
        eenheid="euro per interventie",
    ),
    _interventie(
        code="aandeel_kosten",
        naam="Aandeel in de kosten per inkopende partij",
        tekst="Welk deel van het geld via deze partij ging.",
        teller="De kosten van de interventies van deze partij, in euro's.",
        noemer="De kosten van alle interventies in de selectie, in euro's.",
        eenheid="euro",
    ),
    _interventie(
        code="aantal_kosten",
        naam="Aantal en kosten: vakbonden naast gemeenten en UWV",
        tekst="Wie veel kleine interventies koopt, heeft een groot deel van het aantal en een "
        "klein deel van de kosten. Daarom staan de twee aandelen naast elkaar.",
        teller="De interventies (en hun kosten) van deze partijen samen.",
        noemer="Alle interventies (en alle kosten) in de selectie.",
    ),
    _interventie(
        code="eigen_andere",
        naam="Ingekocht voor de eigen of een andere doelgroep",
        tekst="Eigen: de inkopende partij is ook het eerst verantwoordelijk voor deze doelgroep. "
        "FNV, CNV en VCP tellen hierbij samen als vakbond.",
        dimensie="eigen_andere",
        met_kosten=True,
    ),
    _interventie(
        code="maand",
        naam="Interventies per maand",
        tekst="De maand waarin de verplichting is aangegaan.",
        dimensie="maand",
    ),
    _interventie(
        code="verschil",
        naam="Verschil met Nederland, in procentpunten",
        tekst="Het aandeel in de selectie min het aandeel in Nederland. We nemen het verschil "
        "van de twee afgeronde percentages, zoals het landelijke onderzoek deed. Nederland is "
        "alles wat je hier mag zien: onze eigen registratie en de openbare leveringen.",
        teller="Het afgeronde aandeel in de selectie.",
        noemer="Het afgeronde aandeel in Nederland wordt ervan afgetrokken.",
        eenheid="procentpunt",
    ),
    _interventie(
        code="verschil_in_woorden",
        naam="Wanneer we een verschil noemen",
        tekst="Tot en met 2 procentpunt noemen we twee aandelen vergelijkbaar, 3 en 4 procentpunt "
        "heet licht hoger of lager, en vanaf 5 noemen we het verschil. Deze grenzen zijn een "
        "keuze: het landelijke onderzoek noemt er geen en gebruikt de woorden niet overal gelijk.",
        teller="Het afgeronde aandeel in de selectie.",
        noemer="Het afgeronde aandeel in Nederland, of in het jaar ervoor, gaat ervan af.",
        eenheid="procentpunt",
    ),
)
