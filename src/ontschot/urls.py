"""The URLs of the whole house: each room's own, as its views declare them."""

from importlib import import_module, util

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from ontschot.beheer.aanmelden import Aanmelden
from ontschot.kern.routes import patterns


def _rooms() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for package in settings.ROOMS:
        if not util.find_spec(f"{package}.views"):
            continue
        import_module(f"{package}.views")
        room = package.rpartition(".")[2]
        found.append(path("", include((patterns(room), room))))
    return found


urlpatterns = [
    # Sign-in belongs to allauth; docs/routes.md lists it as such.
    path("account/login/", Aanmelden.as_view(), name="account_login"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    *_rooms(),
]
