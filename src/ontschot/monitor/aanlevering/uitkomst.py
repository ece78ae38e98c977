"""What came of a check, as it is kept beside the file: the numbers, and the faults by kind."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from ontschot.monitor.levering.importeren import Uitslag
from ontschot.monitor.levering.lezen import Fout

VOORBEELDEN = 5  # of one kind
MEESTE_SOORTEN = 60  # far more than there are; memory may not grow with the file
_GETAL = re.compile(r"\d+")


@dataclass
class Foutsoort:
    """Faults that are mended in the same way: one column, one sentence but for its numbers.

    An example is a line, what stood there, and the sentence of that line.
    """

    kolom: str
    melding: str
    aantal: int = 0
    voorbeelden: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def per_regel(self) -> bool:
        """Whether each example has a sentence of its own."""
        return any(melding != self.melding for _, _, melding in self.voorbeelden)


class Foutsoorten:
    """Counts the faults that pass by, and keeps the first of each kind."""

    def __init__(self) -> None:
        self.soorten: dict[tuple[str, str], Foutsoort] = {}

    def passing(self, fouten: Iterable[Fout]) -> Iterator[Fout]:
        for fout in fouten:
            self._count(fout)
            yield fout

    def _count(self, fout: Fout) -> None:
        key = (fout.kolom, _GETAL.sub("…", fout.melding))
        soort = self.soorten.get(key)
        if soort is None:
            if len(self.soorten) == MEESTE_SOORTEN:
                return
            soort = self.soorten[key] = Foutsoort(fout.kolom, fout.melding)
        soort.aantal += 1
        if soort.melding != fout.melding:
            soort.melding = key[1]
        if len(soort.voorbeelden) < VOORBEELDEN:
            soort.voorbeelden.append((fout.regel, fout.waarde, fout.melding))

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
        Foutsoort(**s | {"voorbeelden": [tuple(v) for v in s["voorbeelden"]]})
        for s in facts["soorten"]
    ]
    return Uitkomst(Uitslag(**plain), tuple(soorten))
