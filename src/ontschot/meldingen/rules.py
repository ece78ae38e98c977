"""What may be written in a question, and how it may end: pure functions."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

# A question is a story, not a file: about three printed pages.
MAX_VRAAG_TEKENS = 5000
MAX_ANTWOORD_TEKENS = 10000
MAX_GROND_TEKENS = 2000
MIN_CIJFERS_TELEFOON = 10
MAX_MINUTEN = 600

# With these a text can look different from what it says.
BIDI = frozenset(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))


def least_loaded(candidates: Collection[int], load: Mapping[int, int]) -> int | None:
    """Who of these has the least work; equal numbers go by id. None when there is nobody."""
    return min(candidates, key=lambda who: (load[who], who), default=None)


def clean_text(text: str) -> str:
    """What somebody typed, without invisible control characters and space around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or not _invisible(c)).strip()


def _invisible(character: str) -> bool:
    """Control characters, halves of characters, and what turns the direction of reading."""
    return unicodedata.category(character) in {"Cc", "Cs"} or character in BIDI


def text_problem(text: str, *, wat: str, maximum_tekens: int) -> str | None:
    """Why this text cannot be kept, as a Dutch sentence; None when it can."""
    if not text:
        return f"Je hebt nog geen {wat} opgeschreven. Schrijf het in gewone woorden op."
    if len(text) > maximum_tekens:
        teveel = len(text) - maximum_tekens
        return (
            f"Je {wat} is te lang: er passen {_dutch(maximum_tekens)} tekens en het zijn er "
            f"{_dutch(len(text))}. Haal er {_dutch(teveel)} weg."
        )
    return None


def _dutch(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# Counts only when the other side says so; `Stand.bevestigd` is about this very outcome.
NA_BEVESTIGING = frozenset({"naar_voorliggend", "overgedragen"})


@dataclass(frozen=True)
class Stand:
    """What has happened with a question so far."""

    contact: bool
    kandidaat: bool
    advies: bool
    bevestigd: bool = False


def closing_problem(uitkomst: str, stand: Stand) -> str | None:
    """Why a question cannot end like this, as a Dutch sentence; None when it can."""
    if uitkomst == "ingetrokken":
        return None
    if uitkomst == "traject_gestart" and not stand.kandidaat:
        return "Een traject hoort bij een kandidaat. Maak er eerst een kandidaat van."
    if uitkomst == "advies_gegeven" and stand.advies:
        return None
    if not stand.contact:
        return (
            "Er is nog geen contact geweest. Geef eerst antwoord of leg het eerste contact vast, "
            "of kies ‘ingetrokken door de persoon’."
        )
    if uitkomst in NA_BEVESTIGING and not stand.bevestigd:
        return (
            "De ander heeft nog niet bevestigd, dus de vraag blijft van jou. Leg eerst bij "
            "‘Naar een ander’ vast wie het overneemt en vraag om een bevestiging."
        )
    return None


def read_reach(text: str) -> tuple[str, str, str]:
    """How to reach somebody out of one box: (contactwijze, telefoon, email).

    Nothing is anonymous; an @ is mail; enough digits is a telephone number. Raises ValueError
    with a Dutch sentence for what is neither, so that a half number is never taken for nothing.
    """
    clean = " ".join(clean_text(text).split())
    if not clean:
        return "anoniem", "", ""
    if "@" in clean:
        return "mailen", "", clean
    digits = sum(c.isdigit() for c in clean)
    if digits >= MIN_CIJFERS_TELEFOON and not any(c.isalpha() for c in clean):
        return "bellen", clean, ""
    raise ValueError(
        f"“{clean}” is geen telefoonnummer van minstens 10 cijfers en geen e-mailadres. Verbeter "
        "het, of laat het leeg: dan krijgt de persoon een code."
    )


def read_minutes(text: str) -> int | None:
    """A number of minutes as typed; None for nothing. Raises ValueError with a Dutch sentence."""
    clean = text.strip()
    if not clean:
        return None
    if not clean.isdecimal() or not 1 <= int(clean) <= MAX_MINUTEN:
        raise ValueError(f"Schrijf de minuten als een getal van 1 tot en met {MAX_MINUTEN}.")
    return int(clean)
