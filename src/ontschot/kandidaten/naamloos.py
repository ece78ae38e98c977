"""Keeping a text free of the person it came from: pure functions of plain values.

Strict on purpose: a word that happens to be somebody's surname is refused too. Another word is
quickly found; a name that slipped through is not taken back.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ontschot.kern.errors import Weigering

MASKED = "•••"
SHORTEST_NAME = 3
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

KEY = re.compile(r"\bAM\d\d-?[2-9A-Z]{4}-?[2-9A-Z]{2}\b", re.IGNORECASE)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
PHONE = re.compile(r"(?<![\d€])(?:\+31|0031|0)[\s.-]?(?:\(0\))?(?:[\s.-]?\d){8,9}(?!\d)")
BSN = re.compile(r"(?<![\d.,€])\d{9}(?![\d.,])")
POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b")


@dataclass(frozen=True)
class Persoon:
    """What of one person must not stand in a text."""

    voornaam: str = ""
    achternaam: str = ""
    geboortedatum: date | None = None

    @property
    def woorden(self) -> tuple[str, ...]:
        """The words of the name that are long enough to mean somebody."""
        parts = re.split(r"[\s\-']+", f"{self.voornaam} {self.achternaam}")
        return tuple(dict.fromkeys(_plain(p) for p in parts if len(p) >= SHORTEST_NAME))


def _plain(text: str) -> str:
    """Lower case without accents, letter for letter, so that places in the text stay the same."""
    folded = (unicodedata.normalize("NFD", letter)[0] for letter in text)
    return "".join(letter.lower()[:1] for letter in folded)


def _words(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where these words stand in the text."""
    wanted = "|".join(re.escape(word) for word in words)
    if not wanted:
        return []
    return [m.span() for m in re.finditer(rf"(?<!\w)(?:{wanted})(?:s|'s)?(?!\w)", _plain(text))]


def person_data_in(text: str, persoon: Persoon | None = None) -> list[str]:
    """What in this text points at a person, as Dutch words; empty when there is nothing."""
    found = []
    if persoon and (places := _words(text, persoon.woorden)):
        start, end = places[0]
        found.append(f"de naam ‘{text[start:end]}’")
    if KEY.search(text):
        found.append("het nummer van een dossier")
    if MAIL.search(text):
        found.append("een e-mailadres")
    if PHONE.search(text):
        found.append("een telefoonnummer")
    if BSN.search(text):
        found.append("een nummer van negen cijfers")
    if POSTCODE.search(text):
        found.append("een postcode")
    if _birth_date_in(text, persoon):
        found.append("een geboortedatum")
    return found


def _birth_date_in(text: str, persoon: Persoon | None) -> bool:
    born = persoon.geboortedatum if persoon else None
    if born is None:
        return False
    ways = {
        born.isoformat(),
        f"{born.day} {MONTHS[born.month - 1]} {born.year}",
        f"{born.day}-{born.month}-{born.year}",
        f"{born:%d-%m-%Y}",
        f"{born.day}/{born.month}/{born.year}",
        f"{born:%d/%m/%Y}",
    }
    return any(way in text.lower() for way in ways)


def require_nameless(text: str, persoon: Persoon | None, veld: str) -> str:
    """The text, stripped; raises Weigering when something in it points at a person."""
    if found := person_data_in(text, persoon):
        raise Weigering(
            f"In de tekst staat {' en '.join(found)}. Haal dat weg: deze tekst gaat niet over "
            "één persoon die anderen kunnen herkennen.",
            veld=veld,
        )
    return text.strip()


def mask(text: str, persoon: Persoon) -> str:
    """The text for the screen in the meeting: without the name, a number or an address."""
    masked = list(text)
    for start, end in reversed(_words(text, persoon.woorden)):
        masked[start:end] = MASKED
    result = "".join(masked)
    for pattern in (MAIL, PHONE, BSN):
        result = pattern.sub(MASKED, result)
    return result
