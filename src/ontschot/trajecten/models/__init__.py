"""From plan to result: arrangement, interventie, voorliggend-toets, overdracht, uitkomst."""

from ontschot.trajecten.models.arrangement import ARRANGEMENT_STAPPEN, Arrangement, Stap
from ontschot.trajecten.models.groep import Groep, Groepslid
from ontschot.trajecten.models.inkoop import Inkoopcheck, Inkoopregel, Kostendeel, Stuk
from ontschot.trajecten.models.interventie import INTERVENTIE_STAPPEN, Interventie, Toetsregel
from ontschot.trajecten.models.leerbedrijf import Leerbedrijfcheck
from ontschot.trajecten.models.overdracht import (
    OVERDRACHT_STAPPEN,
    REGIOAANBOD_STAPPEN,
    Overdracht,
    Overdrachtdocument,
    Overname,
    Regioaanbod,
)
from ontschot.trajecten.models.sjabloon import Sjabloon, Sjabloonstap
from ontschot.trajecten.models.uitkomst import (
    Nazorgmoment,
    Nazorgschema,
    Uitkomst,
    Volggrond,
)
from ontschot.trajecten.models.verloop import Aanwezigheid, Evaluatie
from ontschot.trajecten.models.versies import (
    Interventieversie,
    Nazorgversie,
    Toetsversie,
    Volggrondversie,
)

__all__ = [
    "ARRANGEMENT_STAPPEN",
    "INTERVENTIE_STAPPEN",
    "OVERDRACHT_STAPPEN",
    "REGIOAANBOD_STAPPEN",
    "Aanwezigheid",
    "Arrangement",
    "Evaluatie",
    "Groep",
    "Groepslid",
    "Inkoopcheck",
    "Inkoopregel",
    "Interventie",
    "Interventieversie",
    "Kostendeel",
    "Leerbedrijfcheck",
    "Nazorgmoment",
    "Nazorgschema",
    "Nazorgversie",
    "Overdracht",
    "Overdrachtdocument",
    "Overname",
    "Regioaanbod",
    "Sjabloon",
    "Sjabloonstap",
    "Stap",
    "Stuk",
    "Toetsregel",
    "Toetsversie",
    "Uitkomst",
    "Volggrond",
    "Volggrondversie",
]
