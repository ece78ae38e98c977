"""Pseudonyms: pure functions of plain values. What they protect against stands in docs/monitor.md.

The regions share a key that nobody at the centre has. From it a key per year is derived, and with
that each region makes a pseudonym of each person it helped: the same person has the same one in
every region, and another one every year. The centre counts how often each occurs.
"""

import hashlib
import hmac
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

KOP = "ontschot-pseudoniemen;1"
SLEUTEL_BYTES = 32
VERSCHILLENDE_BYTES = 16  # of 32 random bytes some 30 differ; a pattern has few
PSEUDONIEM = re.compile(r"[0-9a-f]{32}")
CONTROLE = re.compile(r"[0-9a-f]{8}|")
REGELS_VOORAF = ("jaar", "regio", "sleutelcontrole", "verblind", "zonder_gegevens", "aantal")


class Onbruikbaar(ValueError):
    """A key or a file that cannot be used; the message is Dutch and says how to mend it."""


def identity(geboortedatum: date | None, voornaam: str, achternaam: str) -> str | None:
    """What makes a person the same in two regions; None when too little is known.

    Day of birth, family name and first letter of the first name. Accents, capitals, dashes and
    blanks do not count; a tussenvoegsel is left out, because people write it in several places.
    """
    naam, voor = _letters(achternaam), _letters(voornaam)
    if geboortedatum is None or not naam or not voor:
        return None
    return f"{geboortedatum.isoformat()}|{naam}|{voor[0]}"


def _letters(tekst: str) -> str:
    plain = unicodedata.normalize("NFKD", tekst).casefold()
    return "".join(teken for teken in plain if teken.isalpha())


def read_key(tekst: str) -> bytes:
    """The key from the text of its file: at least 64 hexadecimal digits. Raises Onbruikbaar."""
    schoon = "".join(tekst.split())
    try:
        sleutel = bytes.fromhex(schoon)
    except ValueError:
        raise Onbruikbaar(
            "In het sleutelbestand staat iets anders dan de cijfers 0-9 en de letters a-f. Maak "
            "een sleutel met: ./ontschot monitor pseudoniem sleutel --uit BESTAND"
        ) from None
    if len(sleutel) < SLEUTEL_BYTES or len(set(sleutel)) < VERSCHILLENDE_BYTES:
        raise Onbruikbaar(
            "De sleutel is te kort of te eenvoudig om te raden te zijn. Maak een nieuwe met: "
            "./ontschot monitor pseudoniem sleutel --uit BESTAND"
        )
    return sleutel


def year_key(sleutel: bytes, jaar: int) -> bytes:
    """The key of one year: pseudonyms of two years have nothing in common."""
    return hmac.digest(sleutel, f"ontschot pseudoniem 1 {jaar}".encode(), hashlib.sha256)


def pseudonym(jaarsleutel: bytes, wie: str) -> str:
    """HMAC-SHA256, 128 bits of it, as hexadecimal digits."""
    return hmac.digest(jaarsleutel, b"persoon|" + wie.encode(), hashlib.sha256)[:16].hex()


def check_word(jaarsleutel: bytes) -> str:
    """Says whether two files were made with the same key, and nothing of the key."""
    return hmac.digest(jaarsleutel, b"controle", hashlib.sha256)[:4].hex()


@dataclass(frozen=True)
class Bestand:
    """What one region hands in. `zonder_gegevens` persons could not be given a pseudonym.

    `verblind` is the check word of the centre's own key, empty when it was not blinded.
    """

    jaar: int
    regio: str
    sleutelcontrole: str
    zonder_gegevens: int
    pseudoniemen: frozenset[str]
    verblind: str = ""

    def as_text(self) -> str:
        """The file: sorted, so that its order tells nothing."""
        facts = {
            "jaar": self.jaar,
            "regio": self.regio,
            "sleutelcontrole": self.sleutelcontrole,
            "verblind": self.verblind,
            "zonder_gegevens": self.zonder_gegevens,
            "aantal": len(self.pseudoniemen),
        }
        head = [KOP, *(f"{naam};{waarde}" for naam, waarde in facts.items())]
        return "\n".join([*head, *sorted(self.pseudoniemen)]) + "\n"

    @property
    def vingerafdruk(self) -> str:
        return hashlib.sha256(self.as_text().encode()).hexdigest()


def make_file(jaar: int, regio: str, sleutel: bytes, personen: Iterable[str | None]) -> Bestand:
    """The file of a region; `personen` are identities, None for who has none."""
    key, known = year_key(sleutel, jaar), list(personen)
    found = frozenset(pseudonym(key, wie) for wie in known if wie is not None)
    return Bestand(jaar, regio, check_word(key), known.count(None), found)


