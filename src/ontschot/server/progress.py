"""What the person at the keyboard sees while something takes its time."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WORTH_TELLING_SECONDS = 1.0
HEARTBEAT_SECONDS = 10.0
REWRITE_SECONDS = 0.1
BAR_WIDTH = 24
Show = Callable[[float, str], None]


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


@contextmanager
def bar(what: str) -> Iterator[Show]:
    """A line that is rewritten while something goes on: `show(share, text)`; silent otherwise.

    Only on a terminal: in a file or a pipe it would be noise.
    """
    if not sys.stderr.isatty():
        yield lambda _share, _text: None
        return
    shown = [0.0]

    def show(share: float, text: str) -> None:
        now = time.monotonic()
        if now - shown[0] < REWRITE_SECONDS and share < 1:
            return
        shown[0] = now
        filled = round(share * BAR_WIDTH)
        drawn = "█" * filled + "░" * (BAR_WIDTH - filled)
        print(f"\r\033[K  {what} {drawn} {share:4.0%} {text}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
