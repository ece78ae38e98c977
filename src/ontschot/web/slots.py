"""A place on a page that a higher room fills: the lower room only names what it wants to show.

So a screen of `trajecten` can show what is left of the money, and knows nothing of the kassier.
"""

from collections.abc import Callable

from django.http import HttpRequest

Filler = Callable[..., str]
_fillers: dict[str, Filler] = {}


def register_slot(naam: str, filler: Filler) -> None:
    """`filler(request, *values)` gives the HTML, or an empty text. One room fills one place."""
    _fillers[naam] = filler


def fill(naam: str, request: HttpRequest, *values: object) -> str:
    """The HTML for this place; an empty text when no room fills it."""
    filler = _fillers.get(naam)
    return filler(request, *values) if filler else ""
