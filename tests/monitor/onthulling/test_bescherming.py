"""What leaves the team cannot be worked out, whoever lays whichever reports side by side."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontschot.monitor.onthulling import kiezen, tabellen
from ontschot.monitor.onthulling.aanval import Aanval
from ontschot.monitor.onthulling.bewaren import from_json, to_json
from ontschot.monitor.onthulling.kiezen import Keuze, choose
from ontschot.monitor.onthulling.stelsel import Regels, Stelsel, needs, needs_of_costs
from ontschot.monitor.onthulling.tabellen import divide, protect_table
from tests.monitor.onthulling.aanvaller import Aanvaller
from tests.monitor.onthulling.werelden import EERSTE, REGELS, RUBRIEK_VAN, Wereld, reports

RUIS = 1e-4
rijen = st.builds(
    lambda regio, soort, partij, cent, keer: [(regio, soort, partij, cent)] * keer,
    st.sampled_from("ABCDE"),
    st.sampled_from(sorted(RUBRIEK_VAN)),
    st.sampled_from(["uwv", "fnv", "gemeente"]),
    st.sampled_from([10_000, 33_000, 250_000]),
    st.sampled_from([1, 1, 2, 3, 5, 9]),
)
werelden = st.lists(rijen, min_size=1, max_size=30).map(
    lambda groepen: Wereld([rij for groep in groepen for rij in groep])
)


def _found(wereld: Wereld, rapporten: list[dict[str, Any]]) -> list[Any]:
    """The cells that are too small and of which the reader learns too much."""
    aanvaller = Aanvaller(rapporten, rubriek_van=RUBRIEK_VAN, eerste=EERSTE)
    kosten = Aanvaller(rapporten, "kosten_cent")
    found: list[Any] = []
    for regio, cellen in wereld.tellingen.items():
        totaal = cellen["", ""][0]
        for (tabel, waarde), (aantal, cent) in cellen.items():
            vraag = (tabel, waarde, regio)
            if not tabel:
                continue
            low, high = aanvaller.bounds(vraag)
            if aantal < REGELS.drempel and (low > RUIS or high < REGELS.drempel - RUIS):
                found.append((vraag, aantal, low, high))
            if aantal == totaal and low > totaal - min(totaal, REGELS.drempel) + RUIS:
                found.append((vraag, "all of the region", low, high))
            if tabel == "partij" and aantal < REGELS.drempel and kosten.bounds(vraag)[0] > RUIS:
                found.append((vraag, "costs", cent, kosten.bounds(vraag)))
    return found


@settings(max_examples=25, deadline=None)
@given(werelden)
def test_nothing_too_small_follows_from_all_reports_of_all_selections(wereld: Wereld) -> None:
    gepubliceerd = wereld.protect()
    if gepubliceerd is None:
        return  # too few rows to tell anything of
    again = from_json(to_json(gepubliceerd))
    assert _found(wereld, reports(again, wereld.selections())) == []


@settings(max_examples=10, deadline=None)
@given(werelden)
def test_without_time_to_search_it_is_just_as_safe(wereld: Wereld) -> None:
    gepubliceerd = wereld.protect(seconden=0.0)
    if gepubliceerd is not None:
        assert _found(wereld, reports(gepubliceerd, wereld.selections())) == []


STAD = [
    *[("A", "cursus", "uwv", 10_000)] * 9, *[("A", "vakles", "fnv", 10_000)] * 2,
    *[("A", "advies", "gemeente", 10_000)] * 8, *[("A", "coach", "uwv", 10_000)] * 7,
    *[("B", "cursus", "uwv", 20_000)] * 6, *[("B", "vakles", "fnv", 20_000)] * 11,
    *[("B", "advies", "gemeente", 20_000)] * 9, *[("B", "coach", "uwv", 20_000)] * 6,
    *[("C", "cursus", "fnv", 20_000)] * 8, *[("C", "vakles", "uwv", 20_000)] * 12,
    *[("C", "advies", "gemeente", 20_000)] * 9, *[("C", "coach", "gemeente", 20_000)] * 8,
]  # fmt: skip


def test_the_reader_does_find_it_when_only_the_small_cell_is_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wereld = Wereld(STAD)
    protected = wereld.protect()
    assert protected
    assert (protected.te_klein, protected.erbij) == (2, 4 + 2)

    def only_small(stelsel: Stelsel, **_: Any) -> Keuze:
        return Keuze(frozenset(stelsel.te_klein), 0, 0)

    monkeypatch.setattr(tabellen, "choose", only_small)
    half = wereld.protect()
    assert half
    found = _found(wereld, reports(half, [("A",), ("A", "B", "C")]))
    vraag, aantal, low, high = found[0]
    assert (vraag, aantal) == (("interventie", "vakles", "A"), 2)
    assert (low, high) == (pytest.approx(2), pytest.approx(2))


def test_a_count_that_follows_from_two_other_tables_does_not_give_a_cell_away() -> None:
    """One was bought by the gemeente; that six were bought for the own doelgroep says so."""
    wereld = Wereld([
        *[("B", "advies", "uwv", 10_000)] * 5, *[("B", "vakles", "fnv", 10_000)] * 5,
        ("B", "advies", "gemeente", 10_000),
    ])  # fmt: skip
    apart, linked = wereld.protect(linked=False), wereld.protect()
    assert apart
    assert linked
    ((vraag, aantal, low, _),) = _found(wereld, reports(apart, wereld.selections()))
    assert (vraag, aantal, round(low)) == (("partij", "gemeente", "B"), 1, 1)
    assert _found(wereld, reports(linked, wereld.selections())) == []


def test_any_table_of_counts_can_be_protected() -> None:
    wachten = {
        "AM08": {"week": 40, "maand": 3, "langer": 9},
        "AM10": {"week": 31, "maand": 12, "langer": 7},
        "AM11": {"week": 2, "maand": 0, "langer": 0},
    }
    shown = protect_table(wachten, REGELS)
    assert shown["AM08"]["maand"] is None
    assert sum(aantal is None for aantal in shown["AM08"].values()) == 2
    # Too few to name the total of this region, so nothing of it is told.
    assert shown["AM11"] == {"week": None, "maand": None, "langer": None}
    assert protect_table({"AM08": {"week": 3}}, REGELS) == {"AM08": {"week": None}}


def test_a_selection_tells_exactly_what_follows_from_the_published_set() -> None:
    wereld = Wereld(STAD)
    gepubliceerd = wereld.protect()
    assert gepubliceerd
    keuzes = wereld.selections()
    for keuze, rapport in zip(keuzes, reports(gepubliceerd, keuzes), strict=True):
        aanvaller = Aanvaller(reports(gepubliceerd, keuzes), rubriek_van=RUBRIEK_VAN)
        for tabel in ("interventie", "partij"):
            for rij in rapport["tabellen"][tabel]["rijen"]:
                key = (tabel, rij["waarde"])
                true = sum(wereld.tellingen[regio].get(key, (0, 0))[0] for regio in keuze)
                if rij["aantal"] is not None:
                    assert rij["aantal"] == true
                elif len(keuze) == 1:
                    low, high = aanvaller.bounds((tabel, rij["waarde"], keuze[0]))
                    assert low < true < high


def _safe(stelsel: Stelsel, verborgen: set[int]) -> bool:
    aanvallen = {maat: Aanval(stelsel, maat) for maat in stelsel.maten}
    return not list(kiezen._too_near(aanvallen, kiezen.attainable(stelsel), verborgen))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 2, 4, 5, 6, 9, 14]), min_size=9, max_size=9))
def test_no_smaller_set_of_cells_would_do(aantallen: list[int]) -> None:
    """Every set of cells of a table of three by three, by brute force."""
    stelsel = Stelsel()
    for nummer, aantal in enumerate(aantallen):
        stelsel.add(("t", str(nummer % 3), str(nummer // 3)), aantal, 0, 1)
    lines = [[3 * n, 3 * n + 1, 3 * n + 2] for n in range(3)]
    lines += [[n, n + 3, n + 6] for n in range(3)]
    stelsel.sommen = [[(cel, 1) for cel in line] for line in lines]
    for cel, aantal in enumerate(aantallen):
        stelsel.eisen += needs(cel, aantal, 10**6, REGELS)
    small = set(stelsel.te_klein)
    keuze = choose(stelsel)
    assert _safe(stelsel, set(keuze.verborgen))
    assert keuze.boven_minimum == 0
    if small:
        others = sorted(set(range(9)) - small)
        fewer = range(len(keuze.verborgen) - len(small))
        assert not any(
            _safe(stelsel, small | set(more)) for n in fewer for more in combinations(others, n)
        )


def test_the_same_counts_give_the_same_choice() -> None:
    first, second = Wereld(STAD).protect(), Wereld(list(reversed(STAD))).protect()
    assert first == second


def test_what_a_cell_needs() -> None:
    regels = Regels(5, 75, 20)
    assert needs(0, 0, 50, regels) == []
    assert needs(0, 5, 50, regels) == []
    assert [(e.omlaag, e.omhoog) for e in needs(0, 2, 50, regels)] == [(2, 3)]
    assert [(e.omlaag, e.omhoog) for e in needs(0, 50, 50, regels)] == [(5, 0)]
    assert needs(0, 50, 50, regels, mag_alles=True) == []
    assert needs_of_costs(0, 8, 80_000, 60_000, regels) == []
    (one_amount,) = needs_of_costs(0, 8, 80_000, 60_001, regels)
    assert (one_amount.omlaag, one_amount.omhoog) == (160, 160)
    (too_small,) = needs_of_costs(0, 2, 20_000, 1, regels)
    assert (too_small.omlaag, too_small.omhoog) == (200, 300)


def test_a_region_too_small_to_name_goes_together_with_the_smallest_other() -> None:
    land = {"A": (3, 300), "B": (40, 4_000), "C": (6, 600), "D": (0, 0)}
    indeling = divide(land, {}, {"paar": ("A", "C"), "half": ("A", "B")}, REGELS)
    assert indeling
    assert indeling.eenheden == {"A+C": ("A", "C"), "B": ("B",)}
    assert indeling.parts(["A", "C", "D"]) == ["A+C"]
    assert indeling.parts(["A", "B"]) is None
    assert indeling.selecties == {}
    assert divide({"A": (2, 200), "B": (2, 200)}, {}, {}, REGELS) is None
    # One amount that is nearly all of the costs of a region makes it too small too.
    dominated = divide(land, {"B": 3_001}, {}, REGELS)
    assert dominated
    assert list(dominated.eenheden) == ["A+B", "C"]
