"""Names by sound, hidden names, likeness and deadlines: pure functions of plain values."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from ontschot.kern import werkdagen

# The deadlines of this room are counted in working days.
add_workdays = werkdagen.add_workdays

# Not from a source: chosen so that a request is answered within the week it was made.
TOEGANG_WERKDAGEN = 3
NOODTOEGANG_UREN = 24
# What a talk, a good talk, a long one and a morning take; other numbers can be typed.
SNELLE_MINUTEN = (5, 15, 30, 60)
# A similarity of 0-100; below this a name is another name.
NAAM_LIJKT = 72.0
NAAM_GELIJK = 88.0

# Words inside a name that say nothing about who it is.
TUSSENVOEGSELS = frozenset({
    "van", "de", "der", "den", "het", "ter", "ten", "te", "in", "op", "aan", "bij", "el", "al",
    "ben", "la", "le", "du", "di", "da", "dos",
})  # fmt: skip

# In this order: how Dutch ears hear what Dutch (and many other) hands write.
_SOUNDS = (
    ("ij", "y"), ("sch", "sg"), ("tsj", "s"), ("dzj", "j"), ("sh", "s"), ("ch", "g"), ("gh", "g"),
    ("kh", "g"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("dt", "t"), ("qu", "k"), ("q", "k"),
    ("x", "ks"), ("ce", "s"), ("ci", "s"), ("cy", "s"), ("c", "k"), ("v", "f"), ("w", "f"),
    ("z", "s"), ("d", "t"), ("b", "p"),
)  # fmt: skip
# Letters that Unicode does not take apart by itself.
_LETTERS = str.maketrans({"ĳ": "ij", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})
_VOWELS = frozenset("aeiouy")


def full_name(voornaam: str, tussenvoegsel: str, achternaam: str) -> str:
    """The name as people say it; what is not known leaves no gap."""
    return " ".join(part for part in (voornaam, tussenvoegsel, achternaam) if part)


def plain(text: str) -> str:
    """Lower case letters and digits without accents: `José-Écluse` -> `jose ecluse`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", letters).split())


@lru_cache(maxsize=20_000)
def sound_of(word: str) -> str:
    """The sound of one name as consonants: `Vries` and `Fries` are both `frs`.

    A name that begins with a vowel keeps one, so that it is never empty: `Aarts` -> `arts`.
    """
    letters = plain(word).replace(" ", "")
    if not letters:
        return ""
    if letters[0] == "y" and letters[1:2] and letters[1] in _VOWELS:
        letters = f"j{letters[1:]}"
    for written, heard in _SOUNDS:
        letters = letters.replace(written, heard)
    # Jansen, Janssen and Janse sound the same.
    letters = re.sub(r"(?<=[^aeiouy])e[nr]?$", "", letters) or letters
    first = "a" if letters[0] in _VOWELS else letters[0]
    rest = [c for c in letters[1:] if c not in _VOWELS and c != "h"]
    sound = [first]
    for letter in rest:
        if letter != sound[-1]:
            sound.append(letter)
    return "".join(sound)


def name_words(*names: str) -> list[str]:
    """The words of a name that tell people apart, plain, each once."""
    words = [word for name in names for word in plain(name).split()]
    telling = [word for word in words if word not in TUSSENVOEGSELS]
    return list(dict.fromkeys(telling or words))


def sounds_of(*names: str) -> str:
    """The sounds of all telling words, with a space between; what `Kandidaat.klank` holds."""
    return " ".join(dict.fromkeys(sound_of(word) for word in name_words(*names)))


def name_keys(*names: str) -> set[str]:
    """The search keys of names: each sound, and each sound with one letter left out.

    Two sounds of three letters or more that are one mistake apart (left out, added, another,
    swapped) share a key. A mistake that leaves less of the sound (`Bakker` without its first
    letter) or changes more of it (`Khaled` as `Hkaled`) shares none: of all single mistakes in
    Dutch names of five letters or more some 3 in 100.
    """
    keys = set()
    for sound in sounds_of(*names).split():
        if len(sound) > 1:
            keys.add(f"naam:{sound}")
        if len(sound) > 2:
            keys |= {f"naam:{sound[:i]}{sound[i + 1 :]}" for i in range(len(sound))}
    return keys