def blind(bestand: Bestand, sleutel: bytes) -> Bestand:
    """The same under a key that only the centre has: a region cannot find its people in it."""
    if bestand.verblind:
        raise Onbruikbaar(f"Het bestand van {bestand.regio} is al verblind.")
    key = year_key(sleutel, bestand.jaar)
    again = frozenset(pseudonym(key, eerder) for eerder in bestand.pseudoniemen)
    return replace(bestand, pseudoniemen=again, verblind=check_word(key))


def read_file(tekst: str) -> Bestand:
    """Raises Onbruikbaar when it is not exactly a file of pseudonyms."""
    lines = tekst.splitlines()
    pairs = [line.partition(";") for line in lines[1 : 1 + len(REGELS_VOORAF)]]
    facts = {naam: waarde for naam, _, waarde in pairs}
    body = lines[1 + len(REGELS_VOORAF) :]
    numbers = [facts.get(naam, "") for naam in ("jaar", "zonder_gegevens", "aantal")]
    if lines[:1] != [KOP] or tuple(facts) != REGELS_VOORAF or not all(map(_is_number, numbers)):
        raise Onbruikbaar("Dit is geen bestand met pseudoniemen, of er is in geschreven.")
    controls = (facts["sleutelcontrole"], facts["verblind"])
    right = all(map(CONTROLE.fullmatch, controls)) and all(map(PSEUDONIEM.fullmatch, body))
    if not right or len(body) != int(facts["aantal"]) or len(set(body)) != len(body):
        raise Onbruikbaar(f"Het bestand van {facts['regio'][:8]} is beschadigd. Vraag het opnieuw.")
    return Bestand(
        int(facts["jaar"]),
        facts["regio"],
        facts["sleutelcontrole"],
        int(facts["zonder_gegevens"]),
        frozenset(body),
        facts["verblind"],
    )


def _is_number(tekst: str) -> bool:
    return tekst.isascii() and tekst.isdecimal() and len(tekst) < 10


@dataclass(frozen=True)
class Uitkomst:
    """Counts only. `uniek` and `in_meer` (in more than one region) are None when too small."""

    per_regio: Mapping[str, int]
    uniek: int | None
    in_meer: int | None

    @property
    def samen(self) -> int:
        """The persons of all regions added up, who is in two of them twice."""
        return sum(self.per_regio.values())


def check_together(bestanden: Sequence[Bestand], drempel: int) -> None:
    """Whether these files can be counted together; raises Onbruikbaar."""
    if len(bestanden) < 2:
        raise Onbruikbaar("Geef de bestanden van twee of meer regio's.")
    twice = [r for r, n in Counter(b.regio for b in bestanden).items() if n > 1]
    if twice:
        raise Onbruikbaar(f"Van {', '.join(sorted(twice))} zijn er twee bestanden. Geef er één.")
    if len({bestand.jaar for bestand in bestanden}) > 1:
        raise Onbruikbaar("De bestanden gaan over verschillende jaren.")
    if len({(bestand.sleutelcontrole, bestand.verblind) for bestand in bestanden}) > 1:
        raise Onbruikbaar(
            "De bestanden zijn niet allemaal met dezelfde sleutel gemaakt en verblind. Dan lijkt "
            "één persoon twee personen. Maak ze opnieuw met dezelfde sleutel."
        )
    small = sorted(b.regio for b in bestanden if len(b.pseudoniemen) < drempel)
    if small:
        raise Onbruikbaar(
            f"Minder dan {drempel} personen in: {', '.join(small)}. Tel zonder wat te klein is."
        )


def tally(bestanden: Sequence[Bestand], drempel: int) -> Uitkomst:
    """How many persons there are, and how many of them in more than one region.

    Whoever knows the persons per region and the unique ones knows how many more places there are
    than persons. So with fewer than `drempel` persons in several regions neither is told; and
    not how many those are, when what lies above two regions each would be a small number.
    Raises Onbruikbaar.
    """
    check_together(bestanden, drempel)
    per_regio = {b.regio: len(b.pseudoniemen) for b in sorted(bestanden, key=lambda b: b.regio)}
    places = Counter(p for bestand in bestanden for p in bestand.pseudoniemen)
    several = [aantal for aantal in places.values() if aantal > 1]
    beyond = sum(aantal - 2 for aantal in several)
    if len(several) < drempel or _all_of_one(per_regio, len(several), drempel):
        return Uitkomst(per_regio, None, None)
    told = len(several) if beyond == 0 or beyond >= drempel else None
    return Uitkomst(per_regio, len(places), told)


def _all_of_one(per_regio: Mapping[str, int], in_meer: int, drempel: int) -> bool:
    """Of two regions: whether (nearly) everybody of one would be known to be in the other."""
    return len(per_regio) == 2 and in_meer > min(per_regio.values()) - drempel
