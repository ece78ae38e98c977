"""When two names are one provider, and what prices say together. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

# What says in which form somebody does business, not who it is.
RECHTSVORMEN = frozenset({"bv", "nv", "vof", "cv", "stichting", "vereniging", "cooperatie", "ua"})
LIJKT_VANAF = 88
# Characters of a name and of its key.
MAX_NAAM = 140


def words_of(naam: str) -> list[str]:
    """The words that tell a name from another: small, without accents, dots and legal form."""
    plain = unicodedata.normalize("NFKD", naam.lower().replace(".", ""))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return [word for word in kept.split() if word not in RECHTSVORMEN] or kept.split()


def key_of(naam: str) -> str:
    """Two names with the same key are one provider: `Bureau Loop-baan B.V.` and `bureau loopbaan`.

    Empty when nothing in it can be read.
    """
    return "".join(words_of(naam))


def look_alikes(naam: str, names: Iterable[str]) -> list[str]:
    """Other names that may well mean this provider, most alike first; five at most.

    A number in a name tells two apart (`ROC 12` is not `ROC 13`), however alike the rest is.
    """
    asked = words_of(naam)
    scored = [
        (fuzz.token_sort_ratio(" ".join(asked), " ".join(words_of(known))), known)
        for known in names
        if key_of(known) != key_of(naam) and _numbers(words_of(known)) == _numbers(asked)
    ]
    return [known for score, known in sorted(scored, reverse=True) if score >= LIJKT_VANAF][:5]


def _numbers(words: Iterable[str]) -> list[str]:
    return sorted(word for word in words if any(sign.isdigit() for sign in word))


@dataclass(frozen=True)
class Rekening:
    """An account as far as it decides whether it may be paid: its days and its second eyes."""

    van: date
    tot: date | None
    bevestigd: bool
    ingetrokken: bool


def may_be_paid(rekening: Rekening, day: date) -> bool:
    """Only what a second person confirmed, and only on its own days."""
    holds = rekening.van <= day and (rekening.tot is None or rekening.tot >= day)
    return rekening.bevestigd and not rekening.ingetrokken and holds
