"""Drift: what is different now from what was known when the lines of a declaratie locked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# Why money may have to come back, as it stands on a terugvordering.
AANLEIDINGEN = {
    "afgebroken": "later afgebroken",
    "aanwezigheid": "aanwezigheid verbeterd",
    "doelgroep": "situatie verbeterd",
    "groep": "niet meer in de groep",
    "bewijs": "bewijs ingetrokken",
    "creditnota": "creditnota van de aanbieder",
    "bank": "deels teruggekomen van de bank",
}


@dataclass(frozen=True)
class Stand:
    """What is known of one line at one moment: codes and numbers, no person."""

    status: str
    afgesloten_op: date | None
    aanwezig: int
    verwacht: int
    afgeleid: str
    in_groep: bool
    bewijsstukken: frozenset[int]


@dataclass(frozen=True)
class Afwijking:
    """One difference, in words. `voorstel_cent` is None where no share follows from a number."""

    code: str
    zin: str
    voorstel_cent: int | None = None


def compare(toen: Stand, nu: Stand, cent: int) -> tuple[Afwijking, ...]:
    """What changed since the line locked, with what may have to come back of its `cent`.

    A share is proposed only where attendance is known at both moments; how much of a service
    counts as delivered is not in the sources, so a person decides.
    """
    found = [
        _broken_off(toen, nu, cent),
        _attendance(toen, nu, cent),
        _doelgroep(toen, nu),
        _group(toen, nu),
        *_evidence(toen, nu),
    ]
    return tuple(difference for difference in found if difference)


def _broken_off(toen: Stand, nu: Stand, cent: int) -> Afwijking | None:
    if nu.status != "afgebroken" or toen.status == "afgebroken":
        return None
    missed = cent - _share(cent, nu) if nu.verwacht else None
    return Afwijking("afgebroken", "De interventie is later afgebroken.", missed or None)


def _attendance(toen: Stand, nu: Stand, cent: int) -> Afwijking | None:
    if (toen.aanwezig, toen.verwacht) == (nu.aanwezig, nu.verwacht):
        return None
    before, after = f"{toen.aanwezig} van {toen.verwacht}", f"{nu.aanwezig} van {nu.verwacht}"
    if not toen.verwacht:
        before = "niets"
    less = None
    if toen.verwacht and nu.verwacht:
        less = max(0, _share(cent, toen) - _share(cent, nu)) or None
    return Afwijking(
        "aanwezigheid", f"De aanwezigheid is veranderd: van {before} naar {after}.", less
    )


def _share(cent: int, stand: Stand) -> int:
    """The part of an amount that was attended, in whole cents."""
    return cent * stand.aanwezig // stand.verwacht


def _doelgroep(toen: Stand, nu: Stand) -> Afwijking | None:
    if toen.afgeleid == nu.afgeleid:
        return None
    return Afwijking(
        "doelgroep",
        "Een feit over de situatie is verbeterd. De doelgroep zou nu anders zijn.",
    )


def _group(toen: Stand, nu: Stand) -> Afwijking | None:
    if not toen.in_groep or nu.in_groep:
        return None
    return Afwijking("groep", "De deelnemer zit niet meer in de groep.")


def _evidence(toen: Stand, nu: Stand) -> Iterable[Afwijking]:
    gone = len(toen.bewijsstukken - nu.bewijsstukken)
    if gone:
        words = "1 bewijsstuk is" if gone == 1 else f"{gone} bewijsstukken zijn"
        yield Afwijking("bewijs", f"{words} ingetrokken.")
