"""What the person at the keyboard sees while something takes its time."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

WORTH_TELLING_SECONDS = 1.0


def say(line: str) -> None:
    """One line, at once, and not in the output that somebody may be piping onwards."""
    print(f"  {line}", file=sys.stderr, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Announce a step, and how long it took when that was long enough to wonder about."""
    say(f"{what} …")
    started = time.monotonic()
    yield
    seconds = time.monotonic() - started
    if seconds >= WORTH_TELLING_SECONDS:
        say(f"{what}: klaar in {f'{seconds:.1f}'.replace('.', ',')} s")
