"""What regions without Ontschot delivered about instroom and uitstroom, apart from our own figures.

A line is no person, so none of these is added to the figures of own registration.
"""

from functools import partial

from ontschot.monitor.definities.vorm import Definitie

_geleverd = partial(
    Definitie,
    groep="Geleverd door anderen",
    noemer="Geen: dit is een aantal. Een aandeel is een deel van al deze regels.",
    regeling="Alle regelingen, alleen leveringen van anderen",
)
_uitkomst = partial(
    _geleverd,
    eenheid="uitkomst",
    meervoud="uitkomsten",
    moment="De dag waarop het gebeurde, zoals die in het bestand staat.",
    dimensies=("regio", "bron_uitkomst", "levering", "maand"),
)
GEEN_PERSONEN = "Geteld zijn uitkomsten, geen personen: van één persoon kunnen er twee zijn."

LEVERINGEN = (
    _geleverd(
        code="geleverde_vragen",
        naam="Geleverde instroom: vragen per deur",
        tekst="De vragen uit bestanden over instroom, van regio's die niet in Ontschot werken. De "
        "kolommen van die bestanden zijn van Ontschot: die van de oude monitor zijn nooit "
        "gepubliceerd. Een vraag is geen persoon.",
        teller="De regels van leveringen die tellen.",
        moment="De dag waarop de vraag binnenkwam, zoals die in het bestand staat.",
        eenheid="vraag",
        meervoud="vragen",
        dimensies=("regio", "deur", "levering", "maand"),
    ),
    _uitkomst(
        code="geleverd_aan_het_werk",
        naam="Geleverde uitkomsten: aan het werk",
        tekst="Uitkomsten ‘aan het werk’ uit bestanden over uitstroom, van regio's die niet in "
        f"Ontschot werken. {GEEN_PERSONEN}",
        teller="De regels met deze betekenis, van leveringen die tellen.",
    ),
    _uitkomst(
        code="geleverd_stap_op_de_ladder",
        naam="Geleverde uitkomsten: stap op de ladder",
        tekst="Uitkomsten ‘stap op de ladder’ uit bestanden over uitstroom, van regio's die niet "
        f"in Ontschot werken. {GEEN_PERSONEN}",
        teller="De regels met deze betekenis, van leveringen die tellen.",
    ),
    _uitkomst(
        code="geleverd_interventie_afgerond",
        naam="Geleverde uitkomsten: interventie afgerond",
        tekst="Uitkomsten ‘interventie afgerond’ uit bestanden over uitstroom, van regio's die "
        f"niet in Ontschot werken. Het zegt niet of iemand werk heeft. {GEEN_PERSONEN}",
        teller="De regels met deze betekenis, van leveringen die tellen.",
    ),
    _uitkomst(
        code="geleverd_geleid_naar_voorliggend",
        naam="Geleverde uitkomsten: geleid naar voorliggend",
        tekst="Uitkomsten ‘geleid naar voorliggend’ uit bestanden over uitstroom, van regio's die "
        f"niet in Ontschot werken. {GEEN_PERSONEN}",
        teller="De regels met deze betekenis, van leveringen die tellen.",
    ),
)
