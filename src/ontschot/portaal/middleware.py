"""In which language a page speaks: the public part in the visitor's, the rest in Dutch.

The screens of professionals exist in Dutch only. Without this, a browser that asks for English
would get Dutch pages with English messages, which call themselves English to a screen reader.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

PUBLIEK = "portaal:"


class PubliekeTaal:
    """Stands after Django's LocaleMiddleware, which reads the cookie and the browser's wish."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.__dict__["gewenste_taal"] = translation.get_language()
        self._speak(request, settings.LANGUAGE_CODE)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> None:
        if str(getattr(view, "route", "")).startswith(PUBLIEK):
            self._speak(request, request.__dict__["gewenste_taal"])

    def _speak(self, request: HttpRequest, language: str) -> None:
        translation.activate(language)
        request.LANGUAGE_CODE = language
