"""The four meanings of uitstroom: four figures, and none that is called just uitstroom.

In practice the one word meant four things, which made the national figure useless (KplusV 2024,
section 3.1). Each is a dated fact of its own; none is derived from another.
"""

from functools import partial

from ontschot.monitor.definities.vorm import Definitie

_uitkomst = partial(
    Definitie,
    groep="Wat het opleverde",
    eenheid="persoon",
    meervoud="personen",
    noemer="Geen: dit is een aantal. Een aandeel is een deel van al deze personen.",
    moment="De dag waarop het gebeurde, zoals vastgelegd. Een verbetering vervangt wat er stond. "
    "Doelgroep en gemeente zijn die van de laatste interventie die is ingepland.",
    regeling="Alle regelingen, alleen onze eigen registratie",
    dimensies=("doelgroep", "gemeente", "bron_uitkomst", "maand"),
)

UITSTROOM = (
    _uitkomst(
        code="aan_het_werk",
        naam="Aan het werk",
        tekst="Mensen van wie in de periode is vastgelegd dat zij aan het werk zijn. Dit is de "
        "eerste van vier betekenissen van het woord uitstroom.",
        teller="De personen met de uitkomst ‘aan het werk’ in de periode. Twee keer werk telt één "
        "keer.",
    ),
    _uitkomst(
        code="stap_op_de_ladder",
        naam="Een stap op de ladder",
        tekst="Mensen die in de periode een stap op de participatieladder zetten. Dit is de tweede "
        "van vier betekenissen van het woord uitstroom.",
        teller="De personen met de uitkomst ‘stap op de ladder’ in de periode.",
    ),
    _uitkomst(
        code="interventie_afgerond",
        naam="Interventie afgerond",
        tekst="Mensen van wie in de periode is vastgelegd dat een interventie klaar is. Het zegt "
        "niet of zij werk hebben. Dit is de derde van vier betekenissen van het woord uitstroom.",
        teller="De personen met de uitkomst ‘interventie afgerond’ in de periode.",
    ),
    _uitkomst(
        code="geleid_naar_voorliggend",
        naam="Geleid naar een voorliggende voorziening",
        tekst="Mensen met een dossier die in de periode naar gewone dienstverlening zijn geleid. "
        "Dit is de vierde van vier betekenissen van het woord uitstroom.",
        teller="De personen met de uitkomst ‘geleid naar voorliggend’ in de periode.",
    ),
)
