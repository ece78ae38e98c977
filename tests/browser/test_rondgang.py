"""A walk through the whole house on a telephone, as everybody who may come somewhere.

Every page without a parameter, as the first who may open it that comes along in this process (that
each role can open it, `tests/kern` tries without a browser); and behind those, one page of each
kind that a link leads to. Nothing is wider than the screen, fails or complains in the console, and
no link leads to where its reader may not come.
"""

from collections import deque

import pytest
from django.urls import Resolver404, get_resolver, resolve
from playwright.sync_api import Error, Response

from ontschot.beheer.demo import PERSONAS
from ontschot.kern.rollen import BEZOEKER, KANDIDAAT
from ontschot.kern.routes import ROUTES
from tests.browser import stappen
from tests.browser.scherm import KEY_OR_NUMBER, Scherm

assert get_resolver().url_patterns
# Three kinds of professional see the same screens; the second kassier those of the first.
WANDELAARS = {
    "": BEZOEKER,
    **{p.sleutel: p.rol for p in PERSONAS if p.sleutel not in
       {"loopbaancoach-fnv", "consulent-gemeente", "kassier-2"}},
}  # fmt: skip
# What a link of its own leads to, and is no page.
GEEN_PAGINA = ("/static/", "/account/logout", "/taal/", "/mijn/", "mailto:", "tel:", "http")
DIEP = 2
# The pages and the kinds of page that somebody walked to already in this process.
_gezien: set[str] = set()


def paths_for(rol: str) -> list[str]:
    """Every address without a parameter that is there for this role, and not for everybody."""
    return sorted(
        f"/{route.pad}"
        for route in ROUTES.values()
        if rol in route.rollen
        and (rol == BEZOEKER or BEZOEKER not in route.rollen)
        and not route.knop
        and "<" not in route.pad
    )


@pytest.mark.parametrize("persona", WANDELAARS)
def test_every_page_opens_and_fits_a_telephone(smal: Scherm, persona: str) -> None:
    if persona:
        stappen.als(smal, persona)
    paths = paths_for(WANDELAARS[persona])
    assert paths
    todo = deque((path, 0) for path in paths if path not in _gezien)
    _gezien.update(paths)
    done: set[str] = set()
    while todo:
        path, depth = todo.popleft()
        if path in done:
            continue
        done.add(path)
        if not _open(smal, path):
            continue
        smal.breedte_past()
        assert not _closed_doors(smal, WANDELAARS[persona]), path
        if depth < DIEP:
            todo.extend((found, depth + 1) for found in _next_kinds(smal))
    assert not smal.fouten, smal.fouten


def _open(smal: Scherm, path: str) -> bool:
    """Go there; False for a file, which has no page to look at."""
    try:
        answer: Response | None = smal.page.goto(path)
    except Error as fault:
        if "Download is starting" in str(fault):
            return False
        raise
    assert answer is not None
    assert answer.status == 200, f"{path}: {answer.status}"
    if "text/html" not in answer.headers.get("content-type", ""):
        # A letter opens in the reader of the browser.
        return False
    smal.aangekomen()
    assert smal.page.locator("h1").count() == 1, path
    return True


def _closed_doors(smal: Scherm, rol: str) -> list[str]:
    """The links on this page to a route that is not for this role."""
    found = smal.page.evaluate(
        "[...document.querySelectorAll('a[href^=\"/\"]')].map(a => a.pathname)"
    )
    return [path for path in found if not _may_open(path, rol)]


def _may_open(path: str, rol: str) -> bool:
    try:
        route = ROUTES.get(resolve(path).view_name)
    except Resolver404:
        return path.startswith("/static/")
    return route is None or bool(route.rollen & {rol, BEZOEKER, KANDIDAAT})


def _next_kinds(smal: Scherm) -> list[str]:
    """Of each kind of page behind this one that nobody walked to yet, the first."""
    found = smal.page.evaluate(
        "[...document.querySelectorAll('main a[href]')].map(a => a.getAttribute('href'))"
    )
    fresh = []
    for href in found:
        path = str(href).partition("#")[0]
        kind = KEY_OR_NUMBER.sub("…", path.partition("?")[0])
        if not path.startswith("/") or "…" not in kind or path.startswith(GEEN_PAGINA):
            continue
        if kind not in _gezien:
            _gezien.add(kind)
            fresh.append(path)
    return fresh
