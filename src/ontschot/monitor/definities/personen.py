"""The figures about persons: each counts once, and in one region only."""

from functools import partial

from ontschot.monitor.definities.vorm import Definitie

# A person has a key inside one region only; deliveries of others hold no persons at all.
_persoon = partial(
    Definitie,
    groep="Personen",
    eenheid="persoon",
    meervoud="personen",
    regeling="Alle regelingen, alleen onze eigen registratie: leveringen kennen geen personen",
)

PERSONEN = (
    _persoon(
        code="unieke_personen",
        naam="Personen met een interventie",
        tekst="Hoeveel mensen in de periode minstens één interventie kregen. Wie er twee kreeg, "
        "telt één keer. Zijn twee dossiers van dezelfde persoon samengevoegd, dan telt die "
        "persoon één keer. Een persoon die naar een andere regio gaat, krijgt daar een nieuwe "
        "sleutel en kan in allebei de regio's tellen.",
        teller="Alle personen met minstens één verplichting in de periode.",
        noemer="Geen: dit is een aantal. Een aandeel is een deel van al deze personen.",
        moment="De dag van de eerste verplichting in de periode. Doelgroep, geslacht, opleiding "
        "en gemeente zijn die van de allereerste interventie.",
        dimensies=("doelgroep", "geslacht", "kwalificatie", "gemeente", "maand"),
    ),
    _persoon(
        code="overdrachten",
        naam="Overdrachten",
        tekst="Hoe vaak iemand warm is overgedragen aan een ander: een collega, een partner "
        "zonder account of een andere regio. Meehelpen zonder over te nemen telt niet mee.",
        teller="De overdrachten die zijn aangeboden, naar wat de ontvanger zei.",
        noemer="Alle overdrachten die in de periode zijn aangeboden.",
        moment="De dag waarop de overdracht is aangeboden.",
        eenheid="overdracht",
        meervoud="overdrachten",
        dimensies=("uitslag", "waarheen", "maand"),
    ),
    _persoon(
        code="vaker_overgedragen",
        naam="Personen die vaker dan één keer zijn overgedragen",
        tekst="Van het kastje naar de muur: mensen die in de periode twee keer of vaker van "
        "eigenaar wisselden, omdat een ander de overdracht aannam.",
        teller="De personen met twee of meer aangenomen overdrachten in de periode.",
        noemer="De personen met minstens één aangenomen overdracht in de periode.",
        moment="De dag van de laatste aangenomen overdracht in de periode.",
        dimensies=("keer",),
    ),
)
