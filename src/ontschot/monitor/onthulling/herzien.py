"""What would be published when a year is vastgesteld: the worker's part, before anybody decides.

Of each set that is there the next edition, protected together with all editions before; of the
regions that were not told of yet a first set. Nothing here writes.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ontschot.kern.errors import Weigering
from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.onthulling.bewaren import from_json
from ontschot.monitor.onthulling.edities import Editie, Stand, Vernieuwd, renew
from ontschot.monitor.onthulling.geteld import Meting, layouts, measure, rules, whole_year
from ontschot.monitor.onthulling.models import Publicatie
from ontschot.monitor.onthulling.tabellen import ALLES, Gepubliceerd, Opzet
from ontschot.monitor.onthulling.vaststellen import fields, first_edition, newest
from ontschot.web.format import datum

# What came of a set: told for the first time, told anew, the same figures now decided on, or left.
EERSTE, HERZIEN, GELIJK = "eerste", "herzien", "gelijk"


def propose_sets(
    jaar: int, peil: date, keuze: Collection[str], codes: Codelijsten, tabellen: Sequence[str]
) -> list[dict[str, Any]]:
    """Every set that a decision would publish, as JSON. Raises Weigering when there is none.

    Each has `soort`, `velden` (see `vaststellen.fields`), `vervangt` (the edition before it),
    `blijft` (regions that keep their figures) and `verborgen` (hidden cells per region, and all
    together under the empty name, before and after).
    """
    return _Voorstel(jaar, peil, keuze, codes, tabellen).sets()


class _Voorstel:
    def __init__(
        self,
        jaar: int,
        peil: date,
        keuze: Collection[str],
        codes: Codelijsten,
        tabellen: Sequence[str],
    ) -> None:
        self.jaar, self.peil, self.keuze = jaar, peil, set(keuze)
        self.codes, self.tabellen = codes, tabellen
        self.nu = self._measure(peil)
        self.metingen = {peil.isoformat(): self.nu}
        self.publicaties = list(Publicatie.objects.filter(jaar=jaar))

    def _measure(self, peil: date) -> Meting:
        return measure(whole_year(self.jaar, peil), self.tabellen)

    def sets(self) -> list[dict[str, Any]]:
        found = [made for last in newest(self.publicaties) if (made := self._next(last))]
        told = {regio for p in self.publicaties for regio in p.regios}
        new = (self.nu.regios & self.keuze) - told
        first = first_edition(self.nu, new, self.codes)
        if first is not None:
            velden = fields(first, self.peil, dubbel=set(self.nu.dubbel) & new)
            found.append(_set(EERSTE, velden, first))
        if not found:
            raise Weigering(
                "Er is niets om vast te stellen: van deze regio's zijn er te weinig rijen, of er "
                "is sinds de laatste keer te weinig veranderd."
            )
        return found

    def _next(self, last: Publicatie) -> dict[str, Any] | None:
        """The next edition of a set: renewed, or what was voorlopig decided on as it is."""
        renewed = self._renew(last)
        if renewed is not None:
            kept = set(renewed.blijft)
            standen = {regio: last.known_on(regio) for regio in sorted(kept)}
            double = set(self.nu.dubbel) & set(last.regios) - kept | set(last.dubbel) & kept
            velden = fields(renewed.gepubliceerd, self.peil, dubbel=double, standen=standen)
            return _set(HERZIEN, velden, renewed.gepubliceerd, last=last, blijft=renewed.blijft)
        if last.vaststelling_id is not None or not set(last.regios) & self.keuze:
            return None
        names = ("regios", "standen", "cijfers", "dubbel", "drempel", "te_klein", "erbij",
                 "boven_minimum")  # fmt: skip
        velden = {naam: getattr(last, naam) for naam in names}
        velden["peildatum"] = last.peildatum.isoformat()
        told = from_json(last.cijfers)
        return _set(GELIJK, velden, told, last=last, blijft=last.regios)

    def _renew(self, last: Publicatie) -> Vernieuwd | None:
        regios = set(last.regios)
        if not regios & self.keuze:
            return None
        chain = self._chain(last)
        told = [from_json(p.cijfers) for p in chain]
        opzetten = layouts(self.nu.tellingen(regios), self.codes, self.tabellen)
        then = [self._then(p, opzetten) for p in chain]
        for publicatie, gepubliceerd, stand in zip(chain, told, then, strict=True):
            _check_same(publicatie, gepubliceerd, stand)
        nu = self.nu.stand(regios, opzetten)
        # What was not chosen stays as it was told.
        others = regios - self.keuze
        nu = replace(nu, tellingen={**nu.tellingen, **{r: then[-1].tellingen[r] for r in others}})
        earlier = [Editie(s, g) for s, g in zip(then, told, strict=True)]
        return renew(earlier, nu, opzetten, rules())

    def _chain(self, last: Publicatie) -> list[Publicatie]:
        """Every edition of a set, the oldest first."""
        by_id = {p.pk: p for p in self.publicaties}
        found = [last]
        while (before := found[0].vervangt_id) is not None:
            found.insert(0, by_id[before])
        return found

    def _then(self, publicatie: Publicatie, opzetten: Sequence[Opzet]) -> Stand:
        """What was counted for an edition, each region as known on its own day."""
        days: dict[str, set[str]] = {}
        for regio in publicatie.regios:
            days.setdefault(publicatie.known_on(regio), set()).add(regio)
        parts = []
        for day, regios in sorted(days.items()):
            if day not in self.metingen:
                self.metingen[day] = self._measure(date.fromisoformat(day))
            parts.append(self.metingen[day].stand(regios, opzetten))
        return _joined(parts)


def _joined(parts: Sequence[Stand]) -> Stand:
    tellingen: dict[str, Any] = {}
    hoogste: dict[tuple[str, str, str], int] = {}
    for part in parts:
        tellingen |= part.tellingen
        hoogste |= part.hoogste_cent
    verbanden = []
    for linked in zip(*(part.verbanden for part in parts), strict=False):
        samen = Counter[tuple[str, str, str]]()
        for verband in linked:
            samen.update(verband.samen)
        verbanden.append(replace(linked[0], samen=samen))
    return Stand(tellingen, hoogste, verbanden)


def _check_same(publicatie: Publicatie, told: Gepubliceerd, stand: Stand) -> None:
    """Counted again it must be what was told: else protecting it together protects nothing."""
    for eenheid, leden in told.indeling.eenheden.items():
        again = sum(stand.tellingen[regio].get(("", ""), (0, 0))[0] for regio in leden)
        cells = {
            naam: sum(stand.tellingen[regio].get(naam[:2], (0, 0))[0] for regio in leden)
            for naam in told.cellen
            if naam[2] == eenheid
        }
        same = all(told.cellen[naam][0] == aantal for naam, aantal in cells.items())
        if again != told.totalen[eenheid][0] or not same:
            raise Weigering(
                f"De cijfers van {eenheid} van {datum(publicatie.peildatum)} zijn niet meer "
                "precies zo te tellen. Dan is niet te bewijzen dat een herziening veilig is."
            )


def _set(
    soort: str,
    velden: Mapping[str, Any],
    nu: Gepubliceerd,
    *,
    last: Publicatie | None = None,
    blijft: Sequence[str] = (),
) -> dict[str, Any]:
    before = _hidden(from_json(last.cijfers)) if last else {}
    return {
        "soort": soort,
        "velden": dict(velden),
        "vervangt": last.pk if last else None,
        "blijft": list(blijft),
        "verborgen": {plaats: [before.get(plaats), n] for plaats, n in _hidden(nu).items()},
    }


def _hidden(told: Gepubliceerd) -> dict[str, int]:
    """How many cells are hidden of each eenheid, and of all together (the empty name)."""
    shown = Counter(naam[2] for naam in told.cellen)
    cells = sum(len(opzet.waarden) for opzet in told.opzetten)
    return {plaats: cells - shown[plaats] for plaats in (*told.indeling.eenheden, ALLES)}
