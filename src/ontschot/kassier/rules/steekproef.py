"""Which lines of a declaratie are looked at: the same seed always draws the same lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from ontschot.web.format import euro


@dataclass(frozen=True)
class Steekproefmaat:
    """How much is looked at: `soort` is `alles`, `aantal`, `procent` or `geen`.

    Lines of `altijd_vanaf_cent` and more are drawn whatever the rest says.
    """

    soort: str
    aantal: int | None = None
    procent: int | None = None
    altijd_vanaf_cent: int | None = None

    @property
    def zin(self) -> str:
        """The rule in words, for the screen."""
        much = {
            "alles": "alle regels",
            "aantal": f"{self.aantal} regels",
            "procent": f"{self.procent} % van de regels",
            "geen": "geen vast aantal",
        }[self.soort]
        if self.altijd_vanaf_cent is None or self.soort == "alles":
            return much
        return f"{much}, en altijd vanaf {euro(self.altijd_vanaf_cent)}"


def size(maat: Steekproefmaat, regels: int) -> int:
    """How many of so many lines are drawn by chance; a percentage is rounded up."""
    wanted = {
        "alles": regels,
        "aantal": maat.aantal or 0,
        "procent": -(-regels * (maat.procent or 0) // 100),
        "geen": 0,
    }[maat.soort]
    return min(wanted, regels)


def place(zaad: str, nummer: int) -> str:
    """Where a line stands in the draw; `encode(sha256('zaad:nummer'), 'hex')` in PostgreSQL."""
    return sha256(f"{zaad}:{nummer}".encode()).hexdigest()


def draw(zaad: str, regels: Iterable[tuple[int, int]], maat: Steekproefmaat) -> tuple[int, ...]:
    """The ids that are looked at, of lines given as (id, cents): sorted, whatever their order.

    The lines with the lowest `place` come first, so whoever has the seed can draw them again.
    """
    lines = sorted(regels, key=lambda line: (place(zaad, line[0]), line[0]))
    chosen = {number for number, _ in lines[: size(maat, len(lines))]}
    if maat.altijd_vanaf_cent is not None:
        chosen |= {number for number, cent in lines if cent >= maat.altijd_vanaf_cent}
    return tuple(sorted(chosen))
