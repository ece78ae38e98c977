"""What the layouts read, for every page: the menu, who am I, the languages.

The ground floor knows the routes and the role; a room that knows more (the other roles of this
person, the name of the region, how much waits) hands it over with `register_layout`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from ontschot.kern.rollen import LABELS
from ontschot.kern.routes import Route, menu_for
from ontschot.kern.scope import Actor, current

Provider = Callable[[HttpRequest, Actor], dict[str, Any]]
_providers: list[Provider] = []
ROLE_LABELS = {str(rol): label for rol, label in LABELS.items()}


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    actief: bool
    aantal: str | int = ""
    groep: str = ""


@dataclass(frozen=True)
class Wie:
    """The person at the top right of the screen."""

    naam: str
    omschrijving: str
    sleutel: str = ""
    rollen: tuple[Any, ...] = ()


def register_layout(provider: Provider) -> None:
    """Let a room add to the layout.

    It gives `regio_naam`, `rollen`, `wissel_url`, `aantallen` (per route name), or less.
    """
    if provider not in _providers:
        _providers.append(provider)


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context processor of every page.

    Rooms are asked only inside the scope of the request: an error page, rendered after it,
    must not read the database again.
    """
    actor: Actor | None = getattr(request, "wie", None)
    signed_in = actor is not None and actor.is_medewerker
    extra: dict[str, Any] = {}
    if actor is not None and current() is not None:
        for provider in _providers:
            extra |= provider(request, actor)
    aantallen = extra.pop("aantallen", {})
    rollen = tuple(extra.pop("rollen", ()))
    values: dict[str, Any] = {
        "demo": settings.MODUS == "demo",
        "talen": SimpleLazyObject(lambda: list(_languages(request))),
        "inlog_url": _url("account_login"),
        "afmeld_url": _url("account_logout") if signed_in else "",
        "beveiliging_url": _url("mfa_index") if signed_in else "",
    }
    if signed_in and actor is not None:
        omschrijving = _describe(actor, extra.get("regio_naam", ""))
        values["wie"] = Wie(actor.naam, omschrijving, str(actor.medewerker_id), rollen)
        values["menu"] = list(_menu(request, actor.rol, aantallen))
        values["start_url"] = settings.LOGIN_REDIRECT_URL
    return values | extra


def _describe(actor: Actor, regio_naam: str) -> str:
    rol = ROLE_LABELS.get(actor.rol, actor.rol)
    return " · ".join(part for part in (rol, actor.organisatie, regio_naam) if part)


def _menu(request: HttpRequest, rol: str, aantallen: dict[str, Any]) -> Iterator[MenuItem]:
    routes = [(route, _url(route.naam)) for route in menu_for(rol)]
    here = _place(request.path, routes)
    for route, url in routes:
        if route.menu and url:
            waiting = aantallen.get(route.naam, "")
            yield MenuItem(route.menu.label, url, url == here, waiting, route.menu.groep)


def _place(path: str, routes: list[tuple[Route, str]]) -> str:
    """The address of the place in the menu that this page belongs to: the closest one wins."""
    starts = [
        (start, url)
        for route, url in routes
        for start in (url, *(route.menu.ook if route.menu else ()))
        if start and path.startswith(start)
    ]
    return max(starts, key=lambda found: len(found[0]), default=("", ""))[1]


def _languages(request: HttpRequest) -> Iterator[dict[str, Any]]:
    current = (get_language() or settings.LANGUAGE_CODE)[:2]
    for code, label in settings.LANGUAGES:
        url = f"{_url('web:taal', code)}?{urlencode({'volgende': request.get_full_path()})}"
        yield {"code": code, "label": label, "actief": code == current, "url": url}


def _url(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
