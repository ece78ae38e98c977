"""Signing in and out is in the audit log, with where it came from."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest

from ontschot.kern import audit
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.kern.wie import origin


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="beheer.in")
    user_logged_out.connect(_signed_out, dispatch_uid="beheer.out")
    user_login_failed.connect(_failed, dispatch_uid="beheer.failed")


def _write(request: HttpRequest | None, user: Any, event: str, resultaat: str = "gelukt") -> None:
    medewerker = getattr(user, "medewerker", None) if user else None
    actor = Actor(
        rol="systeem" if not medewerker else "aanmelden",
        medewerker_id=medewerker.pk if medewerker else None,
        naam=medewerker.naam if medewerker else "iemand",
        oorsprong=origin(request) if request else "",
    )
    with transaction.atomic(), scope(systeem(reden="aanmelden")):
        audit.record(
            actor,
            event,
            object_soort="medewerker",
            object_sleutel=str(medewerker.pk) if medewerker else "",
            resultaat=resultaat,
        )


def _signed_in(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    _write(request, user, "aangemeld")


def _signed_out(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    _write(request, user, "afgemeld")


def _failed(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    # What was typed is not kept: it may be a password in the wrong box.
    _write(request, None, "aanmelden_mislukt", resultaat="geweigerd")
