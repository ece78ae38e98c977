"""What the person at the keyboard sees while something takes its time."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

WORTH_TELLING_SECONDS = 1.0
HEARTBEAT_SECONDS = 10.0


def say(line: str) -> None:
    """One line, at once, and not in the output that somebody may be piping onwards."""
    print(f"  {line}", file=sys.stderr, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Announce a step, say now and then that it still goes on, and how long it took if long."""
    say(f"{what} …")
    started = time.monotonic()
    ended = threading.Event()

    def go_on() -> None:
        while not ended.wait(HEARTBEAT_SECONDS):
            say(f"{what}: nog bezig ({time.monotonic() - started:.0f} s)")

    threading.Thread(target=go_on, daemon=True).start()
    try:
        yield
    finally:
        ended.set()
    seconds = time.monotonic() - started
    if seconds >= WORTH_TELLING_SECONDS:
        say(f"{what}: klaar in {f'{seconds:.1f}'.replace('.', ',')} s")
