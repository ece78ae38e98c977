"""The figures: all tables of a report in one statement, and the rows behind each cell.

Both come from `tellen`: `counted(selectie)` is the one predicate, and what standen say of it is
what the database found in those rows. So a cell and its rows cannot disagree.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet
from django.http import QueryDict

from ontschot.kern.scope import Actor
from ontschot.monitor import tellen
from ontschot.monitor.codes import Codelijsten, codelijsten
from ontschot.monitor.definities import DEFINITIES, TABELLEN, Definitie
from ontschot.monitor.models import Kolomkoppeling, Levering
from ontschot.monitor.rules import aandeel, gemiddeld_cent, procentpunt
from ontschot.monitor.selectie import Selectie
from ontschot.web.format import MAANDEN
from ontschot.web.paging import Page, asked_place, keyset

# Which rows a selection counts, and how many that are.
counted, count = tellen.counted, tellen.count


@dataclass(frozen=True)
class Regel:
    """One line of a table. Shares are exact; None where there is no denominator.

    The `nl_` fields are None when there is nothing to compare with. `aantal` is None, and with it
    everything that follows from it, when the cell is hidden; `nl_verborgen` says so of Nederland.
    """

    waarde: str
    label: str
    aantal: int | None
    aandeel: Fraction | None
    kosten_cent: int | None
    gemiddeld_cent: int | None
    aandeel_kosten: Fraction | None
    nl_aantal: int | None = None
    nl_aandeel: Fraction | None = None
    nl_kosten_cent: int | None = None
    nl_verborgen: bool = False

    @property
    def verborgen(self) -> bool:
        return self.aantal is None

    @property
    def verschil(self) -> int | None:
        """In whole percentage points, see the definition ‘verschil’."""
        return procentpunt(self.aandeel, self.nl_aandeel)


@dataclass(frozen=True)
class Tabel:
    """`noemer` is the number of interventies over which the shares are taken.

    `onbekend` is None where the table knows no unknown, and where its number is hidden.
    """

    definitie: Definitie
    regels: tuple[Regel, ...]
    noemer: int
    onbekend: int | None
    kosten_cent: int
    nl_noemer: int | None = None
    nl_onbekend: int | None = None

    @property
    def gemiddeld_cent(self) -> int | None:
        return gemiddeld_cent(self.kosten_cent, self.noemer)

    @property
    def verborgen(self) -> int:
        """How many cells of the selection are hidden."""
        return sum(regel.verborgen for regel in self.regels)


@dataclass(frozen=True)
class Rapport:
    """All tables of one selection. `dubbel` names regions that two sources count at once.

    `achtergehouden` are the tables that may not leave the team: they are not in `tabellen`.
    """

    selectie: Selectie
    aantal: int
    kosten_cent: int
    tabellen: dict[str, Tabel]
    dubbel: tuple[str, ...] = ()
    nl_aantal: int | None = None
    nl_kosten_cent: int | None = None
    achtergehouden: tuple[str, ...] = ()

    @property
    def verborgen(self) -> int:
        """How many cells of these tables are hidden."""
        return sum(tabel.verborgen for tabel in self.tabellen.values())


@dataclass
class Stand:
    aantal: int = 0
    kosten_cent: int = 0

    def add(self, aantal: int, kosten_cent: int) -> None:
        self.aantal += aantal
        self.kosten_cent += kosten_cent


Standen = dict[tuple[str, str], Stand]  # (table, value) -> counts; ("", "") is the total


def rapport(
    selectie: Selectie,
    *,
    vergelijk: bool = False,
    codes: Codelijsten | None = None,
    alleen: Sequence[str] = TABELLEN,
) -> Rapport:
    """All tables of a selection, or `alleen` these: each costs as much as reading the rows.

    With `vergelijk` beside all regions that may be seen.
    """
    codes = codes or codelijsten()
    eigen, alle, dubbel = _count(selectie, vergelijk and selectie.regios is not None, alleen)
    totaal = eigen[("", "")]
    if alle is not None and alle[("", "")].aantal == totaal.aantal:
        # Nobody else is known here: a column 'Nederland' would only repeat the region.
        alle = None
    samen = alle[("", "")] if alle is not None else None
    tabellen = {naam: table(DEFINITIES[naam], selectie, codes, eigen, alle) for naam in alleen}
    namen = codes.labels("regio")
    return Rapport(
        selectie=selectie,
        aantal=totaal.aantal,
        kosten_cent=totaal.kosten_cent,
        tabellen=tabellen,
        dubbel=tuple(namen.get(code, code) for code in sorted(dubbel)),
        nl_aantal=samen.aantal if samen else None,
        nl_kosten_cent=samen.kosten_cent if samen else None,
    )


def _count(
    selectie: Selectie, vergelijk: bool, tabellen: Sequence[str]
) -> tuple[Standen, Standen | None, set[str]]:
    """Run the one statement; returns the selection, everything beside it, and double regions."""
    namen = (*tabellen, "regio")
    if not vergelijk:
        return _sort(tellen.lines(selectie, namen), vergelijk)
    first = (list(selectie.regios or ()),)
    found = tellen.lines(selectie.nederland, namen, "regio_id = ANY (%s)", first)
    return _sort(found, vergelijk)


def region_counts(
    selectie: Selectie, tabellen: Sequence[str]
) -> tuple[dict[str, Standen], set[str]]:
    """The counts of every region apart, in one statement; and the regions counted double."""
    found: dict[str, Standen] = defaultdict(lambda: defaultdict(Stand))
    dubbel: set[str] = set()
    lines = tellen.lines(selectie, (*tabellen, "regio"), "regio_id")
    for regio, tabel, waarde, aantal, kosten, beide in lines:
        found[regio][tabel, waarde].add(aantal, kosten)
        if tabel == "regio" and beide:
            dubbel.add(regio)
    return dict(found), dubbel


def _sort(
    lines: Iterable[tellen.Lijn], vergelijk: bool
) -> tuple[Standen, Standen | None, set[str]]:
    eigen: Standen = defaultdict(Stand)
    alle: Standen = defaultdict(Stand)
    dubbel: set[str] = set()
    for in_selectie, tabel, waarde, aantal, kosten, beide in lines:
        if tabel == "regio" and beide and in_selectie:
            dubbel.add(waarde)
        if in_selectie:
            eigen[tabel, waarde].add(aantal, kosten)
        alle[tabel, waarde].add(aantal, kosten)
    return eigen, alle if vergelijk else None, dubbel


@dataclass(frozen=True)
class _Regels:
    """What the lines of one table are read from; `kosten` says whether costs are shown."""

    definitie: Definitie
    eigen: Standen
    alle: Standen | None
    verborgen: frozenset[tuple[str, str]]
    nl_verborgen: frozenset[tuple[str, str]]
    kosten: bool

    def regel(self, waarde: str, label: str) -> Regel:
        key = (self.definitie.code, waarde)
        regel = self._beside(key, waarde, label)
        if key in self.verborgen:
            return regel
        totaal, stand = self.eigen[("", "")], self.eigen.get(key) or Stand()
        regel = replace(regel, aantal=stand.aantal, aandeel=aandeel(stand.aantal, totaal.aantal))
        if not self.kosten:
            return regel
        return replace(
            regel,
            kosten_cent=stand.kosten_cent,
            gemiddeld_cent=gemiddeld_cent(stand.kosten_cent, stand.aantal),
            aandeel_kosten=aandeel(stand.kosten_cent, totaal.kosten_cent),
        )

    def _beside(self, key: tuple[str, str], waarde: str, label: str) -> Regel:
        """The line with only what is known of the Netherlands."""
        shown = self.alle is not None and key not in self.nl_verborgen
        nl = (self.alle or {}).get(key, Stand()) if shown else None
        samen = self.alle[("", "")] if self.alle is not None else None
        return Regel(
            waarde=waarde,
            label=label,
            aantal=None,
            aandeel=None,
            kosten_cent=None,
            gemiddeld_cent=None,
            aandeel_kosten=None,
            nl_aantal=nl.aantal if nl else None,
            nl_aandeel=aandeel(nl.aantal, samen.aantal) if nl and samen else None,
            nl_kosten_cent=nl.kosten_cent if nl and self.kosten else None,
            nl_verborgen=self.alle is not None and nl is None,
        )


def table(
    definitie: Definitie,
    selectie: Selectie,
    codes: Codelijsten,
    eigen: Standen,
    alle: Standen | None,
    *,
    verborgen: Collection[tuple[str, str]] | None = None,
    nl_verborgen: Collection[tuple[str, str]] = (),
) -> Tabel:
    """Lay one table together. `verborgen` are the hidden cells, None where numbers are exact.

    Of protected figures the costs are published for tables with costs only.
    """
    totaal = eigen[("", "")]
    if alle is not None and alle[("", "")].aantal == totaal.aantal:
        # Nobody else is known here: a column 'Nederland' would only repeat the region.
        alle = None
    samen = alle[("", "")] if alle is not None else None
    lines = _Regels(
        definitie,
        eigen,
        alle,
        verborgen=frozenset(verborgen or ()),
        nl_verborgen=frozenset(nl_verborgen),
        kosten=verborgen is None or definitie.met_kosten,
    )
    labels = _labels(definitie, selectie, codes, eigen)
    regels = [lines.regel(waarde, label) for waarde, label in labels.items()]
    by_value = {regel.waarde: regel for regel in regels}
    unknown = by_value.get(definitie.onbekend) if definitie.onbekend else None
    return Tabel(
        definitie=definitie,
        regels=tuple(_ordered(definitie, regels)),
        noemer=totaal.aantal,
        onbekend=(unknown.aantal if unknown else 0) if definitie.onbekend else None,
        kosten_cent=totaal.kosten_cent,
        nl_noemer=samen.aantal if samen else None,
        nl_onbekend=unknown.nl_aantal if unknown else None,
    )


def _labels(
    definitie: Definitie, selectie: Selectie, codes: Codelijsten, eigen: Standen
) -> dict[str, str]:
    """Every value with its label: all of the code list, months of the period, and what occurs."""
    if definitie.code == "maand":
        return months(selectie.van, selectie.tot)
    labels = codes.labels(definitie.dimensie)
    occurring = {waarde for tabel, waarde in eigen if tabel == definitie.code}
    return labels | {waarde: waarde for waarde in sorted(occurring - labels.keys())}


def months(van: date, tot: date) -> dict[str, str]:
    """Every month of a period with its label, the first one first."""
    first, last = van.year * 12 + van.month - 1, tot.year * 12 + tot.month - 1
    return {
        f"{n // 12}-{n % 12 + 1:02d}": f"{MAANDEN[n % 12]} {n // 12}"
        for n in range(first, last + 1)
    }


def _ordered(definitie: Definitie, regels: list[Regel]) -> list[Regel]:
    """The largest first and the unknown last; months and levels in their own order."""
    if definitie.code in ("maand", "kwalificatie", "rubriek", "eigen_andere"):
        return regels
    # A hidden cell stands among the zeros: its place must not tell its size.
    return sorted(regels, key=lambda r: (r.waarde == definitie.onbekend, -(r.aantal or 0), r.label))


NIEUWSTE_EERST = ("-geldig_op", "-sleutel")


def rows(selectie: Selectie, params: QueryDict, *, size: int = 50) -> Page:
    """The rows behind a cell, newest first; keys and codes, never a name."""
    found = counted(selectie).select_related("levering", "regio")
    place, back = asked_place(found, params, order=NIEUWSTE_EERST)
    day = place[0] if place else None
    page = Page([])
    for window in tellen.windows(selectie, size + 1, day, back=not back):
        page = keyset(found.filter(window), params, order=NIEUWSTE_EERST, size=size)
        if page.previous if back else page.next:
            break
    return page


def leveringen() -> QuerySet[Levering]:
    """The deliveries that may be seen, newest first, the replaced ones too."""
    return Levering.objects.select_related(
        "regio", "regeling", "geimporteerd_door", "vervangen_door"
    )


def koppeling(wie: Actor, soort: str, bron: str) -> dict[str, str]:
    """Under which names this bron delivered its columns the last time; empty when it never did."""
    found = Kolomkoppeling.objects.filter(regio_id=wie.regio, soort=soort, bron_naam=bron).first()
    return dict(found.kolommen) if found else {}
