"""The regions side by side: one table of the monitor, a line per region, in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.queries import Stand, Standen, region_counts
from ontschot.monitor.rapport.hoofdstuk import grenzen
from ontschot.monitor.rapport.woorden import LANDELIJK, Verschil, verdeling
from ontschot.monitor.rules import aandeel, hele_procenten, procentpunt
from ontschot.monitor.selectie import Selectie


@dataclass(frozen=True)
class Kruiscel:
    aantal: int
    aandeel: Fraction | None


@dataclass(frozen=True)
class Regiorij:
    """One region (`code` empty: a total); a cell per column; `zin` says what stands out."""

    code: str
    naam: str
    aantal: int
    cellen: Sequence[Kruiscel]
    zin: str = ""


@dataclass(frozen=True)
class Kruistabel:
    """`rijen` are the regions of the selection with rows; `totalen` the selection and Nederland."""

    labels: Sequence[str]
    rijen: Sequence[Regiorij]
    totalen: Sequence[Regiorij]

    @property
    def hoogste(self) -> int:
        """The largest share in whole per cents."""
        cells = [cel for rij in (*self.rijen, *self.totalen) for cel in rij.cellen]
        return max((hele_procenten(cel.aandeel) or 0 for cel in cells), default=0)


def cross_table(selectie: Selectie, codes: Codelijsten, naam: str) -> Kruistabel:
    """The counts of every region of the selection, beside everything that may be seen."""
    counts, _ = region_counts(selectie.nederland, (naam,))
    labels, namen = codes.labels(naam), codes.labels("regio")

    def row(code: str, wie: str, standen: Standen) -> Regiorij:
        totaal = standen.get(("", ""), Stand()).aantal
        found = [standen.get((naam, waarde), Stand()).aantal for waarde in labels]
        return Regiorij(code, wie, totaal, [Kruiscel(n, aandeel(n, totaal)) for n in found])

    everything = row("", "Nederland", _sum(counts.values()))

    def beside(rij: Regiorij) -> Regiorij:
        return replace(rij, zin=_said(rij, everything, list(labels.values())))

    asked = [
        c for c in namen if counts.get(c) and (selectie.regios is None or c in selectie.regios)
    ]
    alone = row(asked[0], namen[asked[0]], counts[asked[0]]) if len(asked) == 1 else None
    if alone is not None and alone.aantal == everything.aantal:
        # Nobody else is known here: a line 'Nederland' would only repeat the region.
        return Kruistabel(list(labels.values()), [alone], [])
    rijen = [beside(row(code, namen[code], counts[code])) for code in asked]
    totalen = [everything]
    if selectie.regios is not None and len(rijen) > 1:
        own = row("", "Selectie samen", _sum(counts[code] for code in asked))
        totalen.insert(0, beside(own))
    return Kruistabel(list(labels.values()), rijen, totalen)


def _sum(parts: Iterable[Mapping[tuple[str, str], Stand]]) -> Standen:
    total: Standen = {}
    for standen in parts:
        for key, stand in standen.items():
            total.setdefault(key, Stand()).add(stand.aantal, stand.kosten_cent)
    return total


def _said(rij: Regiorij, naast: Regiorij, labels: Sequence[str]) -> str:
    verschillen = [
        None
        if (punten := procentpunt(cel.aandeel, ander.aandeel)) is None
        else Verschil(label, punten)
        for cel, ander, label in zip(rij.cellen, naast.cellen, labels, strict=True)
    ]
    return verdeling(verschillen, grenzen(), LANDELIJK)
