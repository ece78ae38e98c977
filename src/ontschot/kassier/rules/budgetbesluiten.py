"""What a decision on money may be: its kinds, and whether its moves make sense."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Besluitsoort:
    """A kind of budgetbesluit: its Dutch name, and on which sides it touches a line."""

    naam: str
    uitleg: str
    eraf: bool = False
    erbij: bool = False

    @property
    def geld(self) -> bool:
        return self.eraf or self.erbij


SOORTEN = {
    "toekenning": Besluitsoort(
        "geld erbij", "De eigenaar zet geld op een of meer regels.", erbij=True
    ),
    "verlaging": Besluitsoort(
        "budget verlagen", "Vrij geld gaat terug naar de eigenaar.", eraf=True
    ),
    "verschuiving": Besluitsoort(
        "schuiven tussen regels", "Vrij geld gaat van de ene regel naar de andere.", True, True
    ),
    "overheveling": Besluitsoort(
        "meenemen naar een volgend jaar",
        "Vrij geld gaat naar een fonds dat later begint.",
        True,
        True,
    ),
    "verdeling": Besluitsoort(
        "verdelen over de regio's",
        "Vrij geld van het landelijke fonds gaat naar de fondsen van de regio's.",
        True,
        True,
    ),
    "periode_sluiten": Besluitsoort(
        "periode sluiten", "Op deze dagen kan daarna niets meer worden geboekt."
    ),
    "periode_heropenen": Besluitsoort(
        "periode heropenen", "Op deze dagen kan daarna weer worden geboekt."
    ),
    "fonds_sluiten": Besluitsoort(
        "fonds sluiten", "Er komt geen geld meer bij en er wordt niets nieuws gereserveerd."
    ),
    "fonds_heropenen": Besluitsoort("fonds heropenen", "Het fonds kan weer worden gebruikt."),
    "voorwaarden": Besluitsoort(
        "voorwaarden veranderen", "Wat er voor dit fonds geldt, wordt anders opgeschreven."
    ),
}
# What opens, closes or says something else instead of moving money; applied by the database.
ACHTERAF = frozenset(code for code, soort in SOORTEN.items() if not soort.geld)


@dataclass(frozen=True)
class Verplaatsing:
    """Cents off one line and onto another; without one of the two from or back to the owner."""

    cent: int
    van_id: int | None = None
    naar_id: int | None = None


def merged(moves: Iterable[Verplaatsing]) -> list[Verplaatsing]:
    """The moves without the empty ones; what goes between the same two lines is added up."""
    sums: dict[tuple[int | None, int | None], int] = {}
    for move in moves:
        key = (move.van_id, move.naar_id)
        sums[key] = sums.get(key, 0) + move.cent
    return [Verplaatsing(cent, *key) for key, cent in sums.items() if cent]


def off_each(moves: Iterable[Verplaatsing]) -> dict[int, int]:
    """How many cents go off each line together."""
    off: dict[int, int] = {}
    for move in moves:
        if move.van_id is not None:
            off[move.van_id] = off.get(move.van_id, 0) + move.cent
    return off
