"""From counted cells to the tables of a report: pure functions of plain values.

Every table is made from the same cells, so the tables of one report cannot disagree with each
other; that the cells agree with the journaal is what the database checks.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ontschot.kassier.boeking import REKENINGEN, SOORTEN

GEEN = ""
# Where a gemeente would stand, with costs of the organisation: those are of no kandidaat.
ORGANISATIE = "-1"
# How cells were made: since 2 costs of the organisation stand under the partner that advanced them,
# since 3 a report says what left the account twice.
TELLING = 3
# The accounts that an interventie stands on; only these belong to a partner or a gemeente.
BESTEED = ("gereserveerd", "verplicht", "gedeclareerd", "betaald")


@dataclass(frozen=True)
class Cel:
    """How many cents of one kind moved, of one line, buyer and gemeente.

    `partner` is who buys, or who advanced costs of the organisation; those have `ORGANISATIE`
    for a gemeente. Both are empty for what belongs to neither. `in_periode` is false
    for what was booked before the first day of the report.
    """

    regel: str
    partner: str
    gemeente: str
    soort: str
    in_periode: bool
    cent: int
    aantal: int


@dataclass(frozen=True)
class Stand:
    """What stands on each account at the end, and what happened in the period, in cents."""

    stand: Mapping[str, int]
    verloop: Mapping[str, int]
    boekingen: int = 0

    @property
    def budget_cent(self) -> int:
        """What was granted: the source of all other accounts."""
        return -self.stand["toegekend"]

    @property
    def vrij_cent(self) -> int:
        return self.stand["beschikbaar"]

    @property
    def besteed_cent(self) -> int:
        """What is set aside, ordered, declared or paid."""
        return sum(self.stand[rekening] for rekening in BESTEED)


@dataclass(frozen=True)
class Begrotingrij:
    """One line: what was planned, granted and really spent at the end, in cents."""

    naam: str
    fonds: str
    begroot_cent: int
    budget_cent: int
    realisatie_cent: int

    @property
    def verschil_cent(self) -> int:
        """What is left of the begroting; below zero when more was spent than planned."""
        return self.begroot_cent - self.realisatie_cent


def budget_table(cijfers: "Cijfers") -> list[Begrotingrij]:
    """The lines that a begroting speaks of. Spent is what was declared or paid."""
    rows = table_of(cijfers.cellen, lambda cel: cel.regel)
    nothing = stand_of(())
    found = []
    for key, begroot in cijfers.begroot.items():
        stand = rows.get(key, nothing)
        spent = stand.stand["gedeclareerd"] + stand.stand["betaald"]
        found.append(
            Begrotingrij(
                cijfers.namen["regel"][key],
                cijfers.namen["fonds"][key],
                begroot,
                stand.budget_cent,
                spent,
            )
        )
    return sorted(found, key=lambda row: (row.fonds, -row.begroot_cent, row.naam))


# What people want to know of a period, and which kinds of entry make it (a minus takes off).
VERLOOP: dict[str, tuple[str, ...]] = {
    "Erbij": ("toekenning", "verschuiving_in", "verdeling_in"),
    "Eraf": ("verlaging", "verschuiving_uit", "verdeling_uit"),
    "Meegenomen van een eerder fonds": ("overheveling_in",),
    "Meegenomen naar een later fonds": ("overheveling_uit",),
    "Gereserveerd": ("reservering",),
    "Verplicht": ("verplichting",),
    "Vrijgegeven of verlopen": tuple(
        code for code, soort in SOORTEN.items()
        if soort.naar == "beschikbaar" and soort.van in ("gereserveerd", "verplicht")
    ),
    "Gedeclareerd": ("declaratie", "kosten", "-terug_declaratie", "-terug_kosten"),
    "Betaald": ("betaling", "verrekening", "-terugboeking"),
    "Teruggekregen": ("terugontvangst",),
}  # fmt: skip


def stand_of(cellen: Iterable[Cel]) -> Stand:
    """The accounts at the end, and the movements of the period, of these cells together."""
    stand = dict.fromkeys(REKENINGEN, 0)
    per_soort: dict[str, int] = defaultdict(int)
    boekingen = 0
    for cel in cellen:
        soort = SOORTEN[cel.soort]
        stand[soort.van] -= cel.cent
        stand[soort.naar] += cel.cent
        boekingen += cel.aantal
        if cel.in_periode:
            per_soort[cel.soort] += cel.cent
    return Stand(stand, _verloop(per_soort), boekingen)


def _verloop(per_soort: Mapping[str, int]) -> dict[str, int]:
    return {
        naam: sum(
            -per_soort.get(code[1:], 0) if code.startswith("-") else per_soort.get(code, 0)
            for code in codes
        )
        for naam, codes in VERLOOP.items()
    }


def table_of(cellen: Iterable[Cel], sleutel: Callable[[Cel], Hashable]) -> dict[Hashable, Stand]:
    """The same cells, one row per `sleutel`, the most spent first."""
    groups: dict[Hashable, list[Cel]] = defaultdict(list)
    for cel in cellen:
        groups[sleutel(cel)].append(cel)
    rows = {key: stand_of(found) for key, found in groups.items()}
    return dict(sorted(rows.items(), key=lambda row: (-row[1].besteed_cent, str(row[0]))))


@dataclass(frozen=True)
class Cijfers:
    """Everything that a report counted. `namen`: per dimension the key -> the name of that day.

    `begroot` is what the begroting that held on the last day gives each line, in cents. `dubbel`
    is what left the account twice and was not back: fonds -> (how many, cents); it is no money of
    a fonds. A report that was kept before a new way of counting is counted again in its own
    (`telling`).
    """

    cellen: tuple[Cel, ...]
    namen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    begroot: Mapping[str, int] = field(default_factory=dict)
    telling: int = TELLING
    dubbel: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain values, the same for the same figures whatever the order they came in."""
        rows = [
            [c.regel, c.partner, c.gemeente, c.soort, c.in_periode, c.cent, c.aantal]
            for c in self.cellen
        ]
        names = {d: dict(sorted(found.items())) for d, found in sorted(self.namen.items())}
        data: dict[str, Any] = {"cellen": sorted(rows), "namen": names}
        if self.telling > 1:
            data |= {"begroot": dict(sorted(self.begroot.items())), "telling": self.telling}
        if self.telling > 2:
            data["dubbel"] = {key: list(found) for key, found in sorted(self.dubbel.items())}
        return data

    @property
    def twee_keer(self) -> tuple[int, int]:
        """How many payments left twice and were not back, and how many cents of them."""
        rows = self.dubbel.values()
        return sum(row[0] for row in rows), sum(row[1] for row in rows)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Cijfers":
        cells = tuple(Cel(*row) for row in data["cellen"])
        telling = data.get("telling", 1)
        return cls(cells, data["namen"], data.get("begroot", {}), telling, data.get("dubbel", {}))

    @property
    def sha256(self) -> str:
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def same_counts(one: Cijfers, other: Cijfers) -> bool:
    """Whether two reports count the same in the books; what is in no entry does not matter.

    That is what somebody was called later, and what the bank did twice.
    """
    mine, theirs = one.as_json(), other.as_json()
    return all(mine[part] == theirs[part] for part in mine if part not in ("namen", "dubbel"))


