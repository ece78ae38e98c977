"""Fills the place `terugvordering_aanleiding`: where what is asked back was found."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from ontschot.verantwoording.models import Bevinding


def panel(request: HttpRequest, terugvordering: object) -> str:
    """The controle that led to a terugvordering; empty when none did. One query."""
    found = (
        Bevinding.objects.filter(terugvordering=int(str(terugvordering)))
        .select_related("regel__controle")
        .first()
    )
    if not found:
        return ""
    return render_to_string("verantwoording/_aanleiding.html", {"regel": found.regel})
