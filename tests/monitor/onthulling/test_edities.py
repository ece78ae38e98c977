"""A year told twice: who lays both editions side by side learns of nobody, nor of a few."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontschot.monitor.onthulling import edities
from ontschot.monitor.onthulling.edities import Editie, Stand, Vernieuwd, renew
from ontschot.monitor.onthulling.kiezen import Keuze
from ontschot.monitor.onthulling.stelsel import Stelsel
from ontschot.monitor.onthulling.tabellen import Gepubliceerd, together
from tests.monitor.onthulling.aanvaller import Aanvaller
from tests.monitor.onthulling.test_bescherming import RUIS, STAD, rijen
from tests.monitor.onthulling.werelden import EERSTE, REGELS, RUBRIEK_VAN, Rij, Wereld, reports

DREMPEL = REGELS.drempel
GROEPEN = st.lists(rijen, min_size=4, max_size=20)


def _stand(wereld: Wereld) -> Stand:
    return Stand(wereld.tellingen, wereld.hoogste, [wereld.link()])


def _renew(*werelden: Wereld) -> list[Gepubliceerd] | None:
    """The editions of these worlds one after the other; None when one cannot be told."""
    first = werelden[0].protect()
    if first is None:
        return None
    told = [Editie(_stand(werelden[0]), first)]
    for wereld in werelden[1:]:
        made = _next(told, wereld)
        if made is None:
            return None
        kept = {r: told[-1].stand.tellingen[r] for r in made.blijft}
        now = _stand(wereld)
        mixed = {**now.tellingen, **kept}
        told.append(Editie(Stand(mixed, now.hoogste_cent, now.verbanden), made.gepubliceerd))
    return [editie.gepubliceerd for editie in told]


def _next(told: list[Editie], wereld: Wereld) -> Vernieuwd | None:
    return renew(told, _stand(wereld), wereld.opzetten, REGELS, seconden=10.0)


def _side_by_side(told: Iterable[Gepubliceerd], wereld: Wereld) -> list[dict[str, Any]]:
    """Every report of every selection; the regions of the second edition are called A2, B2, …"""
    return [
        rapport | {"regios": [f"{regio}{nummer}" for regio in rapport["regios"]]}
        for nummer, gepubliceerd in enumerate(told, start=1)
        for rapport in reports(gepubliceerd, wereld.selections())
    ]


def _found(
    toen: Wereld, nu: Wereld, told: list[Gepubliceerd], kept: Iterable[str] = ()
) -> list[tuple[Any, ...]]:
    """Counts and changes that are too small, and to which the reader of both comes too near.

    The reader knows which regions were not renewed.
    """
    reader = Aanvaller(_side_by_side(told, nu), rubriek_van=RUBRIEK_VAN, eerste=EERSTE)
    for regio in kept:
        for tabel, waarde in nu.cells():
            reader.equal((tabel, waarde, f"{regio}1"), (tabel, waarde, f"{regio}2"))
    found: list[tuple[Any, ...]] = []
    for regio in toen.regios:
        for cel in nu.cells():
            pair = [(*cel, f"{regio}{n}") for n in (1, 2)]
            counts = [w.tellingen.get(regio, {}).get(cel, (0, 0))[0] for w in (toen, nu)]
            if regio in kept:
                counts[1] = counts[0]
            for vraag, aantal in zip(pair, counts, strict=True):
                if 0 < aantal < DREMPEL:
                    found += _near(vraag, aantal, *reader.bounds(vraag))
            change = counts[1] - counts[0]
            if 0 < abs(change) < DREMPEL:
                low, high = reader.change(pair[0], pair[1])
                found += _near(("change", *cel, regio), abs(change),
                               *((low, high) if change > 0 else (-high, -low)))  # fmt: skip
    return found


def _near(what: Any, aantal: int, low: float, high: float) -> list[tuple[Any, ...]]:
    return [(what, aantal, low, high)] if low > RUIS or high < DREMPEL - RUIS else []


def _changed(groepen: list[list[Rij]], weg: list[int], bij: list[list[Rij]]) -> Wereld:
    gone = {nummer % len(groepen) for nummer in weg}
    left = [groep for nummer, groep in enumerate(groepen) if nummer not in gone]
    return Wereld([rij for groep in (*left, *bij) for rij in groep])


@settings(max_examples=15, deadline=None)
@given(GROEPEN, st.lists(st.integers(0, 19), max_size=3), st.lists(rijen, max_size=6))
def test_nothing_too_small_follows_from_two_editions(
    groepen: list[list[Rij]], weg: list[int], bij: list[list[Rij]]
) -> None:
    toen, nu = _changed(groepen, [], []), _changed(groepen, weg, bij)
    first = toen.protect()
    made = first and _next([Editie(_stand(toen), first)], nu)
    if first and made:
        told = [first, made.gepubliceerd]
        assert _found(toen, nu, told, made.blijft) == []


ERBIJ = [
    *[("A", "cursus", "uwv", 10_000)] * 12, *[("A", "vakles", "fnv", 10_000)] * 3,
    *[("A", "advies", "gemeente", 10_000)] * 14, *[("A", "coach", "uwv", 10_000)] * 9,
]  # fmt: skip


def test_a_third_edition_is_protected_with_both_before() -> None:
    werelden = [Wereld(STAD), Wereld(STAD + ERBIJ), Wereld(STAD + ERBIJ * 2)]
    told = _renew(*werelden)
    assert told
    assert _found(werelden[0], werelden[1], told[:2], ("B", "C")) == []
    assert _found(werelden[1], werelden[2], told[1:], ("B", "C")) == []
    assert _found(werelden[0], werelden[2], told[::2], ("B", "C")) == []


def test_the_reader_does_find_the_few_who_came_when_editions_are_protected_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    toen, nu = Wereld(STAD), Wereld(STAD + ERBIJ)
    apart = [toen.protect(), nu.protect()]
    assert all(apart)
    found = _found(toen, nu, [g for g in apart if g], ("B", "C"))
    assert any(what[0] == "change" and aantal == 3 for what, aantal, *_ in found)

    def only_what_must(stelsel: Stelsel, **_: Any) -> Keuze:
        return Keuze(frozenset(stelsel.te_klein) - stelsel.dicht, 0, 0)

    monkeypatch.setattr(edities, "choose", only_what_must)
    half = _renew(toen, nu)
    assert half
    assert _found(toen, nu, half, ("B", "C"))


def test_a_region_of_which_a_few_rows_changed_keeps_its_figures() -> None:
    toen = Wereld(STAD)
    first = toen.protect()
    assert first
    told = [Editie(_stand(toen), first)]
    assert _next(told, Wereld([*STAD, *ERBIJ[:3]])) is None
    b = [("B", "cursus", "uwv", 20_000)] * 8 + [("B", "advies", "gemeente", 20_000)] * 7
    made = _next(told, Wereld([*STAD, *ERBIJ[:3], *b]))
    assert made
    assert made.blijft == ("A", "C")
    shown = made.gepubliceerd.totalen
    assert (shown["A"], shown["B"][0]) == (first.totalen["A"], first.totalen["B"][0] + 15)


def test_the_tables_of_an_edition_hang_together_as_before() -> None:
    told = _renew(Wereld(STAD), Wereld(STAD + ERBIJ))
    assert told
    first, second = told
    assert [o.naam for g in together(second.opzetten) for o in g] == [
        o.naam for g in together(first.opzetten) for o in g
    ]
    assert second.indeling == first.indeling
