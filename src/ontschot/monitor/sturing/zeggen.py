"""How a count is said on a start page: its value, of how many, and how it moved. Pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass

from ontschot.casusoverleg.queries.signalen import OPEN
from ontschot.monitor.definities import Definitie
from ontschot.monitor.indicatoren import Indicator, Soort
from ontschot.monitor.indicatoren.basis import Sleutel, Stand
from ontschot.monitor.rules import aandeel, procent
from ontschot.monitor.sturing.duurzaam import known_share, unknown_share
from ontschot.monitor.sturing.richting import (
    compared,
    compared_days,
    compared_shares,
    in_days,
)
from ontschot.trajecten.rules.volgen import Duur, Duurcijfer
from ontschot.web.format import aantal, euro, getal

PERIODE, ERVOOR = "in de laatste 12 maanden", "in de 12 maanden ervoor"
GEEN_VROEGER = "Stand van nu. Van eerder is er geen cijfer."
Standen = Mapping[Sleutel, Stand]


@dataclass(frozen=True)
class Gezegd:
    """A figure in words. `leeg`: nothing was counted, so the value says nothing."""

    waarde: str
    noemer: str
    richting: str
    leeg: bool = False


def say(indicator: Indicator, nu: Standen, toen: Standen | None) -> Gezegd:
    """`toen` are the twelve months before; None for a figure that is about now alone."""
    code = indicator.code
    if code.startswith("werk_na_"):
        return _lasting(code, nu, toen or {})
    if code == "signalen":
        return _signals(nu, toen or {}, indicator.definitie)
    stand, eerder = nu.get((), Stand()), (toen or {}).get((), Stand())
    if indicator.met_bedrag:
        return _sum(stand, eerder)
    words = {Soort.AANTAL: _count, Soort.AANDEEL: _share, Soort.DUUR: _duration}
    found = words[indicator.soort](indicator.definitie, stand, eerder)
    return found if toen is not None else _only_now(found, stand, indicator)


def _only_now(found: Gezegd, stand: Stand, indicator: Indicator) -> Gezegd:
    noemer = "Vandaag."
    if indicator.soort == Soort.AANDEEL:
        noemer = f"{getal(stand.teller)} van de {getal(stand.rijen)} collega's, vandaag."
    return Gezegd(found.waarde, noemer, GEEN_VROEGER, found.leeg)


def _count(definitie: Definitie, stand: Stand, eerder: Stand) -> Gezegd:
    moved = compared(stand.rijen, eerder.rijen or None, ERVOOR)
    noemer = f"{definitie.meervoud.capitalize()} {PERIODE}."
    return Gezegd(getal(stand.rijen), noemer, moved, not stand.rijen)


def _sum(stand: Stand, eerder: Stand) -> Gezegd:
    before = eerder.cent if eerder.rijen else None
    return Gezegd(
        euro(stand.cent, kort=True),
        f"{aantal(stand.rijen, 'interventie', 'interventies')} {PERIODE}.",
        compared(stand.cent, before, ERVOOR, short_euro),
        not stand.rijen,
    )


def short_euro(cent: int) -> str:
    return euro(cent, kort=True)


def _share(definitie: Definitie, stand: Stand, eerder: Stand) -> Gezegd:
    nu, toen = (aandeel(s.teller, s.rijen) for s in (stand, eerder))
    counted = f"{getal(stand.teller)} van de {getal(stand.rijen)} {definitie.meervoud}"
    noemer = f"{counted} {PERIODE}."
    return Gezegd(procent(nu), noemer, compared_shares(nu, toen, ERVOOR), not stand.rijen)


def _duration(definitie: Definitie, stand: Stand, eerder: Stand) -> Gezegd:
    waits = f"{getal(stand.wacht)} {'wacht' if stand.wacht == 1 else 'wachten'} nog."
    return Gezegd(
        in_days(stand.mediaan) if stand.mediaan is not None else "",
        f"De helft van {getal(stand.klaar)} {definitie.meervoud} duurde zo lang of "
        f"korter, {PERIODE}; {waits}",
        compared_days(stand.mediaan, eerder.mediaan, ERVOOR),
        not stand.rijen,
    )


def _lasting(code: str, nu: Standen, toen: Standen) -> Gezegd:
    maanden = int(code.removeprefix("werk_na_"))
    cijfer, eerder = _as_cijfer(maanden, nu), _as_cijfer(maanden, toen)
    unknown = procent(unknown_share(cijfer))
    return Gezegd(
        procent(known_share(cijfer)) if cijfer.bekend else "",
        f"{getal(cijfer.werkt)} van de {getal(cijfer.bekend)} van wie we het weten, {PERIODE}. "
        f"Van {getal(cijfer.onbekend)} van de {getal(cijfer.gevolgd)} ({unknown}) weten we het "
        "niet.",
        compared_shares(known_share(cijfer), known_share(eerder), ERVOOR),
        not cijfer.begonnen,
    )


def _as_cijfer(maanden: int, standen: Standen) -> Duurcijfer:
    counted = (standen.get((("stand_werk", duur.value),), Stand()).rijen for duur in Duur)
    return Duurcijfer(maanden, *counted)


def _signals(nu: Standen, toen: Standen, definitie: Definitie) -> Gezegd:
    found = _count(definitie, nu.get((), Stand()), toen.get((), Stand()))
    still = sum(nu.get((("stand_signaal", stand),), Stand()).rijen for stand in OPEN)
    part = f"{getal(still)} {'staat' if still == 1 else 'staan'} nog open"
    return Gezegd(found.waarde, f"Signalen {PERIODE}; {part}.", found.richting, found.leeg)


def of_granted(cent: int, granted_cent: int) -> str:
    """`12 % van € 500.000 dat is toegekend.`"""
    return (
        f"{procent(aandeel(cent, granted_cent))} van {short_euro(granted_cent)} dat is toegekend."
    )
