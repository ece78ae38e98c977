"""What the layout of every page needs: who is here, the navigation, the mode."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from ontschot.kern.rollen import LABELS, Rolsoort
from ontschot.kern.routes import menu_for
from ontschot.kern.scope import Actor


@dataclass(frozen=True)
class Menupunt:
    label: str
    url: str
    actief: bool
    aantal: int | None = None
    groep: str = ""


def layout(request: HttpRequest) -> dict[str, Any]:
    """The context of `web/base.html`; asks the database nothing that the request did not ask."""
    wie: Actor | None = request.__dict__.get("_actor")
    found: dict[str, Any] = {"wie": wie, "demo": settings.DEMO, "menu": []}
    if not wie or not wie.is_medewerker:
        return found
    found["menu"] = [
        _point(request, route.naam, route.menu.label) for route in menu_for(wie.rol) if route.menu
    ]
    found["rol_label"] = LABELS[Rolsoort(wie.rol)]
    found["rollen"] = request.__dict__.get("rollen", [])
    return found


def _point(request: HttpRequest, naam: str, label: str) -> Menupunt:
    url = reverse(naam)
    return Menupunt(label, url, actief=request.path == url or request.path.startswith(url + "?"))
