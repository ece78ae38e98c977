"""What the pages behind a secret link share: whose regions, how often, and a page for no."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ontschot.kern import links
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Link
from ontschot.kern.routes import Verzoek
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.kern.wie import origin
from ontschot.netwerk.models import Regio
from ontschot.portaal import grenzen

TE_VAAK, NIET_HIER = 429, 404


def over_alle_regios(reden: str) -> Actor:
    """Ontschot itself over every region: a link does not say of which region it is."""
    return systeem(*Regio.objects.values_list("code", flat=True), reden=reden)


def link_of(
    request: Verzoek, geheim: str, *, soort: str, wie: Actor, ook_gebruikt: bool = False
) -> Link | HttpResponse:
    """The link of this secret, or the page that says that it does not work.

    With `ook_gebruikt` also one that was used up. An address that tries too many secrets has to
    wait, also for one that is right.
    """
    address = origin(request)
    if grenzen.FOUTE_LINKS.reached(address):
        return no_page(request, TE_VAAK)
    try:
        with scope(wie):
            return _find(geheim, soort, ook_gebruikt=ook_gebruikt)
    except Weigering:
        grenzen.FOUTE_LINKS.count(address)
        return no_page(request, NIET_HIER)


def _find(geheim: str, soort: str, *, ook_gebruikt: bool) -> Link:
    if not ook_gebruikt:
        return links.find(geheim, soort=soort)
    try:
        return links.find(geheim, soort=soort)
    except Weigering:
        return links.find(geheim, soort=soort, used=True)


def no_page(request: Verzoek, status: int, **context: Any) -> HttpResponse:
    """The same page for every reason, so that nobody learns whether a link ever was."""
    return not_kept(render(request, "portaal/link_weg.html", context, status=status))


def not_kept(response: HttpResponse) -> HttpResponse:
    """The next person at this computer must not find it, nor another site where it came from.

    With `no-referrer` a browser would send its form with `Origin: null`, which is refused.
    """
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "strict-origin"
    return response
