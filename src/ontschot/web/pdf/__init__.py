"""Letters and plans as PDF that everybody can read: tagged (PDF/UA-1), made by typst.

A room keeps its letters as `<room>/brieven/<naam>.typ`. A letter begins with

    #import "/web/pdf/brief.typ": brief
    #let gegevens = json(bytes(sys.inputs.gegevens))

and gets what it must say as plain values; whatever a person typed arrives as text and is never
read as markup.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unicodedata import category, combining

import typst

SRC = Path(__file__).resolve().parents[2]
# A letter that everybody can read may not hold a sign that its font does not have (an emoji).
NOT_IN_FONT = re.compile(r'the text `"(.+)"` could not be displayed', re.DOTALL)
STAND_IN = "?"
MAX_TRIES = 12
# From here on there are ideographs, private signs and emoji: where one is missing, all are.
FROM_IDEOGRAPHS = 0x2E80
# What every letter is written in, whatever else had to go: Latin, its punctuation and the euro.
NOT_LATIN = re.compile("[^\x00-\u024f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20ac\u2212\u200b]")
VARIATION = {*map(chr, range(0xFE00, 0xFE10))}
MAX_MARKS = 2
# A word of more than thirty signs may be broken where it does not fit; a hyphen breaks by itself.
LONG_WORD = re.compile(r"[^\s/-]{31,}")
BREAK = "\u200b"
BREAK_EVERY = 8


def render(template: str, gegevens: Mapping[str, Any]) -> bytes:
    """The PDF of a letter, for example `render("meldingen/brieven/advies.typ", {...})`.

    `gegevens` holds text, numbers, lists and mappings only; dates and amounts are written out by
    the caller. A sign that the font does not have becomes a question mark. Raises
    `typst.TypstError` when the template is wrong, never because of its data.
    """
    text = json.dumps(_printable(gegevens), ensure_ascii=False)
    for _ in range(MAX_TRIES):
        try:
            return _compile(template, text)
        except typst.TypstError as fault:
            missing = NOT_IN_FONT.search(str(fault))
            if missing is None:
                raise
            text = _without(text, missing[1])
    return _compile(template, NOT_LATIN.sub(STAND_IN, text))


def _printable(value: Any) -> Any:
    """The same value with only signs that stand on paper, and words that fit on it."""
    if isinstance(value, str):
        signs = "".join(_signs(value)) if not _is_plain(value) else value
        return LONG_WORD.sub(_broken, signs)
    if isinstance(value, Mapping):
        return {key: _printable(found) for key, found in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(found) for found in value]
    return value


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _signs(text: str) -> Iterator[str]:
    """Without what has no form on paper: control, direction, joiners; and no pile of accents."""
    marks = 0
    for sign in text:
        kind = category(sign)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if sign in "\t\n":
            yield sign
        elif kind in ("Zl", "Zp"):
            yield "\n"
        elif kind in ("Cs", "Co", "Cn"):
            yield STAND_IN
        elif kind not in ("Cc", "Cf") and sign not in VARIATION and marks <= MAX_MARKS:
            yield sign


def _broken(word: re.Match[str]) -> str:
    """A long word with places where a line may break, never between a letter and its accent."""
    found = word[0]
    return "".join(
        BREAK + sign if place and place % BREAK_EVERY == 0 and not combining(sign) else sign
        for place, sign in enumerate(found)
    )


def _without(text: str, missing: str) -> str:
    """The data without these signs, also where JSON or typst wrote them in another way."""
    if any(ord(sign) >= FROM_IDEOGRAPHS for sign in missing):
        return "".join(sign if ord(sign) < FROM_IDEOGRAPHS else STAND_IN for sign in text)
    for sign in set(missing) - set("\\{}u0123456789abcdef"):
        text = text.replace(sign, STAND_IN)
    for code in re.findall(r"\\u\{([0-9a-f]+)\}", missing):
        text = text.replace(chr(int(code, 16)), STAND_IN)
    return text


def _compile(template: str, gegevens: str) -> bytes:
    found: bytes = typst.compile(
        str(SRC / template),
        root=str(SRC),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"gegevens": gegevens},
    )
    return found
