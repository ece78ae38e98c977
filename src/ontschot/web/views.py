"""The few pages of the layout itself: the style page and the choice of language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language

from ontschot.kern.routes import ONAANGEMELD, Verzoek, route
from ontschot.web.stijl import voorbeelden


@route("stijl/", rollen=ONAANGEMELD, leest="de componenten, alleen in de demo")
def stijl(request: Verzoek) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return render(request, "web/stijl.html", voorbeelden())


@route("taal/<slug:code>/", rollen=ONAANGEMELD, leest="de keuze van een taal")
def taal(request: Verzoek, code: str) -> HttpResponse:
    """Remember the language in a cookie and go back to the page that was read."""
    if code not in dict(settings.LANGUAGES) or not check_for_language(code):
        raise Http404
    doel = request.GET.get("volgende", "/")
    if not url_has_allowed_host_and_scheme(doel, allowed_hosts=None) or urlsplit(doel).netloc:
        doel = "/"
    response = HttpResponseRedirect(doel)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=60 * 60 * 24 * 365,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
