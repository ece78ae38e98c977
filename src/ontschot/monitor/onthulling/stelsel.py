"""What is published and must not give itself away: cells, how they add up, what each one needs.

A `Stelsel` is one set of linked tables as a reader sees it: every cell could be shown or hidden,
and every sum over cells is known to add up to a number that is always shown. Pure values; the
solver stands in `kiezen`, the reader who tries to undo it in `aanval`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

AANTAL, KOSTEN = "aantal", "kosten"
VER = 1e7  # nobody thinks a cell this much larger, or a change this large
Naam = tuple[str, str, str]  # table, value, place


@dataclass(frozen=True)
class Regels:
    """The choices of the house (klassen.toml). No source gives them.

    A count from 1 to `drempel` - 1 is too small. A cell is also hidden when one amount in it is
    more than `dominantie_procent` of its costs; what a reader knows of such an amount must stay at
    least `marge_procent` away from it, above and below.
    """

    drempel: int
    dominantie_procent: int = 100
    marge_procent: int = 0


@dataclass(frozen=True)
class Eis:
    """How far from its value a reader must be able to think a cell: `omlaag` and `omhoog`."""

    cel: int
    omlaag: float
    omhoog: float
    maat: str = AANTAL


@dataclass
class Stelsel:
    """Cells by their number, in a fixed order. `waarden` holds per measure the value of each.

    A sum is a list of (cell, +1 or -1): what a reader may think of these cells together does not
    change. `gewicht` is what hiding a cell costs: a national figure is missed more than one of a
    region. `dicht` are cells that nobody shows: counts of two values together, by which tables hang
    together (`verbanden`, of counts and not of costs). `vast` are cells that are hidden whatever
    else is, because of what was told before.
    """

    namen: list[Naam] = field(default_factory=list)
    waarden: dict[str, list[float]] = field(default_factory=lambda: {AANTAL: [], KOSTEN: []})
    gewicht: list[int] = field(default_factory=list)
    sommen: list[list[tuple[int, int]]] = field(default_factory=list)
    verbanden: list[list[tuple[int, int]]] = field(default_factory=list)
    eisen: list[Eis] = field(default_factory=list)
    dicht: set[int] = field(default_factory=set)
    vast: set[int] = field(default_factory=set)
    nummers: dict[Naam, int] = field(default_factory=dict)

    def add(self, naam: Naam, aantal: int, kosten_cent: int, gewicht: int) -> int:
        """A new cell; the name must be new."""
        if naam in self.nummers:
            raise ValueError(f"Cell {naam!r} stands twice.")
        nummer = self.nummers[naam] = len(self.namen)
        self.namen.append(naam)
        self.waarden[AANTAL].append(aantal)
        self.waarden[KOSTEN].append(kosten_cent / 100)
        self.gewicht.append(gewicht)
        return nummer

    def sums_to_shown(self, delen: Iterable[Naam], totaal: Naam | None = None) -> None:
        """The parts add up to a shown number, or to the cell `totaal`."""
        som = [(self.nummers[naam], 1) for naam in delen]
        if totaal is not None:
            som.append((self.nummers[totaal], -1))
        self.sommen.append(som)

    def add_unseen(self, naam: Naam, aantal: float, kosten: float = 0.0) -> int:
        """A cell of a table that nobody publishes; `kosten` in euros."""
        nummer = self.add(naam, 0, 0, 0)
        self.waarden[AANTAL][nummer], self.waarden[KOSTEN][nummer] = aantal, kosten
        self.dicht.add(nummer)
        return nummer

    def add_change(self, naam: Naam) -> int:
        """The change of a cell between two editions: it can be thought as far down as up."""
        return self.add_unseen(naam, VER, VER)

    def link(self, delen: Iterable[Naam], geheel: Iterable[Naam]) -> None:
        """The unseen parts add up to these cells together."""
        som = [(self.nummers[naam], 1) for naam in delen]
        self.verbanden.append(som + [(self.nummers[naam], -1) for naam in geheel])

    def sums_of(self, maat: str) -> list[list[tuple[int, int]]]:
        """Everything that is known to add up in one measure."""
        return self.sommen + (self.verbanden if maat == AANTAL else [])

    @property
    def te_klein(self) -> list[int]:
        """The cells that may not be shown whatever else is (the primary suppressions)."""
        return sorted({eis.cel for eis in self.eisen})

    @property
    def maten(self) -> Sequence[str]:
        """The measures in which something must be kept from a reader."""
        return sorted({eis.maat for eis in self.eisen})


def needs(
    nummer: int, aantal: int, totaal: int, regels: Regels, *, mag_alles: bool = False
) -> list[Eis]:
    """What one count asks: nothing, or how uncertain a reader must stay.

    Too small: it could be nobody, and it could be as many as the threshold. Everybody in one and
    the same value (of `totaal`): as many as the threshold could have another one; `mag_alles`
    for the value "unknown", which tells nothing of anybody.
    """
    if 0 < aantal < regels.drempel:
        return [Eis(nummer, aantal, regels.drempel - aantal)]
    if aantal == totaal and aantal and not mag_alles:
        return [Eis(nummer, min(aantal, regels.drempel), 0)]
    return []


def needs_of_costs(
    nummer: int, aantal: int, kosten_cent: int, hoogste_cent: int, regels: Regels
) -> list[Eis]:
    """What the costs of one cell ask, in euros.

    Of a count that is too small the costs are as uncertain as the count, at the same average
    price. Where one amount is nearly all of the cell, a reader stays a margin away from it.
    """
    kosten = kosten_cent / 100
    if not kosten:
        return []
    if 0 < aantal < regels.drempel:
        return [Eis(nummer, kosten, kosten * (regels.drempel - aantal) / aantal, KOSTEN)]
    if hoogste_cent * 100 > kosten_cent * regels.dominantie_procent:
        marge = kosten * regels.marge_procent / 100
        return [Eis(nummer, marge, marge, KOSTEN)]
    return []
