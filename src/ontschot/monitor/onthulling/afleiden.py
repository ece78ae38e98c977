"""Which sums follow from what is published, and how much they are.

A selection of regions may be told exactly what anybody could work out from the published set, and
nothing else: whoever answers here has never seen a hidden number. The hidden cells are unknowns,
the sums are equations; a question is answered when it is a combination of those. Gauss
elimination, modulo a large prime: whole numbers stay exact and small.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ontschot.monitor.onthulling.stelsel import Naam
from ontschot.monitor.onthulling.tabellen import (
    Gepubliceerd,
    Getallen,
    Som,
    sums,
    together,
)

PRIEM = 2**61 - 1


@dataclass
class _Rij:
    """Σ factor × unknown = numbers, modulo the prime."""

    factoren: dict[int, int]
    getallen: list[int]

    def subtract(self, keer: int, ander: "_Rij") -> None:
        for onbekende, factor in ander.factoren.items():
            rest = (self.factoren.get(onbekende, 0) - keer * factor) % PRIEM
            if rest:
                self.factoren[onbekende] = rest
            else:
                self.factoren.pop(onbekende, None)
        pairs = zip(self.getallen, ander.getallen, strict=True)
        self.getallen = [(eigen - keer * getal) % PRIEM for eigen, getal in pairs]


class Afleider:
    """Answers for one published set. The unknowns are numbered in the order of the sums."""

    def __init__(self, gepubliceerd: Gepubliceerd) -> None:
        self.gepubliceerd = gepubliceerd
        self.nummers: dict[Naam, int] = {}
        self.trap: dict[int, _Rij] = {}  # by its first unknown
        for groep in together(gepubliceerd.opzetten):
            for som in sums(groep, gepubliceerd.indeling.plaatsen):
                self._learn(som)

    def _learn(self, som: Som) -> None:
        delen = dict.fromkeys(som.delen, 1)
        known = self.gepubliceerd.totalen[som.plaats] if som.totaal is None else (0, 0)
        if som.totaal is not None:
            delen[som.totaal] = -1
        rij = self._reduced(self._question(delen, known))
        if not rij.factoren:
            return
        first = min(rij.factoren)
        inverse = pow(rij.factoren[first], -1, PRIEM)
        rij.factoren = {n: f * inverse % PRIEM for n, f in rij.factoren.items()}
        rij.getallen = [getal * inverse % PRIEM for getal in rij.getallen]
        self.trap[first] = rij

    def _question(self, delen: Mapping[Naam, int], known: Getallen) -> _Rij:
        """The unknown part of a sum, and what remains for it of the known numbers."""
        factoren: dict[int, int] = {}
        getallen = list(known)
        for naam, factor in delen.items():
            shown = self.gepubliceerd.cellen.get(naam)
            if shown is None:
                nummer = self.nummers.setdefault(naam, len(self.nummers))
                factoren[nummer] = factor % PRIEM
            else:
                getallen = [g - factor * s for g, s in zip(getallen, shown, strict=True)]
        return _Rij(factoren, [getal % PRIEM for getal in getallen])

    def _reduced(self, rij: _Rij) -> _Rij:
        """The same question with everything taken out that the equations already tell."""
        while steps := rij.factoren.keys() & self.trap.keys():
            first = min(steps)
            rij.subtract(rij.factoren[first], self.trap[first])
        return rij

    def value(self, tabel: str, waarde: str, eenheden: Iterable[str]) -> Getallen | None:
        """Count and costs of one value over these eenheden; None when they do not follow."""
        delen = {(tabel, waarde, eenheid): 1 for eenheid in eenheden}
        rij = self._reduced(self._question(delen, (0, 0)))
        if rij.factoren:
            return None
        # What is left is minus the answer: all known parts were taken off nothing.
        aantal, kosten = (-getal % PRIEM for getal in rij.getallen)
        return aantal, kosten
