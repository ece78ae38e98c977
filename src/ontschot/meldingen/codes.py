"""The code with which a visitor comes back: how it is made, and the hash that we keep of it."""

import hashlib

from django.utils.crypto import salted_hmac

from ontschot.kern.keys import ALPHABET, normalise

LENGTE, GROEP = 12, 4


def code_for_form(token: str) -> str:
    """The code that belongs to one shown form (`token`: random, from us).

    The same form sent twice gets the same code, so a double click or a reload is one question,
    and nobody has to keep the code to show it again.
    """
    number = int.from_bytes(
        salted_hmac("ontschot.meldingen.code", token, algorithm="sha256").digest()
    )
    letters = []
    for _ in range(LENGTE):
        number, index = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[index])
    text = "".join(letters)
    return "-".join(text[i : i + GROEP] for i in range(0, LENGTE, GROEP))


def hash_code(code: str) -> str:
    """SHA-256 of a code as people may type it: small letters, spaces and no dashes are fine."""
    return hashlib.sha256(normalise(code).replace("-", "").encode()).hexdigest()
