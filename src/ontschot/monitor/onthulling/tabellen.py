"""From counts per region to what may be published: the one set from which every report is made.

Per table every value × region, every value of each fixed selection of regions and of all regions
together; and the totals of each of those places, which are the same in all tables. Regions too
small to name their total are one *eenheid* with others. Tables hang together only through the
totals (always shown, so they part the tables) and where a value is the sum of values of another
table (rubriek and its interventies): those are solved as one stelsel.

Any two tables over the same persons with the same total can occur together, so a reader learns
nothing from laying one beside the other, beyond what such fixed relations say. One more is a
`Verband`: whether a row is bought for the own doelgroep follows from its doelgroep and partij.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ontschot.monitor.onthulling.kiezen import SECONDEN, Keuze, choose
from ontschot.monitor.onthulling.stelsel import (
    AANTAL,
    Naam,
    Regels,
    Stelsel,
    needs,
    needs_of_costs,
)

ALLES = ""  # the place of all regions together
GEWICHT_REGIO, GEWICHT_SELECTIE, GEWICHT_ALLES = 1, 5, 50
Getallen = tuple[int, int]  # a count, and its costs in cents
Tellingen = Mapping[str, Mapping[tuple[str, str], Getallen]]  # regio -> (table, value) -> numbers


@dataclass(frozen=True)
class Opzet:
    """What a table is made of. `deel_van` says of each value in which value of table `ouder`."""

    naam: str
    waarden: tuple[str, ...]
    onbekend: str = ""
    met_kosten: bool = False
    ouder: str = ""
    deel_van: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verband:
    """A cell that counts the rows whose values in two tables belong to the same group.

    `rijen` and `kolommen` are those tables, each with the group of every value; `gelijk` is the
    cell. `samen` counts per (region, value, value) what nobody publishes.
    """

    rijen: str
    rijgroep: Mapping[str, str]
    kolommen: str
    kolomgroep: Mapping[str, str]
    gelijk: tuple[str, str]
    samen: Mapping[tuple[str, str, str], int]

    @property
    def tabellen(self) -> tuple[str, ...]:
        return self.rijen, self.kolommen, self.gelijk[0]


@dataclass(frozen=True)
class Som:
    """The parts add up to the cell `totaal`, or (None) to the shown total of `plaats`."""

    delen: tuple[Naam, ...]
    totaal: Naam | None
    plaats: str


@dataclass(frozen=True)
class Indeling:
    """Which regions are one eenheid, and of which eenheden each fixed selection is made."""

    eenheden: Mapping[str, tuple[str, ...]]
    selecties: Mapping[str, tuple[str, ...]]

    @property
    def plaatsen(self) -> dict[str, tuple[str, ...]]:
        """Each place with its eenheden; the eenheden themselves first, all together last."""
        own = {code: (code,) for code in self.eenheden}
        return own | dict(self.selecties) | {ALLES: tuple(self.eenheden)}

    def parts(self, regios: Iterable[str]) -> list[str] | None:
        """The eenheden that make up these regions; None when one would be cut in two."""
        asked = set(regios)
        inside = [code for code, leden in self.eenheden.items() if set(leden) <= asked]
        covered = {regio for code in inside for regio in self.eenheden[code]}
        known = {regio for leden in self.eenheden.values() for regio in leden}
        return inside if covered == asked & known else None


@dataclass(frozen=True)
class Gepubliceerd:
    """All that anybody will ever be told of these rows. `cellen` holds the shown cells only."""

    indeling: Indeling
    opzetten: tuple[Opzet, ...]
    totalen: Mapping[str, Getallen]
    cellen: Mapping[Naam, Getallen]
    te_klein: int = 0
    erbij: int = 0
    boven_minimum: int = 0


def divide(
    totalen: Mapping[str, Getallen],
    hoogste_cent: Mapping[str, int],
    selecties: Mapping[str, Sequence[str]],
    regels: Regels,
) -> Indeling | None:
    """The regions in eenheden whose total may be shown; None when even all together may not.

    `totalen` per region; those without rows are left out. The smallest join those that are too
    small, until they are not.
    """
    filled = sorted((r for r in totalen if totalen[r][0]), key=lambda r: (totalen[r], r))
    joined = [r for r in filled if not may_stand([r], totalen, hoogste_cent, regels)]
    alone = [r for r in filled if r not in joined]
    while joined and not may_stand(joined, totalen, hoogste_cent, regels):
        if not alone:
            return None
        joined.append(alone.pop(0))
    leden = [(regio,) for regio in alone] + ([tuple(sorted(joined))] if joined else [])
    eenheden = {"+".join(regios): regios for regios in sorted(leden)}
    if not eenheden:
        return None
    whole = Indeling(eenheden, {})
    parts = {naam: whole.parts(regios) for naam, regios in selecties.items()}
    # A selection of one eenheid or of all of them is there already.
    kept = {n: tuple(p) for n, p in parts.items() if p and 1 < len(p) < len(eenheden)}
    return Indeling(eenheden, kept)


def may_stand(
    regios: Sequence[str],
    totalen: Mapping[str, Getallen],
    hoogste_cent: Mapping[str, int],
    regels: Regels,
) -> bool:
    aantal, kosten = (sum(totalen[regio][n] for regio in regios) for n in (0, 1))
    hoogste = max(hoogste_cent.get(regio, 0) for regio in regios)
    return aantal >= regels.drempel and hoogste * 100 <= max(kosten, 1) * regels.dominantie_procent


def sums(opzetten: Sequence[Opzet], plaatsen: Mapping[str, tuple[str, ...]]) -> Iterator[Som]:
    """Everything that is known to add up in tables that hang together."""
    for opzet in opzetten:
        for plaats in plaatsen:
            yield Som(tuple((opzet.naam, w, plaats) for w in opzet.waarden), None, plaats)
            for boven in dict.fromkeys(opzet.deel_van.values()):
                own = [w for w in opzet.waarden if opzet.deel_van[w] == boven]
                delen = tuple((opzet.naam, waarde, plaats) for waarde in own)
                yield Som(delen, (opzet.ouder, boven, plaats), plaats)
        for plaats, eenheden in plaatsen.items():
            for waarde in opzet.waarden if eenheden != (plaats,) else ():
                delen = tuple((opzet.naam, waarde, eenheid) for eenheid in eenheden)
                yield Som(delen, (opzet.naam, waarde, plaats), plaats)


def together(opzetten: Sequence[Opzet]) -> list[tuple[Opzet, ...]]:
    """The tables in groups that hang together; a child with its parent before it."""
    children = {opzet.ouder: opzet for opzet in opzetten if opzet.ouder}
    return [
        (opzet, children[opzet.naam]) if opzet.naam in children else (opzet,)
        for opzet in opzetten
        if not opzet.ouder
    ]


def protect(
    tellingen: Tellingen,
    hoogste_cent: Mapping[tuple[str, str, str], int],
    opzetten: Sequence[Opzet],
    selecties: Mapping[str, Sequence[str]],
    regels: Regels,
    *,
    verbanden: Sequence[Verband] = (),
    seconden: float = SECONDEN,
) -> Gepubliceerd | None:
    """What may be published of these counts; None when they are too few to tell anything.

    `tellingen` holds the total of a region under ("", ""). `hoogste_cent` is the largest single
    amount per (region, table, value) of the tables with costs.
    """
    totalen = {regio: cellen.get(("", ""), (0, 0)) for regio, cellen in tellingen.items()}
    top = {r: max((c for k, c in hoogste_cent.items() if k[0] == r), default=0) for r in totalen}
    indeling = divide(totalen, top, selecties, regels)
    if indeling is None:
        return None
    numbers = Optellen(tellingen, hoogste_cent, indeling, opzetten)
    solved = []
    for groep, linked in groups(opzetten, verbanden):
        stelsel = build(groep, numbers, regels, linked)
        solved.append(Opgelost(stelsel, choose(stelsel, seconden=seconden), len(stelsel.te_klein)))
    return lay_together(numbers, opzetten, solved)


@dataclass(frozen=True)
class Opgelost:
    """Tables that hang together with the cells chosen to hide; `te_klein` had to be hidden."""

    stelsel: Stelsel
    keuze: Keuze
    te_klein: int


def lay_together(
    numbers: "Optellen", opzetten: Sequence[Opzet], solved: Iterable[Opgelost]
) -> Gepubliceerd:
    """The published set: every cell that is not hidden, and how many are."""
    cellen: dict[Naam, Getallen] = {}
    te_klein = hidden = above = 0
    for found in solved:
        te_klein += found.te_klein
        hidden += len(found.keuze.verborgen)
        above += found.keuze.boven_minimum
        for nummer, naam in enumerate(found.stelsel.namen):
            if nummer not in found.keuze.verborgen and nummer not in found.stelsel.dicht:
                cellen[naam] = numbers.cel(naam)
    indeling = numbers.indeling
    shown = {plaats: numbers.totaal(plaats) for plaats in indeling.plaatsen}
    return Gepubliceerd(
        indeling, tuple(opzetten), shown, cellen, te_klein, hidden - te_klein, above
    )


def groups(
    opzetten: Sequence[Opzet], verbanden: Sequence[Verband]
) -> Iterator[tuple[tuple[Opzet, ...], list[Verband]]]:
    """The groups of tables to solve at once, each with the links that make them one."""
    found = together(opzetten)
    for verband in verbanden:
        ours = [groep for groep in found if any(o.naam in verband.tabellen for o in groep)]
        found = [groep for groep in found if groep not in ours]
        found.append(tuple(opzet for groep in ours for opzet in groep))
    for groep in found:
        names = {opzet.naam for opzet in groep}
        yield groep, [verband for verband in verbanden if names.issuperset(verband.tabellen)]


def _add_link(stelsel: Stelsel, verband: Verband, indeling: Indeling) -> None:
    """The table of group × group of each eenheid, which a reader knows to be there.

    Where the rows do not follow the rule, the reader who believes it is wrong, and not near.
    """
    groups = sorted({*verband.rijgroep.values(), *verband.kolomgroep.values()})
    for eenheid, regios in indeling.eenheden.items():
        counts = dict.fromkeys(((a, b) for a in groups for b in groups), 0)
        for (regio, rij, kolom), aantal in verband.samen.items():
            if regio in regios:
                counts[verband.rijgroep[rij], verband.kolomgroep[kolom]] += aantal
        equal: Naam = (*verband.gelijk, eenheid)
        if sum(counts[a, a] for a in groups) != stelsel.waarden[AANTAL][stelsel.nummers[equal]]:
            continue
        cel = {key: (verband.gelijk[0], "/".join(key), eenheid) for key in counts}
        for key, aantal in counts.items():
            stelsel.add_unseen(cel[key], aantal)
        for a in groups:
            rows = [(verband.rijen, w, eenheid) for w, g in verband.rijgroep.items() if g == a]
            columns = [
                (verband.kolommen, w, eenheid) for w, g in verband.kolomgroep.items() if g == a
            ]
            stelsel.link([cel[a, b] for b in groups], rows)
            stelsel.link([cel[b, a] for b in groups], columns)
        stelsel.link([cel[a, a] for a in groups], [equal])


def protect_table(
    aantallen: Mapping[str, Mapping[str, int]], regels: Regels, onbekend: str = ""
) -> dict[str, dict[str, int | None]]:
    """One table of counts (place -> value -> number), with None where a cell may not be shown.

    The places together make a whole whose numbers are shown too. For any count: persons, waiting
    times. Two tables over the same persons belong in one call of `protect`.
    """
    waarden = tuple(dict.fromkeys(w for rij in aantallen.values() for w in rij))
    tellingen = {
        plaats: {("t", w): (n, 0) for w, n in rij.items()} | {("", ""): (sum(rij.values()), 0)}
        for plaats, rij in aantallen.items()
    }
    found = protect(tellingen, {}, [Opzet("t", waarden, onbekend)], {}, regels)
    shown = {} if found is None else found.cellen
    empty = {plaats for plaats, rij in aantallen.items() if not any(rij.values())}
    return {
        plaats: {
            w: 0 if plaats in empty else shown.get(("t", w, plaats), (None, 0))[0] for w in waarden
        }
        for plaats in aantallen
    }


class Optellen:
    """The numbers of every cell of every place, added up from the regions."""

    def __init__(
        self,
        tellingen: Tellingen,
        hoogste_cent: Mapping[tuple[str, str, str], int],
        indeling: Indeling,
        opzetten: Sequence[Opzet],
    ) -> None:
        self.tellingen, self.hoogste_cent = tellingen, hoogste_cent
        self.indeling, self.met_kosten = indeling, {o.naam for o in opzetten if o.met_kosten}
        self.regios = {
            plaats: [regio for code in codes for regio in indeling.eenheden[code]]
            for plaats, codes in indeling.plaatsen.items()
        }

    def _add(self, plaats: str, key: tuple[str, str]) -> Getallen:
        found = [self.tellingen[regio].get(key, (0, 0)) for regio in self.regios[plaats]]
        return sum(aantal for aantal, _ in found), sum(cent for _, cent in found)

    def cel(self, naam: Naam) -> Getallen:
        aantal, kosten = self._add(naam[2], naam[:2])
        return aantal, kosten if naam[0] in self.met_kosten else 0

    def totaal(self, plaats: str) -> Getallen:
        return self._add(plaats, ("", ""))

    def hoogste(self, naam: Naam) -> int:
        tabel, waarde, plaats = naam
        regios = self.regios[plaats]
        return max(self.hoogste_cent.get((regio, tabel, waarde), 0) for regio in regios)


def build(
    groep: Sequence[Opzet], numbers: Optellen, regels: Regels, verbanden: Iterable[Verband] = ()
) -> Stelsel:
    """The stelsel of tables that hang together: cells, sums and what must be kept from a reader."""
    stelsel, plaatsen = Stelsel(), numbers.indeling.plaatsen
    for opzet in groep:
        for plaats in plaatsen:
            weight = _weight(plaats, numbers.indeling)
            totaal = numbers.totaal(plaats)[0]
            for waarde in opzet.waarden:
                naam = (opzet.naam, waarde, plaats)
                aantal, kosten = numbers.cel(naam)
                cel = stelsel.add(naam, aantal, kosten, weight)
                known = waarde == opzet.onbekend
                stelsel.eisen += needs(cel, aantal, totaal, regels, mag_alles=known)
                if opzet.met_kosten:
                    top = numbers.hoogste(naam)
                    stelsel.eisen += needs_of_costs(cel, aantal, kosten, top, regels)
    for som in sums(groep, plaatsen):
        stelsel.sums_to_shown(som.delen, som.totaal)
    for verband in verbanden:
        _add_link(stelsel, verband, numbers.indeling)
    return stelsel


def _weight(plaats: str, indeling: Indeling) -> int:
    if plaats == ALLES:
        return GEWICHT_ALLES
    return GEWICHT_SELECTIE if plaats in indeling.selecties else GEWICHT_REGIO
