"""What a definition says: the words and rules that belong to one figure, in one version."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ontschot.kern.rollen import SYSTEEM, Rolsoort
from ontschot.monitor.models import LEZERS

INTERVENTIE = "interventie"
# Of a figure whose source keeps its versions (`kern.versies`).
MET_VERSIES = (
    "We bewaren wanneer iets is ingevoerd of veranderd. Wat er al stond voordat we dat deden, telt "
    "vanaf zijn eigen dag. Wat wordt gewist, telt ook in eerdere cijfers niet meer mee."
)
VERSIES_SINDS = date(2026, 11, 30)
ALLE_REGELINGEN = "RMT 2021-2022, RMT 2023-2024 en Werkcentrum vanaf 2025"
BEGIN = date(2021, 3, 25)


@dataclass(frozen=True)
class Dimensie:
    """What a figure can be split by. `lijst` is the code list with its labels, if there is one."""

    code: str
    naam: str
    tekst: str
    lijst: str = ""
    versie: int = 1
    van: date = BEGIN
    tot: date | None = None


@dataclass(frozen=True)
class Definitie:
    """One figure. Its parts are sentences in Dutch, as people read them.

    `dimensie` is the column of `Monitorrij` that a table of chapter 3 is counted by; `dimensies`
    are the codes of what an indicator can be split by. `onbekend` says which value means that
    nobody wrote it down; empty when that cannot be. `met_kosten` adds the costs, the average
    price and the share of the costs. `meervoud` is the unit in a sentence: 12 `vragen`.
    `geen_peildatum` is the sentence why this figure cannot be given as known on an earlier day;
    empty when it can. `peil_zin` says what to know of such a figure.
    """

    code: str
    naam: str
    tekst: str
    teller: str
    noemer: str
    moment: str
    groep: str
    dimensie: str = ""
    dimensies: tuple[str, ...] = ()
    onbekend: str = ""
    met_kosten: bool = False
    eenheid: str = INTERVENTIE
    meervoud: str = "interventies"
    geen_peildatum: str = ""
    peil_zin: str = ""
    rollen: Collection[str] = LEZERS
    regeling: str = ALLE_REGELINGEN
    versie: int = 1
    van: date = BEGIN
    tot: date | None = None

    @property
    def peildatum(self) -> bool:
        return not self.geen_peildatum

    def voor(self, rol: str) -> bool:
        """Whether somebody with this role may see the figure."""
        return rol == SYSTEEM or rol in self.rollen


def in_order(rollen: Collection[str]) -> list[Rolsoort]:
    """The roles of a definition in the order in which they are always named."""
    return [rol for rol in Rolsoort if rol in rollen]
