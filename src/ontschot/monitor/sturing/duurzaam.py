"""Lasting work per group of people who began in the same year, with who is not known apart."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import connection
from django.utils import timezone

from ontschot.monitor.indicatoren.basis import SCHERM
from ontschot.monitor.indicatoren.werk import STAND
from ontschot.monitor.rules import aandeel, hele_procenten
from ontschot.monitor.selectie import moment_after
from ontschot.trajecten.rules.volgen import PEILMAANDEN, Duur, Duurcijfer

# A share of fewer people than this says nothing, so no line is drawn through it.
MINSTENS_BEKEND = 5
# A chart holds four lines: the last four years.
JAREN_IN_BEELD = 4
_TELLEN = """
SELECT date_part('year', w.datum)::integer, w.maanden, {stand}, count(*)
FROM monitor_sluis_werk(%(peil)s) w
WHERE w.persoon NOT LIKE '{scherm}' AND w.regio_id = %(regio)s AND w.datum <= %(vandaag)s
GROUP BY 1, 2, 3
"""
TELLEN = _TELLEN.format(stand=STAND, scherm=SCHERM)


@dataclass(frozen=True)
class Groep:
    """Who began to work in one year; `jaar` None: everybody together."""

    jaar: int | None
    cijfers: tuple[Duurcijfer, ...]

    @property
    def naam(self) -> str:
        return f"begonnen in {self.jaar}" if self.jaar else "alle jaren samen"


def groups(regio: str, peil: date | None = None) -> list[Groep]:
    """The years in which somebody began, newest first, and everybody together at the end.

    Without who is shielded: the lists would give away what is said of them.

    As known on `peil`, or now. One query; empty when nobody began to work yet.
    """
    asked: dict[str, Any] = {
        "regio": regio,
        "vandaag": peil or timezone.localdate(),
        "peil": moment_after(peil) if peil else "infinity",
    }
    with connection.cursor() as cursor:
        cursor.execute(TELLEN, asked)
        found = cursor.fetchall()
    counted: dict[int | None, dict[tuple[int, str], int]] = defaultdict(lambda: defaultdict(int))
    for jaar, maanden, stand, aantal in found:
        counted[jaar][maanden, stand] += aantal
        counted[None][maanden, stand] += aantal
    years = sorted((jaar for jaar in counted if jaar), reverse=True)
    together: list[int | None] = [*years, None] if years else []
    return [Groep(jaar, _figures(counted[jaar])) for jaar in together]


def _figures(counted: dict[tuple[int, str], int]) -> tuple[Duurcijfer, ...]:
    return tuple(
        Duurcijfer(maanden, *(counted[maanden, stand.value] for stand in Duur))
        for maanden in PEILMAANDEN
    )


def known_share(cijfer: Duurcijfer) -> Fraction | None:
    """Of whom we know it: the share that still works."""
    return aandeel(cijfer.werkt, cijfer.bekend)


def unknown_share(cijfer: Duurcijfer) -> Fraction | None:
    """Of whom we may follow and whose day is past: the share of whom we do not know it."""
    return aandeel(cijfer.onbekend, cijfer.gevolgd)


def at_least(cijfer: Duurcijfer) -> Fraction | None:
    """As if nobody works of whom we do not know it."""
    return aandeel(cijfer.werkt, cijfer.gevolgd)


def at_most(cijfer: Duurcijfer) -> Fraction | None:
    """As if everybody works of whom we do not know it."""
    return aandeel(cijfer.werkt + cijfer.onbekend, cijfer.gevolgd)


@dataclass(frozen=True)
class Lijn:
    """A line of the chart: whole per cents at the start and at each moment; None is not drawn."""

    label: str
    values: tuple[int | None, ...]


def lines_per_year(groepen: Sequence[Groep]) -> list[Lijn]:
    years = [groep for groep in groepen if groep.jaar][:JAREN_IN_BEELD]
    return [
        Lijn(groep.naam, (100, *(_drawn(c, known_share(c)) for c in groep.cijfers)))
        for groep in years
    ]


def lines_of_doubt(groepen: Sequence[Groep]) -> list[Lijn]:
    """Between which lines the truth lies, for everybody together."""
    together = next((groep for groep in groepen if groep.jaar is None), None)
    if together is None:
        return []
    kinds = (
        ("hoogstens: als iedereen werkt van wie we het niet weten", at_most),
        ("van wie we het weten", known_share),
        ("minstens: als niemand werkt van wie we het niet weten", at_least),
    )
    return [
        Lijn(label, (100, *(_drawn(c, share(c)) for c in together.cijfers)))
        for label, share in kinds
    ]


def _drawn(cijfer: Duurcijfer, share: Fraction | None) -> int | None:
    return hele_procenten(share) if cijfer.bekend >= MINSTENS_BEKEND else None
