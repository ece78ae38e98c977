"""From a session to an `Actor`. The ground floor knows no medewerkers: `netwerk` tells it how."""

from collections.abc import Callable

from django.http import HttpRequest

from ontschot.kern.scope import Actor, bezoeker

Resolver = Callable[[HttpRequest], Actor | None]
_resolver: list[Resolver] = []


def register_resolver(resolver: Resolver) -> None:
    """`netwerk` registers the one function that reads the active role of a session."""
    _resolver[:] = [resolver]


def actor_of(request: HttpRequest) -> Actor:
    """The actor of this request, read once; a visitor when nobody is signed in."""
    known = request.__dict__.get("_actor")
    if known is None:
        known = (_resolver[0](request) if _resolver else None) or bezoeker(
            oorsprong=origin(request)
        )
        request.__dict__["_actor"] = known
    return known


def origin(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
