"""Keys that a person can read aloud and that say nothing about anybody."""

import secrets

# Without 0/O, 1/I/L and the vowels, so no word and no misreading can come out.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_key(prefix: str) -> str:
    """A key such as `AM08-7K4M-2Q`: 27**6 (about 387 million) possibilities per prefix."""
    return f"{prefix}-{_random(4)}-{_random(2)}"


def new_code() -> str:
    """A secret code for a visitor, such as `7K4M-2QXR-9TBD`: about 57 bits."""
    return "-".join(_random(4) for _ in range(3))


def normalise(text: str) -> str:
    """What somebody typed, as we wrote it: capitals, no spaces."""
    return "".join(text.upper().split())
