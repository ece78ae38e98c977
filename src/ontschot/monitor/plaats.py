"""The place of a next page in an address, closed: it says nothing of a row and cannot be made up.

An open place holds the day and the key of the last row of a page. Who may see the month only would
read the day there, or try day after day until a row falls out of the list.
"""

import base64
import binascii
import hashlib
import hmac
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import QueryDict

from ontschot.web.paging import AFTER, BEFORE

LANGSTE = 1000  # characters; ours are a fifth of it
MERK = 16  # bytes that prove that we made it; they are also what the rest is hidden with


def close(place: str) -> str:
    """The same place gives the same word, so that a link stays the same."""
    text = place.encode()
    mark = _digest(b"merk", text)[:MERK]
    return base64.urlsafe_b64encode(mark + _mix(mark, text)).decode().rstrip("=")


def open_place(word: str) -> str:
    """The place; empty for a word that we did not make."""
    if len(word) > LANGSTE:
        return ""
    try:
        raw = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
    except (binascii.Error, ValueError):
        return ""
    mark, text = raw[:MERK], _mix(raw[:MERK], raw[MERK:])
    return text.decode() if hmac.compare_digest(mark, _digest(b"merk", text)[:MERK]) else ""


def opened(params: QueryDict) -> QueryDict:
    """An address as `web.paging.keyset` reads it."""
    found = params.copy()
    for name in (AFTER, BEFORE):
        if name in found:
            found[name] = open_place(str(found[name]))
    return found


def closed(query: str) -> str:
    """The address of a neighbour as it may stand on the page; empty stays empty."""
    parts = parse_qsl(query.removeprefix("?"), keep_blank_values=True)
    if not parts:
        return query
    return "?" + urlencode([(k, close(v) if k in (AFTER, BEFORE) else v) for k, v in parts])


def _mix(mark: bytes, text: bytes) -> bytes:
    """Laid over a stream that only we can make: once hides it, twice gives it back."""
    stream = b"".join(
        _digest(b"stroom", mark, bytes([n]))
        for n in range(len(text) // hashlib.sha256().digest_size + 1)
    )
    return bytes(a ^ b for a, b in zip(text, stream, strict=False))


def _digest(*parts: bytes) -> bytes:
    secret = f"plaats:{settings.SECRET_KEY}".encode()
    return hmac.digest(secret, b"|".join(parts), hashlib.sha256)
