"""A year that is published again after a correction, so that both editions together tell nothing.

The reader has every earlier edition and the new one, and can subtract. So what must be kept from
him is not only the small count, but also the small *change*: a few persons who came, left or got
another code. Each earlier edition stands in the stelsel with its hidden cells as unknowns, and
between two editions each change that is too small is a cell of its own that nobody shows. Only the
cells of the new edition can still be chosen; `kiezen` does that as before.

What the reader may know and therefore cannot be kept from him are the changes of the totals: those
are always shown. An eenheid of which the total changes by too few keeps its former figures.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ontschot.monitor.onthulling.kiezen import SECONDEN, choose, out_of_reach
from ontschot.monitor.onthulling.stelsel import AANTAL, KOSTEN, Eis, Naam, Regels, Stelsel
from ontschot.monitor.onthulling.tabellen import (
    Gepubliceerd,
    Getallen,
    Indeling,
    Opgelost,
    Optellen,
    Opzet,
    Tellingen,
    Verband,
    build,
    groups,
    lay_together,
    may_stand,
)

Hoogste = Mapping[tuple[str, str, str], int]  # (regio, table, value) -> the largest amount


@dataclass(frozen=True)
class Stand:
    """What was counted on one day, of every region: as `protect` takes it."""

    tellingen: Tellingen
    hoogste_cent: Hoogste
    verbanden: Sequence[Verband] = ()


@dataclass(frozen=True)
class Editie:
    """An earlier edition: what was counted for it, hidden numbers too, and what was told."""

    stand: Stand
    gepubliceerd: Gepubliceerd


@dataclass(frozen=True)
class Vernieuwd:
    """The new edition; `blijft` are the regions whose figures are still those of before."""

    gepubliceerd: Gepubliceerd
    blijft: tuple[str, ...]


def renew(
    eerder: Sequence[Editie],
    nu: Stand,
    opzetten: Sequence[Opzet],
    regels: Regels,
    *,
    seconden: float = SECONDEN,
) -> Vernieuwd | None:
    """The next edition of the same regions; None when no region may be renewed.

    `eerder` holds every edition so far, the oldest first.
    """
    last = eerder[-1]
    indeling = last.gepubliceerd.indeling
    opzetten = _all_values(opzetten, [editie.gepubliceerd for editie in eerder])
    fresh = {e for e in indeling.eenheden if _may_renew(e, indeling, last.stand, nu, regels)}
    while fresh:
        draft = _Ontwerp(eerder, nu, opzetten, regels, fresh)
        told_anyway = draft.told_anyway()
        if not told_anyway:
            return draft.choose(seconden)
        fresh = fresh - told_anyway if fresh & told_anyway else set()
    return None


class _Ontwerp:
    """A next edition in which these eenheden are renewed and the others stay: not chosen yet."""

    def __init__(
        self,
        eerder: Sequence[Editie],
        nu: Stand,
        opzetten: Sequence[Opzet],
        regels: Regels,
        fresh: set[str],
    ) -> None:
        last, self.opzetten, self.regels = eerder[-1], opzetten, regels
        self.indeling = last.gepubliceerd.indeling
        self.fresh = fresh
        self.regios = {regio for eenheid in fresh for regio in self.indeling.eenheden[eenheid]}
        mixed = _mix(nu, last.stand, self.regios)
        self.numbers = Optellen(mixed.tellingen, mixed.hoogste_cent, self.indeling, opzetten)
        former = [_Vroeger(editie, opzetten) for editie in eerder]
        self.solved: list[tuple[Stelsel, int, set[int]]] = []
        for groep, linked in groups(opzetten, mixed.verbanden):
            stelsel = build(groep, self.numbers, regels, linked)
            own = len(stelsel.te_klein)
            changes = _Samen(stelsel, groep, former, self.numbers, regels).join()
            self.solved.append((stelsel, own, changes))

    def told_anyway(self) -> set[str]:
        """The eenheden of which some change would be clear from the totals alone.

        Of a change over several regions that is all of them.
        """
        found: set[str] = set()
        for stelsel, _, changes in self.solved:
            for cel in out_of_reach(stelsel) & changes:
                plaats = stelsel.namen[cel][2]
                found |= {plaats} if plaats in self.indeling.eenheden else self.fresh
        return found

    def choose(self, seconden: float) -> Vernieuwd:
        solved = [
            Opgelost(stelsel, choose(stelsel, seconden=seconden), own)
            for stelsel, own, _ in self.solved
        ]
        everyone = {regio for leden in self.indeling.eenheden.values() for regio in leden}
        return Vernieuwd(
            lay_together(self.numbers, self.opzetten, solved),
            tuple(sorted(everyone - self.regios)),
        )


def _all_values(opzetten: Iterable[Opzet], sets: Iterable[Gepubliceerd]) -> tuple[Opzet, ...]:
    """The tables with every value that any edition has: what was not there was nobody."""
    found = {opzet.naam: opzet for opzet in opzetten}
    for gepubliceerd in sets:
        for opzet in gepubliceerd.opzetten:
            known = found[opzet.naam]
            found[opzet.naam] = replace(
                known,
                waarden=tuple(dict.fromkeys((*opzet.waarden, *known.waarden))),
                deel_van={**opzet.deel_van, **known.deel_van},
            )
    return tuple(found.values())


def _may_renew(eenheid: str, indeling: Indeling, toen: Stand, nu: Stand, regels: Regels) -> bool:
    """Whether the totals may change: by nobody or by enough, and not by one amount."""
    leden = indeling.eenheden[eenheid]
    if all(toen.tellingen.get(regio, {}) == nu.tellingen.get(regio, {}) for regio in leden):
        return False
    before, after = (_totals(stand, leden) for stand in (toen, nu))
    top = {r: max((c for k, c in nu.hoogste_cent.items() if k[0] == r), default=0) for r in leden}
    if not may_stand(leden, {r: _totals(nu, (r,)) for r in leden}, top, regels):
        return False
    more, cent = after[0] - before[0], abs(after[1] - before[1])
    if not more:
        return not cent
    one_amount = max(top.values()) * 100 > cent * regels.dominantie_procent
    return abs(more) >= regels.drempel and not one_amount


def _totals(stand: Stand, regios: Iterable[str]) -> Getallen:
    found = [stand.tellingen.get(regio, {}).get(("", ""), (0, 0)) for regio in regios]
    return sum(aantal for aantal, _ in found), sum(cent for _, cent in found)


def _mix(nu: Stand, toen: Stand, vernieuwd: set[str]) -> Stand:
    """The new counts of these regions beside the former ones of the others."""
    others = toen.tellingen.keys() - vernieuwd
    tellingen = {r: nu.tellingen.get(r, {}) for r in vernieuwd}
    tellingen |= {r: toen.tellingen[r] for r in others}
    hoogste = {k: c for k, c in nu.hoogste_cent.items() if k[0] in vernieuwd}
    hoogste |= {k: c for k, c in toen.hoogste_cent.items() if k[0] in others}
    return Stand(tellingen, hoogste, _mixed_links(nu, toen, vernieuwd))


def _mixed_links(nu: Stand, toen: Stand, vernieuwd: set[str]) -> list[Verband]:
    return [
        replace(
            now,
            samen={
                **{k: n for k, n in then.samen.items() if k[0] not in vernieuwd},
                **{k: n for k, n in now.samen.items() if k[0] in vernieuwd},
            },
        )
        for now, then in zip(nu.verbanden, toen.verbanden, strict=False)
    ]


class _Vroeger:
    """An earlier edition with the values of today: what had no row then was told to be nobody."""

    def __init__(self, editie: Editie, opzetten: Sequence[Opzet]) -> None:
        told = editie.gepubliceerd
        self.numbers = Optellen(
            editie.stand.tellingen, editie.stand.hoogste_cent, told.indeling, opzetten
        )
        self.verbanden = editie.stand.verbanden
        known = {(o.naam, w, p) for o in told.opzetten for w in o.waarden for p in told.totalen}
        self.hidden = known - told.cellen.keys()


@dataclass
class _Samen:
    """Puts the earlier editions in the stelsel of the new one, and the changes between them."""

    stelsel: Stelsel
    groep: Sequence[Opzet]
    former: Sequence[_Vroeger]
    nu: Optellen
    regels: Regels

    def join(self) -> set[int]:
        """Returns the cells of which some change must not be seen."""
        opzet_of = {opzet.naam: opzet for opzet in self.groep}
        plaatsen = self.nu.indeling.plaatsen
        names = [(o.naam, w, plaats) for o in self.groep for w in o.waarden for plaats in plaatsen]
        steps = [(v.numbers, self._embed(v, n)) for n, v in enumerate(self.former, start=1)]
        steps.append((self.nu, {naam: self.stelsel.nummers[naam] for naam in names}))
        own = set(steps[-1][1].values())
        found: set[int] = set()
        for volgnummer, (before, after) in enumerate(pairwise(steps), start=1):
            change = _Verandering(before[0], after[0], self.regels)
            for naam in names:
                toen, nieuw = before[1].get(naam), after[1].get(naam)
                if change.is_kept(naam[2]):
                    self._same(toen, nieuw)
                elif change.is_little(naam) and toen is not None and nieuw in own:
                    # Another pattern for nearly the same number gives the number away.
                    self.stelsel.vast.add(nieuw)
                eisen = list(change.needs(naam, opzet_of[naam[0]]))
                step = (f"{volgnummer}>{naam[0]}", *naam[1:])
                found |= self._keep_apart(eisen, toen, nieuw, step)
        return found

    def _same(self, toen: int | None, nu: int | None) -> None:
        """An eenheid that was not renewed: everybody can see that, so both editions tell of it."""
        delen = [(cel, teken) for cel, teken in ((nu, 1), (toen, -1)) if cel is not None]
        if delen:
            self.stelsel.sommen.append(delen)
        if toen is not None and nu is not None:
            self.stelsel.vast.add(nu)

    def _embed(self, vroeger: _Vroeger, volgnummer: int) -> dict[Naam, int]:
        """The hidden cells of an earlier edition, as cells that nobody shows; their numbers."""
        tables = {opzet.naam for opzet in self.groep}
        linked = [v for v in vroeger.verbanden if tables.issuperset(v.tabellen)]
        old, stelsel = build(self.groep, vroeger.numbers, self.regels, linked), self.stelsel
        new: dict[int, int] = {}
        for cel, naam in enumerate(old.namen):
            if cel in old.dicht or naam in vroeger.hidden:
                new[cel] = stelsel.add_unseen(
                    (f"{volgnummer}|{naam[0]}", *naam[1:]),
                    old.waarden[AANTAL][cel],
                    old.waarden[KOSTEN][cel],
                )
        for sums, into in ((old.sommen, stelsel.sommen), (old.verbanden, stelsel.verbanden)):
            known = [[(new[cel], teken) for cel, teken in som if cel in new] for som in sums]
            into += [som for som in known if som]
        stelsel.eisen += [replace(eis, cel=new[eis.cel]) for eis in old.eisen if eis.cel in new]
        return {naam: new[cel] for naam, cel in old.nummers.items() if cel in new}

    def _keep_apart(
        self, eisen: Sequence[Eis], toen: int | None, nu: int | None, naam: Naam
    ) -> set[int]:
        """What a change needs, of the cell that it can be read from, or of a cell of its own.

        `toen` and `nu` are the unknowns of both editions, None where the number was told; `naam`
        is for the change itself. Returns the cell.
        """
        if not eisen or (toen is None and nu is None):
            return set()
        if toen is not None and nu is not None:
            cel = self.stelsel.add_change(naam)
            self.stelsel.sommen.append([(nu, 1), (toen, -1), (cel, -1)])
        elif nu is not None:
            cel = nu
        else:
            assert toen is not None
            cel = toen
            eisen = [replace(e, omlaag=e.omhoog, omhoog=e.omlaag) for e in eisen]
        self.stelsel.eisen += [replace(eis, cel=cel) for eis in eisen]
        return {cel}


class _Verandering:
    """What changed in each cell between two editions, and which of it is too small to be seen."""

    def __init__(self, toen: Optellen, nu: Optellen, regels: Regels) -> None:
        self.toen, self.nu, self.regels = toen, nu, regels
        self.kept = {
            eenheid
            for eenheid, leden in nu.indeling.eenheden.items()
            if all(toen.tellingen.get(r, {}) == nu.tellingen.get(r, {}) for r in leden)
        }

    def is_kept(self, plaats: str) -> bool:
        """Whether nothing at all changed in an eenheid."""
        return plaats in self.kept

    def is_little(self, naam: Naam) -> bool:
        return self._change(naam)[2] < self.regels.drempel

    def needs(self, naam: Naam, opzet: Opzet) -> Iterator[Eis]:
        """With `cel` still open (-1)."""
        aantal, cent, bruto = self._change(naam)
        regels = self.regels
        if aantal and bruto < regels.drempel:
            yield _eis(aantal, abs(aantal), regels.drempel - abs(aantal), AANTAL)
        elif aantal and naam[1] != opzet.onbekend and self._is_all(naam, opzet, aantal):
            yield _eis(aantal, min(abs(aantal), regels.drempel), 0, AANTAL)
        if opzet.met_kosten and cent:
            yield from self._costs(naam, bruto, cent)

    def _costs(self, naam: Naam, bruto: int, cent: int) -> Iterator[Eis]:
        euro, regels = abs(cent) / 100, self.regels
        top = max(self.nu.hoogste(naam), self.toen.hoogste(naam))
        if bruto < regels.drempel:
            missing = regels.drempel - bruto
            yield _eis(cent, euro, euro * missing / max(bruto, 1), KOSTEN)
        elif top * 100 > abs(cent) * regels.dominantie_procent:
            marge = euro * regels.marge_procent / 100
            yield _eis(cent, marge, marge, KOSTEN)

    def _change(self, naam: Naam) -> tuple[int, int, int]:
        """Number and cents that the cell changed by; and the changes of its eenheden together."""
        tabel, waarde, plaats = naam
        parts = []
        for eenheid in self.nu.indeling.plaatsen[plaats]:
            cel = (tabel, waarde, eenheid)
            parts.append([n - t for n, t in zip(self.nu.cel(cel), self.toen.cel(cel), strict=True)])
        return sum(p[0] for p in parts), sum(p[1] for p in parts), sum(abs(p[0]) for p in parts)

    def _is_all(self, naam: Naam, opzet: Opzet, aantal: int) -> bool:
        """Whether everybody who came (or left) came in this one value: that would tell it."""
        for waarde in opzet.waarden:
            other = self._change((naam[0], waarde, naam[2]))[0]
            if waarde != naam[1] and other * aantal > 0:
                return False
        return True


def _eis(verandering: float, naar_niets: float, naar_genoeg: float, maat: str) -> Eis:
    """A change could be none, and it could be enough: seen from its own side of zero."""
    if verandering > 0:
        return Eis(-1, naar_niets, naar_genoeg, maat)
    return Eis(-1, naar_genoeg, naar_niets, maat)
