"""From one line of a list to a person, or to sentences that say what is wrong where."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from stdnum.nl import postcode as nl_postcode

from ontschot.kandidaten.actions import Gegevens
from ontschot.kandidaten.rules import TUSSENVOEGSELS, plain
from ontschot.web.format import lees_datum

T = TypeVar("T")
_GESLACHT = {
    "": "onbekend", "v": "vrouw", "vrouw": "vrouw", "f": "vrouw", "m": "man", "man": "man",
    "x": "onbekend", "o": "onbekend", "onbekend": "onbekend", "anders": "onbekend",
}  # fmt: skip


@dataclass(frozen=True)
class Omgeving:
    """What a line is held against: gemeenten by plain name, medewerkers by e-mail (rol ids)."""

    gemeenten: Mapping[str, int | None]
    medewerkers: Mapping[str, int | None]
    vandaag: date


@dataclass(frozen=True)
class Gelezen:
    """A line that is right: the person, and the role of the named vaste contactpersoon."""

    gegevens: Gegevens
    rol_id: int | None


class Fouten(Exception):
    """What is wrong with a line: the column as it is called in the file, and a sentence."""

    def __init__(self, fouten: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(zin for _, zin in fouten))
        self.fouten = list(fouten)


def read_line(
    cellen: Sequence[str], koppeling: Mapping[str, int], koppen: Sequence[str], om: Omgeving
) -> Gelezen:
    """Read one line; raises Fouten with all that is wrong at once."""
    line = _Regel(cellen, koppeling, koppen)
    voornaam, tussen, achternaam = _name(line)
    gegevens = Gegevens(
        voornaam=voornaam,
        tussenvoegsel=tussen,
        achternaam=achternaam,
        geboortedatum=_born(line, om.vandaag),
        geslacht=_known(line, "geslacht", _GESLACHT, "Schrijf man, vrouw of onbekend.", "onbekend"),
        gemeente_id=_known(
            line, "gemeente", om.gemeenten, "Die gemeente ligt niet in deze regio.", None
        ),
        postcode=_postcode(line),
        telefoon=_phone(line),
        email=_email(line),
    )
    rol_id = _known(
        line,
        "contact",
        om.medewerkers,
        "Deze medewerker helpt nu geen mensen in deze regio. Kijk het adres na.",
        None,
        keep=True,
    )
    if line.fouten:
        raise Fouten(line.fouten)
    return Gelezen(gegevens, rol_id)


class _Regel:
    """The cells of one line by our own field names, and what was found wrong so far."""

    def __init__(
        self, cellen: Sequence[str], koppeling: Mapping[str, int], koppen: Sequence[str]
    ) -> None:
        self.cellen, self.koppeling, self.koppen = cellen, koppeling, koppen
        self.fouten: list[tuple[str, str]] = []

    def get(self, veld: str) -> str:
        place = self.koppeling.get(veld)
        return self.cellen[place].strip() if place is not None else ""

    def wrong(self, veld: str, zin: str) -> None:
        place = self.koppeling.get(veld)
        self.fouten.append((self.koppen[place] if place is not None else veld, zin))


def _name(line: _Regel) -> tuple[str, str, str]:
    first, between, last = (line.get(v) for v in ("voornaam", "tussenvoegsel", "achternaam"))
    if whole := line.get("naam"):
        first, between, last = _split(whole)
    if not first or not last:
        line.wrong("naam" if "naam" in line.koppeling else "achternaam", "Vul een voornaam en een "
                   "achternaam in.")  # fmt: skip
    for veld, value, most in (("voornaam", first, 80), ("tussenvoegsel", between, 20),
                              ("achternaam", last, 120)):  # fmt: skip
        if len(value) > most:
            line.wrong(veld, f"Dit is te lang. Er passen {most} tekens.")
    return first, between, last


def _split(whole: str) -> tuple[str, str, str]:
    """`Vries, Jan de` and `Jan de Vries` are both Jan, de, Vries."""
    if "," in whole:
        last, _, rest = whole.partition(",")
        words = rest.split()
        small = [w for w in words if plain(w) in TUSSENVOEGSELS]
        first = " ".join(w for w in words if w not in small)
        return first, " ".join(small), last.strip()
    name, *more = whole.split() or [""]
    small = []
    while len(more) > 1 and plain(more[0]) in TUSSENVOEGSELS:
        small.append(more.pop(0))
    return name, " ".join(small), " ".join(more)


def _born(line: _Regel, today: date) -> date | None:
    text = line.get("geboortedatum")
    if not text:
        return None
    if match := re.fullmatch(r"(\d\d)(\d\d)((?:19|20)\d\d)", text):
        text = "-".join(match.groups())
    try:
        day = lees_datum(text)
    except ValueError as problem:
        line.wrong("geboortedatum", str(problem))
        return None
    if not date(1900, 1, 1) <= day <= today:
        line.wrong("geboortedatum", "Deze geboortedatum kan niet kloppen. Kijk het jaar na.")
    return day


def _known(
    line: _Regel, veld: str, known: Mapping[str, T], zin: str, empty: T, *, keep: bool = False
) -> T:
    text = line.get(veld)
    word = text.lower() if keep else plain(text)
    if not word:
        return empty
    if word not in known:
        line.wrong(veld, f"“{text[:40]}”: {zin}")
        return empty
    return known[word]


def _postcode(line: _Regel) -> str:
    text = line.get("postcode")
    if text and not nl_postcode.is_valid(text):
        line.wrong("postcode", f"“{text[:20]}” is geen postcode. Schrijf het zo: 6511 AB.")
        return ""
    return str(nl_postcode.validate(text)) if text else ""


def _phone(line: _Regel) -> str:
    text = line.get("telefoon")
    digits = sum(c.isdigit() for c in text)
    if digits == 9 and text.isdigit() and text[0] != "0":
        text = f"0{text}"  # a spreadsheet drops the zero in front
    if text and (not 9 <= digits <= 15 or text.strip("+0123456789 -()./") or len(text) > 20):
        line.wrong(
            "telefoon", f"“{text[:30]}” is geen telefoonnummer. Schrijf het zo: 06 12345678."
        )
    return text


def _email(line: _Regel) -> str:
    text = line.get("email")
    try:
        if text:
            validate_email(text)
    except ValidationError:
        line.wrong(
            "email", f"“{text[:60]}” is geen e-mailadres. Schrijf het zo: naam@voorbeeld.nl."
        )
    return text
