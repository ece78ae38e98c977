"""What a report may say of a selection: everything that follows from the published sets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontschot.monitor.onthulling.afleiden import Afleider
from ontschot.monitor.onthulling.tabellen import Gepubliceerd, Getallen

Sleutel = tuple[str, str]  # table, value; ("", "") is the total


@dataclass(frozen=True)
class Antwoord:
    """The shown numbers of one selection, and the cells of which nothing may be said."""

    getallen: dict[Sleutel, Getallen]
    verborgen: frozenset[Sleutel]


class Antwoorden:
    """Answers from sets that have no region in common."""

    def __init__(self, sets: Sequence[Gepubliceerd]) -> None:
        self.sets = [(gepubliceerd, Afleider(gepubliceerd)) for gepubliceerd in sets]

    def of(self, regios: Iterable[str]) -> Antwoord | None:
        """The numbers of these regions; None when not even their total may be told."""
        asked = set(regios)
        totaal, told = (0, 0), dict[Sleutel, Getallen | None]()
        for gepubliceerd, afleider in self.sets:
            eenheden = gepubliceerd.indeling.parts(asked)
            if eenheden is None:
                return None
            for eenheid in eenheden:
                totaal = _plus(totaal, gepubliceerd.totalen[eenheid])
            for opzet in gepubliceerd.opzetten if eenheden else ():
                for waarde in opzet.waarden:
                    key = (opzet.naam, waarde)
                    before, part = told.get(key, (0, 0)), afleider.value(*key, eenheden)
                    told[key] = _plus(before, part) if before and part else None
        getallen = {key: numbers for key, numbers in told.items() if numbers is not None}
        return Antwoord({**getallen, ("", ""): totaal}, frozenset(told.keys() - getallen.keys()))


def _plus(een: Getallen, ander: Getallen) -> Getallen:
    return een[0] + ander[0], een[1] + ander[1]
