"""Small invented countries: counts per region with their costs, and the reports made of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from ontschot.monitor.onthulling.antwoorden import Antwoorden
from ontschot.monitor.onthulling.stelsel import Regels
from ontschot.monitor.onthulling.tabellen import Gepubliceerd, Opzet, Verband, protect

REGELS = Regels(drempel=5, dominantie_procent=75, marge_procent=20)
# Which partij is the first responsible: who bought for another one's, bought for "andere".
EERSTE = {"cursus": "uwv", "vakles": "fnv", "advies": "gemeente", "coach": "gemeente"}
PARTIJEN = ("uwv", "fnv", "gemeente")
RUBRIEK_VAN = {"cursus": "scholing", "vakles": "scholing", "advies": "hulp", "coach": "hulp"}
Rij = tuple[str, str, str, int]  # region, soort, partij, cents


@dataclass
class Wereld:
    """Rows, counted in four tables: rubriek with its soorten, partij with costs, and eigen."""

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
                ("eigen", "ja" if EERSTE[soort] == partij else "nee"),
            ]
            for key in keys:
                aantal, kosten = found[regio][key]
                found[regio][key] = (aantal + 1, kosten + cent)
            top = self.hoogste[regio, "partij", partij]
            self.hoogste[regio, "partij", partij] = max(top, cent)
        self.tellingen = {regio: dict(cellen) for regio, cellen in found.items()}

    @property
    def opzetten(self) -> list[Opzet]:
        return [
            Opzet("rubriek", ("scholing", "hulp")),
            Opzet("interventie", tuple(RUBRIEK_VAN), ouder="rubriek", deel_van=RUBRIEK_VAN),
            Opzet("partij", PARTIJEN, met_kosten=True),
            Opzet("eigen", ("ja", "nee")),
        ]

    def cells(self) -> list[tuple[str, str]]:
        """Every table with every value."""
        return [(opzet.naam, waarde) for opzet in self.opzetten for waarde in opzet.waarden]

    @property
    def regios(self) -> list[str]:
        return sorted(self.tellingen)

    def protect(self, *, seconden: float = 10.0, linked: bool = True) -> Gepubliceerd | None:
        return protect(
            self.tellingen,
            self.hoogste,
            self.opzetten,
            {"paar": ("A", "B")},
            REGELS,
            verbanden=[self.link()] if linked else [],
            seconden=seconden,
        )

    def link(self) -> Verband:
        samen = Counter((regio, soort, partij) for regio, soort, partij, _ in self.rijen)
        same = {partij: partij for partij in PARTIJEN}
        return Verband("interventie", EERSTE, "partij", same, ("eigen", "ja"), samen)

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