def phone_digits(text: str) -> str:
    """The nine last digits, so that +31 6 and 06 are the same number."""
    return re.sub(r"\D", "", text)[-9:]


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def exact_keys(
    *, geboortedatum: date | None = None, postcode: str = "", telefoon: str = "", email: str = ""
) -> set[str]:
    """The search keys of what is compared whole; equal to those of the database's trigger."""
    keys = set()
    if geboortedatum:
        keys.add(f"geboren:{geboortedatum.isoformat()}")
    if postcode:
        keys.add(f"postcode:{postcode.upper().replace(' ', '')}")
    if telefoon:
        keys.add(f"telefoon:{_hashed(phone_digits(telefoon))}")
    if email:
        keys.add(f"email:{_hashed(email.lower())}")
    return keys


@dataclass(frozen=True)
class Persoon:
    """What is compared when two people may be one; empty means unknown."""

    voornaam: str = ""
    achternaam: str = ""
    geboortedatum: date | None = None
    postcode: str = ""
    telefoon: str = ""
    email: str = ""

    def keys(self) -> set[str]:
        """All search keys; the first name alone would find half the region, so it is left out."""
        return name_keys(self.achternaam) | exact_keys(
            geboortedatum=self.geboortedatum,
            postcode=self.postcode,
            telefoon=self.telefoon,
            email=self.email,
        )


def name_likeness(words: Sequence[str], name: Iterable[str]) -> float:
    """0-100: how well each of the words is found somewhere in the name, on average."""
    others = list(name)
    if not words or not others:
        return 0.0
    return sum(max(_word_likeness(word, other) for other in others) for word in words) / len(words)


def _word_likeness(one: str, other: str) -> float:
    heard_alike = 90.0 if len(one) > 1 and sound_of(one) == sound_of(other) else 0.0
    return max(ratio(one, other), heard_alike)


def same_person_reasons(one: Persoon, other: Persoon) -> tuple[str, ...]:
    """Why these two may be the same person, in Dutch; empty when they are not alike enough.

    One shared way to reach somebody is enough; a name needs a second thing beside it, unless
    nothing else is known of either.
    """
    reasons = []
    if one.email and one.email.lower() == other.email.lower():
        reasons.append("zelfde e-mailadres")
    if one.telefoon and phone_digits(one.telefoon) == phone_digits(other.telefoon):
        reasons.append("zelfde telefoonnummer")
    born = one.geboortedatum
    same_day = born is not None and born == other.geboortedatum
    unknown_day = born is None or other.geboortedatum is None
    likeness = _person_likeness(one, other)
    lives_there = bool(one.postcode) and _same_postcode(one.postcode, other.postcode)
    if same_day and likeness >= NAAM_LIJKT:
        reasons.append("lijkt op de naam, zelfde geboortedatum")
    elif same_day and _same_initial_and_sound(one, other):
        reasons.append("zelfde geboortedatum en klank van de achternaam")
    elif likeness >= NAAM_LIJKT and lives_there and unknown_day:
        reasons.append("lijkt op de naam, zelfde postcode")
    elif likeness >= NAAM_GELIJK and unknown_day:
        reasons.append("bijna dezelfde naam")
    return tuple(reasons)


def _person_likeness(one: Persoon, other: Persoon) -> float:
    """The weaker of first and last name: a brother shares the last name only."""
    family = name_likeness(name_words(one.achternaam), name_words(other.achternaam))
    if not one.voornaam or not other.voornaam:
        return family
    return min(family, name_likeness(name_words(one.voornaam), name_words(other.voornaam)))


def _same_initial_and_sound(one: Persoon, other: Persoon) -> bool:
    """`Mo Yilmaz` and `Mohamed Yılmaz`: a short first name is no mistake in a long one."""
    initials = {plain(person.voornaam)[:1] for person in (one, other)}
    return len(initials) == 1 and sounds_of(one.achternaam) == sounds_of(other.achternaam)


def _same_postcode(one: str, other: str) -> bool:
    return one.upper().replace(" ", "") == other.upper().replace(" ", "")


