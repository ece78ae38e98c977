"""Every URL of Ontschot is declared here, with who may come and whether it reads or writes.

    @route("kandidaten/<str:sleutel>/", rollen=PROFESSIONALS, leest="een dossier")
    def dossier(request: Verzoek, sleutel: str) -> HttpResponse: ...

Default deny: `rollen` lists who may; `ONAANGEMELD` opens a route to visitors. A route that
`leest` answers GET only, in a READ ONLY transaction. A route that `schrijft` shows its form on
GET, read only too, and writes on POST. The menus and the table in `docs/routes.md` come from
these same declarations.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme

from ontschot.kern import audit
from ontschot.kern.errors import Weigering, as_sentence
from ontschot.kern.rollen import BEZOEKER, IEDEREEN, KANDIDAAT
from ontschot.kern.scope import Actor, scope
from ontschot.kern.wie import actor_of

ONAANGEMELD = frozenset({BEZOEKER, KANDIDAAT}) | IEDEREEN
View = Callable[..., HttpResponse]

audit.register(
    {
        "toegang_geweigerd": "{wie} mocht {route} niet openen.",
    }
)


class Verzoek(HttpRequest):
    """A request whose actor is known; what every view of ours receives."""

    wie: Actor


@dataclass(frozen=True)
class Menu:
    """A place in the navigation: the label, the order from top to bottom, and a heading above it.

    What stands under one heading has numbers that follow each other. Daily work has no heading.
    """

    label: str
    volgorde: int
    groep: str = ""
    # Where pages begin that belong to this place while their address says otherwise.
    ook: tuple[str, ...] = ()


@dataclass(frozen=True)
class Route:
    pad: str
    naam: str
    rollen: frozenset[str]
    leest: str
    schrijft: str
    view: View
    menu: Menu | None = None
    knop: bool = False

    @property
    def omschrijving(self) -> str:
        return self.schrijft or self.leest

    @property
    def methods(self) -> list[str]:
        if self.knop:
            return ["POST"]
        return ["GET", "HEAD", "POST"] if self.schrijft else ["GET", "HEAD"]


ROUTES: dict[str, Route] = {}


def route(
    pad: str,
    *,
    rollen: Iterable[str],
    leest: str = "",
    schrijft: str = "",
    naam: str = "",
    menu: Menu | None = None,
    knop: bool = False,
) -> Callable[[View], View]:
    """Declare the URL of a view. Its name is `<room>:<function>` unless `naam` says otherwise.

    `knop` is a route that is only a button: it has no page of its own and answers POST alone.
    """
    if bool(leest) == bool(schrijft):
        raise ValueError(f"Route {pad!r} must say what it reads or what it writes, not both.")

    def declare(view: View) -> View:
        room = view.__module__.split(".")[1]
        name = f"{room}:{naam or view.__name__}"
        if name in ROUTES:
            raise ValueError(f"Two routes are called {name!r}.")

        @wraps(view)
        def guarded(request: Verzoek, *args: Any, **kwargs: Any) -> HttpResponse:
            return _answer(ROUTES[name], request, args, kwargs)

        guarded.route = name  # type: ignore[attr-defined]  # a function carries what it is called
        ROUTES[name] = Route(pad, name, frozenset(rollen), leest, schrijft, view, menu, knop)
        _guarded[name] = guarded
        return guarded

    return declare


_guarded: dict[str, View] = {}


def patterns(room: str) -> list[URLPattern]:
    """The URL patterns of one room, for its namespace."""
    return [
        path(route.pad, _guarded[name], name=name.partition(":")[2])
        for name, route in ROUTES.items()
        if name.startswith(f"{room}:")
    ]


def may_open(rol: str, naam: str) -> bool:
    """Whether the route `naam` (room:name) is for this role: no page leads to a closed door."""
    return rol in ROUTES[naam].rollen


def menu_for(rol: str) -> list[Route]:
    """The routes that stand in the navigation of somebody with this role, in order."""
    found = [r for r in ROUTES.values() if r.menu and rol in r.rollen]
    return sorted(found, key=lambda r: (r.menu.volgorde if r.menu else 0, r.naam))


def _answer(route: Route, request: Verzoek, args: Any, kwargs: Any) -> HttpResponse:
    if request.method not in route.methods:
        return HttpResponseNotAllowed(route.methods)
    try:
        response = _run(route, request, args, kwargs)
    except (Weigering, IntegrityError) as refusal:
        # A form shows its own refusals; this is for the buttons that are only a button.
        messages.error(request, as_sentence(refusal))
        return HttpResponseRedirect(getattr(refusal, "naar", "") or _back(request))
    if response is None:
        return _refuse(route, request)
    if request.method != "POST":
        _log_reads(request)
    return response


def _run(route: Route, request: Verzoek, args: Any, kwargs: Any) -> HttpResponse | None:
    """The view's answer, rendered inside the transaction; None when this role may not come."""
    reading = request.method != "POST"
    with transaction.atomic():
        wie = request.wie = actor_of(request)
        if wie.rol not in route.rollen:
            return None
        with scope(wie, read_only=reading):
            response = route.view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response = response.render()
            if reading and connection.savepoint_ids:
                # A test that wraps us in its own transaction gets its right to write back.
                # Otherwise we commit nothing: at a rollback the driver forgets its plans.
                transaction.set_rollback(True)
        return response


def _back(request: Verzoek) -> str:
    """Where the button stood, if that was on this site."""
    referer = request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return str(referer)
    return "/"


def _log_reads(request: Verzoek) -> None:
    """Log what was read in a transaction of its own, after the READ ONLY one."""
    reads: list[audit.Inzage] = request.__dict__.pop("inzages", [])
    if not reads:
        return
    with transaction.atomic(), scope(request.wie):
        for read in reads:
            audit.record(
                request.wie,
                read.gebeurtenis,
                object_soort=read.object_soort,
                object_sleutel=read.object_sleutel,
                regio=read.regio,
                kandidaat_sleutel=read.kandidaat_sleutel,
                **read.gegevens,
            )


def _refuse(route: Route, request: Verzoek) -> HttpResponse:
    if KANDIDAAT in route.rollen:
        # The own page has a door of its own; who works here may be a kandidaat elsewhere.
        return HttpResponseRedirect(settings.EIGEN_LOGIN_URL)
    if not request.wie.is_medewerker:
        return redirect_to_login(request.get_full_path())
    with transaction.atomic(), scope(request.wie):
        audit.record(
            request.wie,
            "toegang_geweigerd",
            object_soort="route",
            object_sleutel=route.naam,
            regio=request.wie.regio,
            resultaat="geweigerd",
            route=route.omschrijving,
        )
    raise PermissionDenied
