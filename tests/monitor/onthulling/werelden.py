"""Small invented countries: counts per region with their costs, and the reports made of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from ontschot.monitor.onthulling.antwoorden import Antwoorden
from ontschot.monitor.onthulling.stelsel import Regels
from ontschot.monitor.onthulling.tabellen import Gepubliceerd, Opzet, protect

REGELS = Regels(drempel=5, dominantie_procent=75, marge_procent=20)
RUBRIEK_VAN = {"cursus": "scholing", "vakles": "scholing", "advies": "hulp", "coach": "hulp"}
Rij = tuple[str, str, str, int]  # region, soort, partij, cents


@dataclass
class Wereld:
    """Rows, counted in three tables: rubriek with its soorten, and partij with costs."""

    rijen: list[Rij]
    tellingen: dict[str, dict[tuple[str, str], tuple[int, int]]] = field(init=False)
    hoogste: dict[tuple[str, str, str], int] = field(init=False)

    def __post_init__(self) -> None:
        found: Any = defaultdict(lambda: defaultdict(lambda: (0, 0)))
        self.hoogste = defaultdict(int)
        for regio, soort, partij, cent in self.rijen:
            keys = [
                ("", ""),
                ("interventie", soort),
                ("rubriek", RUBRIEK_VAN[soort]),
                ("partij", partij),
            ]
            for key in keys:
                aantal, kosten = found[regio][key]
                found[regio][key] = (aantal + 1, kosten + cent)
            top = self.hoogste[regio, "partij", partij]
            self.hoogste[regio, "partij", partij] = max(top, cent)
        self.tellingen = {regio: dict(cellen) for regio, cellen in found.items()}

    @property
    def regios(self) -> list[str]:
        return sorted(self.tellingen)

    def protect(self, *, seconden: float = 10.0) -> Gepubliceerd | None:
        return protect(
            self.tellingen,
            self.hoogste,
            [
                Opzet("rubriek", ("scholing", "hulp")),
                Opzet("interventie", tuple(RUBRIEK_VAN), ouder="rubriek", deel_van=RUBRIEK_VAN),
                Opzet("partij", ("uwv", "fnv", "gemeente"), met_kosten=True),
            ],
            {"paar": ("A", "B")},
            REGELS,
            seconden=seconden,
        )

    def selections(self) -> list[tuple[str, ...]]:
        sizes = range(1, len(self.regios) + 1)
        return [keuze for size in sizes for keuze in combinations(self.regios, size)]


def reports(gepubliceerd: Gepubliceerd, keuzes: Iterable[tuple[str, ...]]) -> list[dict[str, Any]]:
    """A report of each selection, in the shape of the published JSON."""
    antwoorden = Antwoorden([gepubliceerd])
    return [_report(antwoorden, gepubliceerd, keuze) for keuze in keuzes]


def _report(
    antwoorden: Antwoorden, gepubliceerd: Gepubliceerd, keuze: tuple[str, ...]
) -> dict[str, Any]:
    antwoord = antwoorden.of(keuze)
    tabellen = {}
    for opzet in gepubliceerd.opzetten if antwoord else ():
        assert antwoord
        rijen = []
        for waarde in opzet.waarden:
            aantal, kosten = antwoord.getallen.get((opzet.naam, waarde), (None, None))
            rij: dict[str, Any] = {"waarde": waarde, "aantal": aantal}
            rijen.append(rij | ({"kosten_cent": kosten} if opzet.met_kosten else {}))
        tabellen[opzet.naam] = {"noemer": antwoord.getallen["", ""][0], "rijen": rijen}
    return {"regios": list(keuze), "tabellen": tabellen}
