"""Which cells to hide: as few as possible, so that no cell that is too small can be worked out.

The method of Fischetti and Salazar-González (2001): an integer program chooses the cells; the
reader's program (`aanval`) tries to undo the choice; wherever it comes too near, its dual solution
names the cells of which some more must be hidden (a cut); and again, until the reader is kept away
everywhere. Each cut holds for every safe choice, so the bound of the integer program is a proven
minimum. When time runs out, what is not safe yet is mended along cheapest cycles (the network
heuristic of Kelly, Golden and Assad, 1992), and the bound says how far from the minimum that is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from time import monotonic

from ontschot.monitor.onthulling import oplosser
from ontschot.monitor.onthulling.aanval import RUIS, Aanval, Poging
from ontschot.monitor.onthulling.oplosser import ONEINDIG
from ontschot.monitor.onthulling.stelsel import AANTAL, Eis, Stelsel

RONDEN = 100
SECONDEN = 20.0
ANDERS = (1, -1)
Snede = tuple[tuple[tuple[int, float], ...], float]  # Σ factor × hidden ≥ the number


@dataclass(frozen=True)
class Keuze:
    """The hidden cells. `gewicht` is what they cost together, `minimum` what any choice costs."""

    verborgen: frozenset[int]
    gewicht: int
    minimum: int

    @property
    def boven_minimum(self) -> int:
        return max(0, self.gewicht - self.minimum)


def choose(stelsel: Stelsel, *, seconden: float = SECONDEN, ronden: int = RONDEN) -> Keuze:
    """The cells to hide, those that are too small among them; safe whatever time it takes."""
    eisen = attainable(stelsel)
    if not eisen:
        return _choice(stelsel, stelsel.vast, 0)
    einde = monotonic() + seconden
    aanvallen = {maat: Aanval(stelsel, maat) for maat in stelsel.maten}
    meester = _Meester(stelsel, eisen)
    verborgen: set[int] = set()
    for _ in range(ronden):
        verborgen = meester.solve(einde - monotonic())
        sneden = [snede for _, snede in _too_near(aanvallen, eisen, verborgen)]
        if not sneden:
            return _choice(stelsel, verborgen, meester.minimum)
        if monotonic() >= einde:
            break
        meester.add(sneden)
    return _choice(stelsel, mend(stelsel, eisen, verborgen), meester.minimum)


def attainable(stelsel: Stelsel) -> list[Eis]:
    """What each cell needs, as far as hiding everything would give it.

    The totals are always shown, so nobody can think a part of the costs larger than the whole.
    """
    aanvallen = {maat: Aanval(stelsel, maat) for maat in stelsel.maten}
    everything, eisen = set(range(len(stelsel.namen))), _one_each(stelsel.eisen)
    beyond = {cel for cel, _ in _too_near(aanvallen, eisen, everything)}
    return [_within_reach(aanvallen[eis.maat], eis) if eis.cel in beyond else eis for eis in eisen]


def _one_each(eisen: Iterable[Eis]) -> list[Eis]:
    """What is asked of a cell more than once, as one: the furthest of each side."""
    found: dict[tuple[int, str], Eis] = {}
    for eis in eisen:
        other = found.setdefault((eis.cel, eis.maat), eis)
        found[eis.cel, eis.maat] = replace(
            eis, omlaag=max(eis.omlaag, other.omlaag), omhoog=max(eis.omhoog, other.omhoog)
        )
    return list(found.values())


def out_of_reach(stelsel: Stelsel) -> set[int]:
    """The cells whose count a reader comes too near to, even when everything is hidden."""
    everything, eisen = set(range(len(stelsel.namen))), _one_each(stelsel.eisen)
    aanvallen = {AANTAL: Aanval(stelsel, AANTAL)}
    return {cel for cel, _ in _too_near(aanvallen, eisen, everything)}


def _within_reach(aanval: Aanval, eis: Eis) -> Eis:
    lager = aanval.push(eis.cel, -1, eis.omlaag).bereikt if eis.omlaag else 0.0
    hoger = aanval.push(eis.cel, 1, eis.omhoog).bereikt if eis.omhoog else 0.0
    return replace(eis, omlaag=min(eis.omlaag, lager), omhoog=min(eis.omhoog, hoger))


def _choice(stelsel: Stelsel, verborgen: Iterable[int], minimum: int) -> Keuze:
    hidden = frozenset(verborgen) - stelsel.dicht
    return Keuze(hidden, sum(stelsel.gewicht[cel] for cel in hidden), minimum)


class _Meester:
    """The integer program: one yes or no per cell, the cheapest set that meets all cuts."""

    def __init__(self, stelsel: Stelsel, eisen: list[Eis]) -> None:
        self.model, self.known = oplosser.model(), set[Snede]()
        self.prijs = _prices(stelsel)
        always = {eis.cel for eis in eisen} | stelsel.dicht | stelsel.vast
        for cel, prijs in enumerate(self.prijs):
            self.model.addVar(1.0 if cel in always else 0.0, 1.0)
            self.model.changeColCost(cel, prijs)
        oplosser.whole_numbers(self.model, len(self.prijs))
        self.model.setOptionValue("mip_rel_gap", 0.0)
        self.minimum = 0
        self.always = always
        self.add(_first_cuts(stelsel, eisen))

    def add(self, sneden: Iterable[Snede]) -> None:
        for snede in sneden:
            if snede not in self.known:
                self.known.add(snede)
                oplosser.add_row(self.model, snede[1], ONEINDIG, dict(snede[0]))

    def solve(self, seconden: float) -> set[int]:
        """The cheapest choice so far; when time ran out, the best or only what must be hidden."""
        self.model.setOptionValue("time_limit", max(seconden, 0.1))
        self.model.run()
        # The small change in the prices never adds up to one cell.
        bound = self.model.getInfo().mip_dual_bound
        if bound < ONEINDIG:
            self.minimum = max(self.minimum, int(-(-(bound - 0.5) // 1)))
        chosen = self.model.getSolution().col_value
        return self.always | {cel for cel, waarde in enumerate(chosen) if waarde > 0.5}


def _prices(stelsel: Stelsel) -> list[float]:
    """The weight of each cell, and of equal weights the smallest cell first: no ties."""
    aantal, waarden = len(stelsel.namen), stelsel.waarden[AANTAL]
    rank = sorted(range(aantal), key=lambda cel: (waarden[cel], cel))
    prices = [0.0] * aantal
    for place, cel in enumerate(rank):
        small_change = place / (2 * aantal * aantal)
        prices[cel] = 0.0 if cel in stelsel.dicht else stelsel.gewicht[cel] + small_change
    return prices


def _first_cuts(stelsel: Stelsel, eisen: list[Eis]) -> Iterator[Snede]:
    """In each sum the others must be able to make up for what a cell moves."""
    sums = defaultdict(list)
    for maat in stelsel.maten:
        for som in stelsel.sums_of(maat):
            for cel, teken in som:
                sums[maat, cel].append((teken, som))
    for eis in eisen:
        waarden = stelsel.waarden[eis.maat]
        for richting, ver in zip(ANDERS, (eis.omhoog, eis.omlaag), strict=True):
            for eigen, som in sums[eis.maat, eis.cel] if ver > RUIS else ():
                delen = {
                    cel: min(ver, waarden[cel]) if teken * eigen * richting > 0 else ver
                    for cel, teken in som
                    if cel != eis.cel
                }
                yield _cut(delen, ver)


def _too_near(
    aanvallen: dict[str, Aanval], eisen: list[Eis], verborgen: set[int]
) -> Iterator[tuple[int, Snede]]:
    """Every cell to which the reader comes too near, with the cut that forbids it."""
    for maat, aanval in aanvallen.items():
        aanval.hide(verborgen)
        own = [eis for eis in eisen if eis.maat == maat]
        safe: set[tuple[int, int]] = set()
        for eis in own:
            for richting, ver in zip(ANDERS, (eis.omhoog, eis.omlaag), strict=True):
                if ver <= RUIS or (eis.cel, richting) in safe:
                    continue
                poging = aanval.push(eis.cel, richting, ver)
                if poging.bereikt < ver - RUIS * max(1.0, ver):
                    yield eis.cel, _from_dual(aanval, poging, eis.cel, ver)
                safe |= _moved(own, poging)


def _moved(eisen: list[Eis], poging: Poging) -> set[tuple[int, int]]:
    """One way to think the cells otherwise often shows that several are far enough away."""
    up = {(e.cel, 1) for e in eisen if poging.beweging[e.cel] >= e.omhoog - RUIS}
    down = {(e.cel, -1) for e in eisen if -poging.beweging[e.cel] >= e.omlaag - RUIS}
    return up | down


def _from_dual(aanval: Aanval, poging: Poging, cel: int, ver: float) -> Snede:
    """What held the reader back: the cells that could not go up, or not further down."""
    delen = {}
    for ander, prijs in enumerate(poging.tegenhoud):
        if ander != cel and abs(prijs) > RUIS:
            delen[ander] = ver if prijs > 0 else min(ver, -prijs * aanval.waarden[ander])
    return _cut(delen, ver)


def _cut(delen: dict[int, float], ver: float) -> Snede:
    scaled = sorted((cel, round(deel / ver, 9)) for cel, deel in delen.items())
    return tuple((cel, deel) for cel, deel in scaled if deel > RUIS), 1.0


def mend(stelsel: Stelsel, eisen: list[Eis], verborgen: Iterable[int]) -> set[int]:
    """Hide more until every cell is safe: for each that is not, the cheapest way to move it.

    Whatever moves along that way is hidden, so the reader can think it too. Safe by construction.
    """
    hidden = set(verborgen) | {eis.cel for eis in eisen} | stelsel.dicht | stelsel.vast
    for maat in sorted({eis.maat for eis in eisen}):
        aanval = Aanval(stelsel, maat)
        route = _Route(stelsel, maat)
        for eis in (eis for eis in eisen if eis.maat == maat):
            for richting, ver in zip(ANDERS, (eis.omhoog, eis.omlaag), strict=True):
                if ver <= RUIS:
                    continue
                aanval.hide(hidden)
                if aanval.push(eis.cel, richting, ver).bereikt < ver - RUIS * max(1.0, ver):
                    hidden |= route.cheapest(eis.cel, richting * ver, hidden)
    return hidden


class _Route:
    """Moves one cell and nothing else that costs: each cell in a part up and a part down."""

    def __init__(self, stelsel: Stelsel, maat: str) -> None:
        self.aantal, self.prijs, self.model = len(stelsel.namen), _prices(stelsel), oplosser.model()
        for waarde in stelsel.waarden[maat]:
            self.model.addVar(0.0, ONEINDIG)
            self.model.addVar(0.0, float(waarde))
        for som in stelsel.sums_of(maat):
            delen = {}
            for cel, teken in som:
                delen[2 * cel], delen[2 * cel + 1] = float(teken), float(-teken)
            oplosser.add_row(self.model, 0.0, 0.0, delen)
        self.vast = self.model.getNumRow()
        self.model.addRow(0.0, 0.0, 0, [], [])

    def cheapest(self, cel: int, beweging: float, gratis: set[int]) -> set[int]:
        """The cells that move when `cel` moves by so much; those of `gratis` cost nothing."""
        for ander, prijs in enumerate(self.prijs):
            cost = 0.0 if ander in gratis else prijs
            self.model.changeColCost(2 * ander, cost)
            self.model.changeColCost(2 * ander + 1, cost)
        self.model.changeCoeff(self.vast, 2 * cel, 1.0)
        self.model.changeCoeff(self.vast, 2 * cel + 1, -1.0)
        self.model.changeRowBounds(self.vast, beweging, beweging)
        self.model.run()
        moved = self.model.getSolution().col_value
        self.model.changeCoeff(self.vast, 2 * cel, 0.0)
        self.model.changeCoeff(self.vast, 2 * cel + 1, 0.0)
        return {
            ander
            for ander in range(self.aantal)
            if abs(moved[2 * ander] - moved[2 * ander + 1]) > RUIS * RUIS
        }
