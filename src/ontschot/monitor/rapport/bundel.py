"""A report for whoever asks one on the command line: of a selection, and of each of its regions.

Everything comes from one statement over all regions. Without `intern` a table is shown only when
`onthulling` allows it; that needs the counts of every region, also of those not asked for.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.monitor.codes import Codelijsten, klassen
from ontschot.monitor.definities import DEFINITIES, TABELLEN
from ontschot.monitor.onthulling import blokken
from ontschot.monitor.queries import Rapport, Stand, Standen, region_counts, table
from ontschot.monitor.selectie import TWAALF_MAANDEN, Selectie

# The tables of chapter 3; the months are for the screen.
HOOFDSTUK_3 = tuple(naam for naam in TABELLEN if naam != "maand")


@dataclass(frozen=True)
class Bundel:
    """`per_regio` is empty unless it was asked for. `drempel` None: the numbers are exact."""

    rapport: Rapport
    per_regio: Mapping[str, Rapport]
    regios: tuple[str, ...]
    drempel: int | None

    @property
    def onthulling(self) -> str:
        return self.onthulling_van(self.rapport)

    def onthulling_van(self, rapport: Rapport) -> str:
        """Which rule protects the figures, and what is withheld because of it."""
        if self.drempel is None:
            return "geen: exacte aantallen, alleen voor wie ze mag zien"
        return (
            f"hele tabellen, drempel {self.drempel} interventies; "
            f"achtergehouden: {', '.join(rapport.achtergehouden) or 'geen'}"
        )


def make(
    selectie: Selectie, codes: Codelijsten, *, intern: bool, per_regio: bool, vergelijk: bool
) -> Bundel:
    """Count once, and lay the report together. Raises Weigering when it cannot be protected."""
    drempel = None if intern else int(klassen()["onthulling"]["drempel"])
    if drempel is not None:
        _check_protectable(selectie)
    counts, dubbel = region_counts(selectie.nederland, HOOFDSTUK_3)
    labels = codes.labels("regio")
    alle = tuple(sorted(labels))
    asked = alle if selectie.regios is None else selectie.regios
    rules = _Regels(counts, drempel)
    beside = alle if vergelijk and selectie.regios is not None else ()

    def report(regios: Collection[str], naast: Collection[str]) -> Rapport:
        return replace(_report(selectie, codes, rules, regios, naast), dubbel=double(regios))

    def double(regios: Collection[str]) -> tuple[str, ...]:
        return tuple(labels.get(code, code) for code in sorted(dubbel & set(regios)))

    parts = {}
    if per_regio:
        parts = {regio: report((regio,), alle if vergelijk else ()) for regio in asked}
    return Bundel(report(asked, beside), parts, asked, drempel)


def _check_protectable(selectie: Selectie) -> None:
    """Only whole years that are over, from all sources: else two reports differ by a few rows."""
    if selectie.jaar == TWAALF_MAANDEN:
        raise Weigering("Noem een jaar met --jaar, of vraag exacte aantallen met --intern.")
    if selectie.bron:
        raise Weigering("Een rapport over één bron kan alleen met --intern.")
    known = selectie.peil or timezone.localdate() - timedelta(days=1)
    if known < selectie.tot:
        raise Weigering(
            f"Het jaar {selectie.jaar} was op {known:%d-%m-%Y} nog niet voorbij. Zo'n rapport "
            "kan alleen met --intern."
        )


class _Regels:
    """Which tables a selection may show."""

    def __init__(self, counts: Mapping[str, Standen], drempel: int | None) -> None:
        self.counts, self.drempel = counts, drempel
        self.blokken = {} if drempel is None else {n: self._blocks(n) for n in HOOFDSTUK_3}

    def _blocks(self, naam: str) -> list[frozenset[str]]:
        cells = {
            regio: {key[1]: stand.aantal for key, stand in standen.items() if key[0] == naam}
            for regio, standen in self.counts.items()
        }
        return blokken.blocks(cells, self.drempel or 0, DEFINITIES[naam].onbekend)

    def show(self, naam: str, regios: Iterable[str]) -> bool:
        if self.drempel is None:
            return True
        leeg = set(regios) - self.counts.keys()
        return blokken.may_show(regios, leeg, self.blokken[naam])


def _report(
    selectie: Selectie,
    codes: Codelijsten,
    rules: _Regels,
    regios: Collection[str],
    naast: Collection[str],
) -> Rapport:
    own = _together(rules.counts, regios)
    beside = _together(rules.counts, naast) if naast else None
    shown = [naam for naam in HOOFDSTUK_3 if rules.show(naam, regios)]
    return Rapport(
        selectie=selectie,
        aantal=own[("", "")].aantal,
        kosten_cent=own[("", "")].kosten_cent,
        tabellen={
            naam: table(
                DEFINITIES[naam],
                selectie,
                codes,
                own,
                beside if beside is not None and rules.show(naam, naast) else None,
            )
            for naam in shown
        },
        achtergehouden=tuple(naam for naam in HOOFDSTUK_3 if naam not in shown),
    )


def _together(counts: Mapping[str, Standen], regios: Iterable[str]) -> Standen:
    total: Standen = defaultdict(Stand)
    for regio in regios:
        for key, stand in counts.get(regio, {}).items():
            total[key].add(stand.aantal, stand.kosten_cent)
    return total