def hidden_name(voornaam: str, tussenvoegsel: str, achternaam: str) -> str:
    """`J•••• d. V•••••`: initials and always as many dots, so not even the length is told."""
    between = " ".join(f"{word[0]}." for word in tussenvoegsel.split())
    parts = [f"{voornaam[:1]}••••", between, f"{achternaam[:1]}•••••"]
    return " ".join(part for part in parts if part)


def hidden_title(
    voornaam: str, tussenvoegsel: str, achternaam: str, geboren: date | None, gemeente: str
) -> str:
    """`J•••• d. V•••••, 1974, Wijchen`."""
    parts = [hidden_name(voornaam, tussenvoegsel, achternaam), str(geboren.year) if geboren else ""]
    return ", ".join(part for part in [*parts, gemeente] if part)


@dataclass(frozen=True)
class Zoekvraag:
    """What somebody typed in the search box, taken apart."""

    woorden: tuple[str, ...] = ()
    sleutel: str = ""
    jaar: int | None = None
    exact: frozenset[str] = field(default_factory=frozenset)

    @property
    def leeg(self) -> bool:
        return not (self.woorden or self.sleutel or self.exact)

    def keys(self) -> set[str]:
        return name_keys(*self.woorden) | self.exact


_SLEUTEL = re.compile(r"\bAM\d\d-[2-9B-Z]{4}-[2-9B-Z]{2}\b", re.IGNORECASE)
_EMAIL = re.compile(r"\S+@\S+")
_DATUM = re.compile(
    r"\b(?:(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<j>(?:19|20)\d\d)"
    r"|(?P<j2>(?:19|20)\d\d)[-/.](?P<m2>\d{1,2})[-/.](?P<d2>\d{1,2})"
    r"|(?P<d3>\d{1,2})[- ](?P<w3>[a-z]{3,9})\.?[- ](?P<j3>(?:19|20)\d\d)"
    r"|(?P<d4>[0-3]\d)(?P<m4>[01]\d)(?P<j4>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
_MAANDEN = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MAAND = {naam: nummer for nummer, naam in enumerate(_MAANDEN, start=1)} | {"mrt": 3}
_POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[A-Za-z]{2}\b")
# +31 6 …, 0031 6 …, +31 (0)6 …, 06-…, (024) …: nine digits at least, in any grouping.
_TELEFOON = re.compile(r"(?:\+|\b00)[1-9](?:[\s./()-]*\d){8,14}\b|\(?\b0(?:[\s./()-]*\d){9}\b")
_JAAR = re.compile(r"\b(19[2-9]\d|20[01]\d)\b")


def read_search(text: str) -> Zoekvraag:
    """Take a search text apart: key, e-mail, date of birth, telephone, postcode, year, names."""
    rest = text[:200]
    exact: set[str] = set()
    sleutel, rest = _take(_SLEUTEL, rest)
    email, rest = _take(_EMAIL, rest)
    datum, rest = _take(_DATUM, rest)
    # "1974 de Vries" is a year and a name.
    postcode, rest = _take(_POSTCODE, rest) if not _JAAR.search(rest) else ("", rest)
    telefoon, rest = _take(_TELEFOON, rest)
    jaar, rest = _take(_JAAR, rest)
    exact |= exact_keys(
        geboortedatum=_as_date(datum), postcode=postcode, telefoon=telefoon, email=email
    )
    words = [word for word in name_words(rest) if len(word) > 1 and not word.isdigit()]
    return Zoekvraag(
        tuple(words[:6]), sleutel.upper(), int(jaar) if jaar else None, frozenset(exact)
    )


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """The first match, and the text without it."""
    found = pattern.search(text)
    if not found:
        return "", text
    return found.group(), f"{text[: found.start()]} {text[found.end() :]}"


def _as_date(text: str) -> date | None:
    """`12-3-1974`, `1974-03-12`, `12 maart 1974`, `12031974` as a date; None if there is none."""
    found = _DATUM.fullmatch(text)
    parts = {
        name[0]: value for name, value in (found.groupdict() if found else {}).items() if value
    }
    month = _MAAND.get(parts["w"][:3].lower()) if "w" in parts else parts.get("m")
    try:
        return date(int(parts["j"]), int(month or 0), int(parts["d"]))
    except (KeyError, ValueError):
        return None
