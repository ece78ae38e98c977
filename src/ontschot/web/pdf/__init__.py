"""Letters and plans as PDF that everybody can read: tagged (PDF/UA-1), made by typst.

A room keeps its letters as `<room>/brieven/<naam>.typ`. A letter begins with

    #import "/web/pdf/brief.typ": brief
    #let gegevens = json(bytes(sys.inputs.gegevens))

and gets what it must say as plain values; whatever a person typed arrives as text and is never
read as markup.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

SRC = Path(__file__).resolve().parents[2]
# A letter that everybody can read may not hold a sign that its font does not have (an emoji).
CONTROL = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {0x09, 0x0A})
NOT_IN_FONT = re.compile(r'the text `"(.+)"` could not be displayed', re.DOTALL)
STAND_IN = "?"
MAX_TRIES = 40


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
    return _compile(template, text.encode("latin-1", "replace").decode("latin-1"))


def _printable(value: Any) -> Any:
    """The same value without the control characters that a keyboard or a file let in."""
    if isinstance(value, str):
        return value.translate(CONTROL)
    if isinstance(value, Mapping):
        return {key: _printable(found) for key, found in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(found) for found in value]
    return value


def _without(text: str, missing: str) -> str:
    """The data without these signs, also where JSON or typst wrote them in another way."""
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
