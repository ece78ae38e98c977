"""From a browser to one kandidaat: every page of the own page stands on this module.

A signed cookie of its own, sent to `/mijn/` only and apart from the session of professionals,
names the link with which the person came in. Each request asks whether that link still works, so
taking the link back closes the page at once, also where it stands open. What comes out is an
`Actor` in the role `kandidaat`: from there on the database shows this person and nobody else
(`kern.eigen`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ontschot.berichten.actions.common import SOORT_LINK
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.models import Link
from ontschot.kern.rollen import KANDIDAAT
from ontschot.kern.routes import Verzoek, route
from ontschot.kern.scope import Actor, kandidaat, scope, systeem

COOKIE = "mijn"
PAD = "/mijn/"
SALT = "portaal.eigen"
# Without a click the page closes after so long; and always after a working day.
STIL_SECONDEN = 30 * 60
LANGST_SECONDEN = 8 * 60 * 60


@dataclass(frozen=True)
class Sessie:
    """Which link opened the page, in which region, and when (seconds since 1970)."""

    regio: str
    link_id: int
    begon: int

    @classmethod
    def of(cls, link: Link) -> "Sessie":
        return cls(link.regio, link.pk, int(timezone.now().timestamp()))

    @classmethod
    def read(cls, request: HttpRequest) -> "Sessie | None":
        """What the cookie says; None when there is none, or it was changed, or is too old."""
        try:
            data = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=STIL_SECONDEN)
            found = cls(str(data[0]), int(data[1]), int(data[2]))
        except (signing.BadSignature, ValueError, TypeError, IndexError, KeyError):
            return None
        fresh = timezone.now().timestamp() - found.begon < LANGST_SECONDEN
        return found if fresh else None

    def keep(self, response: HttpResponse) -> HttpResponse:
        """Let the page stay open for another half hour."""
        response.set_cookie(
            COOKIE,
            signing.dumps([self.regio, self.link_id, self.begon], salt=SALT),
            max_age=STIL_SECONDEN,
            path=PAD,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response


def leave(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, path=PAD, samesite="Lax")
    return response


def actor_of_cookie(request: HttpRequest) -> Actor | None:
    """The kandidaat of this browser, on the own page only. One query."""
    if COOKIE not in request.COOKIES or not request.path.startswith(PAD):
        return None
    sessie = Sessie.read(request)
    if sessie is None:
        return None
    keys = Link.objects.filter(
        pk=sessie.link_id,
        soort=SOORT_LINK,
        ingetrokken_op__isnull=True,
        geldig_tot__gte=timezone.now(),
    ).values("object_sleutel")
    with transaction.atomic(), scope(systeem(sessie.regio, reden="eigen pagina")):
        found = Kandidaat.objects.filter(sleutel__in=keys).values_list("pk", flat=True).first()
    return kandidaat(sessie.regio, found) if found else None


def ik(request: Verzoek) -> Kandidaat:
    """The kandidaat whose page this is, with the gemeente; the only one there is to find."""
    return Kandidaat.objects.select_related("gemeente", "regio").get(
        pk=request.wie.kandidaat_id or 0
    )


View = Callable[..., HttpResponse]


def eigen(pad: str, **declared: Any) -> Callable[[View], View]:
    """Declare a page of the own page: for a kandidaat only, not kept by the browser."""

    def declare(view: View) -> View:
        @wraps(view)
        def page(request: Verzoek, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = "no-store"
            sessie = Sessie.read(request)
            return sessie.keep(response) if sessie and COOKIE not in response.cookies else response

        return route(f"mijn/{pad}", rollen={KANDIDAAT}, **declared)(page)

    return declare
