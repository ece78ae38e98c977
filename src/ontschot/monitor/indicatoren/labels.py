"""The words for the values of a dimension: from the code lists, the rooms, and a few of our own."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ontschot.casusoverleg.models import Signaal
from ontschot.meldingen.models import Campagne, Melding, Werkcafe
from ontschot.meldingen.models.deuren import DEUREN, ELDERS
from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.definities import DIMENSIES
from ontschot.monitor.models import Levering
from ontschot.trajecten.models import Overdracht, Toetsregel, Uitkomst
from ontschot.web.format import MAANDEN

Labels = Mapping[str, str]
MAAND = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
GEEN = {"geen": "Niet van toepassing"}
ONBEKEND = {"onbekend": "Onbekend"}
KLEIN = {"klein": "Minder dan vijf mensen"}


def _first_capital(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {code: label[:1].upper() + label[1:] for code, label in pairs}


def _named(model: Any) -> dict[str, str]:
    """The names of what the region made itself, by its number; the same name gets its day."""
    return {str(row.pk): f"{row.naam} ({_when(row)})" for row in model.objects.all()}


def _when(row: Any) -> str:
    day = row.van if isinstance(row, Campagne) else row.datum
    return f"{day.day} {MAANDEN[day.month - 1]} {day.year}"


# In the order in which they are shown.
LIJSTEN: dict[str, Callable[[], dict[str, str]]] = {
    "deur": lambda: _first_capital(DEUREN),
    "elders": lambda: _first_capital(ELDERS) | GEEN,
    "uitkomst": lambda: (
        _first_capital(Melding.UITKOMSTEN) | {"loopt": "Loopt nog", "geen": "Geen van deze"}
    ),
    "uitslag": lambda: {
        "aangenomen": "Aangenomen",
        "geweigerd": "Geweigerd",
        "ingetrokken": "Ingetrokken",
        "aangeboden": "Staat nog open",
    },
    "waarheen": lambda: _first_capital(Overdracht.WAARHEEN),
    "keer": lambda: {"1": "Eén keer", "2": "Twee keer", "3": "Drie keer of vaker"},
    "antwoord": lambda: _first_capital(Toetsregel.ANTWOORDEN),
    "bron_uitkomst": lambda: _first_capital(Uitkomst.BRONNEN),
    "campagne": lambda: {**_named(Campagne), "geen": "Geen campagne"},
    "werkcafe": lambda: {**_named(Werkcafe), "geen": "Geen Werkcafé"},
    "voorziening": lambda: {"eigen": "Niet op de menukaart"},
    "stand_werk": lambda: {
        "werkt": "Werkt nog",
        "werkt_niet": "Werkt niet meer",
        "anders": "Het is anders",
        "geen_antwoord": "Gaf geen antwoord",
        "niet_gevraagd": "Niet gevraagd",
        "niet_gevolgd": "Mogen we niet volgen",
        "nog_niet": "Nog niet zover",
    },
    "onderwerp": lambda: _first_capital(Signaal.ONDERWERPEN),
    "stand_signaal": lambda: _first_capital(Signaal.STAPPEN.choices),
    "eigenaar": lambda: {"iemand": "Heeft een eigenaar", "geen": "Nog niemand"},
    "beraad": lambda: {
        "geweest": "Stond op de agenda",
        "gepland": "Komt nog op de agenda",
        "niet": "Niet op de agenda",
    },
    "ouderdom": lambda: {
        "30": "Hoogstens 30 dagen",
        "90": "31 tot en met 90 dagen",
        "180": "91 tot en met 180 dagen",
        "langer": "Meer dan 180 dagen",
        "gesloten": "Niet meer open",
    },
    "soort_werk": lambda: {"vraag": "Open vraag", "kandidaat": "Kandidaat"},
    "organisatie": lambda: {"klein": "Organisaties met minder dan drie collega's"},
    "collega": lambda: {"ik": "Jij zelf", "collega": "Een collega"},
    "te_laat": lambda: {"ja": "Te laat", "nee": "Op tijd", "geen": "Niet van toepassing"},
    "ruimte": lambda: {
        "vrij": "Er is ruimte",
        "zonder_maximum": "Er is ruimte: geen hoogste aantal",
        "vol": "Vol",
        "afwezig": "Afwezig",
    },
    "gemist": lambda: {"meer": "Meer dan één voorziening", **KLEIN},
    "gemeente": lambda: KLEIN,
    "levering": lambda: {str(pk): naam for pk, naam in Levering.objects.values_list("pk", "naam")},
}


def labels_of(dimensie: str, codes: Codelijsten) -> dict[str, str]:
    """Every value that a dimension can have with its label; at most one query.

    A value that is not here is its own label: a gemeente, a facility.
    """
    if dimensie == "maand":
        return dict(ONBEKEND)
    lijst = DIMENSIES[dimensie].lijst
    if lijst in codes.lijsten:
        return codes.labels(lijst) | ONBEKEND
    return (LIJSTEN[lijst]() if lijst in LIJSTEN else {}) | ONBEKEND


def label(waarde: str, labels: Labels, dimensie: str) -> str:
    if dimensie == "maand" and MAAND.fullmatch(waarde):
        return f"{MAANDEN[int(waarde[5:]) - 1]} {waarde[:4]}"
    return labels.get(waarde, waarde)
