"""Reference data of the whole country, kept in the process for a minute.

Only for what every reader may see and only a loader changes. Another process that loads anew is
seen within `SECONDS`; the loader itself calls `forget` and sees it at once.
"""

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")
SECONDS = 60
# What was read, and when (seconds of `monotonic`), by the function that read it.
_kept: dict[Callable[[], Any], tuple[float, Any]] = {}


def remember(read: Callable[[], T]) -> Callable[[], T]:
    """Ask `read` at most once in `SECONDS`; all callers share the answer and leave it as it is."""

    @wraps(read)
    def remembered() -> T:
        kept = _kept.get(read)
        if kept is None or monotonic() - kept[0] >= SECONDS:
            kept = _kept[read] = (monotonic(), read())
        answer: T = kept[1]
        return answer

    return remembered


def forget() -> None:
    """Read everything anew from now on."""
    _kept.clear()
