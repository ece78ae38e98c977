"""A figure with its tables: what was counted, put in lines with words, beside the year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils import timezone

from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.definities import DIMENSIES, Dimensie
from ontschot.monitor.indicatoren.basis import Indicator, Stand, counts, share, year_before
from ontschot.monitor.indicatoren.labels import label, labels_of
from ontschot.monitor.queries import months
from ontschot.monitor.selectie import Selectie

# These have an order of their own, or few values: they are not sorted by size.
VASTE_VOLGORDE = (
    "maand", "kwalificatie", "keer", "uitslag", "antwoord", "stand_werk", "stand_signaal",
    "ouderdom", "beraad", "soort_werk", "te_laat", "ruimte",
    # By name: who carries how much is no league table.
    "organisatie", "collega",
)  # fmt: skip
ONBEKEND = "onbekend"


@dataclass(frozen=True)
class Regel:
    waarde: str
    label: str
    stand: Stand
    aandeel: Fraction | None
    eerder: Stand | None
    eerder_aandeel: Fraction | None


@dataclass(frozen=True)
class Tabel:
    """The lines add up to `totaal`. `onbekend` is how many rows nobody wrote this down of."""

    dimensie: Dimensie
    regels: tuple[Regel, ...]
    totaal: Stand
    onbekend: int

    @property
    def says_something(self) -> bool:
        """Not when everything stands in the one line that says that it does not apply."""
        return [regel.waarde for regel in self.regels] != ["geen"]


@dataclass(frozen=True)
class Kruistabel:
    """`cellen` has per line one number per column; they add up to the `totaal` of each line."""

    rij: Dimensie
    kolom: Dimensie
    kolommen: tuple[tuple[str, str], ...]
    regels: tuple[tuple[str, str, tuple[int, ...], int], ...]

    @property
    def says_something(self) -> bool:
        return [waarde for waarde, *_ in self.regels] != ["geen"]


@dataclass(frozen=True)
class Cijfer:
    indicator: Indicator
    selectie: Selectie
    totaal: Stand
    aandeel: Fraction | None
    tabellen: Mapping[str, Tabel]
    kruisen: tuple[Kruistabel, ...]
    eerder: Stand | None


def figure(
    indicator: Indicator,
    selectie: Selectie,
    codes: Codelijsten,
    *,
    alleen: Sequence[str] | None = None,
) -> Cijfer:
    """The figure of a selection with its tables, or `alleen` these, and the year before.

    Two statements, and one per dimension whose words a region made itself. Raises Weigering for a
    peildatum that this figure cannot be given at.
    """
    dimensies = indicator.definitie.dimensies if alleen is None else tuple(alleen)
    groepen: list[tuple[str, ...]] = [(d,) for d in dimensies]
    kruisen = indicator.kruisen if alleen is None else ()
    nu = counts(indicator, selectie, [*groepen, *kruisen])
    before = year_before(selectie, selectie.peil or timezone.localdate())
    toen = counts(indicator, before, groepen)
    totaal, eerder = nu.get((), Stand()), toen.get((), Stand())
    woorden = {d: labels_of(d, codes) for d in dimensies}
    tabellen = {
        d: _table(indicator, selectie, (d, woorden[d]), nu, toen if eerder.rijen else None)
        for d in dimensies
    }
    return Cijfer(
        indicator=indicator,
        selectie=selectie,
        totaal=totaal,
        aandeel=share(totaal, totaal, indicator.soort),
        tabellen=tabellen,
        kruisen=tuple(_cross(paar, nu, tabellen) for paar in kruisen),
        eerder=eerder if eerder.rijen else None,
    )


Standen = Mapping[tuple[tuple[str, str], ...], Stand]


def _table(
    indicator: Indicator,
    selectie: Selectie,
    waarnaar: tuple[str, Mapping[str, str]],
    nu: Standen,
    toen: Standen | None,
) -> Tabel:
    """The table by one dimension; `waarnaar` is that dimension with its words."""
    soort, (dimensie, woorden) = indicator.soort, waarnaar
    totaal = nu.get((), Stand())
    eerder_totaal = toen.get((), Stand()) if toen is not None else Stand()

    def line(waarde: str) -> Regel:
        stand = nu.get(((dimensie, waarde),), Stand())
        eerder = toen.get(((dimensie, waarde),), Stand()) if toen is not None else None
        # A month has no namesake in the year before.
        eerder = None if dimensie == "maand" else eerder
        return Regel(
            waarde=waarde,
            label=label(waarde, woorden, dimensie),
            stand=stand,
            aandeel=share(stand, totaal, soort),
            eerder=eerder,
            eerder_aandeel=share(eerder, eerder_totaal, soort) if eerder else None,
        )

    regels = [line(waarde) for waarde in _values(dimensie, woorden, nu, selectie)]
    if dimensie not in VASTE_VOLGORDE:
        regels.sort(key=lambda r: (r.waarde in (ONBEKEND, "geen"), -r.stand.rijen, r.label))
    return Tabel(
        dimensie=DIMENSIES[dimensie],
        regels=tuple(regels),
        totaal=totaal,
        onbekend=nu.get(((dimensie, ONBEKEND),), Stand()).rijen,
    )


def _values(
    dimensie: str, woorden: Mapping[str, str], nu: Standen, selectie: Selectie
) -> list[str]:
    """The values that occur, in the order of their list; of months all of the period."""
    occur = {key[0][1] for key in nu if len(key) == 1 and key[0][0] == dimensie}
    if dimensie == "maand":
        # Of who is shielded no month is told.
        return [*months(selectie.van, selectie.tot), *sorted(occur & {ONBEKEND})]
    known = [waarde for waarde in woorden if waarde in occur]
    return known + sorted(occur - set(known))


def _cross(paar: tuple[str, str], nu: Standen, tabellen: Mapping[str, Tabel]) -> Kruistabel:
    rij, kolom = paar
    kolommen = [(r.waarde, r.label) for r in tabellen[kolom].regels]

    def cells(waarde: str) -> tuple[int, ...]:
        keys = (tuple(sorted(((rij, waarde), (kolom, tegen)))) for tegen, _ in kolommen)
        return tuple(nu.get(key, Stand()).rijen for key in keys)

    return Kruistabel(
        rij=DIMENSIES[rij],
        kolom=DIMENSIES[kolom],
        kolommen=tuple(kolommen),
        regels=tuple(
            (
                r.waarde,
                r.label,
                cells(r.waarde),
                r.stand.rijen,
            )
            for r in tabellen[rij].regels
        ),
    )
