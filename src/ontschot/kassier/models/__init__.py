"""The money: fondsen with their journaal, orders, declaraties and payments.

The journaal is the truth. Every other table here says *why* an entry stands in it.
"""

from ontschot.kassier.models.afspraken import Bewijseis, Declaratieafspraak
from ontschot.kassier.models.bank import (
    Bankafschrift,
    Bankbestand,
    Bankregel,
    Bestandsophaling,
    Betaalinstelling,
    Plaatsing,
)
from ontschot.kassier.models.begrotingen import Begroting, Begrotingsregel
from ontschot.kassier.models.beoordelen import (
    Declaratiebericht,
    Momentopname,
    Steekproef,
    Steekproefregel,
)
from ontschot.kassier.models.betalen import (
    Betaalbatch,
    Betaalbestand,
    Betaalgegeven,
    Betaalregel,
)
from ontschot.kassier.models.bewijsstukken import Bewijsinhoud, Bewijsstuk
from ontschot.kassier.models.budgetbesluiten import Budgetbesluit, Budgetregel
from ontschot.kassier.models.declaraties import Declaratie, Declaratieregel
from ontschot.kassier.models.dubbel import Dubbelstap
from ontschot.kassier.models.facturen import Factuur, Factuurbestand, Factuurregel
from ontschot.kassier.models.fondsen import Fonds, Fondsregel, Journaalketen, Saldo
from ontschot.kassier.models.journaal import Journaalpost
from ontschot.kassier.models.kosten import (
    Kostenbewijs,
    Kostenbewijsinhoud,
    Kostendeclaratie,
    Kostenregel,
)
from ontschot.kassier.models.mandaten import Besteltermijn, Inkoopmandaat, Plafondakkoord
from ontschot.kassier.models.meldgrens import Meldgrens
from ontschot.kassier.models.orders import Reservering, Verplichting
from ontschot.kassier.models.terugvorderingen import Terugontvangst, Terugvordering

# Whatever is handed in, and a line of it.
Claim = Declaratie | Kostendeclaratie
Claimregel = Declaratieregel | Kostenregel

__all__ = [
    "Bankafschrift",
    "Bankbestand",
    "Bankregel",
    "Begroting",
    "Begrotingsregel",
    "Bestandsophaling",
    "Besteltermijn",
    "Betaalbatch",
    "Betaalbestand",
    "Betaalgegeven",
    "Betaalinstelling",
    "Betaalregel",
    "Bewijseis",
    "Bewijsinhoud",
    "Bewijsstuk",
    "Budgetbesluit",
    "Budgetregel",
    "Claim",
    "Claimregel",
    "Declaratie",
    "Declaratieafspraak",
    "Declaratiebericht",
    "Declaratieregel",
    "Dubbelstap",
    "Factuur",
    "Factuurbestand",
    "Factuurregel",
    "Fonds",
    "Fondsregel",
    "Inkoopmandaat",
    "Journaalketen",
    "Journaalpost",
    "Kostenbewijs",
    "Kostenbewijsinhoud",
    "Kostendeclaratie",
    "Kostenregel",
    "Meldgrens",
    "Momentopname",
    "Plaatsing",
    "Plafondakkoord",
    "Reservering",
    "Saldo",
    "Steekproef",
    "Steekproefregel",
    "Terugontvangst",
    "Terugvordering",
    "Verplichting",
]

# Without row level security, with the reason; see tests/kern/test_every_table_is_closed.
OPEN_TABLES = {
    "kassier_journaalketen": "head of a chain: a number and a hash; only the trigger moves it",
}