@dataclass(frozen=True)
class Periode:
    """A year, a quarter or a choice of one's own; `sleutel` is its word in a form or address."""

    sleutel: str
    naam: str
    van: date
    tot: date


KWARTALEN = ("eerste", "tweede", "derde", "vierde")


def quarter(jaar: int, nummer: int) -> Periode:
    """Quarter 1 to 4 of a year."""
    first = date(jaar, 3 * nummer - 2, 1)
    last = date(jaar + nummer // 4, (3 * nummer) % 12 + 1, 1) - timedelta(days=1)
    return Periode(f"{jaar}-k{nummer}", f"{KWARTALEN[nummer - 1]} kwartaal {jaar}", first, last)


def year(jaar: int) -> Periode:
    return Periode(str(jaar), f"heel {jaar}", date(jaar, 1, 1), date(jaar, 12, 31))


def periods(first: date, today: date) -> list[Periode]:
    """The quarters and years that have begun, the latest first, since the first entry."""
    found = [
        periode
        for jaar in range(today.year, first.year - 1, -1)
        for periode in (year(jaar), *(quarter(jaar, nummer) for nummer in (4, 3, 2, 1)))
    ]
    return [p for p in found if p.van <= today and p.tot >= first]


def period_name(van: date, tot: date) -> str:
    """`heel 2026`, `tweede kwartaal 2026`, or the two days."""
    known = [year(van.year), *(quarter(van.year, nummer) for nummer in (1, 2, 3, 4))]
    for periode in known:
        if (periode.van, periode.tot) == (van, tot):
            return periode.naam
    return f"{van:%d-%m-%Y} tot en met {tot:%d-%m-%Y}"
