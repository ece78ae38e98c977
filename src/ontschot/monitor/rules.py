"""The arithmetic of figures, and how delivered texts are read: pure functions of plain values."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from ontschot.web.format import lees_bedrag, lees_datum

MIN = "\u2212"
VAST = "\u00a0"
HOOGSTE_KOSTEN_CENT = 100_000_000  # a million euros for one interventie: a typing mistake
VROEGSTE_DATUM = date(2020, 3, 12)  # before this day no regeling knows a (bedreigd) werkloze
LANGSTE_ID = 64


def aandeel(teller: int, noemer: int) -> Fraction | None:
    """The exact share; None when there is nothing to take a share of."""
    return Fraction(teller, noemer) if noemer else None


def hele_procenten(deel: Fraction | None) -> int | None:
    """A share as whole per cents, half up, as the published figures are printed.

    The parts of one table may add up to 99 or 101; nothing is moved to hide that.
    """
    if deel is None:
        return None
    return (deel.numerator * 200 + deel.denominator) // (2 * deel.denominator)


def procent(deel: Fraction | None) -> str:
    """`53 %`; an en dash when there is no denominator."""
    heel = hele_procenten(deel)
    return "–" if heel is None else f"{heel}{VAST}%"


def procentpunt(deel: Fraction | None, ander: Fraction | None) -> int | None:
    """The difference of two shares in whole percentage points, taken from the rounded shares."""
    links, rechts = hele_procenten(deel), hele_procenten(ander)
    return None if links is None or rechts is None else links - rechts


def met_teken(punten: int | None) -> str:
    """`+ 4`, `− 7`, `± 0`."""
    if punten is None:
        return "–"
    teken = "+" if punten > 0 else MIN if punten < 0 else "±"
    return f"{teken}{VAST}{abs(punten)}"


def in_woorden(naam: str, punten: int) -> str:
    """One difference as the report says it: `het aandeel WW-er ligt 7 procentpunt lager`."""
    return f"het aandeel {naam} ligt {abs(punten)} procentpunt {'hoger' if punten > 0 else 'lager'}"


def gemiddeld_cent(kosten_cent: int, aantal: int) -> int | None:
    """The average in whole cents, half up; None without rows."""
    return (2 * kosten_cent + aantal) // (2 * aantal) if aantal else None


def sleutelwoord(tekst: str) -> str:
    """What is left of a label when only its letters and digits count, in lower case.

    `Praktijkleren MBO – diploma` and `praktijkleren mbo-diploma ` become the same.
    """
    plain = unicodedata.normalize("NFKD", tekst)
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.casefold().split())


VAKBONDEN = frozenset({"fnv", "cnv", "vcp"})


def eigen_andere(inkopende_partij: str, eerstverantwoordelijke: str) -> str:
    """Bought for the `eigen` doelgroep, or for that of an `andere` party; the unions are one."""
    wie = "vakbond" if inkopende_partij in VAKBONDEN else inkopende_partij
    return "eigen" if wie == eerstverantwoordelijke else "andere"


@dataclass(frozen=True)
class Code:
    """One value of a code list with the labels under which it may be delivered."""

    code: str
    label: str
    aliassen: tuple[str, ...] = ()


def woordenboek(codes: Iterable[Code]) -> dict[str, str]:
    """From every way of writing to its code.

    Raises ValueError when one way of writing would mean two codes: that is a fault in the
    reference data, and guessing would miscount.
    """
    found: dict[str, str] = {}
    for code in codes:
        for tekst in (code.code, code.label, *code.aliassen):
            word = sleutelwoord(tekst)
            if found.setdefault(word, code.code) != code.code:
                raise ValueError(f"“{tekst}” hoort bij {found[word]} én bij {code.code}.")
    return found


def controleer_klassen(gebruikt: Iterable[str], klassen: Iterable[str]) -> list[str]:
    """The classes that a code list points at and the monitor does not know, in order."""
    return sorted(set(gebruikt) - set(klassen))


class Leesfout(ValueError):
    """A cell that cannot be read; the message is Dutch and says how to mend it."""


def kort(tekst: str, lengte: int = 40) -> str:
    """The beginning of a cell, for a message; control characters do not come along."""
    plain = "".join(c if c.isprintable() else "·" for c in tekst)
    return plain if len(plain) <= lengte else plain[: lengte - 1] + "…"


def lees_code(tekst: str, woorden: Mapping[str, str], voorbeeld: str) -> str:
    """The code that a delivered text means; raises Leesfout when no list knows it."""
    if not tekst.strip():
        raise Leesfout(f"is leeg. Vul een code in, bijvoorbeeld {voorbeeld}.")
    code = woorden.get(tekst) or woorden.get(sleutelwoord(tekst[:200]))
    if code is None:
        raise Leesfout(f"staat niet in de lijst. Schrijf bijvoorbeeld {voorbeeld}.")
    return code


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_PUNT = re.compile(r"\d{1,8}\.\d{2}")


@lru_cache(maxsize=4096)
def lees_dag(tekst: str) -> date:
    """`2023-06-12`, `12-06-2023` and what people type; raises Leesfout."""
    schoon = tekst.strip()
    try:
        return date.fromisoformat(schoon) if _ISO.fullmatch(schoon) else lees_datum(schoon[:60])
    except ValueError:
        wat = "is leeg" if not schoon else "is geen dag die bestaat"
        raise Leesfout(f"{wat}. Schrijf het zo: 2023-06-12 of 12-06-2023.") from None


def in_periode(dag: date, van: date, tot: date) -> date:
    """The day itself; raises Leesfout when it lies outside the period (both ends included)."""
    if van <= dag <= tot:
        return dag
    raise Leesfout(
        f"valt buiten de periode van deze levering ({van:%d-%m-%Y} tot en met {tot:%d-%m-%Y}). "
        "Verbeter de datum, of lever deze regel apart aan."
    )


def lees_kosten(tekst: str) -> int:
    """`1.234,50`, `1234,50` or `1234.50` as integer cents, zero or more; raises Leesfout."""
    cent = int(tekst.replace(".", "")) if _PUNT.fullmatch(tekst) else _lees_getypt(tekst)
    if cent < 0:
        raise Leesfout("is minder dan nul. Kosten zijn nul of meer.")
    if cent > HOOGSTE_KOSTEN_CENT:
        raise Leesfout("is meer dan een miljoen euro. Kijk of de punt en de komma goed staan.")
    return cent


def _lees_getypt(tekst: str) -> int:
    if not tekst.strip():
        raise Leesfout("is leeg. Vul een bedrag in, bijvoorbeeld 1.420,50.")
    try:
        return lees_bedrag(tekst[:60])
    except ValueError:
        raise Leesfout("is geen bedrag. Schrijf het zo: 1.420,50 of 1420.50.") from None


def lees_id(tekst: str) -> str:
    """The id that the deliverer gave; raises Leesfout when empty or too long."""
    schoon = tekst.strip()
    if not schoon:
        raise Leesfout("is leeg. Elke regel heeft een eigen id nodig.")
    if len(schoon) > LANGSTE_ID:
        raise Leesfout(f"is te lang: {len(schoon)} tekens. Er passen er {LANGSTE_ID}.")
    if not schoon.isprintable():
        raise Leesfout("bevat onleesbare tekens. Haal ze weg.")
    return schoon
