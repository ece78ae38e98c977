"""Figures to steer by: lasting work, signals, who carries how much, what was missing, the money."""

from functools import partial

from ontschot.kassier.views.fondsen import LEZERS as GELDLEZERS
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.monitor.definities.vorm import MET_VERSIES, VERSIES_SINDS, Definitie

EIGEN = "Alle regelingen, alleen onze eigen registratie"

_werk = partial(
    Definitie,
    groep="Wat het opleverde",
    eenheid="begin van werk",
    meervoud="keren dat iemand begon te werken",
    noemer="Alle keren dat iemand in de periode begon te werken. Het percentage dat nog werkt, "
    "nemen we alleen van wie we het weten; ernaast staat van hoeveel we het niet weten.",
    moment="De eerste werkdag. Wie in dezelfde periode begon, vormt samen een groep.",
    regeling=EIGEN,
    dimensies=("stand_werk", "doelgroep", "maand"),
    peil_zin=MET_VERSIES,
    versie=2,
    van=VERSIES_SINDS,
)


def _na(maanden: int) -> Definitie:
    return _werk(
        code=f"werk_na_{maanden}",
        naam=f"Nog aan het werk na {maanden} maanden",
        tekst=f"Hoe het gaat met mensen, {maanden} maanden nadat zij begonnen te werken. Het "
        "eerste antwoord vanaf die dag telt, tot 31 dagen later. Zei iemand eerder dat het werk "
        "gestopt is, dan blijft dat staan tot iemand iets anders zegt. Wie geen antwoord gaf, "
        "wie we niet vroegen, wie we niet mogen volgen en wie nog niet zover is, staan apart. Zij "
        "tellen nooit als ‘werkt niet’.",
        teller="Per stand: de keren dat iemand begon te werken.",
    )


_signaal = partial(
    Definitie,
    groep="Signalen",
    eenheid="signaal",
    meervoud="signalen",
    regeling=EIGEN,
    peil_zin=MET_VERSIES,
    versie=2,
    van=VERSIES_SINDS,
)
WERKLASTLEZERS = PROFESSIONALS | {Rolsoort.BELEID}
_geld = partial(
    Definitie,
    groep="Geld",
    eenheid="euro",
    meervoud="euro",
    rollen=GELDLEZERS,
    regeling="De fondsen van de regio die vandaag lopen",
    geen_peildatum="Op de pagina staat de stand van nu. Wanneer een fonds loopt en welke grenzen "
    "er gelden, kan veranderen; wat er eerder stond, bewaren we niet. Het journaal van een fonds "
    "laat zien wat er op iedere dag is geboekt.",
)

