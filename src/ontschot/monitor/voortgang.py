"""A line on the terminal that is rewritten while a command goes on; silent anywhere else."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

HERSCHRIJF_SECONDEN = 0.1
BREEDTE = 24
Toon = Callable[[float, str], None]


@contextmanager
def regel(wat: str) -> Iterator[Toon]:
    """`show(share, text)` draws how far it is. In a file or a pipe that would be noise."""
    if not sys.stderr.isatty():
        yield lambda _deel, _tekst: None
        return
    shown = 0.0

    def show(deel: float, tekst: str) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown < HERSCHRIJF_SECONDEN and deel < 1:
            return
        shown = now
        vol = round(deel * BREEDTE)
        balk = "█" * vol + "░" * (BREEDTE - vol)
        _write(f"  {wat} {balk} {deel:4.0%} {tekst}")

    try:
        yield show
    finally:
        _write("")


def _write(tekst: str) -> None:
    """In the place of what stood on the line."""
    sys.stderr.write(f"\r\033[K{tekst}")
    sys.stderr.flush()
