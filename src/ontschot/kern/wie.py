"""From a session to an `Actor`. The ground floor knows no medewerkers: `netwerk` tells it how."""

from collections.abc import Callable

from django.http import HttpRequest

from ontschot.kern.scope import Actor, bezoeker

Resolver = Callable[[HttpRequest], Actor | None]
_resolver: list[Resolver] = []
_eigen: list[Resolver] = []


def register_resolver(resolver: Resolver) -> None:
    """`netwerk` registers the one function that reads the active role of a session."""
    _resolver[:] = [resolver]


def register_eigen(resolver: Resolver) -> None:
    """`portaal` registers the function that knows a kandidaat by the cookie of the own page."""
    _eigen[:] = [resolver]


def actor_of(request: HttpRequest) -> Actor:
    """The actor of this request, read once; a visitor when nobody is signed in."""
    known = request.__dict__.get("_actor")
    if known is None:
        known = _first(request) or bezoeker(oorsprong=origin(request))
        request.__dict__["_actor"] = known
    return known


def _first(request: HttpRequest) -> Actor | None:
    """On the own page one is a kandidaat, also who is signed in to work beside it."""
    for resolver in (*_eigen, *_resolver):
        found = resolver(request)
        if found is not None:
            return found
    return None


def origin(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