STURING = (
    *(_na(maanden) for maanden in (3, 6, 12)),
    _signaal(
        code="signalen",
        naam="Signalen",
        tekst="Wat tussen wal en schip viel, en wat daarmee gebeurde. Een signaal heeft geen "
        "persoon. De naam van de eigenaar zien alleen de collega's die signalen volgen.",
        teller="De signalen die in de periode zijn gemeld.",
        noemer="Geen: dit is een aantal. Een aandeel is een deel van al deze signalen.",
        moment="De dag waarop het signaal is gemeld.",
        dimensies=(
            "onderwerp",
            "stand_signaal",
            "eigenaar",
            "beraad",
            "ouderdom",
            "gemeente",
            "maand",
        ),
    ),
    _signaal(
        code="tijd_signaal",
        naam="Hoelang een signaal open staat",
        tekst="Hoeveel dagen het duurt tot een signaal is afgerond of afgewezen. Wat nog open "
        "staat, staat apart. Er is geen termijn voor vastgelegd.",
        teller="Het aantal kalenderdagen tussen melden en sluiten.",
        noemer="Alle signalen die in de periode zijn gemeld. De mediaan gaat over de signalen die "
        "gesloten zijn.",
        moment="De dag waarop het signaal is gemeld.",
        dimensies=("onderwerp", "eigenaar", "maand"),
    ),
    Definitie(
        code="werklast",
        groep="Het werk verdelen",
        naam="Werk dat loopt",
        tekst="De vragen die niet gesloten zijn en de kandidaten met een vaste contactpersoon, "
        "zoals het nu is. Je ziet je eigen werk. De coördinator ziet ook de collega's, op "
        "volgorde van naam. Anderen zien alleen organisaties; organisaties met minder dan drie "
        "collega's staan voor hen samen. Dit is geen maat voor hoe goed iemand werkt.",
        teller="De vragen en kandidaten bij deze collega of organisatie.",
        noemer="Geen: dit is een aantal. Een aandeel is een deel van al het werk dat loopt.",
        moment="Vandaag. Van een eerdere periode is er geen cijfer.",
        eenheid="vraag of kandidaat",
        meervoud="vragen en kandidaten",
        rollen=WERKLASTLEZERS,
        regeling=EIGEN,
        dimensies=("soort_werk", "organisatie", "collega", "te_laat"),
        geen_peildatum="Dit cijfer is er om het werk van vandaag te verdelen. Wie eerder hoeveel "
        "werk had, bewaren we niet: het is geen maat voor hoe iemand werkt.",
    ),
    Definitie(
        code="ruimte",
        groep="Het werk verdelen",
        naam="Collega's met ruimte voor een nieuwe vraag",
        tekst="Wie er vandaag is en minder open vragen heeft dan het hoogste aantal dat met die "
        "collega is afgesproken. Wie geen hoogste aantal heeft, heeft ruimte. Alleen de "
        "coördinator ziet dit, want het zegt ook wie er niet is.",
        teller="De collega's met ruimte.",
        noemer="Alle collega's die in deze regio vragen kunnen krijgen.",
        moment="Vandaag.",
        eenheid="collega",
        meervoud="collega's",
        rollen=frozenset({Rolsoort.COORDINATOR}),
        regeling=EIGEN,
        dimensies=("ruimte", "organisatie"),
        geen_peildatum="Wie eerder afwezig was, bewaren we hier niet: dat kan over ziekte gaan.",
    ),
    Definitie(
        code="gemis",
        groep="Wat er ontbrak",
        naam="Wat een ontbrekende voorziening kostte",
        tekst="Wat met gezamenlijk geld is gekocht omdat een gewone voorziening in die gemeente "
        "er niet was. Ontbraken er twee, dan staat de interventie bij ‘meer dan één’, zodat "
        "geen euro twee keer telt. Gaat het om minder dan vijf mensen, dan ziet wie zonder namen "
        "werkt geen voorziening en geen gemeente; gaat het dan samen nog om minder dan vijf "
        "mensen, dan telt dat voor hen niet mee.",
        teller="Deze interventies, met hun kosten in euro's.",
        noemer="Geen: dit is een aantal met een bedrag. Een aandeel is een deel van al deze "
        "interventies.",
        moment="De dag waarop de verplichting is aangegaan. De gemeente is die van de dag waarop "
        "de interventie werd ingepland.",
        meervoud="interventies",
        regeling=EIGEN,
        dimensies=("gemist", "gemeente", "maand"),
    ),
    _geld(
        code="geld_vrij",
        naam="Vrij geld",
        tekst="Wat er op de regels van de fondsen nog vrij is: toegekend en nog niet gereserveerd.",
        teller="De vrije bedragen van alle regels.",
        noemer="Wat er is toegekend.",
        moment="Nu.",
    ),
    _geld(
        code="geld_vast",
        naam="Geld dat vastligt",
        tekst="Wat is gereserveerd of verplicht, en nog niet is gedeclareerd.",
        teller="Gereserveerd en verplicht samen, op alle regels.",
        noemer="Wat er is toegekend.",
        moment="Nu.",
    ),
    _geld(
        code="geld_te_betalen",
        naam="Gedeclareerd en nog niet betaald",
        tekst="Wat partners hebben gedeclareerd en nog niet op hun rekening staat.",
        teller="De gedeclareerde bedragen van alle regels.",
        noemer="Wat er is toegekend.",
        moment="Nu.",
    ),
    _geld(
        code="geld_betaald",
        naam="Betaald in een jaar",
        tekst="Wat in de laatste 365 dagen is betaald, min wat in die tijd terugkwam.",
        teller="De betalingen van alle regels.",
        noemer="Wat er is toegekend.",
        moment="De boekdatum van de betaling.",
    ),
    _geld(
        code="geld_prognose",
        naam="Regels die leeg raken",
        tekst="Regels die binnen een jaar leeg zijn als er evenveel wordt gereserveerd als de "
        "laatste tijd. Met te weinig dagen of te weinig reserveringen noemen we geen dag.",
        teller="De regels met een dag binnen een jaar.",
        noemer="Alle regels waarop geld is toegekend.",
        moment="Vandaag.",
        eenheid="regel van een fonds",
        meervoud="regels",
    ),
    _geld(
        code="geld_grens",
        naam="Grenzen die bereikt zijn",
        tekst="De waarschuwingen die de regio zelf op een fonds of regel heeft gezet, en die nu "
        "bereikt zijn.",
        teller="De grenzen die bereikt zijn.",
        noemer="Geen: dit is een aantal.",
        moment="Vandaag.",
        eenheid="grens",
        meervoud="grenzen",
    ),
)
