"""The demo world as a whole: who asked what, when, in which region (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from ontschot.server.demo.aanbod import Dienst
from ontschot.server.demo.klok import Dobbelsteen, Klok
from ontschot.server.demo.levens import Plek, draw_leven, plek_of
from ontschot.server.demo.meldingsplan import draw_melding
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN, TEAMS
from ontschot.server.demo.plan import Collega, Leven, Melding
from ontschot.server.demo.trajectplan import Bezetting
from ontschot.server.demo.wachtend import waiting_levens, waiting_meldingen

ZAAD = 20210901
DAGEN = 730
INWONERS = {
    "Nijmegen": 182.0, "Wijchen": 41.0, "Berg en Dal": 35.0, "Beuningen": 26.0, "Druten": 19.0,
    "Heumen": 17.0, "Mook en Middelaar": 8.0,
}  # fmt: skip


@dataclass(frozen=True)
class Schaal:
    """How large the world is: dossiers and loose questions of AM08, and of each other region."""

    levens: int
    losse: int
    elders: int
    losse_elders: int


SCHALEN = {"groot": Schaal(590, 480, 6, 8), "klein": Schaal(26, 24, 2, 2)}


@dataclass(frozen=True)
class Wereld:
    levens: tuple[Leven, ...]
    losse: tuple[Melding, ...]


def draw_wereld(
    nu: datetime,
    schaal: Schaal,
    collegas: tuple[Collega, ...],
    aanbod: Mapping[str, Dienst],
    gemeenten: Mapping[str, list[str]],
) -> Wereld:
    """All dossiers and questions but the nine stories. The same `nu` gives the same world."""
    klok = Klok(nu)
    levens: list[Leven] = []
    losse: list[Melding] = []
    for regio, names in gemeenten.items():
        here = regio == RIJK_VAN_NIJMEGEN
        rng = Dobbelsteen(f"{ZAAD} {regio}")
        team = tuple(c for c in collegas if c.regio == regio)
        weights = {name: INWONERS.get(name, 20.0) for name in names}
        plek = plek_of(regio, Bezetting(klok, team, aanbod), weights)
        levens += _levens(rng, plek, schaal.levens if here else schaal.elders)
        losse += _losse(rng, plek, schaal.losse if here else schaal.losse_elders)
        if here:
            levens += waiting_levens(rng, plek)
            losse += waiting_meldingen(rng, plek)
    return Wereld(tuple(levens), tuple(losse))


def _levens(rng: Random, plek: Plek, number: int) -> list[Leven]:
    """Spread over two years, a little more of late."""
    found: list[Leven] = []
    while len(found) < number:
        ago = round(DAGEN * rng.random() ** 1.1)
        leven = draw_leven(rng, plek, plek.bezetting.klok.dag(ago))
        if leven:
            found.append(leven)
    return sorted(found, key=lambda leven: leven.aangemaakt_op)


def _losse(rng: Random, plek: Plek, number: int) -> list[Melding]:
    begin = plek.bezetting.klok.vandaag
    return [
        draw_melding(rng, plek, begin - timedelta(days=round(DAGEN * rng.random() ** 1.1)))
        for _ in range(number)
    ]


def regios() -> tuple[str, ...]:
    return (RIJK_VAN_NIJMEGEN, *(team.regio for team in TEAMS))
