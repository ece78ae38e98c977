"""XML from outside, read safely: no DTD, no entities, nothing fetched, and no more than 10 MB.

Everything that is wrong with such a file becomes one Dutch sentence. Pure.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ontschot.kern.errors import Weigering

MAX_BYTES = 10 * 1024 * 1024
# No message of a bank and no invoice is nested deeper than a few dozen levels.
MAX_DEPTH = 60
_AMOUNT = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,10})?")


def parse(content: bytes, wat: str) -> Element:
    """The root of the file. Raises Weigering; `wat` is what it should be (`een e-factuur`)."""
    if not content.strip():
        raise Weigering("Dit bestand is leeg. Kies een ander bestand.", veld="bestand")
    if len(content) > MAX_BYTES:
        raise Weigering(
            "Dit bestand is groter dan 10 MB. Vraag om een bestand over minder dagen.",
            veld="bestand",
        )
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise Weigering(
            "Dit bestand verwijst naar iets buiten zichzelf (een DTD of een entiteit). Zulke "
            "bestanden lezen we niet. Vraag een nieuw bestand aan de afzender.",
            veld="bestand",
        ) from None
    except (ParseError, ValueError, LookupError, RecursionError):
        raise Weigering(
            f"Dit is geen goed XML-bestand, of het is maar half aangekomen. Haal {wat} opnieuw "
            "op en probeer het nog eens.",
            veld="bestand",
        ) from None
    if _depth(root) > MAX_DEPTH:
        raise Weigering(f"Dit bestand is niet opgebouwd als {wat}.", veld="bestand")
    return root


def _depth(root: Element) -> int:
    level, depth = [root], 0
    while level and depth <= MAX_DEPTH:
        level = [child for element in level for child in element]
        depth += 1
    return depth


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    return str(element.tag).partition("}")[0].lstrip("{")


def each(element: Element | None, path: str) -> Iterator[Element]:
    """The elements on a path of local names, in any namespace: `each(entry, "NtryDtls/TxDtls")`."""
    found: Iterable[Element] = [] if element is None else [element]
    for name in path.split("/"):
        found = [child for parent in found for child in parent if local(child) == name]
    yield from found


def first(element: Element | None, *paths: str) -> Element | None:
    """The first element on the first of these paths that has one."""
    for path in paths:
        for found in each(element, path):
            return found
    return None


def text(element: Element | None, *paths: str, length: int = 0) -> str:
    """The text on the first of these paths that has any, on one line and without strange signs.

    A control character, a change of reading direction and the like become a space. `length` cuts.
    """
    for path in paths:
        for found in each(element, path):
            if clean := one_line(found.text or ""):
                return clean[:length].rstrip() if length else clean
    return ""


def one_line(value: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def number(value: str) -> Decimal | None:
    """A plain number as XML writes it; None when it is none, or absurdly long."""
    return Decimal(value) if _AMOUNT.fullmatch(value) else None


def cents(value: str) -> int | None:
    """An amount in whole cents; None when it is no amount, or has a part of a cent."""
    found = number(value)
    if found is None or found * 100 != (found * 100).to_integral_value():
        return None
    return int(found * 100)
