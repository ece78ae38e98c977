"""The registry: what each figure means, named, versioned, in Dutch.

A table on the screen, in a file or in the JSON is made from one of these and links to it. A
definition that changes gets a new version with its own validity; the old one stays in
`VERVALLEN`, because reports were made with it. Shown on `/monitor/definities/` and in
`docs/definities.md`.
"""

from ontschot.monitor.definities.dimensies import DIMENSIES
from ontschot.monitor.definities.interventies import INTERVENTIES
from ontschot.monitor.definities.leveringen import LEVERINGEN
from ontschot.monitor.definities.personen import PERSONEN
from ontschot.monitor.definities.sturing import STURING
from ontschot.monitor.definities.uitstroom import UITSTROOM
from ontschot.monitor.definities.vervallen import earlier_versions
from ontschot.monitor.definities.vorm import Definitie, Dimensie
from ontschot.monitor.definities.vragen import VRAGEN
from ontschot.monitor.definities.wachten import WACHTEN

__all__ = [
    "AFRONDEN",
    "DEFINITIES",
    "DIMENSIES",
    "GEEN_NEDERLAND",
    "GROEPEN",
    "TABELLEN",
    "VERVALLEN",
    "Definitie",
    "Dimensie",
]

ALLE = (*INTERVENTIES, *PERSONEN, *VRAGEN, *WACHTEN, *UITSTROOM, *LEVERINGEN, *STURING)
DEFINITIES = {definitie.code: definitie for definitie in ALLE}
# Earlier versions, oldest first.
VERVALLEN = earlier_versions(DEFINITIES)
# The headings, in the order in which they are shown.
GROEPEN = tuple(dict.fromkeys(definitie.groep for definitie in ALLE))
# The tables of a report, in the order in which they are shown.
TABELLEN = tuple(d.code for d in ALLE if d.dimensie)

GEEN_NEDERLAND = (
    "Er staat geen Nederland naast: dit komt uit onze eigen registratie. Andere regio's leveren "
    "geen personen. Wat zij wel leveren, staat bij ‘Geleverd door anderen’."
)
AFRONDEN = (
    "Percentages zijn afgerond op hele procenten; een half gaat naar boven. Opgeteld hoeven ze "
    "geen 100 te zijn."
)
