"""What this room adds to the layout of every page: where one can search, for who may."""

from django.http import HttpRequest
from django.urls import reverse

from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor


def layout(request: HttpRequest, wie: Actor) -> dict[str, str]:
    return {"zoek_url": reverse("werkplek:zoek")} if wie.rol in PROFESSIONALS else {}
