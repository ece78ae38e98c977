"""The doors, the questions that come in through them, the answers, and the advies."""

from ontschot.meldingen.models.adviezen import Advies, Adviesgrond
from ontschot.meldingen.models.deuren import Campagne, Intakestop, Werkcafe
from ontschot.meldingen.models.versies import Meldingversie
from ontschot.meldingen.models.verwijzingen import Hulp, Verwijzing
from ontschot.meldingen.models.vraag import (
    INDICATIEKEUZES,
    Aanvulling,
    Antwoord,
    Melding,
    Reactietermijn,
)

__all__ = [
    "INDICATIEKEUZES",
    "Aanvulling",
    "Advies",
    "Adviesgrond",
    "Antwoord",
    "Campagne",
    "Hulp",
    "Intakestop",
    "Melding",
    "Meldingversie",
    "Reactietermijn",
    "Verwijzing",
    "Werkcafe",
]

OPEN_TABLES = {
    "meldingen_reactietermijn": "a promise to the public, no person; the visitor's page shows it",
}
