"""What came of a check, as it is kept beside the file: the numbers, and the faults by kind."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from ontschot.monitor.levering.importeren import Uitslag
from ontschot.monitor.levering.lezen import Fout

# Memory may not grow with the file; there are far fewer kinds than this.
MEESTE_SOORTEN, MEESTE_VOORBEELDEN, MEESTE_REGELS = 60, 8, 5
_GETAL = re.compile(r"\d+")


@dataclass
class Voorbeeld:
    """What stood there, how often, on which lines first, and the sentence of the first of them."""

    waarde: str
    melding: str
    aantal: int = 0
    regels: list[int] = field(default_factory=list)

    @property
    def meer(self) -> bool:
        return self.aantal > len(self.regels)


@dataclass
class Foutsoort:
    """Faults that are mended in the same way: one column, one sentence but for its numbers."""

    kolom: str
    melding: str
    aantal: int = 0
    voorbeelden: list[Voorbeeld] = field(default_factory=list)

    def count(self, fout: Fout) -> None:
        self.aantal += 1
        found = next((v for v in self.voorbeelden if v.waarde == fout.waarde), None)
        if found is None:
            if len(self.voorbeelden) == MEESTE_VOORBEELDEN:
                return
            found = Voorbeeld(fout.waarde, fout.melding)
            self.voorbeelden.append(found)
        found.aantal += 1
        if len(found.regels) < MEESTE_REGELS:
            found.regels.append(fout.regel)

    @property
    def meer(self) -> int:
        """How many of these faults are in none of the examples."""
        return self.aantal - sum(voorbeeld.aantal for voorbeeld in self.voorbeelden)


class Foutsoorten:
    """Counts the faults that pass by, and keeps the first of each kind."""

    def __init__(self) -> None:
        self.soorten: dict[tuple[str, str], Foutsoort] = {}

    def passing(self, fouten: Iterable[Fout]) -> Iterator[Fout]:
        for fout in fouten:
            self._count(fout)
            yield fout

    def _count(self, fout: Fout) -> None:
        general = _GETAL.sub("…", fout.melding)
        soort = self.soorten.get((fout.kolom, general))
        if soort is None:
            if len(self.soorten) == MEESTE_SOORTEN:
                return
            soort = self.soorten[fout.kolom, general] = Foutsoort(fout.kolom, fout.melding)
        if soort.melding != fout.melding:
            soort.melding = general
        soort.count(fout)

    def most_first(self) -> list[Foutsoort]:
        return sorted(self.soorten.values(), key=lambda s: (-s.aantal, s.kolom, s.melding))


@dataclass(frozen=True)
class Uitkomst:
    """What a person decides by, or is told afterwards."""

    uitslag: Uitslag
    soorten: tuple[Foutsoort, ...] = ()

    def as_facts(self) -> dict[str, Any]:
        """As plain values; the faults themselves are in a file of their own."""
        plain = asdict(self.uitslag) | {"fouten": ()}
        return {"uitslag": plain, "soorten": [asdict(soort) for soort in self.soorten]}

    @property
    def mag_laden(self) -> bool:
        return bool(self.uitslag.goed) and not (self.uitslag.beletsel or self.uitslag.al_bekend)

    def same_as(self, loaded: Uitslag) -> bool:
        """Whether what was loaded is what the person saw and said yes to."""
        seen = self.uitslag
        return (seen.goed, seen.geweigerd, seen.vervangen) == (
            loaded.geladen, loaded.geweigerd, loaded.vervangen,
        )  # fmt: skip


def from_facts(facts: dict[str, Any]) -> Uitkomst:
    plain: dict[str, Any] = {
        naam: tuple(value) if isinstance(value, list) else value
        for naam, value in facts["uitslag"].items()
    }
    soorten = [
        Foutsoort(**s | {"voorbeelden": [Voorbeeld(**v) for v in s["voorbeelden"]]})
        for s in facts["soorten"]
    ]
    return Uitkomst(Uitslag(**plain), tuple(soorten))
